"""The cadence of an area while elections are run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from sopcheck.checks.registry import Verdict, check
from sopcheck.model.context import Context
from sopcheck.model.election import Election
from sopcheck.model.finding import NotApplicable, NotAssessed, Problem, Term
from sopcheck.model.habit import Beat
from sopcheck.model.period import Period
from sopcheck.model.rules import Area
from sopcheck.model.standing import Lack

_CADENCE = 2  # so many sub-periods kept one after the other are a cadence
_NAMED_STAGES = 3


@check("cadence-through-elections", target="area", across=True, lowers=False)
def cadence_through_elections(area: Area, context: Context) -> Verdict:
    """A cadence that an area had does not break while an election is run.

    A break is a row of missed sub-periods, the first inside election stages and right after two or
    more that were kept; it is said when it touches the judged year. Rejected evidence counts.
    """
    rhythm = next((r for r in context.rhythms if r.area == area.id), None)
    if rhythm is None:
        return NotApplicable("na.no-cadence-asked")
    due = [beat for beat in rhythm.beats if beat.is_due]
    if not any(beat.is_inside for beat in due):
        return NotApplicable("na.no-stage")
    if not any(kept >= _CADENCE for kept, _ in _breaks(due, final=True)):
        return NotApplicable("na.no-cadence")
    found = [
        (kept, missed)
        for kept, missed in _breaks(due)
        if kept >= _CADENCE and missed[0].is_inside and _touches(missed, context.year)
    ]
    if not found:
        return []
    if _is_hidden(area, context):
        return NotAssessed("na.cause-said")
    kept, _ = found[0]
    args = {
        "area": area.name,
        "grain": Term(f"grain.{rhythm.every}"),
        "kept": kept,
        "gaps": [gap for _, missed in found for gap in _gaps(missed, context.pack.elections)],
    }
    return [Problem(context.office.document.at("code"), "habit.broken", args)]


def _breaks(due: Iterable[Beat], *, final: bool = False) -> Iterator[tuple[int, list[Beat]]]:
    """Every row of missed sub-periods, with how many were kept right before it.

    `final` gives the last row of kept ones too, with none missed after it.
    """
    kept = 0
    for is_kept, group in groupby(due, key=lambda beat: beat.is_kept):
        beats = list(group)
        if is_kept:
            kept = len(beats)
            continue
        yield kept, beats
        kept = 0
    if final and kept:
        yield kept, []


def _touches(missed: Iterable[Beat], year: Period) -> bool:
    return any(beat.is_inside and year.contains(beat.period) for beat in missed)


def _gaps(missed: Iterable[Beat], elections: Iterable[Election]) -> Iterator[Lack]:
    """The missed sub-periods inside stages, by election, with the stages that took most of them."""
    listed = list(elections)
    by_election: dict[str, list[Period]] = {}
    for beat in missed:
        if beat.is_inside:
            busiest = max(listed, key=lambda e: _days(e, beat.period))
            by_election.setdefault(busiest.id, []).append(beat.period)
    for election in listed:
        periods = by_election.get(election.id, [])
        if periods:
            days = {s: sum(s.days_in(p) for p in periods) for s in election.stages}
            stages = [s for s in sorted(days, key=lambda s: -days[s]) if days[s]]
            named = [s for s in stages if not s.is_national][:_NAMED_STAGES]
            args = {
                "periods": [period.name for period in periods],
                "election": election.name,
                "stages": [s.name for s in sorted(named, key=lambda s: s.first)],
            }
            yield Lack("habit.gap", args)


def _days(election: Election, period: Period) -> int:
    return sum(stage.days_in(period) for stage in election.in_period(period))


def _is_hidden(area: Area, context: Context) -> bool:
    """True where a file that cannot be judged may hold the evidence that seems to be missing."""
    words = {area.id, *(item.id for item in area.items)}
    for lost in context.unreadable:
        homes = {name for name in context.pack.areas if f"/{name}/" in f"/{lost.path}"}
        if area.id in homes or words & set(lost.mentions) or not (lost.legible or homes):
            return True
    return False
