"""Habit: whether an area keeps its cadence, over the years and while elections are run.

An area's *cadence* is the finest `every` that the best levels of its items ask for. Its sub-periods
of that length are the beats; a task (one item, in one sub-period of its own cadence) falls to the
beat in which it ends. A task is done by any sound paper of an accepted type that covers its
sub-period (`coverage.py`); a beat is on time where a task that falls to it was done on time, late
where one was done late, else missed. So it tells whether work in the area went on; whether each item
was served is for the items to tell. The beats run from the first year in which any task of the office
was done to the last, the judged year included, as far as they are due. A beat lies *inside* where
more than half of its days are days of election stages of the regional offices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from sopcheck.claims import NOT_APPLICABLE
from sopcheck.coverage import is_due, judged_parts
from sopcheck.model.context import Context
from sopcheck.model.election import Election
from sopcheck.model.ground import Voids
from sopcheck.model.habit import Beat, Rhythm
from sopcheck.model.period import MONTHS, Grain, Period, parse_period
from sopcheck.model.rules import Item
from sopcheck.model.standing import Lack, Support
from sopcheck.model.yardstick import Timeliness
from sopcheck.needs import accepted_types
from sopcheck.standings import is_future
from sopcheck.supports import papers_by_item, sound

_BETTER: tuple[Timeliness, ...] = ("on-time", "late", "missed", "not-due")


def rhythms(context: Context, voids: Voids) -> tuple[Rhythm, ...]:
    """Every area of which the pack asks for something regular, with its beats; none for a province.

    `voids` are the parts of files that errors took out.
    """
    if context.office.level == "provinsi":
        return ()
    tasks: dict[int, dict[str, Mapping[Period, Timeliness]]] = {}
    for year in _years(context):
        tasks[year.first.year] = _tasks(context, year, voids)
    kept = [
        year
        for year, items in tasks.items()
        if any(s in ("on-time", "late") for parts in items.values() for s in parts.values())
    ]
    judged = context.year.first.year
    span = range(min([*kept, judged]), max([*kept, judged]) + 1)
    inside = cache(lambda part: is_inside(part, context.pack.elections))
    found = []
    for area in context.pack.areas.values():
        regular = [item for item in area.items if cadence(item) is not None]
        if regular:
            every = min((cadence(item) or "year" for item in regular), key=MONTHS.__getitem__)
            beats = [
                beat
                for year in span
                for beat in _beats(year, every, regular, tasks, context, inside)
            ]
            found.append(Rhythm(area.id, every, tuple(beats)))
    return tuple(found)


def cadence(item: Item) -> Grain | None:
    """How often the best level of an item asks for evidence; None where it does not."""
    return item.levels[0][1].every if item.levels else None


def _years(context: Context) -> list[Period]:
    """The years of which the office has evidence, and the one judged."""
    years = {e.period.first.year for e in context.evidence if not is_future(e, context.as_of)}
    return [parse_period(year) for year in sorted(years | {context.year.first.year})]


def _tasks(context: Context, year: Period, voids: Voids) -> dict[str, Mapping[Period, Timeliness]]:
    """How each regular item of the office stands in each of its sub-periods of a year."""
    number = year.first.year
    worksheet = next((w for w in context.worksheets if w.year == number), None)
    if number == context.year.first.year:
        worksheet = context.worksheet
    files = [
        e for e in context.evidence if year.contains(e.period) and not is_future(e, context.as_of)
    ]
    papers = papers_by_item(files, worksheet, context, year)
    found: dict[str, Mapping[Period, Timeliness]] = {}
    for item in context.pack.items.values():
        every = cadence(item)
        if every is None or context.office.level not in item.applies_to:
            continue
        answer = None if worksheet is None else worksheet.answers.get(item.id)
        if item.optional and answer is not None and answer.text.strip() == NOT_APPLICABLE:
            continue
        accepted = accepted_types(item, context.pack)
        supports = [
            Support(s.evidence, tuple(p for p in s.papers if p.type in accepted), s.sound)
            for s in (sound(support, item.id, voids) for support in papers.get(item.id, ()))
        ]
        states = judged_parts(
            year.parts(every),
            supports,
            _nothing,
            as_of=context.as_of,
            grace=context.pack.grace,
        )
        found[item.id] = {part.period: part.state for part in states}
    return found


def _nothing(covering: Sequence[Support]) -> list[Lack]:
    return [] if covering else [Lack("lack.no-paper", {})]


def _beats(
    year: int,
    every: Grain,
    items: Iterable[Item],
    tasks: Mapping[int, Mapping[str, Mapping[Period, Timeliness]]],
    context: Context,
    inside: Callable[[Period], bool],
) -> Iterator[Beat]:
    """The beats of one area in one year; none where no task falls to it."""
    by_end: dict[date, list[Timeliness]] = {}
    of_year = tasks.get(year, {})
    for item in items:
        grain = cadence(item)
        if grain is None or context.office.level not in item.applies_to:
            continue
        if year in tasks and item.id not in of_year:
            continue  # answered n/a
        for part in parse_period(year).parts(grain):
            state = of_year.get(item.id, {}).get(part) or _untouched(part, context)
            by_end.setdefault(part.last, []).append(state)
    for part in parse_period(year).parts(every):
        if part.last in by_end:
            state = min(by_end[part.last], key=_BETTER.index)
            yield Beat(part, state, inside(part))


def _untouched(part: Period, context: Context) -> Timeliness:
    """The state of a sub-period in a year without evidence."""
    return "missed" if is_due(part, context.as_of, context.pack.grace) else "not-due"


def is_inside(period: Period, elections: Iterable[Election]) -> bool:
    """True where more than half of the days of a period are days of election stages."""
    days: set[date] = set()
    for election in elections:
        for stage in election.in_period(period):
            first = max(stage.first, period.first)
            days |= {first + timedelta(days=n) for n in range(stage.days_in(period))}
    return 2 * len(days) > (period.last - period.first).days + 1
