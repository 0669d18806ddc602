"""Moments as people write them, in the office's own time."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from fractions import Fraction

from sopcheck.model.calendar import Moment

_DAY = len("2021-02-03")
_HOUR = 60
_MINUTE = 60


def parse_moment(text: str, zone: tzinfo) -> Moment:
    """The moment that a valid text names; one with an offset is moved into `zone`."""
    if len(text) == _DAY:
        return Moment(date.fromisoformat(text))
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None:
        moment = moment.astimezone(zone)
    minute = moment.hour * _HOUR + moment.minute
    if moment.second:
        return Moment(moment.date(), minute + Fraction(moment.second, _MINUTE))
    return Moment(moment.date(), minute)
