"""A run as recorded -> an execution measured: the version in force, the alignment, the time used."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from fractions import Fraction
from itertools import groupby
from math import floor

from sopcheck.align import align, shortest
from sopcheck.model.calendar import Moment
from sopcheck.model.context import Context
from sopcheck.model.evidence import Event, Evidence, Run
from sopcheck.model.execution import Deed, Delay, Execution, StepMove
from sopcheck.model.sop import Sop, Step, in_force
from sopcheck.model.standing import Lack
from sopcheck.pairing import paired
from sopcheck.time.calendar import WorkCalendar
from sopcheck.time.deadlines import last_day, spent
from sopcheck.time.limits import parse_limit
from sopcheck.time.moments import parse_moment
from sopcheck.time.wording import amounts, in_words

_PERFECT = Fraction(1)


@dataclass(frozen=True, slots=True)
class Measures:
    """What executions of an office are measured with.

    `calendar` is None while one cannot be read. `unfit` are SOPs that cannot be a measure. `lost` are the
    words of files that may hold another version of an SOP and cannot be judged, `nameless` the areas of
    those that do not even tell their id (`""`: any area); both with paths. `alone`: single documents
    are judged, so that an SOP which is not there may only not have been read.
    """

    zone: tzinfo
    calendar: WorkCalendar | None
    unfit: Collection[tuple[str, int]]
    lost: Mapping[str, str]
    nameless: Mapping[str, str]
    alone: bool = False


def executions_of(
    evidence: Evidence, context: Context, measures: Measures
) -> tuple[Execution, ...]:
    """Every run of an evidence file, measured. Runs that have not begun on the day judged are left out."""
    own, generic = _versions(evidence, context)
    found = (_execution(evidence, run, own, generic, context, measures) for run in evidence.runs)
    return tuple(execution for execution in found if execution.deeds)


def _execution(
    evidence: Evidence,
    run: Run,
    own: list[Sop],
    generic: list[Sop],
    context: Context,
    measures: Measures,
) -> Execution:
    deeds, is_open = _seen(run, context.as_of, measures.zone)
    version = None if evidence.sop is None else evidence.sop[1]
    named = next((s for s in (*own, *generic) if s.version == version), None)
    binding = None
    if named is not None and deeds:
        day = deeds[0].begins.day
        binding = in_force(own, day) or in_force(generic, day)
    measure = binding or named
    unassessed = _unassessed(evidence, measure, [*own, *generic], context, measures)
    if unassessed is not None or measure is None or measures.calendar is None or not deeds:
        return Execution(evidence, run, is_open, deeds, named, binding, unassessed)
    alignment = align([deed.event.step for deed in deeds], measure.successors, is_open=is_open)
    moves = paired(alignment.moves, measure.steps_by_id)
    late, pace = _timed(deeds, moves, measure, measures.calendar, context.as_of, is_open=is_open)
    current = in_force(own, context.as_of) or in_force(generic, context.as_of)
    return Execution(
        evidence=evidence,
        run=run,
        is_open=is_open,
        deeds=deeds,
        named=named,
        in_force=binding,
        unassessed=None,
        moves=moves,
        cost=alignment.cost,
        fitness=_fitness(alignment.cost, len(deeds), measure),
        late=late,
        pace=pace,
        minutes=_minutes(deeds, measures.calendar, is_open=is_open),
        is_suspect=current is not None and version is not None and version < current.version,
    )


def _fitness(cost: int, events: int, measure: Sop) -> Fraction:
    if not cost:
        return _PERFECT
    return 1 - Fraction(cost, events + shortest(measure.successors))


def _versions(evidence: Evidence, context: Context) -> tuple[list[Sop], list[Sop]]:
    """The versions of the SOP that the evidence names: the office's own, and the generic ones."""
    name = None if evidence.sop is None else evidence.sop[0]
    own = [s for s in context.sops if s.id == name]
    return own, [s for s in context.generic if s.id == name]


def _unassessed(
    evidence: Evidence,
    measure: Sop | None,
    versions: Iterable[Sop],
    context: Context,
    measures: Measures,
) -> Lack | None:
    """Why runs cannot be measured; a version written twice is none of the two, whichever is meant."""
    name = "" if evidence.sop is None else evidence.sop[0]
    if measures.alone:
        return Lack("unassessed.alone", {})
    lost = measures.lost.get(name)
    if lost is not None:
        return Lack("unassessed.lost-sop", {"sop": name, "path": lost})
    if measure is None:
        return Lack("unassessed.no-sop", {})
    nameless = measures.nameless.get(measure.area, measures.nameless.get(""))
    if nameless is not None:
        return Lack("unassessed.nameless-sop", {"sop": name, "path": nameless})
    if context.lacks_original(measure):
        return Lack("unassessed.no-generic", {"sop": measure.id, "version": measure.version})
    same = (s for s in versions if (s.owner, s.version) == (measure.owner, measure.version))
    places = [(d.path, d.index) for sop in same for d in (sop.flow, sop.document)]
    unfit = next((path for path, index in places if (path, index) in measures.unfit), None)
    if not measure.steps or unfit is not None:
        args = {"sop": measure.id, "version": measure.version, "path": unfit or measure.flow.path}
        return Lack("unassessed.unfit-sop", args)
    if measures.calendar is None:
        return Lack("unassessed.calendar", {})
    return None


