"""Lines of the report about what people decided: waivers and reviews."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WaiverLine:
    """One waiver; `findings` are lifted by it. `days_left` counts from the day judged, while in force."""

    id: str
    office: str
    rule: str
    subject: str | None
    reason: str
    approved_by: str
    decree: str | None
    first: str
    last: str
    state: str
    days_left: int | None
    findings: int
    path: str


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review of the judged year; `counts` is true for the latest of its office."""

    office: str
    by: str
    date: str
    verdicts: int
    counts: bool
    path: str
