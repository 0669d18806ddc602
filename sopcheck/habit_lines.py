"""Beats -> the habit of an office as reported: counts, shares, streaks, gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import groupby

from sopcheck.model.habit import (
    AreaHabit,
    Beat,
    BeatLine,
    HabitFigures,
    HabitLine,
    HabitTotals,
    Rhythm,
)
from sopcheck.model.period import MONTHS, Grain, parse_period
from sopcheck.model.rules import Pack
from sopcheck.rounding import rounded


def streaks(beats: Iterable[Beat]) -> list[int]:
    """How many due beats were kept one after the other, streak by streak; 0 stands for a gap."""
    kept = [beat.is_kept for beat in beats if beat.is_due]
    runs = [(value, len(list(group))) for value, group in groupby(kept)]
    return [length if value else 0 for value, length in runs]


def habit_line(found: Sequence[Rhythm], pack: Pack) -> HabitLine | None:
    """The habit of one office as reported; None where nothing regular is asked of it."""
    beats = [beat for rhythm in found for beat in rhythm.beats]
    if not beats:
        return None
    areas = tuple(_area(rhythm) for rhythm in found)
    years = sorted({beat.period.first.year for beat in beats})
    return HabitLine(
        first=years[0],
        last=years[-1],
        elections=tuple(
            election.id
            for election in pack.elections
            if any(election.in_period(parse_period(year)) for year in years)
        ),
        whole=_totals([area.whole for area in areas]),
        inside=_totals([area.inside for area in areas]),
        outside=_totals([area.outside for area in areas]),
        areas=areas,
    )


def _area(rhythm: Rhythm) -> AreaHabit:
    inside = [beat for beat in rhythm.beats if beat.is_inside]
    outside = [beat for beat in rhythm.beats if not beat.is_inside]
    return AreaHabit(
        area=rhythm.area,
        every=rhythm.every,
        whole=figures(rhythm.beats, rhythm.every),
        inside=figures(inside, rhythm.every),
        outside=figures(outside, rhythm.every),
        periods=tuple(BeatLine(b.period.name, b.state, b.is_inside) for b in rhythm.beats),
    )


def figures(beats: Sequence[Beat], every: Grain) -> HabitFigures:
    """What is counted over some beats of an area, taken one after the other."""
    due = [beat for beat in beats if beat.is_due]
    on_time, late = (sum(1 for b in due if b.state == state) for state in ("on-time", "late"))
    runs = streaks(due)
    longest = max(runs, default=0)
    return HabitFigures(
        due=len(due),
        on_time=on_time,
        late=late,
        missed=len(due) - on_time - late,
        share=_share(on_time, len(due)),
        current=runs[-1] if runs else 0,
        longest=longest,
        longest_months=longest * MONTHS[every],
        gaps=tuple(beat.period.name for beat in due if not beat.is_kept),
    )


def _totals(areas: Sequence[HabitFigures]) -> HabitTotals:
    due, on_time = sum(a.due for a in areas), sum(a.on_time for a in areas)
    return HabitTotals(
        due=due,
        on_time=on_time,
        late=sum(a.late for a in areas),
        missed=sum(a.missed for a in areas),
        share=_share(on_time, due),
        longest_months=max((a.longest_months for a in areas), default=0),
    )


def _share(part: int, whole: int) -> float | None:
    return rounded(Fraction(part, whole)) if whole else None
