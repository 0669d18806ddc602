"""Time limits as SOPs write them: `3 hari kerja`, `2 jam 30 menit`, `1,5 jam`, `1.440 menit`, `PT2H`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

_PART = re.compile(
    r"\s*(?:(?P<thousands>[0-9]{1,3}(?:\.[0-9]{3}){1,2})|(?P<number>[0-9]{1,9}(?:[.,][0-9]{1,9})?))\s*"
    r"(?P<unit>menit|jam|hari\s+kerja|hari\s+kalender|hari|minggu|bulan)\b",
    re.IGNORECASE,
)
_AT_MOST = re.compile(r"(?:paling\s+(?:lama|lambat)|maksimal|maksimum)\s+", re.IGNORECASE)
_ISO = re.compile(
    r"P(?=[0-9T])(?:(?P<months>[0-9]{1,9})M)?(?:(?P<weeks>[0-9]{1,9})W)?(?:(?P<days>[0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]{1,9})H)?(?:(?P<minutes>[0-9]{1,9})M)?)?\Z"
)
_EXACT = {"menit": 1, "jam": 60}


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit: exactly one amount is positive, or `minutes` sums hours and minutes.

    `bare_day` marks a `hari` that does not say which days it counts; it counts working days.
    """

    minutes: int | Fraction = 0
    working_days: int = 0
    calendar_days: int = 0
    months: int = 0
    bare_day: bool = False


@lru_cache(maxsize=4096)
def parse_limit(text: str) -> Limit | None:
    """The limit that a text states, or None where it states none (a range, `secukupnya`, zero)."""
    text = _AT_MOST.sub("", text.strip())
    if text.startswith("P"):
        return _iso(text)
    parts, position = [], 0
    while position < len(text):
        match = _PART.match(text, position)
        if match is None:
            return None
        thousands, plain = match["thousands"], match["number"]
        number = Fraction(thousands.replace(".", "") if thousands else plain.replace(",", "."))
        parts.append((number, " ".join(match["unit"].lower().split())))
        position = match.end()
    if not parts or any(number == 0 for number, _ in parts):
        return None
    if all(unit in _EXACT for _, unit in parts):
        minutes = sum((n * _EXACT[unit] for n, unit in parts), Fraction(0))
        return Limit(minutes=int(minutes) if minutes.denominator == 1 else minutes)
    if len(parts) > 1 or parts[0][0].denominator != 1:
        return None
    amount, unit = int(parts[0][0]), parts[0][1]
    if unit in ("hari", "hari kerja"):
        return Limit(working_days=amount, bare_day=unit == "hari")
    if unit == "hari kalender":
        return Limit(calendar_days=amount)
    return Limit(calendar_days=7 * amount) if unit == "minggu" else Limit(months=amount)


def _iso(text: str) -> Limit | None:
    match = _ISO.match(text)
    if match is None:
        return None
    amounts = {name: int(value) for name, value in match.groupdict().items() if value}
    minutes = amounts.pop("hours", 0) * 60 + amounts.pop("minutes", 0)
    days = amounts.pop("weeks", 0) * 7 + amounts.pop("days", 0)
    months = amounts.pop("months", 0)
    if sum(1 for amount in (minutes, days, months) if amount) != 1:
        return None
    return Limit(minutes=minutes, calendar_days=days, months=months)


_DAY = 450  # working minutes of a usual day
_WORKING, _WEEK = 5, 7
_MONTH = 21  # working days
_MONTH_DAYS = 30


def nominal_minutes(limit: Limit, *, by_clock: bool = False) -> Fraction:
    """The limit in working minutes, to compare limits that are written in different units.

    1 hari kerja = 450 minutes, 7 calendar days = 5 working days, 1 bulan = 21 working days; minutes
    by the clock count as the share of a week that is worked.
    """
    days = limit.working_days + Fraction(limit.calendar_days * _WORKING, _WEEK)
    minutes = Fraction(limit.minutes)
    if by_clock:
        minutes *= Fraction(_WORKING * _DAY, _WEEK * 24 * 60)
    return minutes + _DAY * (days + _MONTH * limit.months)


def nominal_days(limit: Limit) -> int | None:
    """The limit in calendar days, 1 bulan = 30; None for one in working days, hours or minutes."""
    if limit.working_days or limit.minutes:
        return None
    return limit.calendar_days + _MONTH_DAYS * limit.months
