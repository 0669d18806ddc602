"""Pointers -> lines and columns, looked up late and only for files with findings."""

from __future__ import annotations

import re
from typing import Any

import yaml

from sopcheck.load.dialect import compose
from sopcheck.load.guards import inspect, needs_inspection
from sopcheck.model.finding import Spot

_BREAK = re.compile(r"\r\n|\r|\n")
_BOM = b"\xef\xbb\xbf"


class Places:
    """The places inside one file. Lines and columns are 1-based, columns count code points."""

    def __init__(self, data: bytes) -> None:
        data = data.removeprefix(_BOM)
        self.lines = _BREAK.split(data.decode(errors="replace"))
        self._data = data
        self._roots: list[Any] | None = None

    def find(self, spot: Spot) -> tuple[int, int, int]:
        """(line, column, end column) of a spot; a range never leaves its first line.

        A pointer that leads nowhere gives the deepest part of it that exists.
        """
        if spot.mark is not None:
            return spot.mark
        root = self._root(spot.index)
        if root is None:
            return 1, 1, max(len(self.lines[0]), 1) + 1
        key, node = None, root
        for part in spot.pointer:
            found = _child(node, part)
            if found is None:
                break
            key, node = found
        if spot.part == "key" and key is not None:
            node = key
        elif spot.part == "first-key" and isinstance(node, yaml.MappingNode) and node.value:
            node = node.value[0][0]
        elif _is_empty(node) and key is not None:
            node = key
        if spot.needle is not None:
            for number in range(node.start_mark.line, node.end_mark.line + 1):
                text = self.lines[number] if number < len(self.lines) else ""
                if (at := text.find(spot.needle)) >= 0:
                    return number + 1, at + 1, at + 1 + len(spot.needle)
        return self._range(node)

    def named_pointer(self, spot: Spot) -> str:
        """The pointer with each list index replaced by the `id` (or `step`) of what stands there."""
        node, names = self._root(spot.index), [str(spot.index)]
        for part in spot.pointer:
            found = None if node is None else _child(node, part)
            node = None if found is None else found[1]
            name = _child(node, "id") or _child(node, "step") if isinstance(part, int) else None
            names.append(str(part) if name is None else str(name[1].value))
        return "/".join(names)

    def _root(self, index: int) -> Any:
        if self._roots is None:
            roots = self._composed()
            self._roots = roots if len(roots) == 1 else [r for r in roots if r.tag != "n"]
        return self._roots[index] if index < len(self._roots) else None

    def _composed(self) -> list[Any]:
        """The root nodes; none for a file that the guards refuse: composing it could be fatal."""
        try:
            if needs_inspection(self._data) and any(True for _ in inspect(self._data)):
                return []
            return compose(self._data)
        except yaml.YAMLError:
            return []

    def _range(self, node: Any) -> tuple[int, int, int]:
        start, end = node.start_mark, node.end_mark
        if end.line == start.line:
            stop = end.column
        else:
            text = self.lines[start.line] if start.line < len(self.lines) else ""
            stop = len(text.rstrip())
        return start.line + 1, start.column + 1, max(stop, start.column + 1) + 1


def _child(node: Any, part: str | int) -> tuple[Any, Any] | None:
    """(key node or None, value node) of one part of a pointer."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == part:
                return key, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    return None


def _is_empty(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value == "" and not node.style
