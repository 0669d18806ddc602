"""Amounts of time and deadlines as messages, in the unit of the SOP."""

from __future__ import annotations

from itertools import islice

from sopcheck.model.calendar import Moment
from sopcheck.model.standing import Lack
from sopcheck.time.calendar import WorkCalendar
from sopcheck.time.deadlines import Spent, last_day, last_moment
from sopcheck.time.limits import Limit

_HOUR = 60
_MOST_DAYS = 6  # named in one sentence


def amounts(time: Spent, limit: Limit, text: str, *, by_clock: bool) -> tuple[Lack, Lack]:
    """Time used and time allowed in the SOP's unit; a limit with a fraction of a minute as written."""
    if time.unit != "minutes":
        return _days(time.unit, time.used), _days(time.unit, int(time.allowed))
    in_hours = limit.minutes >= _HOUR
    if time.allowed != int(time.allowed):
        return _hours(time.used, in_hours, by_clock), Lack("amount.as-written", {"text": text})
    return _hours(time.used, in_hours, by_clock), _hours(int(time.allowed), in_hours, by_clock)


def _days(unit: str, count: int) -> Lack:
    one, many = _DAY_WORDS[unit]
    return Lack(one if count == 1 else many, {"count": count})


_DAY_WORDS = {
    "working-days": ("amount.working-day", "amount.working-days"),
    "calendar-days": ("amount.calendar-day", "amount.calendar-days"),
    "months": ("amount.month", "amount.months"),
}


def _hours(minutes: int, in_hours: bool, by_clock: bool) -> Lack:  # noqa: FBT001
    if not in_hours:
        return Lack(
            "amount.minutes-by-clock" if by_clock else "amount.minutes", {"minutes": minutes}
        )
    hours, rest = divmod(minutes, _HOUR)
    message = "amount.hours-by-clock" if by_clock else "amount.hours"
    if rest:
        message = "amount.hours-minutes-by-clock" if by_clock else "amount.hours-minutes"
    return Lack(message, {"hours": hours, "minutes": rest})


def in_words(limit: Limit, start: Moment, calendar: WorkCalendar, *, elapsed: bool) -> Lack | None:
    """Until when a limit is kept, and which days make that other than in a plain week; None: unknown."""
    moment = last_moment(limit, start, calendar, elapsed=elapsed)
    if moment is not None and moment.minute is not None:
        hour, minute = divmod(int(moment.minute), _HOUR)
        message = "until.moment"
        if not elapsed and any(map(calendar.is_ramadan, (start.day, moment.day))):
            message = "until.moment-ramadan"
        args = {"day": moment.day, "hour": f"{hour:02}", "minute": f"{minute:02}"}
        return Lack(message, args)
    last = last_day(limit, start.day, calendar)
    if last is None:
        return None
    if not limit.working_days:
        return Lack("until.day", {"day": last})
    odd = list(islice(calendar.unlike_a_week(start.day, last), _MOST_DAYS + 1))
    days = [
        Lack("until.counts" if worked else "until.counts-not", {"day": day, "why": why})
        for day, worked, why in odd[:_MOST_DAYS]
    ]
    if len(odd) > len(days):
        days.append(Lack("until.more", {}))
    return Lack("until.day-but" if days else "until.day", {"day": last, "days": days})
