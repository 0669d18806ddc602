"""What is possible but seldom: someone should look. Notes, never a verdict; nothing is lowered."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from datetime import date, datetime

from sopcheck.checks.papers import window_of
from sopcheck.checks.registry import Verdict, check
from sopcheck.model.context import Context
from sopcheck.model.evidence import Event, Evidence, Paper, Run
from sopcheck.model.finding import NotApplicable, NotAssessed, Problem
from sopcheck.model.office import Office

_ALIKE = 3  # runs with the same times of day
_AS_LONG = 4  # runs whose events took the same time
_EVENTS = 3  # events that a run needs to be compared
_CLOCK = slice(11, 16)  # of `2021-02-03 08:00`
_DAY = 10


def _seen(context: Context) -> Iterator[tuple[Evidence, Paper, date]]:
    """Every dated document up to the day judged."""
    for evidence in context.evidence:
        for paper in evidence.papers:
            if paper.date is not None and paper.date <= context.as_of:
                yield evidence, paper, paper.date


@check("picture-of-one-day", target="office", across=True, lowers=False)
def picture_of_one_day(office: Office, context: Context) -> Verdict:
    """One picture, by its hash, belongs to documents of one date. Said once, at the first that differs."""
    del office
    types = context.pack.types
    first: dict[str, tuple[Evidence, Paper, date]] = {}
    said: dict[str, Problem] = {}
    for evidence, paper, day in _seen(context):
        if paper.file is None or paper.type not in types or not types[paper.type].picture:
            continue
        attachment = context.attachments.get(paper.file)
        if attachment is None or attachment.sha256 is None or not attachment.size:
            continue
        one, other, since = first.setdefault(attachment.sha256, (evidence, paper, day))
        if day != since and attachment.sha256 not in said:
            args = {"date": day, "other": since, "reference": f"{one.id}#{other.id}"}
            spot = evidence.document.at("documents", paper.index, "file")
            related = (one.document.at("documents", other.index, "file"),)
            name = f"{evidence.id}#{paper.id}"
            said[attachment.sha256] = Problem(spot, "plausible.picture", args, related, name)
    return list(said.values()) if first else NotApplicable("na.no-picture")


@check("number-of-one-letter", target="office", across=True, lowers=False)
def number_of_one_letter(office: Office, context: Context) -> Verdict:
    """One letter number belongs to one paper. Said once, at the first paper that is another.

    Two documents are copies of one paper where their file is the same, by path or hash, or both type
    and date. Numbers of digits alone are counted anew in every register, so they are not compared.
    """
    del office
    holders: dict[tuple[str, str], list[tuple[Evidence, Paper, date]]] = {}
    for evidence, paper, day in _seen(context):
        if paper.number is not None and not paper.number.strip().isdigit():
            issuer = "" if paper.issuer is None else _plain(paper.issuer)
            holders.setdefault((_plain(paper.number), issuer), []).append((evidence, paper, day))
    if not holders:
        return NotApplicable("na.no-number")
    return [
        _lent(found[0], another)
        for found in holders.values()
        if len(found) > 1
        and (another := next((e for e in found[1:] if not _copies(found[0], e, context)), None))
    ]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _copies(
    one: tuple[Evidence, Paper, date], other: tuple[Evidence, Paper, date], context: Context
) -> bool:
    """True for two documents that name one paper."""
    a, b = one[1], other[1]
    if (a.type, a.date) == (b.type, b.date):
        return True
    if a.file is None or b.file is None:
        return False
    if a.file == b.file:
        return True
    hashes = [x.sha256 for f in (a.file, b.file) if (x := context.attachments.get(f)) is not None]
    return len(hashes) == 2 and hashes[0] is not None and hashes[0] == hashes[1]  # noqa: PLR2004


def _lent(one: tuple[Evidence, Paper, date], other: tuple[Evidence, Paper, date]) -> Problem:
    (holder, first, since), (evidence, paper, day) = one, other
    args = {
        "number": paper.number,
        "date": day,
        "other": since,
        "reference": f"{holder.id}#{first.id}",
    }
    spot = evidence.document.at("documents", paper.index, "number")
    related = (holder.document.at("documents", first.index, "number"),)
    return Problem(spot, "plausible.number", args, related, f"{evidence.id}#{paper.id}")


@check("recorded-on-working-days", target="evidence", across=True, lowers=False)
def recorded_on_working_days(evidence: Evidence, context: Context) -> Verdict:
    """What a document records did not happen on a day off, unless `calendar.yaml` says duty.

    One note a day and file: minutes, attendance list and record of one meeting are one matter. A date
    outside the window of its period is wrong anyway, and is said as such.
    """
    types = context.pack.types
    recorded: dict[date, list[Paper]] = {}
    for paper in evidence.papers:
        if paper.date is None or paper.type not in types or not types[paper.type].activity:
            continue
        window = window_of(types[paper.type], paper.own_period or evidence.period)
        if paper.date <= context.as_of and (window is None or window[0] <= paper.date <= window[1]):
            recorded.setdefault(paper.date, []).append(paper)
    if not recorded:
        return NotApplicable("na.no-activity")
    rest = context.rest
    if rest is None:
        return NotAssessed("na.no-calendar")
    problems = []
    for day, papers in recorded.items():
        why = rest(day)
        if why is not None:
            labels = dict.fromkeys(types[p.type].label for p in papers)
            args = {"types": list(labels), "date": day, "why": why}
            spot = evidence.document.at("documents", papers[0].index, "date")
            name = f"{evidence.id}#{papers[0].id}"
            problems.append(Problem(spot, "plausible.day-off", args, (), name))
    return problems


@check("times-vary", target="office", across=True, lowers=False)
def times_vary(office: Office, context: Context) -> Verdict:
    """Runs of one SOP do not repeat each other's times: three to the clock, or four in length.

    Only finished runs of three events or more, all with start and end, are compared. One note an SOP.
    """
    del office
    by_sop: dict[str, list[tuple[Evidence, Run]]] = {}
    today = context.as_of.isoformat()
    for evidence in context.evidence:
        for run in evidence.runs:
            if evidence.sop is not None and not run.is_open and _is_timed(run, today):
                by_sop.setdefault(evidence.sop[0], []).append((evidence, run))
    compared = {sop: runs for sop, runs in by_sop.items() if len(runs) >= _ALIKE}
    if not compared:
        return NotApplicable("na.no-times")
    return [problem for sop, runs in compared.items() for problem in _regular(sop, runs)]


def _is_timed(run: Run, today: str) -> bool:
    """True where every event has both times, and none lies after the day judged."""
    return len(run.events) >= _EVENTS and all(
        e.start is not None
        and e.end is not None
        and len(e.start) > _DAY
        and len(e.end) > _DAY
        and e.start[:_DAY] <= today
        for e in run.events
    )


def _regular(sop: str, runs: list[tuple[Evidence, Run]]) -> Iterator[Problem]:
    """The note on one SOP, if its runs are too much alike: by the clock, else by length."""
    alike = _largest((tuple(map(_clock, run.events)), (e, run)) for e, run in runs)
    message, least = "plausible.same-clock", _ALIKE
    if len(alike) < least:
        alike = _largest((tuple(map(_length, run.events)), (e, run)) for e, run in runs)
        message, least = "plausible.same-length", _AS_LONG
    if len(alike) >= least:
        (first, begun), (evidence, run) = alike[0], alike[-1]
        names = [f"{e.id}/{r.id}" for e, r in alike]
        args = {"sop": sop, "count": len(alike), "runs": names[:_ALIKE]}
        spot = evidence.document.at(*run.pointer, 0, "start")
        related = (first.document.at(*begun.pointer, 0, "start"),)
        yield Problem(spot, message, args, related, names[-1])


def _largest(
    keyed: Iterable[tuple[Hashable, tuple[Evidence, Run]]],
) -> list[tuple[Evidence, Run]]:
    """The largest group of runs under one key, the first of equals."""
    groups: dict[Hashable, list[tuple[Evidence, Run]]] = {}
    for key, run in keyed:
        groups.setdefault(key, []).append(run)
    return max(groups.values(), key=len)


def _clock(event: Event) -> tuple[str, str, str]:
    return event.step, (event.start or "")[_CLOCK], (event.end or "")[_CLOCK]


def _length(event: Event) -> tuple[str, float]:
    """Minutes from start to end; a time with an offset is compared with one without as it is written."""
    start, end = (
        datetime.fromisoformat(text or "").replace(tzinfo=None) for text in (event.start, event.end)
    )
    return event.step, (end - start).total_seconds() // 60
