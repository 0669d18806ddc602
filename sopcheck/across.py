"""The few judgements across offices, from small facts that the offices carry. They lower nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sopcheck.model.finding import Judgement, Problem, Spot
from sopcheck.model.result import AttachedFile, NumberedSop, OfficeReport
from sopcheck.model.rules import Pack

Found = tuple[str, Problem, str | None, str | None, str]  # code, problem, office, area, subject


def judgements_across(
    offices: Sequence[OfficeReport], generic: Iterable[NumberedSop], pack: Pack
) -> list[Judgement]:
    """One code for two offices, one SOP number in two, one file in two. `offices` come by code."""
    found = [*_codes_twice(offices), *_numbers_twice(offices, generic), *_files_twice(offices)]
    return said_across(found, pack)


def said_across(found: Iterable[Found], pack: Pack) -> list[Judgement]:
    """Problems beyond a single office as judgements of the core; they lower nothing."""
    return [
        Judgement(
            code=code,
            severity=pack.core[code].severity,
            problem=problem,
            office=office,
            area=area,
            item=None,
            subject=subject,
            lowers=False,
        )
        for code, problem, office, area, subject in found
    ]


def _codes_twice(offices: Iterable[OfficeReport]) -> Iterator[Found]:
    """Said at the later profile."""
    first: dict[str, Spot] = {}
    for report in offices:
        if report.profile is None:
            continue
        code = report.line.code
        other = first.setdefault(code, report.profile)
        if other is not report.profile:
            args = {"code": code, "other": other.path}
            problem = Problem(report.profile, "identity.two-offices", args, (other,))
            yield "CORE007", problem, code, None, report.folder or code


def _numbers_twice(
    offices: Iterable[OfficeReport], generic: Iterable[NumberedSop]
) -> Iterator[Found]:
    """Said at the later office. A replica may keep the generic SOP's number."""
    first: dict[str, NumberedSop] = {}
    for sop in generic:
        first.setdefault(sop.number, sop)
    for report in offices:
        own: dict[str, str] = {}
        for sop in report.numbers:
            if own.setdefault(sop.number, sop.id) != sop.id:
                continue  # said inside the office
            other = first.setdefault(sop.number, sop)
            if other.owner == sop.owner or _may_share(sop, other):
                continue
            message = "identity.number-elsewhere"
            if other.owner is None:
                message = "identity.number-generic"
            args = {
                "number": sop.number,
                "other": f"{other.id} v{other.version}",
                "office": other.owner,
            }
            problem = Problem(sop.spot, message, args, (other.spot,))
            yield "SD106", problem, report.line.code, sop.area, f"{sop.id}@{sop.version}"


def _may_share(sop: NumberedSop, other: NumberedSop) -> bool:
    """True where both are replicas of one generic, or one is the other's replica."""
    if (sop.replica_of or sop.id) != (other.replica_of or other.id):
        return False
    return sop.replica_of is not None or other.owner is None


def _files_twice(offices: Iterable[OfficeReport]) -> Iterator[Found]:
    """One file as two offices' own document: said at every holder, with another as related."""
    holders: dict[str, dict[str, AttachedFile]] = {}
    for report in offices:
        for file in report.attached:
            holders.setdefault(file.sha256, {}).setdefault(file.office, file)
    for by_office in holders.values():
        if len(by_office) < 2:  # noqa: PLR2004
            continue
        files = list(by_office.values())
        for i, file in enumerate(files):
            other = files[1] if i == 0 else files[0]
            args = {"office": other.office}
            problem = Problem(file.spot, "attachment.elsewhere", args, (other.spot,))
            yield "EV309", problem, file.office, file.area, file.subject
