"""OfficeResults -> Report: judgements across offices, scores, counts. Runs once, in one process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from importlib.metadata import version
from typing import Any

from sopcheck.gather import Gathered
from sopcheck.locate import Read, findings_of, say
from sopcheck.model.document import Fault
from sopcheck.model.finding import SEVERITIES, Judgement, Problem
from sopcheck.model.report import (
    SCHEMA,
    AreaHead,
    AreaLine,
    EvidenceLine,
    ExecutionLine,
    ItemHead,
    ItemLine,
    OfficeLine,
    PackReport,
    Points,
    Report,
    RuleHead,
    RuleLine,
    SopLine,
    Summary,
    Verdict,
)
from sopcheck.model.result import EvidenceState, OfficeResult, Score
from sopcheck.model.rules import Pack
from sopcheck.model.sop import Sop
from sopcheck.model.standing import Standing
from sopcheck.score import area_scores, category, item_scores, mean, total

_PLACES = Decimal("0.0001")
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
    judgements += _numbers_across(offices, shared.sops, pack)
    findings = findings_of(judgements, pack, read)
    scores = {id(r): item_scores(r.standings, pack) for r in offices}
    lines = tuple(_office_line(r, scores[id(r)], pack) for r in offices)
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
            score=_points(average, pack),
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
            _sop_line(sop) for group in ([*shared.sops], *(r.sops for r in offices)) for sop in group
        ),
        evidence=tuple(_evidence_line(s, r) for r in offices for s in r.evidence),
        offices=lines,
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
        owned = [*shared.evidence, *shared.worksheets]
        faults += [
            Fault("CORE008", Problem(noun.document.at("kind"), "reference.no-office"))
            for noun in owned
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
            problem = Problem(
                sop.document.at("number"),
                "identity.number-elsewhere",
                {"number": sop.number, "other": other.subject, "office": other.owner},
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


def _office_line(result: OfficeResult, scores: Mapping[str, Score], pack: Pack) -> OfficeLine:
    office = result.office
    by_area = area_scores(scores, pack)
    summed = total(scores.values()) if result.assessed else None
    return OfficeLine(
        code=result.code,
        slug=office.slug if office else result.folder.rstrip("/").rpartition("-")[2],
        name=office.name if office else result.folder.rstrip("/"),
        level=office.level if office else None,
        worksheet=result.worksheet,
        outcomes=tuple(
            RuleLine(o.code, o.outcome, o.subjects) for o in result.outcomes if o.area is None
        ),
        score=_points(summed, pack),
        areas=tuple(
            _area_line(
                area.id, by_area[area.id] if result.assessed else None, result, scores, pack
            )
            for area in pack.areas.values()
        ),
        habit=None,
        next_actions=(),
    )


def _area_line(
    area: str, score: Score | None, result: OfficeResult, scores: Mapping[str, Score], pack: Pack
) -> AreaLine:
    points = _points(score, pack)
    return AreaLine(
        area=area,
        claimed=points.claimed,
        evidenced=points.evidenced,
        supported=points.supported,
        reviewed=points.reviewed,
        maximum=points.maximum,
        ratio=points.ratio,
        category=points.category,
        supported_before_waivers=points.supported_before_waivers,
        rules=tuple(
            RuleLine(o.code, o.outcome, o.subjects) for o in result.outcomes if o.area == area
        ),
        items=tuple(
            _item_line(s, scores.get(s.item.id)) for s in result.standings if s.item.area == area
        ),
        collaboration=None,
    )


def _item_line(standing: Standing, score: Score | None) -> ItemLine:
    answer = standing.answer
    claimed = None if answer is None or not answer.valid else answer.text
    status = _status(standing)
    silent = status in ("not-applicable", "not-assessed")
    evidenced = standing.strict.label or _share(standing.strict.value)
    shown_is_lower = standing.strict.value < (standing.claimed or 0)
    supported = evidenced if shown_is_lower else claimed
    lacks = standing.strict.lacks.get(claimed or "", standing.strict.lacks.get("", ()))
    return ItemLine(
        item=standing.item.id,
        claimed=claimed,
        evidenced=None if silent else evidenced,
        supported=None if silent or standing.claimed is None else supported,
        claimed_value=rounded(standing.claimed),
        evidenced_value=None if silent else rounded(standing.strict.value),
        supported_value=None if silent else rounded(standing.supported),
        worth=None if score is None else rounded(score.maximum),
        status=status,
        evidence=tuple(
            f"{s.evidence.id}#{p.id}" for s in standing.supports for p in s.papers
        ),
        missing=tuple(say(lack.message, **lack.args) for lack in lacks) if shown_is_lower else (),
    )


def _status(standing: Standing) -> str:
    """How an item stands, in one word."""
    if not standing.applies:
        return "not-applicable"
    if standing.claimed is None:
        return "unanswered" if standing.supports else "not-assessed"
    if standing.claimed == 0:
        return "nothing-claimed"
    if standing.supported == 0:
        return "unsupported"
    return "supported" if standing.supported == standing.claimed else "partly-supported"


def _share(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def _points(score: Score | None, pack: Pack) -> Points:
    if score is None or not score.maximum:
        return Points(None, None, None, None, None, None, None, None)
    found = category(score, pack)
    return Points(
        claimed=rounded(score.claimed),
        evidenced=rounded(score.evidenced),
        supported=rounded(score.supported),
        reviewed=None,
        maximum=rounded(score.maximum),
        ratio=rounded(score.ratio),
        category=None if found is None else found.name,
        supported_before_waivers=rounded(score.supported),
    )


def rounded(value: Fraction | None) -> float | None:
    """Four decimals, half to even; the only rounding there is."""
    if value is None:
        return None
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return float(exact.quantize(_PLACES, ROUND_HALF_EVEN))


def _sop_line(sop: Sop) -> SopLine:
    return SopLine(
        sop.owner, sop.id, sop.version, sop.area, sop.number, sop.title, sop.status,
        sop.document.path,
    )


def _evidence_line(state: EvidenceState, result: OfficeResult) -> EvidenceLine:
    evidence = state.evidence
    documents: list[dict[str, Any]] = []
    for paper in evidence.papers:
        attached = result.attachments.get(paper.file or "")
        void = () in state.void or ("documents", paper.index) in state.void
        documents.append(
            {
                "id": paper.id,
                "type": paper.type,
                "date": None if paper.date is None else paper.date.isoformat(),
                "status": "rejected" if void else "valid",
                "file": paper.file,
                "sha256": None if attached is None else attached.sha256,
            }
        )
    return EvidenceLine(
        office=result.code,
        id=evidence.id,
        area=state.areas[0] if state.areas else None,
        period=evidence.period.name,
        items=evidence.items,
        status=state.status,
        path=evidence.document.path,
        documents=tuple(documents),
    )
