"""The habit of an office as a calendar: a row for each area, twelve months a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sopcheck.model.period import MONTHS, parse_period

if TYPE_CHECKING:
    from sopcheck.model.habit import AreaHabit, BeatLine, HabitLine

YEARS = 6  # the latest years shown


class Day(NamedTuple):
    """A sub-period in its row: how many months it spans, None where nothing is asked."""

    months: int
    beat: BeatLine | None


class Row(NamedTuple):
    """An area and its sub-periods, year after year."""

    area: AreaHabit
    years: tuple[tuple[Day, ...], ...]


class Calendar(NamedTuple):
    """The years shown, and a row for each area."""

    years: tuple[int, ...]
    rows: tuple[Row, ...]
    is_cut: bool


def calendar(habit: HabitLine) -> Calendar:
    """The latest years of a habit."""
    years = tuple(range(habit.first, habit.last + 1))[-YEARS:]
    rows = tuple(Row(area, tuple(_year(area, year) for year in years)) for area in habit.areas)
    return Calendar(years, rows, len(years) <= habit.last - habit.first)


def _year(area: AreaHabit, year: int) -> tuple[Day, ...]:
    found = {b.period: b for b in area.periods if b.period.startswith(f"{year}")}
    parts = parse_period(year).parts(area.every)
    return tuple(Day(MONTHS[area.every], found.get(part.name)) for part in parts)
