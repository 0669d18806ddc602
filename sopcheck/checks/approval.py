"""Nobody approves what he wrote himself: in the SOP, and in what was done. Notes: please look."""

from __future__ import annotations

from collections.abc import Iterator

from sopcheck.checks.registry import Verdict, check
from sopcheck.model.context import Context
from sopcheck.model.execution import Execution
from sopcheck.model.finding import NotApplicable, NotAssessed, Problem
from sopcheck.model.rules import Pack
from sopcheck.model.sop import Sop, Step
from sopcheck.validate import matches


def _approvals(sop: Sop, pack: Pack) -> Iterator[tuple[Step, Step]]:
    """Steps that write something with the step that follows and approves it, by their activities."""
    drafting, approving = pack.drafting, pack.approving
    if drafting is None or approving is None:
        return
    for step in sop.steps:
        if matches(drafting, step.activity):
            for name in step.targets:
                following = sop.steps_by_id.get(name)
                if following is not None and matches(approving, following.activity):
                    yield step, following


@check("approval-by-another", target="sop", lowers=False)
def approval_by_another(sop: Sop, context: Context) -> Verdict:
    """What one role writes is approved by another, or by others too."""
    if sop.flow is not sop.document:
        return NotApplicable("na.inherited")
    pairs = list(_approvals(sop, context.pack))
    if not pairs:
        return NotApplicable("na.no-approval")
    return [
        Problem(
            sop.spot(approval.id, "role"),
            "plausible.approves-itself",
            {"step": approval.id, "draft": draft.id},
            (sop.spot(draft.id, "role"),),
        )
        for draft, approval in pairs
        if set(approval.roles) <= set(draft.roles)
    ]


@check("approved-by-another", target="execution", across=True, lowers=False)
def approved_by_another(run: Execution, context: Context) -> Verdict:
    """Whoever approved took no part in writing it, where the SOP keeps the two apart.

    Where the SOP itself lets one role do both, its own note says so; where somebody else than the SOP
    says did a step, that is said as such.
    """
    sop = run.measured_by
    if sop is None:
        return NotAssessed("na.unmeasured")
    done = [m for m in run.moves if m.kind != "skip"]
    roles = [() if m.event is None else run.deeds[m.event].event.roles for m in done]
    known = [sop.steps_by_id.get(m.step) for m in done]
    if all(step is None or step.roles == who for step, who in zip(known, roles, strict=True)):
        return NotApplicable("na.roles-as-written")  # then only the SOP can be at fault
    pairs = {(a.id, b.id) for a, b in _approvals(sop, context.pack)}
    problems = []
    judged = False
    for i in range(len(done) - 1):
        draft, approval, event = known[i], known[i + 1], done[i + 1].event
        if draft is None or approval is None or event is None:
            continue
        if (draft.id, approval.id) not in pairs or set(approval.roles) <= set(draft.roles):
            continue
        if not (set(draft.roles) <= set(roles[i]) and set(approval.roles) <= set(roles[i + 1])):
            continue
        judged = True
        both = set(roles[i + 1]) & set(roles[i])
        if both - (set(approval.roles) & set(draft.roles)):
            args = {"step": approval.id, "draft": draft.id}
            spot = run.spot(event, "role")
            problems.append(Problem(spot, "plausible.approved-own", args, (sop.spot(approval.id),)))
    return problems if judged else NotApplicable("na.no-approval")
