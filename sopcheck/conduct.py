"""How every run of an office came out, once errors have taken out what they are about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from sopcheck.model.execution import Conduct, Execution
from sopcheck.model.finding import Judgement, Pointer
from sopcheck.model.result import Deviation, EvidenceState, ExecutionState, RunOutcome
from sopcheck.model.standing import Lack

_UNFIT = ("SD101", "SD102", "SD103")
# Where these name no step, the whole run is late, or its version is wrong.
_OF_THE_RUN = ("CF205", "CF208")

Place = tuple[str, int]


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
    torn: Mapping[Place, Collection[Pointer]],
    judgements: Iterable[Judgement],
) -> Iterator[ExecutionState]:
    """Every run with its outcome and what failed it, in the order of the files.

    Runs that broke their schema come last in theirs.

    An open run without a deviation is `open`. A run in a file that was rejected, or that broke its
    schema, is not assessed.
    """
    by_file: dict[Place, list[Execution]] = {}
    for execution in executions:
        document = execution.evidence.document
        by_file.setdefault((document.path, document.index), []).append(execution)
    errors = _errors(judgements)
    for state in states:
        document = state.evidence.document
        place = (document.path, document.index)
        area = state.areas[0] if state.areas else None
        for execution in by_file.get(place, ()):
            outcome, reason = _outcome(execution, state)
            found = tuple(_deviations(execution, errors.get(place, ()))) if reason is None else ()
            run = execution.run.id
            yield ExecutionState(state.evidence, run, area, outcome, reason, execution, found)
        for part in torn.get(place, ()):
            if part[:1] in (("events",), ("runs",)):
                name = _written_id(document.data, part)
                reason = Lack("unassessed.torn", {})
                yield ExecutionState(state.evidence, name, area, "not-assessed", reason, None)


def _errors(judgements: Iterable[Judgement]) -> Mapping[Place, list[Judgement]]:
    """The errors that no waiver lifts, by the document they stand in."""
    found: dict[Place, list[Judgement]] = {}
    for judgement in judgements:
        if judgement.severity == "error" and judgement.waiver is None and judgement.lowers:
            spot = judgement.problem.spot
            found.setdefault((spot.path, spot.index), []).append(judgement)
    return found


def _deviations(execution: Execution, errors: Iterable[Judgement]) -> Iterator[Deviation]:
    """The errors inside a run."""
    head = execution.run.pointer
    seen = {deed.event.index: i for i, deed in enumerate(execution.deeds)}  # not those to come
    for judgement in errors:
        pointer = judgement.problem.spot.pointer
        if pointer[: len(head)] == head:
            event = int(pointer[len(head)]) if len(pointer) > len(head) else None
        elif execution.run.index is not None and pointer[:2] == head[:2]:
            event = None
        else:
            continue
        step = judgement.problem.args.get("step")
        if judgement.code == "CF202" or (step is None and judgement.code not in _OF_THE_RUN):
            step = None if event not in seen else execution.step_of(seen[event])
        yield Deviation(judgement.code, step, event)


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
