"""Habit on a screen: one line an area on an axis of months; for several offices one line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from sopcheck.report.heat_map import share_cell
from sopcheck.words import shortened

if TYPE_CHECKING:
    from sopcheck.model.habit import AreaHabit, BeatLine, HabitFigures, HabitLine, HabitTotals
    from sopcheck.model.report import AreaHead, OfficeLine
    from sopcheck.words import Words

_MARKS = {
    "on-time": ("●", "green"),
    "late": ("◐", "yellow"),
    "missed": ("○", "bold red"),
    "not-due": ("·", "dim"),
}
_STAGE = ("━", "magenta")
_MONTHS = {"month": 1, "quarter": 3, "semester": 6, "year": 12}
_YEAR = 12
_OFFICE_WIDTH = 30

Columns = list[tuple[str, list[str]]]  # a heading, and a cell for each area


def habit_block(
    habit: HabitLine, heads: Sequence[AreaHead], words: Words, width: int
) -> Iterator[Text]:
    """The areas of one office, the latest years that there is room for, and what the marks mean."""
    names = {head.area: head.short for head in heads}
    labels = [
        f"{names.get(a.area, a.area)} {words.say(f'grain.{a.every}.short')}" for a in habit.areas
    ]
    figures = _figures(habit, words)
    stages = words.say("report.stages")
    size = max(map(cell_len, [*labels, stages] if habit.elections else labels))
    taken = size + sum(1 + max(map(cell_len, [name, *cells])) for name, cells in figures)
    room = max((width - taken) // (_YEAR + 1), 1)
    years = list(range(habit.first, habit.last + 1))[-room:]
    axis = " ".join(f"{year:<{_YEAR}}" for year in years)
    yield Text(f"{'':{size}} {axis}{_tail(figures, None)}", "dim")
    for i, (label, area) in enumerate(zip(labels, habit.areas, strict=True)):
        line = Text(f"{label:<{size}} ")
        yield line + _marks(area.periods, years) + Text(_tail(figures, i))
    if habit.elections:
        finest = min(habit.areas, key=lambda a: _MONTHS[a.every])
        yield Text(f"{stages:<{size}} ", "dim") + _stage_marks(finest.periods, years)
    if len(years) <= habit.last - habit.first:
        yield Text(words.say("report.habit-cut", first=str(habit.first)), "dim")


def _figures(habit: HabitLine, words: Words) -> Columns:
    """The columns behind the axis: shares on time, streaks, and shares inside and outside stages."""
    columns = [
        (words.say("report.on-time"), [_percent(a.whole) for a in habit.areas]),
        (words.say("report.streak"), [str(a.whole.current) for a in habit.areas]),
        (words.say("report.longest"), [str(a.whole.longest) for a in habit.areas]),
    ]
    if habit.elections:
        columns += [
            (words.say("report.inside"), [_percent(a.inside) for a in habit.areas]),
            (words.say("report.outside"), [_percent(a.outside) for a in habit.areas]),
        ]
    return columns


def _tail(columns: Columns, row: int | None) -> str:
    """The figures of a row, or the headings."""
    parts = []
    for name, cells in columns:
        size = max(map(cell_len, [name, *cells]))
        parts.append(f" {name if row is None else cells[row]:>{size}}")
    return "".join(parts)


def _percent(figures: HabitFigures | HabitTotals) -> str:
    return "–" if figures.share is None else f"{int(figures.share * 100)} %"


def _marks(periods: Sequence[BeatLine], years: Sequence[int]) -> Text:
    """One mark a period, in the middle of its months."""
    by_year: dict[int, dict[int, BeatLine]] = {}
    for beat in periods:
        first, months = _months(beat.period)
        by_year.setdefault(int(beat.period[:4]), {})[first + (months - 1) // 2] = beat
    text = Text()
    for year in years:
        text.append(" " if len(text) else "")
        for month in range(_YEAR):
            found = by_year.get(year, {}).get(month)
            text.append(*(_MARKS[found.state] if found is not None else (" ", "")))
    return text


def _stage_marks(periods: Sequence[BeatLine], years: Sequence[int]) -> Text:
    """A line under the months of the periods that lie in election stages."""
    inside: set[tuple[int, int]] = set()
    for beat in periods:
        first, months = _months(beat.period)
        if beat.inside:
            inside |= {(int(beat.period[:4]), first + n) for n in range(months)}
    text = Text()
    for year in years:
        text.append(" " if len(text) else "")
        for month in range(_YEAR):
            text.append(*(_STAGE if (year, month) in inside else (" ", "")))
    return text


def _months(period: str) -> tuple[int, int]:
    """First month of a period, from 0, and how many it has."""
    rest = period[5:]
    if not rest:
        return 0, _YEAR
    if rest[0] in "SQ":
        months = 6 if rest[0] == "S" else 3
        return (int(rest[1:]) - 1) * months, months
    return int(rest) - 1, 1


def habit_legend(habit: HabitLine, words: Words) -> Text:
    """What the marks mean."""
    parts: list[str | tuple[str, str]] = []
    for state, mark in _MARKS.items():
        parts += [mark, f" {words.say(f'habit.{state}')} · "]
    if habit.elections:
        parts += [_STAGE, f" {words.say('habit.stages')} · "]
    parts.append(words.say("habit.streaks-stages" if habit.elections else "habit.streaks"))
    return Text.assemble(*parts, style="dim")


def habit_totals(habit: HabitLine, words: Words) -> str:
    """The shares on time over all areas, with their counts."""
    parts = [("whole", habit.whole)]
    if habit.elections:
        parts += [("inside", habit.inside), ("outside", habit.outside)]
    return " · ".join(
        words.say(f"habit.total-{name}", share=_percent(t), on_time=t.on_time, due=t.due)
        for name, t in parts
        if t.due
    )


def habit_gaps(areas: Sequence[AreaHabit], heads: Sequence[AreaHead]) -> str:
    """The periods missed, area by area."""
    names = {head.area: head.short for head in heads}
    return "; ".join(
        f"{names.get(a.area, a.area)} {', '.join(a.whole.gaps)}" for a in areas if a.whole.gaps
    )


def habit_table(offices: Sequence[OfficeLine], words: Words, *, color: bool) -> Table | None:
    """One line an office: share on time, periods missed, longest streak, inside and outside stages."""
    found = [(office, office.habit) for office in offices if office.habit is not None]
    if len(found) <= 1:
        return None
    with_stages = any(habit.elections for _, habit in found)
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim", pad_edge=False)
    table.add_column(words.say("report.office"), no_wrap=True)
    names = ["report.on-time", "report.late-count", "report.missed-count", "report.longest-months"]
    for name in names + (["report.inside", "report.outside"] if with_stages else []):
        table.add_column(words.say(name), justify="right", no_wrap=True)
    for office, habit in found:
        name = f"{office.code} {office.name.removeprefix('KPU ')}"
        whole = habit.whole
        row = [
            share_cell(whole.share, color=color),
            Text(str(whole.late)),
            Text(f"{whole.missed}/{whole.due}"),
            Text(str(whole.longest_months)),
        ]
        if with_stages:
            row += [share_cell(t.share, color=color) for t in (habit.inside, habit.outside)]
        table.add_row(Text(shortened(name, _OFFICE_WIDTH)), *row)
    return table
