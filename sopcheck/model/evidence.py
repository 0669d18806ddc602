"""Evidence: the file, the papers it names, the runs it records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sopcheck.model.document import Document
from sopcheck.model.finding import Pointer
from sopcheck.model.period import Period

_Day = date  # in Paper, `date` is a field


@dataclass(frozen=True, slots=True)
class Attendance:
    """Persons present by group, and the number invited; None where nobody wrote it down."""

    commissioner: int | None
    secretariat: int | None
    invited: int | None


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a team that a decree appoints."""

    role: str
    areas: tuple[str, ...]
    duty: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that an evidence file names (contract: `documents`).

    `seen` is the day on which somebody looked at its link.
    """

    index: int
    id: str
    type: str
    title: str | None
    items: tuple[str, ...]
    number: str | None
    date: date | None
    own_period: Period | None
    signed: bool
    status: Literal["final", "draft"] | None
    signed_by: str | None
    issuer: str | None
    file: str | None
    sha256: str | None
    url: str | None
    follows_up: str | None
    attendance: Attendance | None
    team: tuple[Member, ...] = ()
    seen: _Day | None = None

    @property
    def is_only_a_link(self) -> bool:
        """True where there is an address and no file: nobody can check what it showed."""
        return self.file is None and self.url is not None


@dataclass(frozen=True, slots=True)
class Event:
    """What happened: a step done by roles. Times stay as written until an execution is judged.

    `day` stands where only the day is known. `decided` is the label of the branch taken.
    """

    index: int
    step: str
    roles: tuple[str, ...]
    start: str | None
    end: str | None
    day: str | None
    decided: str | None
    outputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of an SOP; `index` is None for the run written as `events` of the file."""

    id: str
    index: int | None
    is_open: bool
    events: tuple[Event, ...]

    @property
    def pointer(self) -> Pointer:
        """Where its events stand in the file."""
        return ("events",) if self.index is None else ("runs", self.index, "events")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One evidence file (one document of it). `about` pairs an SOP with what was done to it."""

    document: Document
    id: str
    area: str | None
    items: tuple[str, ...]
    period: Period
    sop: tuple[str, int] | None
    runs: tuple[Run, ...]
    bundle: str | None
    attendance: Attendance | None
    counts: Mapping[str, int] | None
    nil: bool
    about: tuple[tuple[str, str], ...]
    papers: tuple[Paper, ...]
