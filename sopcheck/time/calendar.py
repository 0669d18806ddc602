"""The working calendar: which days are worked, and how many working minutes lie between moments.

Working days are Monday to Friday less national holidays and joint leave, as local calendars change
them: a later calendar overrules an earlier one, and `duty` makes any day a working day. On a
Saturday or Sunday of duty the hours of Monday to Thursday count.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import accumulate

from sopcheck.model.calendar import LocalDays, Moment, Span, WorkingTime
from sopcheck.model.finding import Term
from sopcheck.time.national import national_holidays

_FRIDAY, _SATURDAY = 4, 5
_LAST_YEAR = 2199  # beyond every date that a document can hold


class WorkCalendar:
    """The days and hours of one office, years made when they are first asked for."""

    def __init__(self, hours: WorkingTime, local: Iterable[LocalDays] = ()) -> None:
        self._hours = hours
        self._local: dict[date, bool] = {}
        self._reasons: dict[date, str] = {}  # of the days in `_local`
        for calendar in local:
            self._local |= dict.fromkeys(calendar.holidays, False)
            self._local |= dict.fromkeys(calendar.duty, True)
            self._reasons |= {**calendar.holidays, **calendar.duty}
        self._years: dict[int, _Year] = {}

    def is_worked(self, day: date) -> bool:
        """True for a working day."""
        if day in self._local:
            return self._local[day]
        return day.weekday() < _SATURDAY and day not in national_holidays(day.year)

    def rest(self, day: date) -> str | Term | None:
        """Why a day is none of work: a holiday's name, Saturday, Sunday; None for a working day."""
        if self.is_worked(day):
            return None
        if day in self._reasons:
            return self._reasons[day]
        holiday = national_holidays(day.year).get(day)
        return holiday or Term("day.saturday" if day.weekday() == _SATURDAY else "day.sunday")

    def days_needed(self, start: date, end: date) -> int:
        """The fewest working days after `start` that reach `end`: a day off counts as the next one."""
        return self.days_after(start, end) + (end > start and not self.is_worked(end))

    def days_after(self, start: date, end: date) -> int:
        """Working days after `start`, up to and including `end`; 0 where `end` is not after it."""
        if end <= start:
            return 0
        if start.year == end.year:
            year = self._year(start.year)
            return year.days_until(end) - year.days_until(start)
        between = sum(len(self._year(y).days) for y in range(start.year + 1, end.year))
        first, last = self._year(start.year), self._year(end.year)
        return len(first.days) - first.days_until(start) + between + last.days_until(end)

    def nth_after(self, start: date, count: int) -> date | None:
        """The `count`-th working day after `start`; None where it lies beyond all calendars."""
        year = start.year
        wanted = self._year(year).days_until(start) + count
        while wanted > len(self._year(year).days):
            wanted -= len(self._year(year).days)
            year += 1
            if year > min(_LAST_YEAR, MAXYEAR):
                return None
        return self._year(year).days[wanted - 1]

    def knows_hours(self, start: date, end: date) -> bool:
        """True where Ramadan is known for every year between two days: else hours are not."""
        return all(y in self._hours.ramadan_days for y in range(start.year, end.year + 1))

    def minutes(self, start: Moment, end: Moment) -> int | Fraction:
        """Working minutes between two moments with times; 0 where `end` is not after `start`."""
        if end.day < start.day:
            return 0
        if start.day == end.day:
            if not self.is_worked(start.day):
                return 0
            first, last = start.minute or 0, end.minute or 0
            return sum(max(0, min(last, e) - max(first, s)) for s, e in self.spans(start.day))
        return max(0, self._minutes_until(end, start.day.year) - self._minutes_until(start))

    def _minutes_until(self, moment: Moment, since: int | None = None) -> int | Fraction:
        """Working minutes from the beginning of the year `since` to a moment."""
        own = self._year(moment.day.year)
        before: int | Fraction = own.minutes_before(moment.day)
        if self.is_worked(moment.day):
            until = moment.minute or 0
            before += sum(max(0, min(until, e) - s) for s, e in self.spans(moment.day))
        years = range(moment.day.year if since is None else since, moment.day.year)
        return before + sum(self._year(y).minutes[-1] for y in years)

    def after(self, start: Moment, minutes: int | Fraction) -> Moment | None:
        """When so many working minutes after `start` are used up; None beyond all calendars."""
        year, wanted = start.day.year, self._minutes_until(start) + minutes
        while wanted > self._year(year).minutes[-1]:
            wanted -= self._year(year).minutes[-1]
            year += 1
            if year > _LAST_YEAR:
                return None
        own = self._year(year)
        number = bisect_left(own.minutes, wanted) - 1
        day, left = own.days[number], wanted - own.minutes[number]
        for first, last in self.spans(day):
            if last - first >= left:
                return Moment(day, first + left)
            left -= last - first
        return None

    def unlike_a_week(self, start: date, end: date) -> Iterator[tuple[date, bool, str]]:
        """The days after `start`, up to `end`, that a plain week of five days would count otherwise.

        With whether they are worked, and why.
        """
        for number in range(1, (end - start).days + 1):
            day = start + timedelta(days=number)
            worked, holiday = self.is_worked(day), national_holidays(day.year).get(day)
            usual = day.weekday() < _SATURDAY and holiday is None
            if worked != usual or (holiday is not None and day.weekday() < _SATURDAY):
                yield day, worked, self._reasons.get(day, holiday or "")

    def is_ramadan(self, day: date) -> bool:
        """True where the shorter hours of Ramadan count."""
        first, last = self._hours.ramadan_days.get(day.year, (date.max, date.min))
        return first <= day <= last

    def spans(self, day: date) -> tuple[Span, ...]:
        """The working hours of a day, if it is worked."""
        week = self._hours.ramadan if self.is_ramadan(day) else self._hours.normal
        return week.friday if day.weekday() == _FRIDAY else week.monday_thursday

    def _year(self, year: int) -> _Year:
        if year not in self._years:
            self._years[year] = _Year(self, year)
        return self._years[year]


class _Year:
    """The working days of one year in order, and the minutes worked before each of them."""

    def __init__(self, calendar: WorkCalendar, year: int) -> None:
        self._calendar = calendar
        first = date(year, 1, 1)
        days = (first + timedelta(days=i) for i in range((date(year, 12, 31) - first).days + 1))
        self.days = [day for day in days if calendar.is_worked(day)]

    @cached_property
    def minutes(self) -> list[int]:
        """Minutes worked before each working day, then those of the whole year."""
        spans = map(self._calendar.spans, self.days)
        return [0, *accumulate(sum(end - start for start, end in day) for day in spans)]

    def days_until(self, day: date) -> int:
        """Working days up to and including `day`."""
        return bisect_right(self.days, day)

    def minutes_before(self, day: date) -> int:
        """Minutes worked before `day` begins."""
        return self.minutes[bisect_right(self.days, day - timedelta(days=1))]
