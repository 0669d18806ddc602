"""jsonschema's errors -> problems in the user's terms: keys, lists, texts, "did you mean"."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sopcheck.model.finding import Part, Pointer, Term
from sopcheck.spelling import closest

# Forms that texts take: anchors of subschemas, worded as `form.<anchor>`.
_FORMS = frozenset(
    [
        "area-short",
        "block-id",
        "count-name",
        "date",
        "days",
        "fingerprint",
        "item-id",
        "link",
        "moment",
        "month-day",
        "office-code",
        "particular",
        "period",
        "reference",
        "rule-code",
        "scale-id",
        "sha256",
        "slug",
        "text",
        "year",
    ]
)
# Named requirements, worded as `schema.<anchor>`, are said at the key they are about.
_SAID_AT = {
    "answer-of-revision": "verdict",
    "day-or-times": "day",
    "decision-or-next": "next",
    "documents-of-bundle": "bundle",
    "documents-of-nil": "nil",
    "events-or-runs": "runs",
    "open-of-events": "open",
    "sop-of-events": "events",
    "sop-of-runs": "runs",
}
_MOST_UNKNOWN = 100  # so many unknown keys of one place are named
_GUESSES = 20  # of so many unknown keys the meaning is guessed
_LOOKS_LIKE_A_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")


_ONE_OF = {"schema.event-without-time": ("day", "start", "end")}


@dataclass(frozen=True, slots=True)
class SchemaProblem:
    """Where the data does not fit, as a pointer from the data's root, and why."""

    pointer: Pointer
    message: str
    args: Mapping[str, Any]
    part: Part = "value"


@dataclass(frozen=True, slots=True)
class _Seen:
    """One error of jsonschema: the keyword's owner, what it expects, what stands there."""

    error: Any
    pointer: Pointer
    owner: Any

    @property
    def expected(self) -> Any:
        return self.error.validator_value

    @property
    def value(self) -> Any:
        return self.error.instance

    @property
    def anchor(self) -> str | None:
        return self.owner.get("$anchor") if isinstance(self.owner, dict) else None

    @property
    def requirement(self) -> str | None:
        """The name of a requirement that has words of its own."""
        return None if self.anchor in _FORMS else self.anchor

    def problem(self, message: str, part: Part = "value", **args: Any) -> SchemaProblem:
        return SchemaProblem(self.pointer, f"schema.{message}", args, part)


def worded(errors: Iterable[tuple[Any, Pointer, Any]]) -> list[SchemaProblem]:
    """One problem for each thing to mend, from (error, pointer, the schema that owns the keyword)."""
    problems: dict[tuple[Pointer, str, str, Part], SchemaProblem] = {}
    for error, pointer, owner in errors:
        for problem in _problems_of(_Seen(error, pointer, owner)):
            key = (problem.pointer, problem.message, str(problem.args.get("key")), problem.part)
            problems.setdefault(key, problem)
    return _without_follow_ups(list(problems.values()))


def _without_follow_ups(problems: list[SchemaProblem]) -> list[SchemaProblem]:
    """A misspelt key explains the missing one that it was meant to be, or one of several."""
    meant = {
        (problem.pointer[:-1], problem.args["guess"])
        for problem in problems
        if problem.message == "schema.unknown-key" and problem.args["guess"]
    }
    return [
        problem
        for problem in problems
        if not any((problem.pointer, key) in meant for key in _missing(problem))
    ]


def _missing(problem: SchemaProblem) -> tuple[str, ...]:
    """The keys of which a problem misses one."""
    if problem.message == "schema.missing-key":
        return (problem.args["key"],)
    return _ONE_OF.get(problem.message, ())


def _problems_of(seen: _Seen) -> Iterable[SchemaProblem]:
    if "propertyNames" in seen.error.absolute_schema_path and isinstance(seen.value, str):
        form = Term(f"form.{seen.anchor if seen.anchor in _FORMS else 'slug'}")
        args = {"value": seen.value, "form": form}
        return [SchemaProblem((*seen.pointer, seen.value), "schema.form", args, "key")]
    return _WORDED.get(seen.error.validator, _other)(seen)


def _unknown_keys(seen: _Seen) -> Iterator[SchemaProblem]:
    """Every key that is not known; one without value and without likeness was cut from a text."""
    known = list(seen.owner.get("properties", {}))
    missing = [k for k in seen.owner.get("required", ()) if k not in seen.value]
    unknown = [k for k in seen.value if k not in known]
    for i, key in enumerate(unknown[:_MOST_UNKNOWN]):
        likely = [*missing, *(k for k in known if k not in seen.value)] if i < _GUESSES else []
        guess = closest(key, likely)
        is_cut = seen.value[key] is None and guess is None
        message = "schema.cut-key" if is_cut else "schema.unknown-key"
        args = {"key": key, "guess": guess, "known": known}
        yield SchemaProblem((*seen.pointer, key), message, args, "key")


def _missing_key(seen: _Seen) -> Iterator[SchemaProblem]:
    """Jsonschema names the missing keys one at a time, in its message."""
    if seen.requirement is not None:
        yield from _other(seen)
        return
    quoted = seen.error.message.split("'")[1] if "'" in seen.error.message else ""
    yield seen.problem("missing-key", "first-key", key=quoted)


