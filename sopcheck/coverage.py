"""Sub-periods of a year: which are due, what covers them, and whether it came on time.

One notion for scores, findings and habit. A sub-period is *due* when its last day plus the pack's
grace is on or before the day judged. It is *covered* by the papers of a file no coarser than it, or
by papers whose own period, else date, lies in it. Due and covered as asked, it is *on time* where the
papers dated up to its last day plus the grace suffice, else *late*; due and not covered as asked, it
is *missed*. A paper without a date is as old as the earliest dated paper beside it, in its file and
sub-period; without any it proves that the work was done, not when: late. So another paper never
makes a sub-period worse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from sopcheck.model.evidence import Paper
from sopcheck.model.period import Grain, Period
from sopcheck.model.standing import Lack, Support
from sopcheck.model.yardstick import PartState

Missing = Callable[[Sequence[Support]], list[Lack]]


def last_day(part: Period, grace: int) -> date:
    """The last day on which the papers of a sub-period come on time; on this day it is due."""
    return part.last + timedelta(days=grace)


def is_due(part: Period, as_of: date, grace: int) -> bool:
    """True from the last day of a sub-period plus the grace on."""
    return last_day(part, grace) <= as_of


def due_parts(year: Period, grain: Grain, as_of: date, grace: int) -> tuple[Period, ...]:
    """The sub-periods of a year that are due."""
    return tuple(part for part in year.parts(grain) if is_due(part, as_of, grace))


def within(supports: Iterable[Support], part: Period) -> list[Support]:
    """The supports cut down to the papers that cover a sub-period."""
    return _cut(supports, lambda paper, period: covers(paper, period, part))


def covers(paper: Paper, period: Period, part: Period) -> bool:
    """True when a paper of a file of `period` speaks for the sub-period `part`."""
    if paper.own_period is not None:
        return part.contains(paper.own_period)
    if part.contains(period):
        return True
    return period.contains(part) and paper.date is not None and part.holds(paper.date)


def punctual(covering: Iterable[Support], until: date) -> list[Support]:
    """The supports of one sub-period cut down to the papers of `until` and before."""
    kept = []
    for support in covering:
        papers = support.papers
        if all(p.date is None or p.date > until for p in papers):
            continue
        kept.append(
            Support(
                support.evidence,
                tuple(p for p in papers if p.date is None or p.date <= until),
                support.sound,
            )
        )
    return kept


def judged_parts(
    parts: Iterable[Period],
    supports: Sequence[Support],
    missing: Missing,
    *,
    as_of: date,
    grace: int,
) -> tuple[PartState, ...]:
    """How each sub-period stands; `missing` says what supports lack of what is asked."""
    return tuple(_judged(part, supports, missing, as_of, grace) for part in parts)


def _judged(
    part: Period, supports: Sequence[Support], missing: Missing, as_of: date, grace: int
) -> PartState:
    covering, until = within(supports, part), last_day(part, grace)
    lacks = missing(covering)
    if not is_due(part, as_of, grace):
        return PartState(part, until, "not-due", tuple(covering), tuple(lacks))
    if lacks:
        return PartState(part, until, "missed", tuple(covering), tuple(lacks))
    late = bool(missing(punctual(covering, until)))
    return PartState(part, until, "late" if late else "on-time", tuple(covering), ())


def _cut(supports: Iterable[Support], keeps: Callable[[Paper, Period], bool]) -> list[Support]:
    """The supports with the papers that are kept; those without any are left out."""
    cut = []
    for support in supports:
        papers = tuple(p for p in support.papers if keeps(p, support.evidence.period))
        if papers:
            cut.append(Support(support.evidence, papers, support.sound))
    return cut
