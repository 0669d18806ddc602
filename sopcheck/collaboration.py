"""Evidence of the judged year -> who took part in each area, from events and attendance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from sopcheck.model.collaboration import (
    Collaboration,
    CollaborationLine,
    Participation,
    QuarterLine,
)
from sopcheck.model.context import Context
from sopcheck.model.evidence import Attendance, Event, Evidence
from sopcheck.model.office import Role
from sopcheck.rounding import rounded
from sopcheck.standings import areas_of, is_future

_DAY = 10  # length of a written date


def collaborations(context: Context) -> dict[str, Collaboration]:
    """The records of every area that has some, as far as they are seen on the day judged.

    Rejected evidence counts here: what it records happened. Roles that are `mixed` are of both groups.
    """
    found: dict[str, list[Participation]] = {}
    for evidence in context.evidence:
        if not context.year.contains(evidence.period) or is_future(evidence, context.as_of):
            continue
        records = [r for r in _records(evidence, context) if r.day <= context.as_of]
        for area in areas_of(evidence, context):
            found.setdefault(area, []).extend(records)
    return {
        area: Collaboration(area, sorted(records, key=lambda r: (r.day, r.subject)))
        for area, records in found.items()
        if records
    }


def collaboration_line(found: Collaboration | None) -> CollaborationLine | None:
    """An area's participation, by quarters and as shares."""
    if found is None:
        return None
    lines = []
    for name, records in found.quarters.items():
        part = Collaboration(found.area, records)
        took_part = (part.took_part("commissioner"), part.took_part("secretariat"))
        lines.append(QuarterLine(name, len(records), *took_part))
    events = [record for record in found.records if record.is_event]
    both = sum(1 for line in lines if line.commissioner and line.secretariat)
    return CollaborationLine(
        events=len(events),
        commissioner=_share([e.commissioner for e in events]),
        secretariat=_share([e.secretariat for e in events]),
        persons={
            "commissioner": sum(record.persons[0] for record in found.records),
            "secretariat": sum(record.persons[1] for record in found.records),
        },
        quarters=tuple(lines),
        together=rounded(Fraction(both, len(lines))),
    )


def _share(answers: list[bool | None]) -> float | None:
    told = [answer for answer in answers if answer is not None]
    return rounded(Fraction(sum(told), len(told))) if told else None


def _records(evidence: Evidence, context: Context) -> Iterator[Participation]:
    last = min(evidence.period.last, context.as_of)
    if evidence.attendance is not None:
        yield _attended(evidence.attendance, last, evidence.id)
    for paper in evidence.papers:
        if paper.attendance is not None:
            yield _attended(paper.attendance, paper.date or last, f"{evidence.id}#{paper.id}")
    roles = _roles(evidence, context)
    for run in evidence.runs:
        for event in run.events:
            groups = [roles[name].group for name in event.roles if name in roles]
            if not groups:
                continue
            knows_all = len(groups) == len(event.roles)
            yield Participation(
                day=_day(event),
                subject=f"{evidence.id}/{run.id}",
                commissioner=_is_among("commissioner", groups, knows_all=knows_all),
                secretariat=_is_among("secretariat", groups, knows_all=knows_all),
                is_event=True,
            )


def _is_among(group: str, groups: Sequence[str], *, knows_all: bool) -> bool | None:
    if group in groups or "mixed" in groups:
        return True
    return False if knows_all else None


def _attended(record: Attendance, day: date, subject: str) -> Participation:
    """A group whose number nobody wrote down may have been there."""
    present = (record.commissioner, record.secretariat)
    commissioner, secretariat = (None if n is None else n > 0 for n in present)
    persons = (record.commissioner or 0, record.secretariat or 0)
    return Participation(day, subject, commissioner, secretariat, is_event=False, persons=persons)


def _roles(evidence: Evidence, context: Context) -> Mapping[str, Role]:
    """The office's positions and those of the SOP that was carried out."""
    roles = dict(context.office.roles)
    if evidence.sop is not None:
        for sop in (*context.generic, *context.sops):
            if sop.id == evidence.sop[0]:
                roles.update(sop.roles)
    return roles


def _day(event: Event) -> date:
    text = event.day or event.start or event.end or ""
    return date.fromisoformat(text[:_DAY])
