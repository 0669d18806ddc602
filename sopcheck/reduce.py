"""OfficeResults -> Report: judgements across offices, scores, counts. Runs once, in one process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version

from sopcheck.gather import Gathered
from sopcheck.lines import evidence_line, office_line, points, sop_line
from sopcheck.locate import Read, findings_of
from sopcheck.model.document import Document, Fault
from sopcheck.model.finding import SEVERITIES, Judgement, Problem
from sopcheck.model.report import (
    SCHEMA,
    AreaHead,
    ExecutionLine,
    ItemHead,
    PackReport,
    Report,
    RuleHead,
    Summary,
    Verdict,
)
from sopcheck.model.result import OfficeResult
from sopcheck.model.rules import Pack
from sopcheck.model.sop import Sop
from sopcheck.score import item_scores, mean, total

_WORKSHEET_STATES = ("none", "incomplete", "unsupported", "supported")


def reduce(
    results: Iterable[OfficeResult],
    shared: Gathered,
    pack: Pack,
    *,
    period: int,
    as_of: date,
    label: str | None,
    lang: str,
    read: Read,
    stray_evidence: bool = True,
) -> Report:
    """Join the offices' results into one report. `shared` are files that no office owns."""
    offices = sorted(results, key=lambda r: (r.code, r.folder))
    judgements = [j for result in offices for j in result.judgements]
    judgements += _shared_judgements(shared, pack, stray=stray_evidence)
    judgements += _codes_twice(offices, pack)
    judgements += _numbers_across(offices, shared.sops, pack)
    findings = findings_of(judgements, pack, read)
    scores = {id(r): item_scores(r.standings, pack) for r in offices}
    office_lines = tuple(office_line(r, scores[id(r)], pack) for r in offices)
    average = mean(total(scores[id(r)].values()) for r in offices if r.assessed)
    return Report(
        schema=SCHEMA,
        tool={"name": "sopcheck", "version": version("sopcheck")},
        label=label,
        lang=lang,
        pack=PackReport(pack.id, pack.sha256, pack.title, pack.assumed),
        period=period,
        as_of=as_of.isoformat(),
        verdict=Verdict(0, "error", None),
        summary=Summary(
            offices=len(offices),
            documents=sum(r.documents for r in offices) + len(shared.documents),
            judged=_judged(offices),
            findings=dict.fromkeys(SEVERITIES, 0) | Counter(f.severity for f in findings),
            waived=0,
            set_aside=sum(r.set_aside for r in offices),
            passed_over=sum(r.passed_over for r in offices) + shared.passed_over,
            not_assessed=_not_assessed(offices, shared),
            worksheets=dict.fromkeys(_WORKSHEET_STATES, 0)
            | Counter(r.worksheet for r in offices if r.worksheet is not None),
            score=points(average, pack),
        ),
        areas=tuple(AreaHead(a.id, a.short, a.name) for a in pack.areas.values()),
        items=tuple(
            ItemHead(i.id, i.area, i.block, i.sub, i.question, i.scale, i.source)
            for i in pack.items.values()
        ),
        rules=tuple(
            RuleHead(r.code, r.area, r.severity, r.title, r.remedy, r.source) for r in pack.rules
        ),
        sops=tuple(
            sop_line(sop) for group in ([*shared.sops], *(r.sops for r in offices)) for sop in group
        ),
        evidence=tuple(evidence_line(s, r) for r in offices for s in r.evidence),
        offices=office_lines,
        executions=tuple(
            ExecutionLine(
                subject=f"{x.evidence.id}/{x.run.id}",
                office=r.code,
                area=x.area,
                sop=x.evidence.sop[0] if x.evidence.sop else None,
                version=x.evidence.sop[1] if x.evidence.sop else None,
                outcome="not-assessed",
                cost=None,
                fitness=None,
                minutes=None,
            )
            for r in offices
            for x in r.executions
        ),
        findings=findings,
        waived=(),
        baselined=(),
    )


