"""When the work was done: within its limits, in possible times. Source: PermenPANRB 35/2012."""

from __future__ import annotations

from typing import Any

from sopcheck.checks.registry import Verdict, check
from sopcheck.model.calendar import Moment
from sopcheck.model.context import Context
from sopcheck.model.execution import Execution
from sopcheck.model.finding import NotApplicable, NotAssessed, Problem, Spot


@check("time-kept", target="execution", across=True)
def time_kept(run: Execution, context: Context) -> Verdict:
    """Every step, and the whole run, ended within its limit. A limit met exactly is kept.

    Units: those of the SOP. Times of which only the day is known are not judged in hours or minutes.
    """
    del context
    sop = run.measured_by
    if sop is None:
        return NotAssessed("na.unmeasured")
    if run.pace is None:
        return NotApplicable("na.no-times")
    problems = []
    for delay in run.late:
        args: dict[str, Any] = {
            "used": delay.used,
            "allowed": delay.allowed,
            "until": delay.deadline,
        }
        if delay.deed is None or delay.step is None:
            message = "conform.total-late" if delay.deadline is None else "conform.total-late-days"
            if delay.unfinished:
                message = "conform.total-unfinished"
            last = len(run.deeds) - 1 if delay.unfinished else _last(run)
            spot, related = _end_spot(run, last), sop.at("total_time")
        else:
            message = "conform.late" if delay.deadline is None else "conform.late-days"
            if delay.unfinished:
                message = "conform.unfinished"
            args["step"] = delay.step
            spot = _end_spot(run, delay.deed)
            related = sop.spot(delay.step, "time")
        problems.append(Problem(spot, message, args, (related,)))
    return problems


def _last(run: Execution) -> int:
    """The deed that ended last, as far as is known; of one day, one without a time."""
    return max(((deed.end or deed.begins).latest, i) for i, deed in enumerate(run.deeds))[1]


def _end_spot(run: Execution, deed: int) -> Spot:
    event = run.deeds[deed].event
    key = next(k for k in ("day", "end", "start") if getattr(event, k) is not None)
    return run.spot(deed, key)


@check("ends-after-start", target="execution")
def ends_after_start(run: Execution, context: Context) -> Verdict:
    """No event ends before it starts."""
    del context
    problems = []
    for i, deed in enumerate(run.deeds):
        if deed.start is not None and deed.end is not None and _is_before(deed.end, deed.start):
            args = {"step": deed.event.step, "start": deed.event.start, "end": deed.event.end}
            problems.append(Problem(run.spot(i, "end"), "conform.backwards", args))
    return problems


@check("no-overlap", target="execution")
def no_overlap(run: Execution, context: Context) -> Verdict:
    """An event has ended when the next one starts, and no two start at the same time.

    The official notation has no parallel gateway.
    """
    del context
    problems = []
    for i, (deed, following) in enumerate(zip(run.deeds, run.deeds[1:], strict=False)):
        if following.start is None:
            continue
        if deed.end is not None and _is_before(following.start, deed.end):
            message = "conform.overlap"
        elif deed.start == following.start and deed.start.minute is not None:
            message = "conform.same-start"
        else:
            continue
        names = {"step": deed.event.step, "next": following.event.step}
        spot = run.spot(i + 1, "day" if following.event.day is not None else "start")
        problems.append(Problem(spot, message, names, (run.spot(i),)))
    return problems


def _is_before(moment: Moment, other: Moment) -> bool:
    """True where a moment is surely before another: by day, on one day by time where both have it."""
    if moment.day != other.day:
        return moment.day < other.day
    if moment.minute is None or other.minute is None:
        return False
    return moment.minute < other.minute
