"""A run as recorded -> an execution measured: the version in force, the alignment, the time used."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from fractions import Fraction
from itertools import groupby

from sopcheck.align import Move, align, shortest
from sopcheck.model.calendar import Moment
from sopcheck.model.context import Context
from sopcheck.model.evidence import Event, Evidence, Run
from sopcheck.model.execution import Deed, Delay, Execution, StepMove
from sopcheck.model.sop import Sop, Step, in_force
from sopcheck.model.standing import Lack
from sopcheck.time.calendar import WorkCalendar
from sopcheck.time.deadlines import Spent, last_day, spent
from sopcheck.time.limits import Limit, parse_limit
from sopcheck.time.moments import parse_moment

_HOUR = 60
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
    found = (
        _execution(evidence, run, own, generic, context.as_of, measures) for run in evidence.runs
    )
    return tuple(execution for execution in found if execution.deeds)


def _execution(
    evidence: Evidence,
    run: Run,
    own: list[Sop],
    generic: list[Sop],
    as_of: date,
    measures: Measures,
) -> Execution:
    deeds, is_open = _seen(run, as_of, measures.zone)
    version = None if evidence.sop is None else evidence.sop[1]
    named = next((s for s in (*own, *generic) if s.version == version), None)
    binding = None
    if named is not None and deeds:
        day = deeds[0].begins.day
        binding = in_force(own, day) or in_force(generic, day)
    measure = binding or named
    unassessed = _unassessed(evidence, measure, measures)
    if unassessed is not None or measure is None or measures.calendar is None or not deeds:
        return Execution(evidence, run, is_open, deeds, named, binding, unassessed)
    alignment = align([deed.event.step for deed in deeds], measure.successors, is_open=is_open)
    moves = _paired(alignment.moves)
    late, pace = _timed(deeds, measure, measures.calendar, as_of, is_open=is_open)
    current = in_force(own, as_of) or in_force(generic, as_of)
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


def _unassessed(evidence: Evidence, measure: Sop | None, measures: Measures) -> Lack | None:
    name = "" if evidence.sop is None else evidence.sop[0]
    lost = measures.lost.get(name)
    if lost is not None:
        return Lack("unassessed.lost-sop", {"sop": name, "path": lost})
    if measure is None:
        return Lack("unassessed.sop-not-read" if measures.alone else "unassessed.no-sop", {})
    nameless = measures.nameless.get(measure.area, measures.nameless.get(""))
    if nameless is not None:
        return Lack("unassessed.nameless-sop", {"sop": name, "path": nameless})
    places = {(d.path, d.index) for d in (measure.document, measure.flow)}
    if not measure.steps or places & set(measures.unfit):
        return Lack("unassessed.unfit-sop", {"sop": measure.subject, "path": measure.flow.path})
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


def _paired(moves: Iterable[Move]) -> tuple[StepMove, ...]:
    """The moves; for each step, its k-th skip belongs with its k-th extra event."""
    listed = list(moves)
    partners: set[int] = set()
    for step in {move.step for move in listed if move.kind == "skip"}:
        skips, extras = (
            [i for i, move in enumerate(listed) if move.kind == kind and move.step == step]
            for kind in ("skip", "extra")
        )
        for pair in zip(skips, extras, strict=False):
            partners.update(pair)
    return tuple(
        StepMove(move.kind, move.step, move.event, i in partners) for i, move in enumerate(listed)
    )


def _timed(
    deeds: tuple[Deed, ...],
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
    for step, i, text, start, ended in _limited(deeds, measure, is_open=is_open):
        end = ended or Moment(as_of)
        limit = parse_limit(text)
        if limit is None or end.day < start.day or (end.day == start.day and _before(end, start)):
            continue
        by_clock = step is not None and step.by_clock
        time = spent(limit, start, end, calendar, elapsed=by_clock)
        if time is None:
            continue
        if time.used * allowed > used * time.allowed:
            used, allowed = time.used, time.allowed
        if time.is_late:
            amounts = _amounts(time, limit, text, by_clock=by_clock)
            name = None if step is None else step.id
            until = last_day(limit, start.day, calendar)
            late.append(Delay(name, i, *amounts, until, time.share, unfinished=ended is None))
    return tuple(late), None if used < 0 else used / Fraction(allowed)


def _limited(
    deeds: tuple[Deed, ...], measure: Sop, *, is_open: bool
) -> Iterable[tuple[Step | None, int | None, str, Moment, Moment | None]]:
    """What has a limit, its start and end: steps with their deeds, at last the whole run.

    The end is None for what still goes on in an open run.
    """
    for i, deed in enumerate(deeds):
        step = measure.steps_by_id.get(deed.event.step)
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


def _amounts(time: Spent, limit: Limit, text: str, *, by_clock: bool) -> tuple[Lack, Lack]:
    """Both figures in the SOP's unit; a limit with a fraction of a minute as written."""
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


def _ends(deeds: tuple[Deed, ...]) -> tuple[Moment, Moment]:
    """The first and the last moment known: where a start or an end is missing, the run took no less.

    Of one day, an event without a time is last.
    """
    known = [deed.end or deed.begins for deed in deeds]
    return deeds[0].begins, max(known, key=lambda moment: moment.latest)


def _minutes(deeds: tuple[Deed, ...], calendar: WorkCalendar, *, is_open: bool) -> int | None:
    first, last = _ends(deeds)
    complete = all(deed.start is not None and deed.end is not None for deed in deeds)
    if is_open or not complete or None in (first.minute, last.minute):
        return None
    if last.latest < first.latest:
        return None
    return calendar.minutes(first, last) if calendar.knows_hours(first.day, last.day) else None