def _shared_judgements(shared: Gathered, pack: Pack, *, stray: bool) -> list[Judgement]:
    """Faults of shared files, and evidence or worksheets that lie in no office."""
    faults = list(shared.faults)
    if stray:
        owned = [evidence.document for evidence in shared.evidence]
        owned += [worksheet.document for worksheet in shared.worksheets]
        faults += [
            Fault("CORE008", Problem(document.at("kind"), "reference.no-office"))
            for document in owned
        ]
    return [
        Judgement(
            code=fault.code,
            severity=fault.severity or pack.core[fault.code].severity,
            problem=fault.problem,
            office=None,
            area=None,
            item=None,
            subject=fault.problem.spot.path,
        )
        for fault in faults
    ]


def _codes_twice(offices: Iterable[OfficeResult], pack: Pack) -> list[Judgement]:
    """One office code in two folders: said at the later profile."""
    first: dict[str, Document] = {}
    found = []
    for result in offices:
        if result.office is None:
            continue
        profile = result.office.document
        other = first.setdefault(result.code, profile)
        if other is not profile:
            args = {"code": result.code, "other": other.path}
            problem = Problem(profile.at("code"), "identity.two-offices", args, (other.at("code"),))
            found.append(
                Judgement(
                    code="CORE007",
                    severity=pack.core["CORE007"].severity,
                    problem=problem,
                    office=result.code,
                    area=None,
                    item=None,
                    subject=result.folder or result.code,
                    lowers=False,
                )
            )
    return found


def _numbers_across(
    offices: Iterable[OfficeResult], generic: Iterable[Sop], pack: Pack
) -> list[Judgement]:
    """One SOP number in two offices: said at the later one. A replica may keep the generic's."""
    rule = pack.core["SD106"]
    first: dict[str, Sop] = {}
    found = []
    for sop in generic:
        first.setdefault(sop.number, sop)
    for result in offices:
        for sop in result.sops:
            other = first.setdefault(sop.number, sop)
            if other.owner == sop.owner or _is_replica(sop, other):
                continue
            generic_owner = other.owner is None
            problem = Problem(
                sop.document.at("number"),
                "identity.number-generic" if generic_owner else "identity.number-elsewhere",
                {
                    "number": sop.number,
                    "other": f"{other.id} v{other.version}",
                    "office": other.owner,
                },
                related=(other.document.at("number"),),
            )
            found.append(
                Judgement(
                    code=rule.code,
                    severity=rule.severity,
                    problem=problem,
                    office=result.code,
                    area=sop.area,
                    item=None,
                    subject=sop.subject,
                    lowers=False,
                )
            )
    return found


def _is_replica(sop: Sop, other: Sop) -> bool:
    """True where both are replicas of one generic, or one is the other's replica."""
    origins = [s.replica_of[0] if s.replica_of else s.id for s in (sop, other)]
    return origins[0] == origins[1] and (sop.replica_of is not None or other.owner is None)


def _judged(offices: Iterable[OfficeResult]) -> dict[str, int]:
    judged = Counter({"items": 0, "rules": 0, "sops": 0, "evidence": 0, "attachments": 0})
    for result in offices:
        judged["items"] += sum(1 for s in result.standings if s.applies)
        judged["rules"] += sum(1 for o in result.outcomes if o.outcome in ("pass", "fail"))
        judged["sops"] += len(result.sops)
        judged["evidence"] += len(result.evidence)
        judged["attachments"] += len(result.attachments)
    return dict(judged)


def _not_assessed(offices: Iterable[OfficeResult], shared: Gathered) -> dict[str, int]:
    counted = Counter(document.data["kind"] for document in shared.documents)
    found = Counter(
        {"offices": 0, "executions": 0, "reviews": counted["review"], "waivers": counted["waiver"]}
    )
    for result in offices:
        found["offices"] += not result.assessed and result.office is None
        found["executions"] += len(result.executions)
    return dict(found)
