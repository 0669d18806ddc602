"""The published JSON Schemas: one a kind, each bundled with the definitions it uses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sopcheck.load import load
from sopcheck.model.document import Unreadable
from sopcheck.validate import Validator

KINDS = ("office", "sop", "evidence", "self-assessment", "review", "waiver", "calendar")
META_KINDS = ("settings", "pack", "area", "rules", "working-time", "election-stages")

_PACKAGE = Path(__file__).parent
RULES = next(d for d in (_PACKAGE / "rules", _PACKAGE.parent / "rules") if (d / "core").is_dir())


@cache
def schema(kind: str) -> dict[str, Any]:
    """The schema of a kind, without remote references; `kind` is one of KINDS or META_KINDS."""
    own = _read(kind)
    shared = _read("defs")["$defs"]
    definitions: dict[str, Any] = dict(own.pop("$defs", {}))
    wanted = list(_references(own)) + [r for d in definitions.values() for r in _references(d)]
    while wanted:
        name = wanted.pop()
        if name not in definitions:
            definitions[name] = shared[name]
            wanted += _references(shared[name])
    return {**own, "$defs": dict(sorted(definitions.items()))} if definitions else own


@cache
def validator(kind: str) -> Validator:
    """The compiled schema of a kind."""
    return Validator(schema(kind))


def _read(name: str) -> dict[str, Any]:
    path = RULES / "core" / "schemas" / f"{name}.yaml"
    loaded = load(path.name, path.read_bytes())
    if isinstance(loaded, Unreadable):
        raise TypeError(path)
    data: dict[str, Any] = loaded[0][0].data
    return dict(data)


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value.rpartition("/")[2]
            else:
                yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)
