"""Cut one key out of a YAML text the way an editor would."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from sopcheck.load.dialect import compose


def without(text: str, *pointer: str | int) -> str:
    """The text without the key (and its value) that the pointer names."""
    parent: Any = compose(text.encode())[0]
    for step in pointer[:-1]:
        parent = _child(parent, step)
    pairs = parent.value
    at = next(i for i, (key, _) in enumerate(pairs) if key.value == pointer[-1])
    start, end = pairs[at][0].start_mark.index, pairs[at][1].end_mark.index
    if at + 1 < len(pairs):
        end = pairs[at + 1][0].start_mark.index
    elif at and parent.flow_style:
        start = pairs[at - 1][1].end_mark.index
    elif at:
        start = text.rindex("\n", 0, start) + 1
        tail = text[start:end]
        end = start + len(tail.rstrip()) + 1 if tail.strip() else end
    return text[:start] + text[end:]


def _child(node: Any, step: str | int) -> Any:
    if isinstance(node, yaml.MappingNode):
        return next(value for key, value in node.value if key.value == step)
    return node.value[step]


def steps_with_output(data: Any) -> Iterator[int]:
    """Indexes of the steps of an SOP that name an output."""
    for i, step in enumerate(data["steps"]):
        if "output" in step:
            yield i
