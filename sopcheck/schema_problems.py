"""jsonschema's errors -> problems in the user's terms: keys, lists, texts, "did you mean"."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sopcheck.model.finding import Part, Pointer, Term
from sopcheck.spelling import closest


@dataclass(frozen=True, slots=True)
class SchemaProblem:
    """Where the data does not fit, as a pointer from the data's root, and why."""

    pointer: Pointer
    message: str
    args: Mapping[str, Any]
    part: Part = "value"


def worded(errors: Iterable[tuple[Any, Pointer, Any]]) -> list[SchemaProblem]:
    """One problem for each thing to mend, from (error, pointer, the schema that owns the keyword)."""
    problems: dict[SchemaKey, SchemaProblem] = {}
    for error, pointer, owner in errors:
        for problem in _problems_of(error, pointer, owner):
            key = (problem.pointer, problem.message, str(problem.args.get("key")), problem.part)
            problems.setdefault(key, problem)
    return _without_follow_ups(list(problems.values()))


SchemaKey = tuple[Pointer, str, str, Part]


def _without_follow_ups(problems: list[SchemaProblem]) -> list[SchemaProblem]:
    """A misspelt key explains the missing one that it was meant to be."""
    meant = {
        (problem.pointer[:-1], problem.args["guess"])
        for problem in problems
        if problem.message == "schema.unknown-key" and problem.args["guess"]
    }
    return [
        problem
        for problem in problems
        if problem.message != "schema.missing-key"
        or (problem.pointer, problem.args["key"]) not in meant
    ]


def _problems_of(error: Any, pointer: Pointer, owner: Any) -> Iterator[SchemaProblem]:
    keyword, expected, value = error.validator, error.validator_value, error.instance
    anchor = owner.get("$anchor") if isinstance(owner, dict) else None
    if "propertyNames" in error.absolute_schema_path and isinstance(value, str):
        args = {"value": value, "form": Term(f"form.{anchor if anchor in _FORMS else 'slug'}")}
        yield SchemaProblem((*pointer, value), "schema.form", args, "key")
        return
    match keyword:
        case "additionalProperties" | "unevaluatedProperties" if expected is False:
            known = list(owner.get("properties", {}))
            missing = [k for k in owner.get("required", ()) if k not in value]
            for key in [k for k in value if k not in known]:
                guess = closest(key, [*missing, *(k for k in known if k not in value)])
                message = "schema.cut-key" if value[key] is None else "schema.unknown-key"
                args = {"key": key, "guess": guess, "known": known}
                yield SchemaProblem((*pointer, key), message, args, "key")
        case "required":
            if anchor and anchor not in _FORMS:
                yield SchemaProblem(pointer, f"schema.{anchor}", {}, "first-key")
                return
            key = _missing_key(error, expected)
            yield SchemaProblem(pointer, "schema.missing-key", {"key": key}, "first-key")
        case "type":
            yield _wrong_type(pointer, value, expected)
        case "enum" | "const":
            yield _no_choice(pointer, value, expected if keyword == "enum" else [expected])
        case "pattern":
            form = Term(f"form.{anchor}") if anchor in _FORMS else None
            if form is None:
                args = {"value": value, "pattern": expected}
                yield SchemaProblem(pointer, "schema.pattern", args)
            else:
                yield SchemaProblem(pointer, "schema.form", {"value": value, "form": form})
        case "anyOf" | "oneOf":
            yield from _alternatives(error, pointer, anchor, value)
        case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum":
            yield SchemaProblem(pointer, f"schema.{keyword}", {"value": value, "limit": expected})
        case "minItems" | "maxItems" | "minLength" | "maxLength" | "minProperties":
            yield SchemaProblem(pointer, f"schema.{keyword}", {"limit": expected})
        case "uniqueItems":
            yield SchemaProblem(pointer, "schema.uniqueItems", {})
        case "contains" | "minContains" | "maxContains":
            yield SchemaProblem(pointer, "schema.contains", {})
        case "dependentRequired":
            yield SchemaProblem(pointer, "schema.missing-key", {"key": _quoted(error)}, "first-key")
        case _:
            message = f"schema.{anchor}" if anchor and anchor not in _FORMS else "schema.other"
            part: Part = "first-key" if isinstance(value, dict) else "value"
            yield SchemaProblem(pointer, message, {"keyword": keyword}, part)


_FORMS = frozenset(
    [
        "text",
        "slug",
        "date",
        "moment",
        "period",
        "year",
        "office-code",
        "item-id",
        "reference",
        "sha256",
        "link",
        "count-name",
        "rule-code",
        "month-day",
        "scale-id",
        "area-short",
        "particular",
        "block-id",
        "days",
    ]
)


def _missing_key(error: Any, expected: list[str]) -> str:
    """The key that this `required` error is about: jsonschema names one at a time."""
    quoted = _quoted(error)
    return quoted if quoted in expected else next(k for k in expected if k not in error.instance)


def _quoted(error: Any) -> str:
    return error.message.split("'")[1] if "'" in error.message else ""


def _wrong_type(pointer: Pointer, value: Any, expected: str | list[str]) -> SchemaProblem:
    names = [expected] if isinstance(expected, str) else list(expected)
    seen = type_name(value)
    args = {
        "expected": [Term(f"type.{name}") for name in names],
        "seen": Term(f"type.{seen}"),
        "value": value if seen not in ("object", "array") else "",
    }
    if "string" in names and seen in ("integer", "number", "boolean"):
        return SchemaProblem(pointer, "schema.quote", args)
    if value is None:
        return SchemaProblem(pointer, "schema.empty", args)
    return SchemaProblem(pointer, "schema.type", args)


def _no_choice(pointer: Pointer, value: Any, choices: list[Any]) -> SchemaProblem:
    if value is None:
        return _wrong_type(pointer, value, "string")
    shown = [c if isinstance(c, str) else json.dumps(c) for c in choices]
    args = {"value": value, "choices": shown, "guess": closest(value, shown)}
    return SchemaProblem(pointer, "schema.enum", args)


def _alternatives(
    error: Any, pointer: Pointer, anchor: str | None, value: Any
) -> Iterator[SchemaProblem]:
    """The one branch worth showing: the one whose type fits the value."""
    if anchor and anchor not in _FORMS:
        part: Part = "first-key" if isinstance(value, dict) else "value"
        yield SchemaProblem(pointer, f"schema.{anchor}", {}, part)
        return
    branches: dict[int, list[Any]] = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    fitting = [
        b for b in branches.values() if not any(e.validator == "type" and not e.path for e in b)
    ]
    if fitting:
        inner = fitting[0][0]
        yield from _problems_of(inner, (*pointer, *inner.path), inner.schema)
        return
    expected: list[str] = []
    for branch in branches.values():
        for inner in branch:
            if inner.validator == "type":
                names = inner.validator_value
                expected += [names] if isinstance(names, str) else names
    if expected:
        yield _wrong_type(pointer, value, expected)
    else:
        yield SchemaProblem(pointer, "schema.other", {"keyword": error.validator})


def type_name(value: Any) -> str:
    """The JSON Schema name of a value's type."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    return "array" if isinstance(value, list) else "object"