def _seen(run: Run, as_of: date, zone: tzinfo) -> tuple[tuple[Deed, ...], bool]:
    """The events in the order in which they began, and whether more may come.

    Events after the day judged are not seen, nor is an end after it: the run is still going on.
    """
    deeds, is_open = [], run.is_open
    for event in run.events:
        deed = _deed(event, zone)
        if deed.begins.day > as_of:
            is_open = True
        elif deed.end is not None and deed.end.day > as_of:
            is_open = True
            deeds.append(Deed(event, deed.start, None))
        else:
            deeds.append(deed)
    return tuple(_in_order(deeds)), is_open


def _deed(event: Event, zone: tzinfo) -> Deed:
    if event.day is not None:
        day = Moment(date.fromisoformat(event.day))
        return Deed(event, day, day)
    start, end = (
        None if text is None else parse_moment(text, zone) for text in (event.start, event.end)
    )
    return Deed(event, start, end)


def _in_order(deeds: Iterable[Deed]) -> Iterable[Deed]:
    """By start. Of one day, events without a time keep their place in the file among the others."""
    listed = list(deeds)
    if all(map(_stand_in_order, listed, listed[1:])):
        yield from listed
        return
    by_day = sorted(listed, key=lambda deed: deed.begins.day)
    for _, same_day in groupby(by_day, key=lambda deed: deed.begins.day):
        members = list(same_day)
        timed = iter(
            sorted(
                (d for d in members if d.begins.minute is not None),
                key=lambda d: d.begins.minute or 0,
            )
        )
        for deed in members:
            yield deed if deed.begins.minute is None else next(timed)


def _stand_in_order(deed: Deed, following: Deed) -> bool:
    """True where two neighbours are surely in order; on one day only if both have a time or none."""
    first, second = deed.begins, following.begins
    if first.day != second.day:
        return first.day < second.day
    if first.minute is None or second.minute is None:
        return first.minute is second.minute
    return first.minute <= second.minute


def _timed(
    deeds: tuple[Deed, ...],
    moves: tuple[StepMove, ...],
    measure: Sop,
    calendar: WorkCalendar,
    as_of: date,
    *,
    is_open: bool,
) -> tuple[tuple[Delay, ...], Fraction | None]:
    """Every event of a known step, then the whole run, against their limits: delays, largest share.

    What has not ended in an open run goes on until the day judged.
    """
    late: list[Delay] = []
    used: int = -1
    allowed: int | Fraction = 1
    for step, i, text, start, ended in _limited(deeds, moves, measure, is_open=is_open):
        limit = parse_limit(text)
        if limit is None:
            continue
        # Of the day judged nobody knows how much is over: in hours it has not begun.
        end = ended or Moment(as_of, 0 if limit.minutes else None)
        if end.day < start.day or (end.day == start.day and _before(end, start)):
            continue
        by_clock = step is not None and step.by_clock
        time = spent(limit, start, end, calendar, elapsed=by_clock)
        if time is None:
            continue
        if time.used * allowed > used * time.allowed:
            used, allowed = time.used, time.allowed
        if time.is_late:
            words = amounts(time, limit, text, by_clock=by_clock)
            name = None if step is None else step.id
            until = last_day(limit, start.day, calendar)
            deadline = in_words(limit, start, calendar, elapsed=by_clock)
            late.append(
                Delay(name, i, *words, until, deadline, time.share, unfinished=ended is None)
            )
    return tuple(late), None if used < 0 else used / Fraction(allowed)


def _limited(
    deeds: tuple[Deed, ...], moves: tuple[StepMove, ...], measure: Sop, *, is_open: bool
) -> Iterable[tuple[Step | None, int | None, str, Moment, Moment | None]]:
    """What has a limit, its start and end: steps with their deeds, at last the whole run.

    The end is None for what still goes on in an open run.
    """
    meant = {m.event: m.twin for m in moves if m.event is not None and m.twin is not None}
    for i, deed in enumerate(deeds):
        step = measure.steps_by_id.get(meant.get(i, deed.event.step))
        if step is None or step.time is None or deed.start is None:
            continue
        if deed.end is None and not (is_open and i == len(deeds) - 1):
            continue  # only the last event of an open run may still go on
        yield step, i, step.time, deed.start, deed.end
    if measure.total_time is not None:
        first, last = _ends(deeds)
        yield None, None, measure.total_time, first, None if is_open else last


def _before(moment: Moment, other: Moment) -> bool:
    return None not in (moment.minute, other.minute) and (moment.minute or 0) < (other.minute or 0)


def _ends(deeds: tuple[Deed, ...]) -> tuple[Moment, Moment]:
    """The first and the last moment known: where a start or an end is missing, the run took no less.

    Of one day, an event without a time is last.
    """
    known = [deed.end or deed.begins for deed in deeds]
    return deeds[0].begins, max(known, key=lambda moment: moment.latest)


def _minutes(deeds: tuple[Deed, ...], calendar: WorkCalendar, *, is_open: bool) -> int | None:
    """Whole working minutes from the first start to the last end."""
    first, last = _ends(deeds)
    complete = all(deed.start is not None and deed.end is not None for deed in deeds)
    if is_open or not complete or None in (first.minute, last.minute):
        return None
    if last.latest < first.latest:
        return None
    if not calendar.knows_hours(first.day, last.day):
        return None
    return floor(calendar.minutes(first, last))
