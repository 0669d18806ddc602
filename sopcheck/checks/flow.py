"""The flow of an SOP and its quality standard (mutu baku). Source: PermenPANRB 35/2012."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from sopcheck.checks.registry import Verdict, check
from sopcheck.model.context import Context
from sopcheck.model.finding import NotApplicable, NotAssessed, Pointer, Problem, Spot, Term
from sopcheck.model.sop import END, Sop
from sopcheck.time.limits import parse_limit


@check("flow-reaches-end", target="sop")
def flow_reaches_end(sop: Sop, context: Context) -> Verdict:
    """Every step can be reached from the first, and `end` from every step.

    One problem for each stretch, at its head. A flow with a target that does not exist is not
    judged: that is said elsewhere.
    """
    del context
    if sop.flow is not sop.document:
        return NotApplicable("na.inherited")
    if not sop.steps:
        return NotAssessed("na.no-generic")
    targets = {step.id: step.targets for step in sop.steps}
    if any(t != END and t not in targets for step in sop.steps for t in step.targets):
        return NotApplicable("na.unknown-target")
    if not all(step.targets for step in sop.steps):
        return NotApplicable("na.no-target")
    reachable = _closure([sop.steps[0].id], targets)
    sources: dict[str, list[str]] = {}
    for step, following in targets.items():
        for target in following:
            sources.setdefault(target, []).append(step)
    finishing = _closure([END], sources)
    if sop.steps[0].id not in finishing:
        return [Problem(_step(sop, 0), "flow.no-end", {"step": sop.steps[0].id})]
    problems = [
        Problem(_step(sop, i), "flow.unreachable", {"step": sop.steps[i].id})
        for i in _heads(sop, [s.id for s in sop.steps if s.id not in reachable], targets)
    ]
    stuck = [s.id for s in sop.steps if s.id in reachable and s.id not in finishing]
    return problems + [
        Problem(_step(sop, i), "flow.stuck", {"step": sop.steps[i].id})
        for i in _heads(sop, stuck, targets)
    ]


def _closure(start: Iterable[str], edges: Mapping[str, Iterable[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(start)
    while waiting:
        step = waiting.pop()
        if step not in seen:
            seen.add(step)
            waiting += edges.get(step, ())
    return seen


def _heads(sop: Sop, members: list[str], targets: Mapping[str, Iterable[str]]) -> list[int]:
    """The first step, in written order, of each stretch of steps that lead to one another."""
    inside = {m: [t for t in targets[m] if t in members] for m in members}
    entered = {t for following in inside.values() for t in following}
    covered: set[str] = set()
    heads = []
    for member in sorted(members, key=lambda m: (m in entered, members.index(m))):
        if member not in covered:
            heads.append(member)
            covered |= _closure([member], inside)
    order = [step.id for step in sop.steps]
    return sorted(order.index(head) for head in heads)


def _step(sop: Sop, index: int) -> Spot:
    return sop.document.at("steps", index, "id")


@check("decision-branches", target="sop")
def decision_branches(sop: Sop, context: Context) -> Verdict:
    """Every decision leads to at least two different targets."""
    del context
    if sop.flow is not sop.document:
        return NotApplicable("na.inherited")
    if not sop.steps:
        return NotAssessed("na.no-generic")
    decisions = [(i, step) for i, step in enumerate(sop.steps) if step.decision is not None]
    if not decisions:
        return NotApplicable("na.no-decision")
    return [
        Problem(
            sop.document.at("steps", i, "decision", part="key"),
            "flow.one-way-decision" if step.targets else "flow.no-way-decision",
            {"step": step.id, "targets": list(step.targets)},
        )
        for i, step in decisions
        if len(step.targets) < 2  # noqa: PLR2004
    ]


@check("quality-standard", target="sop")
def quality_standard(sop: Sop, context: Context) -> Verdict:
    """Every step has a time limit that is one, and an output.

    What a replica leaves out it takes from the generic SOP; while that is not known, it is not judged.
    """
    if sop.flow is not sop.document:
        return NotApplicable("na.inherited")
    if not sop.steps or context.lacks_original(sop):
        return NotAssessed("na.no-generic")
    problems = []
    for i, step in enumerate(sop.steps):
        missing = [Term("term.time")] * (step.time is None) + [Term("term.output")] * (
            not step.outputs
        )
        if missing:
            spot = sop.document.at("steps", i, part="first-key")
            problems.append(
                Problem(spot, "standard.missing", {"step": step.id, "missing": missing})
            )
        if step.time is not None and parse_limit(step.time) is None:
            spot = sop.document.at("steps", i, "time")
            problems.append(Problem(spot, "standard.no-limit", {"time": step.time}))
    total = sop.document.data.get("total_time")
    if total is not None and parse_limit(total) is None:
        spot = sop.document.at("total_time")
        problems.append(Problem(spot, "standard.no-limit", {"time": total}))
    return problems


@check("days-of-which-kind", target="sop")
def days_of_which_kind(sop: Sop, context: Context) -> Verdict:
    """A limit in `hari` says whether it counts working or calendar days."""
    del context
    own = sop.document.data
    limits: list[tuple[Pointer, str | None]] = [
        (("steps", i, "time"), step.get("time")) for i, step in enumerate(own.get("steps", ()))
    ]
    limits.append((("total_time",), own.get("total_time")))
    return [
        Problem(sop.document.at(*pointer), "standard.bare-day", {"time": text})
        for pointer, text in limits
        if text is not None and (limit := parse_limit(text)) is not None and limit.bare_day
    ]


@check("dates-in-order", target="sop")
def dates_in_order(sop: Sop, context: Context) -> Verdict:
    """Made, approved, in force, withdrawn: in this order; what is in force has been approved.

    What is withdrawn says since when.

    A revision later than today is a planned review, not an error.
    """
    del context
    chain = [
        (("created",), sop.created),
        (("approved_by", "date"), sop.approved),
        (("effective",), sop.effective),
        (("withdrawn",), sop.withdrawn),
    ]
    known = [(pointer, day) for pointer, day in chain if day is not None]
    pairs = [*pairwise(known)]
    if sop.created is not None and sop.revised is not None:
        pairs.append(((("created",), sop.created), (("revised",), sop.revised)))
    problems = [
        Problem(
            sop.document.at(*later),
            "dates.order",
            {
                "earlier": Term(f"term.{earlier[0]}"),
                "earlier_day": earlier_day,
                "later": Term(f"term.{later[0]}"),
                "later_day": later_day,
            },
            related=(sop.document.at(*earlier),),
        )
        for (earlier, earlier_day), (later, later_day) in pairs
        if later_day < earlier_day
    ]
    if sop.status == "in-force" and sop.approved is None:
        problems.append(Problem(sop.document.at("status"), "dates.unapproved"))
    if sop.status == "withdrawn" and sop.withdrawn is None:
        problems.append(Problem(sop.document.at("status"), "dates.withdrawal-undated"))
    return problems
