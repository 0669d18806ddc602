"""Next actions: what lifts one item of an office by one level, and what that is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

ActionKind = Literal["add", "mend", "answer"]


@dataclass(frozen=True, slots=True)
class WantedPaper:
    """A document to add.

    `follows` is what it acts upon: `evidence#document`, or `#n`, the n-th paper (from 0) of its own file.
    """

    type: str
    follows: str | None = None


@dataclass(frozen=True, slots=True)
class WantedFile:
    """An evidence file to write for a period, or papers to add to the one that `into` names.

    `attendance` is by group: whole numbers are persons, fractions shares of those invited.
    """

    period: str
    papers: tuple[WantedPaper, ...]
    into: str | None = None
    attendance: Mapping[str, int | Fraction] | None = None
    counts: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class WantedRun:
    """A run of an SOP that has to conform, and end in a period."""

    sop: str
    period: str


@dataclass(frozen=True, slots=True)
class Action:
    """All that lifts one item by one level; `gain` is in points, from re-scoring the office with it.

    `answer` is to be written in the worksheet; None leaves it as it is. `mends` asks to correct the
    errors that took out the item's documents. `rules` of the area speak of the evidence asked for. Levels are letters, or shares of a percentage.
    """

    item: str
    area: str
    kind: ActionKind
    before: str
    after: str
    answer: str | None
    files: tuple[WantedFile, ...]
    runs: tuple[WantedRun, ...]
    mends: bool
    rules: tuple[str, ...] = field(default=(), kw_only=True)
    gain: Fraction


@dataclass(frozen=True, slots=True)
class Climb:
    """Steps that lift an office above the lower bound of the next category.

    `gap` are the points still missing. No set of fewer than `at_least` steps can do it; a greedy
    choice found `steps`.
    """

    category: str
    gap: Fraction
    steps: tuple[Action, ...]
    at_least: int
