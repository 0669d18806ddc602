"""Years, semesters, quarters and months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

Grain = Literal["year", "semester", "quarter", "month"]

MONTHS: dict[Grain, int] = {"year": 12, "semester": 6, "quarter": 3, "month": 1}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A calendar period; `first` and `last` are both inside it."""

    first: date
    last: date
    grain: Grain
    name: str

    def contains(self, other: Period) -> bool:
        """True when `other` lies wholly inside this period."""
        return self.first <= other.first and other.last <= self.last

    def holds(self, day: date) -> bool:
        """True when `day` lies inside this period."""
        return self.first <= day <= self.last

    def parts(self, grain: Grain) -> tuple[Period, ...]:
        """The period cut into periods of `grain`, in order."""
        months = MONTHS[grain]
        count = MONTHS[self.grain] // months
        year, start = self.first.year, self.first.month
        return tuple(_period(year, start + i * months, grain) for i in range(count))


@lru_cache(maxsize=4096)
def parse_period(text: str | int) -> Period:
    """The period that `2021`, `2021-S1`, `2021-Q1` or `2021-03` names; ValueError for any other."""
    text = str(text)
    year = int(text[:4])
    rest = text[5:]
    if not rest:
        return _period(year, 1, "year")
    if rest[0] == "S":
        return _period(year, int(rest[1:]) * 6 - 5, "semester")
    if rest[0] == "Q":
        return _period(year, int(rest[1:]) * 3 - 2, "quarter")
    return _period(year, int(rest), "month")


@lru_cache(maxsize=4096)
def _period(year: int, month: int, grain: Grain) -> Period:
    months = MONTHS[grain]
    end = month + months
    last = date(year + (end > 12), end - 12 if end > 12 else end, 1) - timedelta(days=1)  # noqa: PLR2004
    number = (month - 1) // months + 1
    suffix = {
        "year": "",
        "semester": f"-S{number}",
        "quarter": f"-Q{number}",
        "month": f"-{number:02}",
    }[grain]
    return Period(date(year, month, 1), last, grain, f"{year}{suffix}")
