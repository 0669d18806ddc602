"""A stored report.json -> the Report it was written from."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, NoReturn, get_args, get_origin, get_type_hints

from sopcheck.errors import SettingsError, reason_of
from sopcheck.model.report import SCHEMA, Report
from sopcheck.model.standing import Lack
from sopcheck.schemas import validator
from sopcheck.words import clean

_NAME = re.compile(r"sopcheck/report/([0-9]{1,6})")

Read = Callable[[Any], Any]


def read_report(path: Path) -> Report:
    """The report in a file; keys that it does not know are left out, those it lacks are empty.

    Raises SettingsError where the file cannot be read, is no report, is one of a newer schema, or does
    not fit the published schema.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        why = reason_of(error)
        raise SettingsError("error.report-unreadable", path=str(path), reason=why) from None
    try:
        content = json.loads(data, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise SettingsError("error.report-no-json", path=str(path)) from None
    _check_version(content, path)
    found = next(iter(validator("report").problems(content)), None)
    if found is not None:
        pointer = clean("/".join(str(part) for part in found.pointer))
        reason = Lack(found.message, dict(found.args))
        raise SettingsError("error.report-broken", path=str(path), pointer=pointer, reason=reason)
    report: Report = _reader(Report)(content)
    return report


def _refused(_constant: str) -> NoReturn:
    """NaN and the infinities are no JSON."""
    raise ValueError


def _check_version(content: Any, path: Path) -> None:
    schema = content.get("schema") if isinstance(content, dict) else None
    named = _NAME.fullmatch(schema) if isinstance(schema, str) else None
    if named is None:
        raise SettingsError("error.report-none", path=str(path))
    if schema != SCHEMA:
        raise SettingsError("error.report-newer", path=str(path), schema=schema, known=SCHEMA)


@cache
def _reader(hint: Any) -> Read:
    """What turns JSON into a value of a type that the report's dataclasses use."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is UnionType:
        read = _reader(next(arg for arg in inner if arg is not type(None)))
        return lambda value: None if value is None else read(value)
    if origin is tuple:
        read = _reader(inner[0])
        return lambda value: tuple(map(read, value))
    if origin is Mapping or (isinstance(origin, type) and issubclass(origin, Mapping)):
        return dict
    return _noun(hint) if is_dataclass(hint) else lambda value: value


def _noun(noun: Any) -> Read:
    """Reads a dataclass; a key that an older report lacks is taken as none or empty."""
    hints = get_type_hints(noun)
    parts = [(f.name, _reader(hints[f.name]), _empty(hints[f.name])) for f in fields(noun)]
    return lambda value: noun(
        **{name: read(value[name]) if name in value else empty for name, read, empty in parts}
    )


def _empty(hint: Any) -> Any:
    return () if get_origin(hint) is tuple else None
