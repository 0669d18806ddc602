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
META_KINDS = ("settings", "baseline", "pack", "area", "rules", "working-time", "election-stages")
# A pack that extends another gives only what it changes, each entry by its name.
CHANGE_KINDS = {"pack-changes": "pack", "area-changes": "area"}
_NAMED_BY = {"pack": ["id", "title"], "area": ["area"], "rule": ["code"], "item": ["id"]}
_CHANGED = ("rule", "item", "block", "document-type")

_PACKAGE = Path(__file__).parent
RULES = next(d for d in (_PACKAGE / "rules", _PACKAGE.parent / "rules") if (d / "core").is_dir())


@cache
def schema(kind: str) -> dict[str, Any]:
    """The schema of a kind, without remote references.

    `kind` is one of KINDS, META_KINDS or CHANGE_KINDS.
    """
    if kind in CHANGE_KINDS:
        return _for_changes(CHANGE_KINDS[kind])
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


def _for_changes(kind: str) -> dict[str, Any]:
    """The schema of a kind in which entries name themselves, and everything else may be left out."""
    full = schema(kind)
    definitions = {
        name: _relaxed(part, name) if name in _CHANGED else part
        for name, part in full["$defs"].items()
    }
    if "item" in definitions:
        levels = {**definitions["item"]["properties"]["levels"], "minProperties": 1}
        properties = {**definitions["item"]["properties"], "levels": levels}
        definitions["item"] = {**definitions["item"], "properties": properties}
    own = {**_relaxed(full, kind), "$defs": definitions}
    own["title"] = f"{full['title']}: perubahan terhadap paket dasar"
    if kind == "pack":
        extra = schema("changes")
        own["required"] = [*own["required"], *extra["required"]]
        own["properties"] = {**extra["properties"], **own["properties"]}
        own["$defs"] = dict(sorted({**definitions, **extra["$defs"]}.items()))
    return own


def _relaxed(part: dict[str, Any], name: str) -> dict[str, Any]:
    asked = ("required", "allOf", "dependentRequired")
    kept = {key: value for key, value in part.items() if key not in asked}
    return {**kept, "required": _NAMED_BY[name]} if name in _NAMED_BY else kept


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
