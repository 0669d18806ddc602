"""What an office claims for an item, and what its evidence shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sopcheck.model.evidence import Evidence, Paper
from sopcheck.model.office import Answer, Worksheet
from sopcheck.model.review import Reviewed
from sopcheck.model.rules import Item


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that a level asks for and the evidence does not show: a message with arguments."""

    message: str
    args: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Support:
    """The papers of one evidence file that speak for an item.

    `sound` is false where an error took out the file: its counts may only weigh against a share.
    """

    evidence: Evidence
    papers: tuple[Paper, ...]
    sound: bool = True


@dataclass(frozen=True, slots=True)
class Shown:
    """The level that evidence shows, its value, and what each better level still lacks.

    `label` is a letter of the scale, or None for a percentage.
    """

    value: Fraction
    label: str | None
    lacks: Mapping[str, tuple[Lack, ...]]


@dataclass(frozen=True, slots=True)
class Standing:
    """An item in one office. Values are shares of full marks, 0 to 1.

    `claimed` is None without a valid answer. `strict` counts sound evidence only; `lenient` counts
    rejected evidence too and decides whether a coverage finding would only repeat its cause.
    `blocked` names a file that cannot be judged and mentions this item. `unwaived` is what sound evidence
    would show without waivers, where there are any. `reviewed` is the evaluator's verdict.
    """

    item: Item
    answer: Answer | None
    worksheet: Worksheet | None
    claimed: Fraction | None
    fault: Lack | None
    applies: bool
    supports: tuple[Support, ...]
    candidates: tuple[Support, ...]
    strict: Shown
    lenient: Shown
    blocked: str | None
    area_has_evidence: bool
    unwaived: Shown | None = None
    reviewed: Reviewed | None = None

    @property
    def supported(self) -> Fraction:
        """The lower of claim and evidence: the headline."""
        return min(self.claimed or Fraction(0), self.strict.value)

    @property
    def supported_unwaived(self) -> Fraction:
        """What would be supported if no waiver were in force."""
        shown = self.strict if self.unwaived is None else self.unwaived
        return min(self.claimed or Fraction(0), shown.value)
