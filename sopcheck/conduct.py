"""How every run of an office came out, once errors have taken out what they are about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from sopcheck.model.execution import Conduct, Execution
from sopcheck.model.finding import Judgement, Pointer
from sopcheck.model.result import EvidenceState, ExecutionState, RunOutcome
from sopcheck.model.standing import Lack

_UNFIT = ("SD101", "SD102", "SD103")


def unfit_places(judgements: Iterable[Judgement]) -> frozenset[tuple[str, int]]:
    """Documents with errors that make an SOP no measure of executions: path and index."""
    return frozenset(
        (j.problem.spot.path, j.problem.spot.index)
        for j in judgements
        if j.severity == "error" and (j.code in _UNFIT or j.code.startswith("CORE"))
    )


def execution_states(
    executions: Iterable[Execution],
    states: Iterable[EvidenceState],
    torn: Mapping[tuple[str, int], Collection[Pointer]],
) -> Iterator[ExecutionState]:
    """Every run with its outcome, in the order of the files; runs that broke their schema last.

    An open run without a deviation is `open`. A run in a file that was rejected, or that broke its
    schema, is not assessed.
    """
    by_file: dict[tuple[str, int], list[Execution]] = {}
    for execution in executions:
        document = execution.evidence.document
        by_file.setdefault((document.path, document.index), []).append(execution)
    for state in states:
        document = state.evidence.document
        place = (document.path, document.index)
        area = state.areas[0] if state.areas else None
        for execution in by_file.get(place, ()):
            outcome, reason = _outcome(execution, state)
            yield ExecutionState(state.evidence, execution.run.id, area, outcome, reason, execution)
        for part in torn.get(place, ()):
            if part[:1] in (("events",), ("runs",)):
                name = _written_id(document.data, part)
                reason = Lack("unassessed.torn", {})
                yield ExecutionState(state.evidence, name, area, "not-assessed", reason, None)


def _outcome(execution: Execution, state: EvidenceState) -> tuple[RunOutcome, Lack | None]:
    if execution.unassessed is not None:
        return "not-assessed", execution.unassessed
    if () in state.void:
        return "not-assessed", Lack("unassessed.rejected", {})
    if execution.run.pointer in state.void or execution.run.pointer[:2] in state.void:
        return "fail", None
    return ("open" if execution.is_open else "pass"), None


def _written_id(data: Mapping[str, object], part: Pointer) -> str:
    """The id of a run as written, else its place in the list."""
    runs = data.get("runs")
    if len(part) > 1 and isinstance(runs, list):
        run = runs[int(part[1])]
        name = run.get("id") if isinstance(run, dict) else None
        return name if isinstance(name, str) else str(int(part[1]) + 1)
    return "events"


def _area(state: ExecutionState) -> str | None:
    """The area of the SOP that was carried out, else that of the evidence."""
    named = None if state.execution is None else state.execution.named
    return state.area if named is None else named.area


def conducts(states: Iterable[ExecutionState]) -> tuple[Conduct, ...]:
    """What needs know of every run; open runs without a fault say nothing.

    An open run that deviates belongs to the period of its last event.
    """
    return tuple(
        Conduct(
            sop=state.evidence.sop[0],
            area=_area(state),
            ended=None if state.execution is None else state.execution.ended,
            period=state.evidence.period,
            conforms=state.outcome == "pass",
            subject=f"{state.evidence.id}/{state.run}",
        )
        for state in states
        if state.outcome != "open" and state.evidence.sop is not None
    )
