"""Moments, working hours, and what an office's own calendar changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

Span = tuple[int, int]
_WHOLE_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in the office's local time.

    `minute` counts from midnight, with seconds as its fraction; None where only the day is known.
    """

    day: date
    minute: int | Fraction | None = None

    @property
    def latest(self) -> tuple[date, int | Fraction]:
        """Day and minute, to find the last of several: a day without a time ends with the day."""
        return self.day, _WHOLE_DAY if self.minute is None else self.minute


@dataclass(frozen=True, slots=True)
class Week:
    """Working hours as spans of minutes from midnight, end exclusive."""

    monday_thursday: tuple[Span, ...]
    friday: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Working hours in usual weeks and in Ramadan, whose first and last days are known by year."""

    normal: Week
    ramadan: Week
    ramadan_days: Mapping[int, tuple[date, date]]


@dataclass(frozen=True, slots=True)
class LocalDays:
    """One `calendar.yaml`: more holidays, and days off on which work goes on, with their reasons."""

    holidays: Mapping[date, str]
    duty: Mapping[date, str]
