"""The slips people make, worded for beginners: syntax errors, and texts that YAML cut silently."""

from __future__ import annotations

import re
from typing import Any

import yaml

from sopcheck.load.dialect import TEXT

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
)
_CUT_COMMENT = re.compile(rb"[^\s#'\"] #[0-9A-Za-z]")
_CUT_COMMA = re.compile(
    rb",\s+(?:maka|dan|atau|serta|namun|tetapi|sehingga|agar|yang|karena|untuk|dengan|jika)\s"
)
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
            if message == "slip.start":
                shown = text.decode(errors="replace")[column : column + 1]
                return message, {"character": shown}, (line + 1, column + 1)
            opened = getattr(error, "context_mark", None)
            if message in ("slip.quote", "slip.bracket") and opened is not None:
                line, column = opened.line, opened.column
            return message, {}, (line + 1, column + 1)
    return "slip.other", {"reason": problem}, (line + 1, column + 1)


def may_be_cut(data: bytes) -> bool:
    """True where ` #` or a comma before a conjunction may have cut a text."""
    return (b" #" in data and _CUT_COMMENT.search(data) is not None) or _CUT_COMMA.search(
        data
    ) is not None


def cut_texts(roots: list[yaml.Node], data: bytes) -> list[tuple[str, dict[str, Any], Any]]:
    """(message id, arguments, mark) of plain texts that YAML probably cut."""
    lines = data.decode().split("\n")
    found: list[tuple[str, dict[str, Any], Any]] = []
    stack: list[Any] = list(reversed(roots))
    while stack:
        node = stack.pop()
        if isinstance(node, yaml.MappingNode):
            for key, value in reversed(node.value):
                stack += (value, key)
        elif isinstance(node, yaml.SequenceNode):
            if node.flow_style:
                found += [
                    ("slip.cut-comma", {"text": child.value}, child)
                    for child in node.value[1:]
                    if _is_plain(child) and _CONJUNCTION.match(child.value)
                ]
            stack += reversed(node.value)
        elif _is_plain(node):
            end = node.end_mark
            rest = lines[end.line][end.column :] if end.line < len(lines) else ""
            if re.match(r" +#[0-9A-Za-z]", rest):
                found.append(("slip.cut-comment", {"text": rest.strip()}, node))
    return found


def _is_plain(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == TEXT and not node.style
