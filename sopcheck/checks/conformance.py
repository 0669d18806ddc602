"""Was the work done as the SOP says: steps, order, roles, time, results, version.

Every check speaks of one execution that has been measured already; where that was not possible none
of them says a word. Source: PermenPANRB 35/2012.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sopcheck.checks.references import roles_of
from sopcheck.checks.registry import Verdict, check
from sopcheck.model.context import Context
from sopcheck.model.execution import Deed, Execution
from sopcheck.model.finding import NotAssessed, Problem
from sopcheck.model.office import Role
from sopcheck.model.sop import END, Sop, Step
from sopcheck.spelling import closest


@check("steps-done", target="execution", across=True)
def steps_done(run: Execution, context: Context) -> Verdict:
    """Every step on the way to the end was done. Said at the next event, else at the last.

    A step that stands under a misspelt name is said there; one done out of order, at its event.
    """
    sop = run.measured_by
    if sop is None:
        return NotAssessed("na.unmeasured")
    problems = []
    for i, move in enumerate(run.moves):
        if move.kind != "skip" or move.is_paired or move.twin is not None:
            continue
        following = next((m.event for m in run.moves[i:] if m.event is not None), None)
        at = len(run.deeds) - 1 if following is None else following
        step = sop.steps_by_id[move.step]
        roles = _titles(step.roles, {**context.office.roles, **sop.roles})
        args = {"step": step.id, "activity": step.activity, "roles": roles}
        message = "conform.skipped-last"
        if following is not None:
            message, args["next"] = "conform.skipped", run.deeds[at].event.step
        problems.append(Problem(run.spot(at), message, args, (sop.spot(step.id),)))
    return problems


def _titles(roles: Iterable[str], known: Mapping[str, Role]) -> list[str]:
    """Roles by their titles, else by id."""
    return [known[role].title if role in known else role for role in roles]


@check("steps-known", target="execution", across=True)
def steps_known(run: Execution, context: Context) -> Verdict:
    """Every event is a step of the SOP, and done there no oftener than it allows."""
    del context
    sop = run.measured_by
    if sop is None:
        return NotAssessed("na.unmeasured")
    known = sop.steps_by_id
    problems = []
    for move in run.moves:
        if move.kind != "extra" or move.is_paired or move.event is None:
            continue
        related = (sop.flow.at("steps", part="key"),)
        message, args = "conform.extra", {"step": move.step, "guess": None}
        if move.step not in known:
            guess = move.twin or closest(move.step, known)
            message, args = "conform.unknown-step", {"step": move.step, "guess": guess}
        elif run.doing(move.step) is not None:
            message = "conform.repeated"
        if args["guess"] or move.step in known:
            related = (sop.spot(args["guess"] or move.step),)
        problems.append(Problem(run.spot(move.event), message, args, related))
    return problems


@check("order-kept", target="execution", across=True)
def order_kept(run: Execution, context: Context) -> Verdict:
    """Steps were done in the order of the SOP, after a decision in that of the branch decided."""
    del context
    sop = run.measured_by
    if sop is None:
        return NotAssessed("na.unmeasured")
    problems = []
    belongs = {step: _places_of(run, step) for step in {m.step for m in run.moves if m.is_paired}}
    for move in run.moves:
        if move.kind == "extra" and move.is_paired and move.event is not None:
            after = next(belongs[move.step])
            message, args = "conform.out-of-order", {"step": move.step, "after": after}
            if after is None:
                message = "conform.out-of-order-first"
            related = (sop.spot(move.step),)
            problems.append(Problem(run.spot(move.event), message, args, related))
    return [*problems, *_other_branches(run, sop)]


def _places_of(run: Execution, step: str) -> Iterator[str | None]:
    """For every misplaced event of a step, in order: after which step it belongs; None: it is first."""
    before = None
    for move in run.moves:
        if move.kind == "skip" and move.is_paired and move.step == step:
            yield before
        if move.kind != "extra":
            before = move.step


def _other_branches(run: Execution, sop: Sop) -> Iterator[Problem]:
    """A branch other than the one decided, where both were done as the SOP allows."""
    for i, move in enumerate(run.moves):
        if move.kind == "extra":
            continue
        step = sop.steps_by_id[move.step]
        if move.kind != "sync" or move.event is None or step.decision is None:
            continue
        decided = run.deeds[move.event].event.decided
        if decided is None or decided not in step.decision:
            continue
        following = run.moves[i + 1] if i + 1 < len(run.moves) else None
        if following is None and run.is_open:
            continue
        if following is not None and (following.kind != "sync" or following.event is None):
            continue
        taken = END if following is None else following.step
        if taken == step.decision[decided]:
            continue
        args = {
            "step": step.id,
            "decided": decided,
            "expected": step.decision[decided],
            "taken": taken,
        }
        at = move.event if following is None or following.event is None else following.event
        spot = run.spot(at, "decided") if following is None else run.spot(at)
        yield Problem(spot, "conform.other-branch", args, (sop.spot(step.id, "decision"),))


@check("decisions-known", target="execution", across=True)
def decisions_known(run: Execution, context: Context) -> Verdict:
    """What was decided is a label of the step's decision."""
    del context
    sop = run.measured_by
    if sop is None:
        return NotAssessed("na.unmeasured")
    problems = []
    for i, step, deed in _of_known_steps(run, sop):
        label = deed.event.decided
        if label is None or (step.decision is not None and label in step.decision):
            continue
        labels = list(step.decision or ())
        message = "conform.unknown-branch" if labels else "conform.no-decision"
        args = {"step": step.id, "label": label, "labels": labels, "guess": closest(label, labels)}
        problems.append(Problem(run.spot(i, "decided"), message, args, (sop.spot(step.id),)))
    return problems


