"""Standard operating procedures: identity and a graph of steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sopcheck.model.document import Document
from sopcheck.model.finding import Spot
from sopcheck.model.office import Role

END = "end"


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `targets` are its successors in written order (step ids or `end`).

    `time` is the limit as written, None where there is none; `by_clock` counts its hours and minutes
    day and night. `decision` maps labels to targets.
    """

    id: str
    activity: str
    roles: tuple[str, ...]
    time: str | None
    by_clock: bool
    outputs: tuple[str, ...]
    decision: Mapping[str, str] | None
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sop:
    """One version of an SOP. `owner` is the office code, or None for a generic one.

    `written` is its content; a replica's holds what it takes from the generic SOP too. `flow` is the
    document in which its steps stand: its own, or the generic's whose steps it takes over; `original` is a
    replica's generic SOP, if known. `successors` are its steps as a graph, the first step first.
    """

    document: Document
    written: Mapping[str, Any]
    flow: Document
    original: Document | None
    owner: str | None
    id: str
    version: int
    area: str
    number: str
    title: str
    status: Literal["draft", "in-force", "withdrawn"]
    created: date | None
    revised: date | None
    effective: date
    withdrawn: date | None
    approved: date | None
    total_time: str | None
    replicate: Literal["required", "optional"] | None
    replica_of: tuple[str, int] | None
    related: tuple[str, ...]
    roles: Mapping[str, Role]
    steps: tuple[Step, ...]
    steps_by_id: Mapping[str, Step]
    successors: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def subject(self) -> str:
        """How findings name this version."""
        return f"{self.id}@{self.version}"

    def at(self, key: str) -> Spot:
        """The place of a key of its content, in the generic SOP where it was taken from there."""
        own = self.original is None or key in self.document.data
        return (self.document if own or self.original is None else self.original).at(key)

    def spot(self, step: str, *pointer: str) -> Spot:
        """The place of a step, or of a part of it that is written there."""
        index = next(i for i, known in enumerate(self.steps) if known.id == step)
        entry = self.flow.data["steps"][index]
        inner = pointer if pointer and pointer[0] in entry else ("id",)
        return self.flow.at("steps", index, *inner)


def in_force(versions: Iterable[Sop], day: date) -> Sop | None:
    """The version in force on a day, of the versions of one SOP.

    That is the highest one that is no draft and has taken effect, unless it has been withdrawn; one
    withdrawn without a date is never in force.
    """
    begun = [s for s in versions if s.status != "draft" and s.effective <= day]
    newest = max(begun, key=lambda s: s.version, default=None)
    if newest is None or (newest.withdrawn is not None and newest.withdrawn < day):
        return None
    undated = newest.status == "withdrawn" and newest.withdrawn is None
    return None if undated else newest
