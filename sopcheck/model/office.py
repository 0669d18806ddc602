"""Offices, their positions and their worksheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sopcheck.model.document import Document

Group = Literal["commissioner", "secretariat", "mixed"]
Level = Literal["provinsi", "kabupaten", "kota"]


@dataclass(frozen=True, slots=True)
class Role:
    """A position that may execute, attend or sign. It stands under its id and its aliases."""

    id: str
    title: str
    group: Group


@dataclass(frozen=True, slots=True)
class Office:
    """One KPU office as its profile describes it."""

    document: Document
    code: str
    slug: str
    name: str
    level: Level
    parent: str | None
    roles: Mapping[str, Role]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the worksheet, as written; `valid` is false where its schema was broken."""

    item: str
    text: str
    evidence: tuple[str, ...]
    note: str | None
    valid: bool = True


@dataclass(frozen=True, slots=True)
class Worksheet:
    """The self-assessment (LKE) of one office for one year."""

    document: Document
    year: int
    answers: Mapping[str, Answer]
