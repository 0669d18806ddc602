"""Runs counted by SOP and by office: what the tables of executions show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import fmean, median

from sopcheck.model.execution_lines import (
    Deviating,
    ExecutionLine,
    PracticeLine,
    ProcedureLine,
    Skipped,
)

_JUDGED = ("pass", "fail")
OUTCOMES = ("pass", "fail", "open", "not-assessed")


def procedures(lines: Iterable[ExecutionLine]) -> tuple[ProcedureLine, ...]:
    """Every SOP that has runs, by id."""
    return tuple(_procedure(sop, runs) for sop, runs in _by_sop(lines))


def practice(lines: Iterable[ExecutionLine]) -> tuple[PracticeLine, ...]:
    """The SOPs of one office that have runs, by id."""
    return tuple(
        PracticeLine(sop, len(runs), _count(runs, *_JUDGED), _count(runs, "pass"))
        for sop, runs in _by_sop(lines)
    )


def outcomes(lines: Iterable[ExecutionLine]) -> dict[str, int]:
    """How many runs there are, by outcome, and how many are suspect."""
    listed = list(lines)
    counts = {outcome: _count(listed, outcome) for outcome in OUTCOMES}
    suspect = sum(1 for line in listed if line.suspect)
    return {"runs": len(listed), **counts, "suspect": suspect}


def _by_sop(lines: Iterable[ExecutionLine]) -> list[tuple[str, list[ExecutionLine]]]:
    found: dict[str, list[ExecutionLine]] = {}
    for line in lines:
        if line.sop is not None:
            found.setdefault(line.sop, []).append(line)
    return sorted(found.items())


def _count(lines: Iterable[ExecutionLine], *outcomes: str) -> int:
    return sum(1 for line in lines if line.outcome in outcomes)


def _procedure(sop: str, runs: Sequence[ExecutionLine]) -> ProcedureLine:
    judged = [run for run in runs if run.outcome in _JUDGED]
    skipped: Counter[str] = Counter()
    for run in runs:
        moves = (m for m in run.moves if m.move == "skip" and not m.is_paired and m.twin is None)
        skipped.update({m.step for m in moves})
    most = min(skipped, key=lambda step: (-skipped[step], step), default=None)
    paces = [run.pace for run in judged if run.pace is not None]
    fitness = [run.fitness for run in judged if run.fitness is not None]
    return ProcedureLine(
        sop=sop,
        runs=len(runs),
        assessed=len(judged),
        conforming=_count(judged, "pass"),
        open=_count(runs, "open"),
        suspect=sum(1 for run in runs if run.suspect),
        fitness=round(fmean(fitness), 4) if fitness else None,
        most_skipped=None if most is None else Skipped(most, skipped[most]),
        median_pace=round(median(paces), 4) if paces else None,
        worst_pace=max(paces, default=None),
        deviations=_deviations(runs),
    )


def _deviations(runs: Iterable[ExecutionLine]) -> tuple[Deviating, ...]:
    """What deviates in most runs first; of equals by code and step."""
    found: dict[tuple[str, str | None], list[str]] = {}
    for run in runs:
        for key in dict.fromkeys((d.code, d.step) for d in run.deviations):
            found.setdefault(key, []).append(run.office)
    lines = (
        Deviating(code, step, len(offices), tuple(sorted(set(offices))))
        for (code, step), offices in found.items()
    )
    return tuple(sorted(lines, key=lambda line: (-line.runs, line.code, line.step or "")))
