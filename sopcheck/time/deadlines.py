"""Time used against a limit, in the limit's own unit.

`hari kerja` and `hari kalender`: the starting day is not counted, and the limit is kept by ending at
any time of the last day. `bulan`: until the same date of the month, or its last day. `jam` and
`menit`: whole minutes inside working hours, or by the clock. A limit met exactly is kept.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, date, timedelta
from fractions import Fraction
from math import floor
from typing import Literal, NamedTuple

from sopcheck.model.calendar import Moment
from sopcheck.time.calendar import WorkCalendar
from sopcheck.time.limits import Limit

Unit = Literal["working-days", "calendar-days", "months", "minutes"]
_DAY_MINUTES = 24 * 60


class Spent(NamedTuple):
    """What was used of a limit, in `unit`."""

    unit: Unit
    used: int
    allowed: int | Fraction

    @property
    def is_late(self) -> bool:
        """True where more was used than allowed."""
        return self.used > self.allowed

    @property
    def share(self) -> Fraction:
        """Used ÷ allowed."""
        return self.used / Fraction(self.allowed)


def spent(
    limit: Limit, start: Moment, end: Moment, calendar: WorkCalendar, *, elapsed: bool = False
) -> Spent | None:
    """What `start` to `end` used of a limit; None where it cannot be told.

    That is: a limit in hours or minutes while only days are known, or in a year whose Ramadan is not.
    `elapsed` counts hours and minutes by the clock.
    """
    if limit.working_days:
        used = calendar.days_needed(start.day, end.day)
        return Spent("working-days", used, limit.working_days)
    if limit.calendar_days:
        return Spent("calendar-days", max(0, (end.day - start.day).days), limit.calendar_days)
    if limit.months:
        return Spent("months", _months(start.day, end.day), limit.months)
    if start.minute is None or end.minute is None:
        return None
    if elapsed:
        clock = (end.day - start.day).days * _DAY_MINUTES + end.minute - start.minute
        return Spent("minutes", max(0, floor(clock)), limit.minutes)
    if not calendar.knows_hours(start.day, end.day):
        return None
    return Spent("minutes", floor(calendar.minutes(start, end)), limit.minutes)


def last_day(limit: Limit, start: date, calendar: WorkCalendar) -> date | None:
    """The last day that keeps a limit in days; None for one in hours, or beyond all calendars."""
    if limit.working_days:
        return calendar.nth_after(start, limit.working_days)
    if limit.calendar_days:
        return _later(start, limit.calendar_days)
    return months_after(start, limit.months) if limit.months else None


def last_moment(
    limit: Limit, start: Moment, calendar: WorkCalendar, *, elapsed: bool = False
) -> Moment | None:
    """The moment that just keeps a limit in hours or minutes; None for one in days, or unknown."""
    if not limit.minutes or start.minute is None:
        return None
    if not elapsed:
        return calendar.after(start, limit.minutes)
    days, minute = divmod(start.minute + limit.minutes, _DAY_MINUTES)
    day = _later(start.day, int(days))
    return None if day is None else Moment(day, minute)


def months_after(day: date, count: int) -> date | None:
    """The same date `count` months later, or the last day of that month; None beyond all years."""
    month = day.year * 12 + day.month - 1 + count
    year = month // 12
    if year > MAXYEAR:
        return None
    return date(year, month % 12 + 1, min(day.day, monthrange(year, month % 12 + 1)[1]))


def _months(start: date, end: date) -> int:
    """The fewest months after `start` that reach `end`."""
    whole = max(0, (end.year - start.year) * 12 + end.month - start.month)
    reached = months_after(start, whole)
    return whole + (reached is not None and reached < end)


def _later(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
