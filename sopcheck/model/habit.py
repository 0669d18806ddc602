"""Habit: how an area keeps its cadence over the years. The lines are keys of report.json."""

from __future__ import annotations

from dataclasses import dataclass

from sopcheck.model.period import Grain, Period
from sopcheck.model.yardstick import Timeliness


@dataclass(frozen=True, slots=True)
class Beat:
    """One sub-period of an area; `is_inside` where most of its days lie in election stages."""

    period: Period
    state: Timeliness
    is_inside: bool

    @property
    def is_due(self) -> bool:
        """True where it can be judged."""
        return self.state != "not-due"

    @property
    def is_kept(self) -> bool:
        """True where there was evidence, on time or late."""
        return self.state in ("on-time", "late")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """An area's sub-periods in order, by the finest cadence that the pack asks of its items."""

    area: str
    every: Grain
    beats: tuple[Beat, ...]


@dataclass(frozen=True, slots=True)
class HabitFigures:
    """Sub-periods due, counted. `share` is on time ÷ due; None where nothing was due.

    Streaks count sub-periods kept one after the other, on time or late; `longest_months` is the
    longest one in months. `gaps` names those missed.
    """

    due: int
    on_time: int
    late: int
    missed: int
    share: float | None
    current: int
    longest: int
    longest_months: int
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HabitTotals:
    """The same over all areas of an office; the longest streak is that of its best area."""

    due: int
    on_time: int
    late: int
    missed: int
    share: float | None
    longest_months: int


@dataclass(frozen=True, slots=True)
class BeatLine:
    """One sub-period as reported."""

    period: str
    state: Timeliness
    inside: bool


@dataclass(frozen=True, slots=True)
class AreaHabit:
    """One area: all sub-periods, those inside election stages, those outside."""

    area: str
    every: Grain
    whole: HabitFigures
    inside: HabitFigures
    outside: HabitFigures
    periods: tuple[BeatLine, ...]


@dataclass(frozen=True, slots=True)
class HabitLine:
    """One office, from its first to its last year with regular evidence, the judged year included.

    `elections` are those whose stages fall into these years.
    """

    first: int
    last: int
    elections: tuple[str, ...]
    whole: HabitTotals
    inside: HabitTotals
    outside: HabitTotals
    areas: tuple[AreaHabit, ...]
