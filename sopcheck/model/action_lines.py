"""Lines of the report about what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sopcheck.model.finding import Bilingual


@dataclass(frozen=True, slots=True)
class WantedPaperLine:
    """A document to add; `follows` is the one it acts upon (`#n`: the n-th of the same file, from 0)."""

    type: str
    follows: str | None


@dataclass(frozen=True, slots=True)
class WantedFileLine:
    """An evidence file to write, or papers to add to the one that `into` names."""

    period: str
    into: str | None
    papers: tuple[WantedPaperLine, ...]
    attendance: Mapping[str, int | float] | None
    counts: Mapping[str, int] | None


@dataclass(frozen=True, slots=True)
class WantedRunLine:
    """A conforming run to record."""

    sop: str
    period: str


@dataclass(frozen=True, slots=True)
class ActionLine:
    """All that lifts one item by one level. `gain` are the points that scoring again gives."""

    item: str
    area: str
    kind: str
    before: str
    after: str
    gain: float
    answer: str | None
    files: tuple[WantedFileLine, ...]
    runs: tuple[WantedRunLine, ...]
    mend: tuple[str, ...]
    codes: tuple[str, ...]
    rules: tuple[str, ...]
    steps: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class ClimbStep:
    """One step up of one item."""

    item: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ClimbLine:
    """Steps that reach the next category; no fewer than `at_least` can. `gap` are the points missing."""

    category: str
    gap: float
    gain: float
    steps: tuple[ClimbStep, ...]
    at_least: int
