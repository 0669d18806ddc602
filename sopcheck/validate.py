"""Data + JSON Schema -> problems. The only user of jsonschema and of its fast gate.

jsonschema-rs says "valid". What it refuses it also names: the keyword and the part of the data.
Only that keyword on that part goes to jsonschema, which decides; where the two disagree, or the
part cannot be named, jsonschema's word on the whole document stands. Patterns run in the same
linear-time engine in both passes, and no `$ref` is ever fetched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import jsonschema_rs

from sopcheck.errors import SopcheckError
from sopcheck.schema_problems import SchemaProblem, worded

_ENGINE = jsonschema_rs.RegexOptions()


class SchemaError(SopcheckError):
    """A schema cannot be compiled: unknown keyword value, remote reference, pattern refused."""


class Validator:
    """One schema, compiled once. `problems` is empty exactly when jsonschema says valid."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema
        try:
            self._gate = jsonschema_rs.Draft202012Validator(
                dict(schema), pattern_options=_ENGINE, retriever=_refuse, validate_formats=True
            )
        except ValueError as error:
            reason = str(error).split("\n", 1)[0]
            raise SchemaError("error.schema", reason=reason) from None

    def is_valid(self, data: Any) -> bool:
        """True when the gate passes the data; False asks for `problems`."""
        try:
            return self._gate.is_valid(data)
        except ValueError:
            return False

    def holds(self, data: Any) -> bool:
        """True when the data fits, by the gate's word; the authority's where the gate has none."""
        try:
            return self._gate.is_valid(data)
        except ValueError:
            return next(self._authority(data), None) is None

    def problems(self, data: Any) -> list[SchemaProblem]:
        """Everything wrong with the data, one problem for each thing to mend."""
        try:
            named = list(self._gate.iter_errors(data))
        except ValueError:
            named = []
        if not named:
            return [] if self.is_valid(data) else worded(self._authority(data))
        errors: list[Any] = []
        for error in named:
            decided = self._decide(error, data)
            if not decided:  # the part could not be named, or the authority sees no fault there
                return worded(self._authority(data))
            errors += decided
        return worded(errors)

    def _authority(self, data: Any) -> Iterator[Any]:
        for error in _authority_class()(self.schema).iter_errors(data):
            yield error, tuple(error.absolute_path), error.schema

    def _decide(self, error: Any, data: Any) -> list[Any]:
        """Jsonschema's errors for the keyword and the part of the data that the gate named."""
        *path, keyword = error.schema_path
        owner: Any = self.schema
        for step in path:
            if not isinstance(owner, (dict, list)) or (
                isinstance(owner, dict) and step not in owner
            ):
                return []
            owner = owner[step]
        part = data
        for step in error.instance_path:
            part = part[step]
        schema = {keyword: owner[keyword], "$defs": self.schema.get("$defs", {})}
        if keyword == "additionalProperties":
            schema["properties"] = dict.fromkeys(owner.get("properties", {}), True)
        pointer = tuple(error.instance_path)
        return [
            (found, (*pointer, *found.path), owner if found.schema is schema else found.schema)
            for found in _authority_class()(schema).iter_errors(part)
        ]


def _refuse(uri: str) -> Any:
    raise ValueError(uri)


@cache
def _authority_class() -> Any:
    """Jsonschema's 2020-12 validator with the linear-time pattern engine; imported on first need."""
    import jsonschema  # noqa: PLC0415
    from jsonschema import validators  # noqa: PLC0415

    def pattern(_validator: Any, expected: str, instance: Any, _schema: Any) -> Iterator[Any]:
        if isinstance(instance, str) and not matches(expected, instance):
            yield jsonschema.ValidationError("pattern")

    return validators.extend(  # type: ignore[no-untyped-call]  # untyped in its stubs
        jsonschema.Draft202012Validator, {"pattern": pattern}
    )


def matches(pattern: str, text: str) -> bool:
    """True when the pattern is found in the text; linear in its length, whatever the pattern."""
    return bool(_pattern(pattern).is_valid(text))


@cache
def _pattern(expected: str) -> Any:
    return jsonschema_rs.Draft202012Validator({"pattern": expected}, pattern_options=_ENGINE)
