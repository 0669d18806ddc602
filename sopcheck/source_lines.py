"""What was read -> lines of the report: SOPs with their flow, evidence with its documents, positions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sopcheck.model.office import Role
from sopcheck.model.report import EvidenceLine, RoleLine, SopLine, StepLine
from sopcheck.model.result import EvidenceState, OfficeResult
from sopcheck.model.sop import Sop, Step
from sopcheck.words import clean


def sop_line(sop: Sop) -> SopLine:
    """One version of an SOP."""
    return SopLine(
        sop.owner,
        sop.id,
        sop.version,
        sop.area,
        clean(sop.number),
        clean(sop.title),
        sop.status,
        clean(sop.document.path),
        role_lines(sop.roles),
        tuple(_step_line(step) for step in sop.steps),
    )


def _step_line(step: Step) -> StepLine:
    return StepLine(
        id=step.id,
        activity=clean(step.activity),
        roles=step.roles,
        time=None if step.time is None else clean(step.time),
        decision=None
        if step.decision is None
        else {clean(label): target for label, target in step.decision.items()},
        targets=step.targets,
    )


def role_lines(roles: Mapping[str, Role]) -> tuple[RoleLine, ...]:
    """Positions in written order, without their aliases."""
    return tuple(
        RoleLine(role.id, clean(role.title), role.group)
        for name, role in roles.items()
        if name == role.id
    )


def evidence_line(state: EvidenceState, result: OfficeResult) -> EvidenceLine:
    """One evidence file with its documents and their hashes."""
    evidence = state.evidence
    documents: list[dict[str, Any]] = []
    for paper in evidence.papers:
        attached = result.attachments.get(paper.file or "")
        void = () in state.void or ("documents", paper.index) in state.void
        documents.append(
            {
                "id": paper.id,
                "type": paper.type,
                "title": None if paper.title is None else clean(paper.title),
                "number": None if paper.number is None else clean(paper.number),
                "date": None if paper.date is None else paper.date.isoformat(),
                "status": "rejected" if void else "valid",
                "file": None if paper.file is None else clean(paper.file),
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
        path=clean(evidence.document.path),
        documents=tuple(documents),
    )
