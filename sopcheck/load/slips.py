"""The slips people make, worded for beginners: syntax errors, and texts that YAML cut silently."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import yaml

from sopcheck.load.dialect import TEXT
from sopcheck.load.guards import MAX_DEPTH

_BY_PROBLEM = (
    ("mapping values are not allowed", "slip.colon"),
    ("found a tab", "slip.tab"),
    ("cannot start any token", "slip.start"),
    ("found unexpected ':'", "slip.colon"),
    ("unexpected end of stream", "slip.quote"),
    ("unexpected document indicator", "slip.quote"),
    ("could not find expected ':'", "slip.no-colon"),
    ("did not find expected ',' or", "slip.bracket"),
    ("did not find expected key", "slip.indent"),
    ("did not find expected '-'", "slip.indent"),
    ("block sequence entries are not allowed", "slip.indent"),
    ("unknown escape character", "slip.escape"),
    ("expected hexdecimal", "slip.escape"),
    ("expected <document start>", "slip.first-line"),
    ("undefined alias", "slip.star"),
    ("did not find expected alphabetic", "slip.star"),
    ("exceeded maximum nesting depth", "yaml.nesting"),  # libyaml's own limit, since 0.2.6
)
_CUT_COMMENT = re.compile(rb" #[0-9A-Za-z]")
_SAID_WHERE_OPENED = ("slip.quote", "slip.bracket", "slip.no-colon")
_STAR = re.compile(r"(?:: +|- +)(\*)")
_CUT_COMMA = re.compile(
    rb",\s+(?:maka|dan|atau|serta|namun|tetapi|sehingga|agar|yang|karena|untuk|dengan|jika)\s"
)
_CUT_CONDITION = re.compile(rb"\[(?:Apabila|Jika|Bila|Kalau|Dalam hal) ")
_CONDITION = re.compile(r"(?:Apabila|Jika|Bila|Kalau|Dalam hal) ")
_CONJUNCTION = re.compile(
    r"(?:maka|dan|atau|serta|namun|tetapi|sehingga|agar|yang|karena|untuk|dengan|jika)\s"
)


def syntax_slip(error: yaml.YAMLError, data: bytes) -> tuple[str, dict[str, Any], tuple[int, int]]:
    """(message id, arguments, 1-based line and column) for an error of libyaml."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or error)
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    lines = data.split(b"\n")
    text = lines[line] if line < len(lines) else b""
    indent = text[: len(text) - len(text.lstrip())]
    if b"\t" in indent:
        return "slip.tab", {}, (line + 1, indent.index(b"\t") + 1)
    for part, message in _BY_PROBLEM:
        if part in problem:
            if message == "yaml.nesting":
                return message, {"limit": MAX_DEPTH}, (line + 1, column + 1)
            if message == "slip.start":
                shown = text.decode(errors="replace")[column : column + 1]
                return message, {"character": shown}, (line + 1, column + 1)
            opened = getattr(error, "context_mark", None)
            if message in _SAID_WHERE_OPENED and opened is not None:
                line, column = opened.line, opened.column
            star = _STAR.search(text.decode(errors="replace"))
            if message == "slip.indent" and star is not None and star.start(1) < column:
                return "slip.star", {}, (line + 1, star.start(1) + 1)
            return message, {}, (line + 1, column + 1)
    return "slip.other", {"reason": problem}, (line + 1, column + 1)


def may_be_cut(data: bytes) -> bool:
    """True where ` #`, or a comma inside a conditional sentence, may have cut a text."""
    return (
        _CUT_COMMENT.search(data) is not None
        or _CUT_COMMA.search(data) is not None
        or _CUT_CONDITION.search(data) is not None
    )


def cut_texts(
    roots: list[yaml.Node], data: bytes
) -> list[tuple[str, dict[str, Any], tuple[int, int, int]]]:
    """(message id, arguments, mark) of plain texts that YAML probably cut, one for each text."""
    lines = data.decode().split("\n")
    found: list[tuple[str, dict[str, Any], tuple[int, int, int]]] = []
    stack: list[Any] = list(reversed(roots))
    while stack:
        node = stack.pop()
        if isinstance(node, yaml.MappingNode):
            for key, value in reversed(node.value):
                stack += (value, key)
        elif isinstance(node, yaml.SequenceNode):
            cut = [c for b, c in pairwise(node.value) if _is_continued(b, c)]
            if node.flow_style and cut:
                start, end = cut[0].start_mark, cut[0].end_mark
                stop = end.column if end.line == start.line else start.column + 1
                mark = (start.line + 1, start.column + 1, stop + 1)
                found.append(("slip.cut-comma", {"text": cut[0].value}, mark))
            stack += reversed(node.value)
        elif _is_plain(node):
            end = node.end_mark
            rest = lines[end.line][end.column :] if end.line < len(lines) else ""
            if match := re.match(r" +(#[0-9A-Za-z].*)", rest):
                column = end.column + match.start(1) + 1
                text = match[1].strip()
                mark = (end.line + 1, column, column + len(text))
                found.append(("slip.cut-comment", {"text": text}, mark))
    return found


def _is_continued(before: Any, after: Any) -> bool:
    """True for two plain texts that read as one sentence: `Apabila x` and `maka y`, or `y`."""
    if not (_is_plain(before) and _is_plain(after)):
        return False
    return bool(_CONJUNCTION.match(after.value) or _CONDITION.match(before.value))


def _is_plain(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == TEXT and not node.style
