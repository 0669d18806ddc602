"""Judged runs -> lines of the report."""

from __future__ import annotations

from sopcheck.locate import say
from sopcheck.model.execution import Delay, Execution
from sopcheck.model.execution_lines import DeviationLine, ExecutionLine, LateLine, MoveLine
from sopcheck.model.result import ExecutionState
from sopcheck.rounding import rounded
from sopcheck.words import clean


def execution_line(state: ExecutionState, office: str) -> ExecutionLine:
    """One run. Its moves are written out only where it does not conform."""
    execution, sop, reason = state.execution, state.evidence.sop, state.reason
    measured = None if execution is None else execution.measured_by
    if execution is None or measured is None or reason is not None:
        execution = measured = None
    ended = None if execution is None or execution.is_open else execution.ended
    deviates = execution is not None and bool(
        execution.cost or execution.late or state.outcome == "fail"
    )
    return ExecutionLine(
        subject=clean(f"{state.evidence.id}/{state.run}"),
        office=office,
        area=state.area,
        sop=sop[0] if sop else None,
        version=sop[1] if sop else None,
        outcome=state.outcome,
        cost=None if execution is None else execution.cost,
        fitness=None if execution is None else rounded(execution.fitness),
        minutes=None if execution is None else execution.minutes,
        measured=None if measured is None else measured.version,
        ended=None if ended is None else ended.isoformat(),
        reason=None if reason is None else say(reason.message, **reason.args),
        suspect=execution is not None and execution.is_suspect,
        pace=None if execution is None else rounded(execution.pace),
        moves=_moves(execution) if execution is not None and deviates else (),
        late=() if execution is None else tuple(_late(d, execution) for d in execution.late),
        deviations=tuple(
            DeviationLine(d.code, None if d.step is None else clean(d.step), d.event)
            for d in state.deviations
        ),
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
                twin=None if move.twin is None else clean(move.twin),
                start=None if event is None else event.start,
                end=None if event is None else event.end or event.day,
                roles=() if event is None else event.roles,
            )
        )
    return tuple(lines)


def _late(delay: Delay, execution: Execution) -> LateLine:
    return LateLine(
        step=delay.step,
        event=None if delay.deed is None else execution.deeds[delay.deed].event.index,
        used=say(delay.used.message, **delay.used.args),
        allowed=say(delay.allowed.message, **delay.allowed.args),
        share=rounded(delay.share) or 0.0,
        until=None if delay.until is None else delay.until.isoformat(),
    )
