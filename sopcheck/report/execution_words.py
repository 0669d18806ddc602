"""What formats say of executions and of replicated SOPs, whatever they look like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sopcheck.model.execution_lines import LateLine, MoveLine
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
        parts.append(words.say("run.out-of-order" if move.is_paired else "run.extra"))
    return " · ".join(part for part in parts if part)


def late_words(late: LateLine, words: Words) -> str:
    """Time used and time allowed; of the whole run where no step is named."""
    used, allowed = late.used.of(words.lang), late.allowed.of(words.lang)
    message = "run.late-in-all" if late.event is None else "run.late"
    return words.say(message, used=used, allowed=allowed)


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
