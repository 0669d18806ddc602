"""Judged offices -> lines of the report, rounded once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from sopcheck.action_lines import plan_of
from sopcheck.collaboration import collaboration_line
from sopcheck.habit_lines import habit_line
from sopcheck.locate import Read, findings_of, say
from sopcheck.model.execution_lines import PracticeLine, ReplicationLine
from sopcheck.model.report import (
    AreaLine,
    ItemLine,
    OfficeLine,
    Points,
    RuleLine,
)
from sopcheck.model.result import (
    AttachedFile,
    NumberedSop,
    OfficeReport,
    OfficeResult,
    Replication,
    Score,
)
from sopcheck.model.rules import Pack
from sopcheck.model.sop import Sop
from sopcheck.model.standing import Lack, Standing
from sopcheck.rejections import rejections
from sopcheck.rounding import rounded
from sopcheck.rulebook import Rulebook
from sopcheck.runs import execution_line
from sopcheck.score import area_scores, category, item_scores, total
from sopcheck.source_lines import evidence_line, role_lines, sop_line
from sopcheck.tallies import practice
from sopcheck.words import clean

_NAMED_PAPERS = 3


def office_report(result: OfficeResult, rulebook: Rulebook, read: Read) -> OfficeReport:
    """Everything the report needs of one judged office; `read` gives a file's bytes."""
    pack = rulebook.pack
    scores = item_scores(result.standings, pack)
    actions, climb = plan_of(result, rulebook)
    profile = None if result.office is None else result.office.document.at("code")
    executions = tuple(execution_line(x, result.code) for x in result.executions)
    line = _office_line(result, scores, pack, practice(executions))
    return OfficeReport(
        line=replace(line, next_actions=actions, next_category=climb),
        folder=result.folder,
        profile=profile,
        score=total(scores.values()) if result.assessed else None,
        findings=findings_of(result.judgements, pack, read),
        sops=tuple(sop_line(sop) for sop in result.sops),
        evidence=tuple(evidence_line(state, result) for state in result.evidence),
        executions=executions,
        waivers=result.waivers,
        reviews=result.reviews,
        judged={
            "items": sum(1 for s in result.standings if s.applies),
            "rules": sum(1 for o in result.outcomes if o.outcome in ("pass", "fail")),
            "sops": len(result.sops),
            "evidence": len(result.evidence),
            "attachments": len(result.attachments),
            "executions": sum(1 for x in result.executions if x.outcome in ("pass", "fail")),
        },
        documents=result.documents,
        passed_over=result.passed_over,
        set_aside=result.set_aside,
        numbers=tuple(numbered(sop) for sop in result.sops),
        attached=tuple(_attached(result)),
        pointers=sum(1 for a in result.attachments.values() if a.is_pointer and not a.faults),
    )


def numbered(sop: Sop) -> NumberedSop:
    """An SOP's number with what decides whether another may share it."""
    origin = None if sop.replica_of is None else sop.replica_of[0]
    spot = sop.document.at("number")
    return NumberedSop(sop.owner, sop.number, sop.id, sop.version, origin, sop.area, spot)


def _attached(result: OfficeResult) -> Iterator[AttachedFile]:
    for state in result.evidence:
        for paper in state.evidence.papers:
            file = result.attachments.get(paper.file or "")
            if file is None or file.sha256 is None or not file.size:
                continue
            if paper.issuer is not None and not _is_own(paper.issuer, result):
                continue
            area = state.areas[0] if state.areas else None
            spot = state.evidence.document.at("documents", paper.index, "file")
            subject = f"{state.evidence.id}#{paper.id}"
            yield AttachedFile(result.code, file.sha256, area, subject, spot)


def _is_own(issuer: str, result: OfficeResult) -> bool:
    office = result.office
    return office is not None and issuer.casefold() in (office.code, office.name.casefold())


def _office_line(
    result: OfficeResult,
    scores: Mapping[str, Score],
    pack: Pack,
    practised: tuple[PracticeLine, ...],
) -> OfficeLine:
    """One office with its areas and items."""
    office = result.office
    by_area = area_scores(scores, pack)
    summed = total(scores.values()) if result.assessed else None
    return OfficeLine(
        code=result.code,
        slug=office.slug if office else clean(result.folder.rstrip("/").rpartition("-")[2]),
        name=clean(office.name if office else result.folder.rstrip("/")),
        folder=clean(result.folder),
        level=office.level if office else None,
        roles=role_lines(office.roles) if office else (),
        worksheet=result.worksheet,
        outcomes=tuple(
            RuleLine(o.code, o.outcome, o.subjects) for o in result.outcomes if o.area is None
        ),
        score=points(summed, pack),
        items_supported=_fully_supported(result) if result.assessed else None,
        items_applicable=len(scores) if result.assessed else None,
        rank=None,
        areas=tuple(
            _area_line(area.id, by_area[area.id] if result.assessed else None, result, scores, pack)
            for area in pack.areas.values()
        ),
        practice=practised,
        replication=tuple(_replication_line(r) for r in result.replication),
        habit=habit_line(result.rhythms, pack) if result.assessed else None,
        next_actions=(),
        next_category=None,
    )


