"""Sub-periods of the year: those that a claim asks for and that were missed."""

from __future__ import annotations

from sopcheck.checks.registry import Verdict, check
from sopcheck.checks.worksheet import claim_spot, has_another_cause
from sopcheck.coverage import due_parts
from sopcheck.dues import COVERAGE, due_lacks, letter, needs_of
from sopcheck.model.context import Context
from sopcheck.model.finding import NotApplicable, Problem
from sopcheck.model.standing import Standing


@check("sub-periods-covered", target="item", across=True, lowers=False)
def sub_periods_covered(standing: Standing, context: Context) -> Verdict:
    """Enough sub-periods due are covered as the claimed level asks, rejected evidence counted.

    A level that asks for a share of them is content with that share. Not said where there is no
    evidence at all, or none of an accepted type: that is the cause.
    """
    spot, needs = claim_spot(standing), needs_of(standing)
    if spot is None or needs is None or needs.every is None:
        return NotApplicable("na.not-periodic")
    if not standing.candidates or has_another_cause(standing, context):
        return NotApplicable("na.cause-said")
    if not due_parts(context.year, needs.every, context.as_of, context.pack.grace):
        return NotApplicable("na.not-due")
    lack = next((x for x in due_lacks(standing, context) if x.message == COVERAGE), None)
    if lack is None:
        return []
    missed = lack.args["due"] - lack.args["covered"]
    args = {
        "item": standing.item.id,
        "answer": letter(standing),
        "missed": missed,
        **lack.args,
    }
    return [Problem(spot, "claim.missed", args)]
