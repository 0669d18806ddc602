"""One file's bytes -> its documents, or the reasons why it has none."""

from __future__ import annotations

import re
from typing import Any

import yaml

from sopcheck.load.dialect import (
    CollectionKeyError,
    DuplicateKeyError,
    compose,
    construct,
)
from sopcheck.load.guards import (
    conflict_marker,
    forbidden_character,
    inspect,
    needs_inspection,
)
from sopcheck.load.slips import cut_texts, may_be_cut, syntax_slip
from sopcheck.model.document import Document, Fault, Unreadable
from sopcheck.model.finding import Problem, Spot
from sopcheck.personal import may_hold_personal

DEFAULT_MAX_BYTES = 1 << 20
_WORD = re.compile(rb"[A-Za-z0-9][A-Za-z0-9_-]*")
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def load(
    path: str, data: bytes, *, max_bytes: int = DEFAULT_MAX_BYTES
) -> tuple[list[Document], list[Fault]] | Unreadable:
    """The documents of a file, in order, with notes about texts that YAML probably cut.

    An empty file gives no document and no fault. Raises nothing for any bytes.
    """
    try:
        return _load(path, data, max_bytes)
    except yaml.YAMLError as error:
        message, args, (line, column) = syntax_slip(error, data)
        code = "CORE004" if message == "yaml.nesting" else "CORE002"
        if "control characters" in str(error):
            code = "CORE001"
        return _unreadable(
            path, data, [_fault(path, code, message, args, (line, column, column + 1))]
        )


def _load(
    path: str, data: bytes, max_bytes: int
) -> tuple[list[Document], list[Fault]] | Unreadable:
    if len(data) > max_bytes:
        args = {"size": len(data), "limit": max_bytes}
        return _unreadable(path, b"", [_fault(path, "CORE001", "file.too-large", args)])
    data = data.removeprefix(_BOM)
    if refused := _refused_bytes(path, data):
        return _unreadable(path, data, [refused])
    if needs_inspection(data):
        faults = [_fault(path, "CORE004", *found) for found in inspect(data)]
        if faults:
            return _unreadable(path, data, faults)
    roots = compose(data)
    suspect = may_hold_personal(data)
    documents: list[Document] = []
    try:
        for root in roots:
            value = construct(root)
            if value is not None or len(roots) == 1:
                documents.append(Document(path, len(documents), value, suspect))
    except (DuplicateKeyError, CollectionKeyError):
        return _unreadable(path, data, _key_faults(path, roots))
    if documents and documents[-1].data is None:
        return [], []
    notes: list[Fault] = []
    if may_be_cut(data):
        notes = [
            _fault(path, "CORE010", message, args, mark)
            for message, args, mark in cut_texts(roots, data)
        ]
    return documents, notes


def _refused_bytes(path: str, data: bytes) -> Fault | None:
    if data.startswith(_UTF16):
        return _fault(path, "CORE001", "file.utf16", {})
    try:
        hit = forbidden_character(data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode()) + 1
        return _fault(path, "CORE001", "file.not-utf8", {}, (line, column, column + 1))
    if hit is not None:
        return _fault(path, "CORE001", "file.forbidden-character", {"name": hit[0]}, hit[1])
    if (mark := conflict_marker(data)) is not None:
        return _fault(path, "CORE001", "file.conflict-marker", {}, mark)
    return None


def _key_faults(path: str, roots: list[yaml.Node]) -> list[Fault]:
    """Every key named twice (with its first place) and every collection used as a key."""
    faults: list[Fault] = []
    stack: list[Any] = list(reversed(roots))
    while stack:
        node = stack.pop()
        if isinstance(node, yaml.SequenceNode):
            stack += reversed(node.value)
        if not isinstance(node, yaml.MappingNode):
            continue
        first: dict[str, Any] = {}
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                faults.append(_fault(path, "CORE004", "yaml.collection-key", {}, _mark(key)))
            elif key.value in first:
                related = (Spot(path, mark=_mark(first[key.value])),)
                problem = Problem(
                    Spot(path, mark=_mark(key)), "yaml.duplicate-key", {"key": key.value}, related
                )
                faults.append(Fault("CORE003", problem))
            else:
                first[key.value] = key
        stack += [value for _, value in reversed(node.value)]
    return faults


def _mark(node: Any) -> tuple[int, int, int]:
    start, end = node.start_mark, node.end_mark
    stop = end.column if end.line == start.line else start.column + 1
    return start.line + 1, start.column + 1, max(stop, start.column + 1) + 1


def _fault(
    path: str,
    code: str,
    message: str,
    args: dict[str, Any],
    mark: tuple[int, int, int] = (1, 1, 2),
) -> Fault:
    return Fault(code, Problem(Spot(path, mark=mark), message, args))


def unreadable(path: str, code: str, message: str, **args: Any) -> Unreadable:
    """A file that could not even be read from the disk."""
    return _unreadable(path, b"", [_fault(path, code, message, args)])


def _unreadable(path: str, data: bytes, faults: list[Fault]) -> Unreadable:
    mentions = frozenset(word.decode() for word in _WORD.findall(data))
    return Unreadable(path, tuple(faults), mentions)
