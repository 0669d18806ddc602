"""Reviews: an evaluator's own verdict on the answers of an office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from sopcheck.model.document import Document

VerdictWord = Literal["dikonfirmasi", "direvisi", "tidak-tersedia"]


@dataclass(frozen=True, slots=True)
class ItemVerdict:
    """What an evaluator says of one answer. `answer` is the evaluator's own, as written."""

    item: str
    verdict: VerdictWord
    answer: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Review:
    """The verdicts of one evaluator on one office and year; those that broke their schema are left out."""

    document: Document
    office: str
    year: int
    by: str
    date: date
    verdicts: Mapping[str, ItemVerdict]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An item as reviewed. `value` is a share of full marks; None where the verdict cannot be applied."""

    verdict: ItemVerdict
    answer: str | None
    value: Fraction | None
