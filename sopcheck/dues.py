"""What of a claim is due on the day judged: the rest may still come, so nothing of it is asked."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from sopcheck.coverage import due_parts, is_due
from sopcheck.model.context import Context
from sopcheck.model.period import Grain
from sopcheck.model.rules import Needs
from sopcheck.model.standing import Lack, Standing

COVERAGE = "lack.coverage"
_OF_SUB_PERIODS = (COVERAGE, "lack.executions")


def worksheet_is_due(context: Context) -> bool:
    """True from the day on which the worksheet of the judged year is due."""
    month, day = context.pack.worksheet_due
    return context.as_of >= date(context.year.first.year + 1, month, day)


def is_asked(standing: Standing, context: Context) -> bool:
    """True when a claim without evidence cannot be shown any more: what is to come is too little."""
    if year_is_due(context):
        return True
    needs = needs_of(standing)
    if needs is None or needs.every is None:
        return False
    due = due_parts(context.year, needs.every, context.as_of, context.pack.grace)
    return _too_many(len(due), needs.every, needs.coverage, context)


def year_is_due(context: Context) -> bool:
    """True when the judged year, and so everything in it, is due."""
    return worksheet_is_due(context) or is_due(context.year, context.as_of, context.pack.grace)


def letter(standing: Standing) -> str:
    """The answer as written."""
    return "" if standing.answer is None else standing.answer.text.strip()


def needs_of(standing: Standing) -> Needs | None:
    """What the claimed level asks for."""
    return dict(standing.item.levels).get(letter(standing))


def due_lacks(standing: Standing, context: Context) -> list[Lack]:
    """What the claimed level lacks and nothing to come can make good.

    All of it once the year is due; before that, sub-periods of which too many were missed.
    """
    found = standing.lenient.lacks.get(letter(standing), ())
    lacks = [lack for lack in found if lack.message != "lack.not-due"]
    if year_is_due(context):
        return lacks
    return [x for x in lacks if x.message in _OF_SUB_PERIODS and _is_out_of_reach(x, context)]


def _is_out_of_reach(lack: Lack, context: Context) -> bool:
    args = lack.args
    return _too_many(args["due"] - args["covered"], args["every"], args["share"], context)


def _too_many(missed: int, every: Grain, share: Fraction, context: Context) -> bool:
    """True when so many sub-periods were missed that the rest of the year is less than the share."""
    of_year = len(context.year.parts(every))
    return of_year - missed < share * of_year
