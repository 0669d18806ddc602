"""Standard operating procedures: identity and a graph of steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sopcheck.model.document import Document
from sopcheck.model.office import Role

END = "end"


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `targets` are its successors in written order (step ids or `end`).

    `time` is the limit as written, None where there is none. `decision` maps labels to targets.
    """

    id: str
    activity: str
    roles: tuple[str, ...]
    time: str | None
    outputs: tuple[str, ...]
    decision: Mapping[str, str] | None
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sop:
    """One version of an SOP. `owner` is the office code, or None for a generic one."""

    document: Document
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
    replica_of: tuple[str, int] | None
    related: tuple[str, ...]
    roles: Mapping[str, Role]
    steps: tuple[Step, ...]

    @property
    def subject(self) -> str:
        """How findings name this version."""
        return f"{self.id}@{self.version}"