def _of_known_steps(run: Execution, sop: Sop) -> Iterator[tuple[int, Step, Deed]]:
    """Events whose step the SOP has, extra ones too; a misspelt name is taken as meant."""
    for i, deed in enumerate(run.deeds):
        step = sop.steps_by_id.get(run.step_of(i) if run.cost else deed.event.step)
        if step is not None:
            yield i, step, deed


@check("role-kept", target="execution", across=True)
def role_kept(run: Execution, context: Context) -> Verdict:
    """Every step was done by its role, under its id or an alias; by all where the SOP names several."""
    sop = run.measured_by
    if sop is None:
        return NotAssessed("na.unmeasured")
    problems = []
    for i, step, deed in _of_known_steps(run, sop):
        if step.roles == deed.event.roles:
            continue
        titles = {**roles_of(run.evidence, context), **sop.roles}
        acted = {titles[role].id if role in titles else role for role in deed.event.roles}
        wanted = {role: titles[role].id if role in titles else role for role in step.roles}
        absent = [role for role, name in wanted.items() if name not in acted]
        if not absent or not all(role in titles for role in deed.event.roles):
            continue  # a role that nobody knows is said as a reference
        message = "conform.role"
        if len(absent) < len(step.roles):
            message = "conform.role-absent"
        args = {
            "step": step.id,
            "roles": _titles(deed.event.roles, titles),
            "expected": _titles(step.roles, titles),
            "absent": _titles(absent, titles),
        }
        related = (sop.spot(step.id, "role"),)
        problems.append(Problem(run.spot(i, "role"), message, args, related))
    return problems


@check("outputs-made", target="execution", across=True)
def outputs_made(run: Execution, context: Context) -> Verdict:
    """Every event names the outputs that its step has to give; case and spaces do not matter."""
    del context
    sop = run.measured_by
    if sop is None:
        return NotAssessed("na.unmeasured")
    problems = []
    for i, step, deed in _of_known_steps(run, sop):
        if step.outputs == deed.event.outputs or run.still_goes_on(i):
            continue
        made = {_plain(name) for name in deed.event.outputs}
        absent = [name for name in step.outputs if _plain(name) not in made]
        if not absent:
            continue
        others = [o for o in deed.event.outputs if _plain(o) not in map(_plain, step.outputs)]
        args = {"step": step.id, "outputs": absent, "seen": others}
        message = "conform.output-other" if others else "conform.output"
        spot = run.spot(i, "output")
        problems.append(Problem(spot, message, args, (sop.spot(step.id, "output"),)))
    return problems


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


@check("version-in-force", target="execution", across=True)
def version_in_force(run: Execution, context: Context) -> Verdict:
    """The version that the evidence names was in force on the day of the first event."""
    del context
    named, day = run.named, run.deeds[0].begins.day
    if named is None or run.measured_by is None:
        return NotAssessed("na.unmeasured")
    if run.in_force is not None and run.in_force.version == named.version:
        return []
    args = {"sop": named.id, "version": named.version, "day": day, "effective": named.effective}
    message = "conform.version-none"
    related = [run.evidence.document.at("sop", "version"), named.document.at("effective")]
    if run.in_force is not None:
        message, args["other"] = "conform.version-other", run.in_force.version
        if run.in_force.owner is None and named.owner is not None:
            message = "conform.version-generic"
        related = [related[0], run.in_force.document.at("effective")]
    elif named.status == "draft":
        message = "conform.version-draft"
    elif named.withdrawn is not None and named.withdrawn < day:
        message, args["withdrawn"] = "conform.version-withdrawn", named.withdrawn
    elif named.effective <= day:
        message = "conform.version-ended"
    first = run.deeds[0].event
    key = next(k for k in ("day", "start", "end") if getattr(first, k) is not None)
    return [Problem(run.spot(0, key), message, args, tuple(related))]
