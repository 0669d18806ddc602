"""The baseline: findings that are known and not new, since when, and who sees to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class KnownFinding:
    """One entry. Code, office and path are for people to read; the fingerprint decides."""

    fingerprint: str
    code: str
    office: str | None
    path: str
    since: date
    owner: str | None


@dataclass(frozen=True, slots=True)
class BaselineLine:
    """One entry in a report. `days` is its age.

    `findings` counts the findings that it matched, waived ones among them: 0 = none any more, None =
    not assessed, since not everything was judged.
    """

    fingerprint: str
    code: str
    office: str | None
    path: str
    since: str
    owner: str | None
    days: int
    findings: int | None


@dataclass(frozen=True, slots=True)
class BaselineReport:
    """The baseline of a run, sorted by path, code and fingerprint."""

    entries: tuple[BaselineLine, ...]
