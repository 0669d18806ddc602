"""JSON Schema fragments in packs: which keywords they may use, and that they compile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sopcheck.model.finding import Pointer
from sopcheck.packs.files import PackFile
from sopcheck.spelling import closest
from sopcheck.validate import SchemaError, Validator

_REFUSED_KEYWORDS = frozenset(
    [
        "$ref",
        "$dynamicRef",
        "$id",
        "$schema",
        "$defs",
        "format",
        "multipleOf",
        "patternProperties",
        "unevaluatedItems",
        "unevaluatedProperties",
    ]
)
_KEYWORDS = frozenset(
    [
        "$comment",
        "additionalProperties",
        "allOf",
        "anyOf",
        "const",
        "contains",
        "default",
        "dependentRequired",
        "dependentSchemas",
        "description",
        "else",
        "enum",
        "examples",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "if",
        "items",
        "maxContains",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minContains",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
        "not",
        "oneOf",
        "pattern",
        "prefixItems",
        "properties",
        "propertyNames",
        "required",
        "then",
        "title",
        "type",
        "uniqueItems",
    ]
)


# Keywords whose values hold no schema.
_NO_SCHEMAS = frozenset(("enum", "const", "required", "default", "examples", "dependentRequired"))


def check_fragment(file: PackFile, at: Pointer, fragment: Mapping[str, Any]) -> None:
    """Fail where a fragment uses a keyword that is refused or unknown, or does not compile."""
    for pointer, keyword in keywords(fragment):
        if keyword in _REFUSED_KEYWORDS:
            file.fail((*at, *pointer), "pack.refused-keyword", name=keyword)
        if keyword not in _KEYWORDS:
            guess = closest(keyword, _KEYWORDS)
            file.fail((*at, *pointer), "pack.unknown-keyword", name=keyword, guess=guess)
    if not compiles(fragment):
        file.fail(at, "pack.fragment")


def compiles(fragment: Mapping[str, Any]) -> bool:
    """True when the linear-time engine takes every pattern and the rest is a schema."""
    try:
        Validator(fragment)
    except SchemaError:
        return False
    return True


def keywords(node: Any, at: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    """Every keyword of a schema, with its pointer; property names are not keywords."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield (*at, key), key
            if key in ("properties", "dependentSchemas") and isinstance(value, dict):
                for name, sub in value.items():
                    yield from keywords(sub, (*at, key, name))
            elif key not in _NO_SCHEMAS:
                yield from keywords(value, (*at, key))
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from keywords(value, (*at, i))