def _wrong_type(seen: _Seen) -> Iterator[SchemaProblem]:
    yield _type_problem(seen, seen.expected)


def _type_problem(seen: _Seen, expected: str | list[str]) -> SchemaProblem:
    names = [expected] if isinstance(expected, str) else list(expected)
    found = type_name(seen.value)
    args: dict[str, Any] = {
        "expected": [Term(f"type.{name}") for name in names],
        "seen": Term(f"type.{found}"),
        "value": seen.value if found not in ("object", "array") else "",
    }
    message = "type"
    if "string" in names and found in ("integer", "number", "boolean"):
        message = "quote"
    elif seen.value is None:
        message = "empty"
    elif found == "string" and set(names) <= {"integer", "number"}:
        message = "unquote"
    elif found == "string" and names == ["array"]:
        message = "listed"
    elif names == ["object"] and isinstance(seen.owner, dict) and "examples" in seen.owner:
        message = "grouped"
        args["example"] = seen.owner["examples"][0]
    return SchemaProblem(seen.pointer, f"schema.{message}", args)


def _no_choice(seen: _Seen) -> Iterator[SchemaProblem]:
    if seen.value is None:
        yield _type_problem(seen, "string")
        return
    choices = seen.expected if seen.error.validator == "enum" else [seen.expected]
    shown = [c if isinstance(c, str) else json.dumps(c) for c in choices]
    guess = closest(seen.value, shown)
    yield seen.problem("enum", value=seen.value, choices=shown, guess=guess)


def _wrong_form(seen: _Seen) -> Iterator[SchemaProblem]:
    if seen.anchor in ("date", "moment") and _is_no_day(seen.value):
        yield seen.problem("no-such-day", value=seen.value)
    elif seen.anchor in _FORMS:
        yield seen.problem("form", value=seen.value, form=Term(f"form.{seen.anchor}"))
    else:
        yield seen.problem("pattern", value=seen.value, pattern=seen.expected)


def _is_no_day(text: str) -> bool:
    """True for what is written like a date but stands in no calendar."""
    if not _LOOKS_LIKE_A_DATE.match(text):
        return False
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return True
    return False


def _alternatives(seen: _Seen) -> Iterator[SchemaProblem]:
    """The one branch worth showing: the one whose type fits the value."""
    if seen.requirement is not None:
        yield from _other(seen)
        return
    branches: dict[int, list[Any]] = {}
    for inner in seen.error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    types = [e for b in branches.values() for e in b if e.validator == "type" and not e.path]
    fitting = [b[0] for b in branches.values() if not any(e in types for e in b)]
    if fitting:
        inner = fitting[0]
        yield from _problems_of(_Seen(inner, (*seen.pointer, *inner.path), inner.schema))
    elif types:
        expected = [e.validator_value for e in types]
        names = [n for e in expected for n in ([e] if isinstance(e, str) else e)]
        yield _type_problem(seen, names)
    else:
        yield from _other(seen)


def _out_of_bounds(seen: _Seen) -> Iterator[SchemaProblem]:
    if seen.error.validator == "minItems" and not seen.value:
        yield seen.problem("empty-list")
    else:
        shown = {} if isinstance(seen.value, (list, dict)) else {"value": seen.value}
        yield seen.problem(seen.error.validator, limit=seen.expected, **shown)


def _repeated(seen: _Seen) -> Iterator[SchemaProblem]:
    value = seen.value
    again = next((i for i, v in enumerate(value) if v in value[:i]), len(value) - 1)
    args = {"value": value[again]}
    yield SchemaProblem((*seen.pointer, again), "schema.uniqueItems", args)


def _not_contained(seen: _Seen) -> Iterator[SchemaProblem]:
    yield seen.problem("contains")


def _other(seen: _Seen) -> Iterator[SchemaProblem]:
    """A requirement with words of its own, at the key it is about; else the plainest words."""
    name = seen.requirement or "other"
    key = _SAID_AT.get(name)
    if key is not None and isinstance(seen.value, dict) and key in seen.value:
        yield SchemaProblem((*seen.pointer, key), f"schema.{name}", {}, "key")
    else:
        yield seen.problem(name, "first-key" if isinstance(seen.value, dict) else "value")


_WORDED: dict[str, Callable[[_Seen], Iterator[SchemaProblem]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_key,
    "dependentRequired": _missing_key,
    "type": _wrong_type,
    "enum": _no_choice,
    "const": _no_choice,
    "pattern": _wrong_form,
    "anyOf": _alternatives,
    "oneOf": _alternatives,
    "minimum": _out_of_bounds,
    "maximum": _out_of_bounds,
    "exclusiveMinimum": _out_of_bounds,
    "exclusiveMaximum": _out_of_bounds,
    "minItems": _out_of_bounds,
    "maxItems": _out_of_bounds,
    "minLength": _out_of_bounds,
    "maxLength": _out_of_bounds,
    "minProperties": _out_of_bounds,
    "maxProperties": _out_of_bounds,
    "uniqueItems": _repeated,
    "contains": _not_contained,
    "minContains": _not_contained,
    "maxContains": _not_contained,
}


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