def _replication_line(found: Replication) -> ReplicationLine:
    generic = found.generic
    return ReplicationLine(
        sop=generic.id,
        required=generic.replicate == "required",
        state=found.state,
        version=found.version,
        current=generic.version,
        drift=found.drift,
    )


def _fully_supported(result: OfficeResult) -> int:
    return sum(1 for s in result.standings if _status(s) == "supported")


def _area_line(
    area: str, score: Score | None, result: OfficeResult, scores: Mapping[str, Score], pack: Pack
) -> AreaLine:
    own = points(score, pack)
    return AreaLine(
        area=area,
        claimed=own.claimed,
        evidenced=own.evidenced,
        supported=own.supported,
        reviewed=own.reviewed,
        maximum=own.maximum,
        ratio=own.ratio,
        category=own.category,
        supported_before_waivers=own.supported_before_waivers,
        rules=tuple(
            RuleLine(o.code, o.outcome, o.subjects) for o in result.outcomes if o.area == area
        ),
        items=tuple(
            _item_line(s, scores.get(s.item.id), result)
            for s in result.standings
            if s.item.area == area
        ),
        collaboration=collaboration_line(result.collaborations.get(area)),
    )


def item_lines(result: OfficeResult, pack: Pack) -> tuple[ItemLine, ...]:
    """Every item of a judged office, area by area."""
    scores = item_scores(result.standings, pack)
    standings = {s.item.id: s for s in result.standings}
    return tuple(
        _item_line(standings[item.id], scores.get(item.id), result)
        for area in pack.areas.values()
        for item in area.items
    )


def _item_line(standing: Standing, score: Score | None, result: OfficeResult) -> ItemLine:
    answer = standing.answer
    claimed = None if answer is None or not answer.valid else answer.text.strip()
    status = _status(standing)
    silent = status in ("not-applicable", "not-assessed")
    evidenced = standing.strict.label
    if evidenced is None and (standing.strict.value or not standing.strict.lacks):
        evidenced = _share(standing.strict.value)
    shown_is_lower = standing.strict.value < (standing.claimed or 0)
    supported = evidenced if shown_is_lower else claimed
    lacks = _lacks(standing, claimed, result) if shown_is_lower else ()
    reviewed = standing.reviewed
    note = None if reviewed is None else reviewed.verdict.note
    return ItemLine(
        item=standing.item.id,
        claimed=None if claimed is None else clean(claimed),
        evidenced=None if silent else evidenced,
        supported=None
        if silent or standing.claimed is None or supported is None
        else clean(supported),
        claimed_value=rounded(standing.claimed),
        evidenced_value=None if silent else rounded(standing.strict.value),
        supported_value=None if silent else rounded(standing.supported),
        verdict=None if reviewed is None else reviewed.verdict.verdict,
        reviewed=None if reviewed is None or reviewed.answer is None else clean(reviewed.answer),
        reviewed_value=None if reviewed is None else rounded(reviewed.value),
        review_note=None if note is None else clean(note),
        worth=None if score is None else rounded(score.maximum),
        status=status,
        evidence=tuple(f"{s.evidence.id}#{p.id}" for s in standing.supports for p in s.papers),
        missing=tuple(say(lack.message, **lack.args) for lack in lacks),
    )


def _lacks(standing: Standing, claimed: str | None, result: OfficeResult) -> tuple[Lack, ...]:
    """What the claimed level lacks; where only rejected evidence lacks, which errors rejected it."""
    lacks = standing.strict.lacks.get(claimed or "", standing.strict.lacks.get("", ()))
    if standing.blocked is not None:
        return (Lack("lack.unjudged", {"path": standing.blocked}),)
    if standing.lenient.value <= standing.strict.value:
        return lacks
    rejected = list(rejections(result, standing))
    if not rejected:
        return lacks
    codes = sorted({j.code for _, _, errors in rejected for j in errors})
    papers = [f"{evidence.id}#{paper.id}" for evidence, paper, _ in rejected]
    return (Lack("lack.rejected", {"codes": codes, "papers": papers[:_NAMED_PAPERS]}),)


def _status(standing: Standing) -> str:
    """How an item stands, in one word."""
    if not standing.applies:
        return "not-applicable"
    if standing.claimed is None and standing.answer is not None:
        return "invalid-answer"
    if standing.claimed is None:
        return "unanswered" if standing.supports else "not-assessed"
    if standing.claimed == 0:
        return "nothing-claimed"
    if standing.supported == 0:
        return "unsupported"
    return "supported" if standing.supported == standing.claimed else "partly-supported"


def _share(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def points(score: Score | None, pack: Pack) -> Points:
    """Points rounded once; all None where nothing was assessed."""
    if score is None or not score.maximum:
        return Points(None, None, None, None, None, None, None, None)
    found = category(score, pack)
    return Points(
        claimed=rounded(score.claimed),
        evidenced=rounded(score.evidenced),
        supported=rounded(score.supported),
        reviewed=rounded(score.reviewed),
        maximum=rounded(score.maximum),
        ratio=rounded(score.ratio),
        category=None if found is None else found.name,
        supported_before_waivers=rounded(score.unwaived),
    )
