"""Judged runs -> lines of the report."""

from __future__ import annotations

from dataclasses import replace

from sopcheck.locate import say
from sopcheck.model.execution import Execution, Pace
from sopcheck.model.execution_lines import ExecutionLine, LateLine, MoveLine
from sopcheck.model.result import ExecutionState
from sopcheck.rounding import rounded
from sopcheck.words import clean


def execution_line(state: ExecutionState, office: str) -> ExecutionLine:
    """One run. Its moves are written out only where it deviates or is late."""
    execution, sop = state.execution, state.evidence.sop
    reason = state.reason
    line = ExecutionLine(
        subject=clean(f"{state.evidence.id}/{state.run}"),
        office=office,
        area=state.area,
        sop=sop[0] if sop else None,
        version=sop[1] if sop else None,
        outcome=state.outcome,
        cost=None,
        fitness=None,
        minutes=None,
        measured=None,
        ended=None,
        reason=None if reason is None else say(reason.message, **reason.args),
        suspect=False,
        pace=None,
        moves=(),
        late=(),
    )
    if execution is None or execution.measure is None or execution.cost is None:
        return line
    late = [pace for pace in execution.paces if pace.is_late]
    ended = execution.ended
    return replace(
        line,
        cost=execution.cost,
        fitness=rounded(execution.fitness),
        minutes=execution.minutes,
        measured=execution.measure.version,
        ended=None if ended is None or execution.is_open else ended.isoformat(),
        suspect=execution.is_suspect,
        pace=rounded(max((pace.share for pace in execution.paces), default=None)),
        moves=_moves(execution) if execution.cost or late else (),
        late=tuple(_late(pace, execution) for pace in late),
    )


def _moves(execution: Execution) -> tuple[MoveLine, ...]:
    lines = []
    for move in execution.moves:
        event = None if move.event is None else execution.deeds[move.event].event
        lines.append(
            MoveLine(
                move=move.kind,
                step=clean(move.step),
                event=None if event is None else event.index,
                is_paired=move.is_paired,
                start=None if event is None else event.start,
                end=None if event is None else event.end or event.day,
                roles=() if event is None else event.roles,
            )
        )
    return tuple(lines)


def _late(pace: Pace, execution: Execution) -> LateLine:
    return LateLine(
        step=pace.step,
        event=None if pace.deed is None else execution.deeds[pace.deed].event.index,
        used=say(pace.used.message, **pace.used.args),
        allowed=say(pace.allowed.message, **pace.allowed.args),
        share=rounded(pace.share) or 0.0,
        until=None if pace.until is None else pace.until.isoformat(),
    )
