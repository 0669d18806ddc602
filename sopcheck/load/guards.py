"""What is looked at before and beside the parser, so that no file can harm the run.

The byte tests cost microseconds. Only a file that fails one is walked event by event, which does
not recurse: libyaml's composer does, and a deep file would kill the process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from sopcheck.load.dialect import Composer

MAX_DEPTH = 200
MAX_ALIASED_NODES = 10_000

_BLANKS = bytes.maketrans(b"-?:", b"   ")
_DEEP = b" " * MAX_DEPTH
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_PLAIN_ASCII = bytes([0x09, 0x0A, 0x0D, *range(0x20, 0x7F)])
_CONFLICT = re.compile(rb"^(?:<{7} |={7}\r?$|>{7} )", re.MULTILINE)
_BREAK = re.compile(r"\r\n|\r|\n")

Mark = tuple[int, int, int]


def forbidden_character(data: bytes) -> tuple[str, Mark] | None:
    """The first character that no YAML file may hold, named, and where an editor shows it.

    Raises UnicodeDecodeError for what is not UTF-8.
    """
    if data.isascii() and not data.translate(None, _PLAIN_ASCII):
        return None
    text = data.decode()
    hit = _FORBIDDEN.search(text)
    if hit is None:
        return None
    lines = _BREAK.split(text[: hit.start()])
    column = len(lines[-1]) + 1
    return f"U+{ord(hit.group()):04X}", (len(lines), column, column + 1)


def conflict_marker(data: bytes) -> Mark | None:
    """The first line left behind by an unfinished merge."""
    if b"<<<<<<< " not in data and b">>>>>>> " not in data:
        return None
    hit = _CONFLICT.search(data)
    if hit is None:
        return None
    return data.count(b"\n", 0, hit.start()) + 1, 1, 8


def needs_inspection(data: bytes) -> bool:
    """True for bytes that might nest too deep or use a refused feature; rarely true in honest files."""
    return (
        data.count(b"[") + data.count(b"{") > MAX_DEPTH
        or _DEEP in data.translate(_BLANKS)
        or b"!" in data
        or b"&" in data
        or b"*" in data
        or b"<<" in data
    )


def _as_typed(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def inspect(data: bytes) -> Iterator[tuple[str, dict[str, Any], Mark]]:
    """Refused features in order: (message id, arguments, mark). Stops at the first harmful one.

    Raises yaml.YAMLError where the syntax is broken.
    """
    parser = Composer(data)
    open_anchors: list[str | None] = []
    sizes: dict[str, int] = {}  # anchor -> nodes below it, aliases expanded
    nodes = [0]  # of each open collection, aliases expanded
    aliased = 0
    while parser.check_event():
        event: Any = parser.get_event()
        mark = (event.start_mark.line + 1, event.start_mark.column + 1, event.end_mark.column + 1)
        if isinstance(event, yaml.AliasEvent):
            name = str(event.anchor)
            if name in open_anchors:
                yield "yaml.alias-cycle", {"name": name}, mark
                return
            aliased += sizes.get(name, 1)
            nodes[-1] += sizes.get(name, 1)
            if aliased > MAX_ALIASED_NODES:
                yield "yaml.alias-budget", {"limit": MAX_ALIASED_NODES}, mark
                return
        elif isinstance(event, yaml.ScalarEvent):
            if event.tag is not None:
                yield "yaml.tag", {"tag": _as_typed(event.tag)}, mark
            if event.value == "<<" and event.implicit[0]:
                yield "yaml.merge-key", {}, mark
            nodes[-1] += 1
            if event.anchor:
                sizes[event.anchor] = 1
        elif isinstance(event, yaml.CollectionStartEvent):
            if event.tag is not None:
                yield "yaml.tag", {"tag": _as_typed(event.tag)}, mark
            open_anchors.append(event.anchor)
            nodes.append(1)
            if len(open_anchors) > MAX_DEPTH:
                yield "yaml.nesting", {"limit": MAX_DEPTH}, mark
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, size = open_anchors.pop(), nodes.pop()
            nodes[-1] += size
            if anchor:
                sizes[anchor] = size
