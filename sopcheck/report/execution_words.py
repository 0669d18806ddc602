"""What formats say of executions and of replicated SOPs, whatever they look like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from sopcheck.report.bands import in_percent, whole_percent

if TYPE_CHECKING:
    from sopcheck.model.execution_lines import (
        DeviationLine,
        ExecutionLine,
        LateLine,
        MoveLine,
        ProcedureLine,
    )
    from sopcheck.model.report import OfficeLine, Report
    from sopcheck.words import Words


def sop_titles(report: Report) -> dict[str, str]:
    """A title for every SOP id; the first listed, a generic one's, before an office's own."""
    return {sop.id: sop.title for sop in reversed(report.sops)}


def times(move: MoveLine) -> str:
    """From when to when; a day that is the same is not repeated."""
    start, end = (text.replace("T", " ") for text in (move.start or "", move.end or ""))
    if not start or not end or start == end:
        return start or end
    day = len("2021-02-03")
    return f"{start}–{end[day + 1 :]}" if start[:day] == end[:day] else f"{start} – {end}"


def what(move: MoveLine, words: Words) -> str:
    """When and by whom an event was done, and what a step without one lacks."""
    if move.move == "skip":
        return words.say("run.belongs-here" if move.is_paired else "run.skipped")
    parts = [times(move), ", ".join(move.roles)]
    if move.move == "extra":
        parts.append(_extra(move, words))
    return " · ".join(part for part in parts if part)


def _extra(move: MoveLine, words: Words) -> str:
    if move.twin is not None:
        return words.say("run.misspelt", step=move.twin)
    return words.say("run.out-of-order" if move.is_paired else "run.extra")


_DRAWN = ("CF201", "CF202", "CF203", "CF205")


def drawn_moves(line: ExecutionLine) -> list[MoveLine]:
    """The moves to be shown: a step that stands under a misspelt name is there, not skipped."""
    return [move for move in line.moves if move.event is not None or move.twin is None]


def undrawn(line: ExecutionLine) -> list[DeviationLine]:
    """What deviates beside order and time, which the moves do not show.

    Another branch than the one decided is CF203 too, but costs no move.
    """
    moved = {move.event for move in line.moves if move.is_paired and move.move == "extra"}
    return [
        found
        for found in line.deviations
        if found.code not in _DRAWN or (found.code == "CF203" and found.event not in moved)
    ]


def pace_percent(share: float | None) -> int | None:
    """Whole percent of a limit: rounded down within it, up beyond, so that 100 means kept."""
    if share is None:
        return None
    return ceil(in_percent(share)) if share > 1 else whole_percent(share)


def is_waived(late: LateLine, line: ExecutionLine) -> bool:
    """True for a delay that fails nothing: a waiver lifts it."""
    return not any(
        found.code == "CF205"
        and found.step == late.step
        and (late.event is None or found.event == late.event)
        for found in line.deviations
    )


def late_words(late: LateLine, words: Words) -> str:
    """Time used and time allowed; of the whole run where no step is named."""
    used, allowed = late.used.of(words.lang), late.allowed.of(words.lang)
    message = "run.late-in-all" if late.event is None else "run.late"
    return words.say(message, used=used, allowed=allowed)


def worst_first(lines: Sequence[ProcedureLine]) -> list[ProcedureLine]:
    """SOPs by the share of their runs that conform; those without an assessed run last."""

    def merit(line: ProcedureLine) -> tuple[float, float, str]:
        share = 2.0 if line.share is None else line.share
        return share, 1.0 if line.fitness is None else line.fitness, line.sop

    return sorted(lines, key=merit)


def deviations_of(line: ProcedureLine) -> str:
    """What deviates in an SOP's runs, in one line: code, step, number of runs."""
    named = (f"{d.code} {d.step or ''}".rstrip() + f" ({d.runs})" for d in line.deviations)
    return "; ".join(named)


class Deviated(NamedTuple):
    """In how many runs of an SOP a code was said of a step (None: of the whole run), and whose."""

    runs: int
    sop: str
    step: str | None
    code: str
    offices: tuple[str, ...]


def deviations(report: Report) -> list[Deviated]:
    """What deviates in most runs first; of equals that of the SOP that fares worst."""
    found = [
        Deviated(line.runs, procedure.sop, line.step, line.code, line.offices)
        for procedure in worst_first(report.procedures)
        for line in procedure.deviations
    ]
    return sorted(found, key=lambda line: -line.runs)


class Replication(NamedTuple):
    """A generic SOP over all offices: in how many it is replicated, used, absent, behind, drifted."""

    sop: str
    required: bool
    replicas: int
    used: int
    absent: int
    behind: int
    drifted: int


def replications(offices: Sequence[OfficeLine]) -> list[Replication]:
    """Every generic SOP, by its id."""
    lines = [line for office in offices for line in office.replication]
    found = []
    for sop in sorted({line.sop for line in lines}):
        own = [line for line in lines if line.sop == sop]
        states = Counter(line.state for line in own)
        found.append(
            Replication(
                sop=sop,
                required=any(x.required for x in own),
                replicas=states["replica"],
                used=states["used"],
                absent=states["absent"],
                behind=sum(1 for x in own if x.version is not None and x.version < x.current),
                drifted=sum(1 for x in own if x.drift),
            )
        )
    return found
