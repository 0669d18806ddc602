"""How worksheets and evidence files stand: complete, rejected, set aside."""

from __future__ import annotations

from sopcheck.model.context import Context
from sopcheck.model.evidence import Evidence
from sopcheck.model.ground import Voids
from sopcheck.model.result import EvidenceState, EvidenceStatus, WorksheetState
from sopcheck.model.standing import Standing
from sopcheck.standings import areas_of, is_future
from sopcheck.supports import is_unseen


def worksheet_state(context: Context, items: tuple[Standing, ...]) -> WorksheetState | None:
    """`none`, `incomplete`, `unsupported` or `supported`; None for a province."""
    if context.office.level == "provinsi":
        return None
    if context.worksheet is None:
        lost = any("self-assessment" in u.path.rpartition("/")[2] for u in context.unreadable)
        return "incomplete" if lost else "none"
    asked = [s for s in items if context.office.level in s.item.applies_to]
    if any(s.answer is None or (s.applies and s.claimed is None) for s in asked):
        return "incomplete"
    if any(s.claimed and not s.candidates for s in asked):
        return "unsupported"
    return "supported"


def evidence_state(evidence: Evidence, context: Context, voids: Voids) -> EvidenceState:
    """An evidence file and what counts of it."""
    parts = voids.get((evidence.document.path, evidence.document.index), {})
    status: EvidenceStatus = "valid"
    if is_future(evidence, context.as_of):
        status = "set-aside"
    elif () in parts:
        status = "rejected"
    elif parts:
        status = "partly-rejected"
    return EvidenceState(evidence, status, areas_of(evidence, context), tuple(parts))


def set_aside(context: Context) -> int:
    """Documents and versions dated after the day judged."""
    future = 0
    for evidence in context.evidence:
        if is_future(evidence, context.as_of):
            future += 1
        else:
            future += sum(1 for p in evidence.papers if is_unseen(p, context.as_of))
    return future + sum(1 for sop in context.sops if sop.effective > context.as_of)
