"""Executions: a run of an SOP measured against the version in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from sopcheck.model.calendar import Moment
from sopcheck.model.evidence import Event, Evidence, Run
from sopcheck.model.finding import Spot
from sopcheck.model.period import Period
from sopcheck.model.sop import Sop
from sopcheck.model.standing import Lack

MoveKind = Literal["sync", "skip", "extra"]


@dataclass(frozen=True, slots=True)
class Deed:
    """An event with its moments in the office's time, None where they are not known."""

    event: Event
    start: Moment | None
    end: Moment | None

    @property
    def begins(self) -> Moment:
        """When it is known to have begun at the latest: its start, else its end."""
        return self.start or self.end or Moment(date.min)


@dataclass(frozen=True, slots=True)
class StepMove:
    """A move of the alignment. `event` is an index into the deeds; None for a skipped step.

    `is_paired` marks a skip and an extra event of one step that belong together: out of order. `twin`
    joins an event of an unknown step with the skipped step that it means: each names the other.
    """

    kind: MoveKind
    step: str
    event: int | None
    is_paired: bool = False
    twin: str | None = None


@dataclass(frozen=True, slots=True)
class Delay:
    """A limit that was not kept: amounts in words, in the limit's unit. `share` is used ÷ allowed.

    `deed` is the event that it is about, None for the whole run; `until` the last day of a limit in
    days, `deadline` that day or moment in words, with the days that a plain week would count
    otherwise. `unfinished` on the day judged.
    """

    step: str | None
    deed: int | None
    used: Lack
    allowed: Lack
    until: date | None
    deadline: Lack | None
    share: Fraction
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Execution:
    """One run and what it was measured against.

    `named` is the version that the evidence names, `in_force` the one in force on the day of the first
    event; that is the measure, or the named one where none was. `unassessed` says why the run cannot
    be measured; then there are no moves. `is_open` also where later events are not
    seen yet. `pace` is
    the largest share used of a limit, None where none could be judged. `minutes` are working minutes from the first start to the last end, where both are known.
    `is_suspect`: recorded under an older version than the one now in force.
    """

    evidence: Evidence
    run: Run
    is_open: bool
    deeds: tuple[Deed, ...]
    named: Sop | None
    in_force: Sop | None
    unassessed: Lack | None
    moves: tuple[StepMove, ...] = ()
    cost: int | None = None
    fitness: Fraction | None = None
    late: tuple[Delay, ...] = ()
    pace: Fraction | None = None
    minutes: int | None = None
    is_suspect: bool = False

    @property
    def measure(self) -> Sop | None:
        """The version that the run is measured against."""
        return self.in_force or self.named

    @property
    def measured_by(self) -> Sop | None:
        """The version that the run was measured against; None where it was not assessed."""
        return None if self.cost is None else self.measure

    def still_goes_on(self, deed: int) -> bool:
        """True for the last event of an open run while its end is not known."""
        is_last = deed == len(self.deeds) - 1
        return self.is_open and is_last and self.deeds[deed].end is None

    @property
    def subject(self) -> str:
        """How findings name this run."""
        return f"{self.evidence.id}/{self.run.id}"

    @property
    def ended(self) -> date | None:
        """The last day known of it: a run belongs to the period in which it ended."""
        return max(((deed.end or deed.begins).day for deed in self.deeds), default=None)

    def spot(self, deed: int, *pointer: str | int) -> Spot:
        """The place of an event, or of a part of it that is written there; its step otherwise."""
        head = (*self.run.pointer, self.deeds[deed].event.index)
        data = self.evidence.document.data
        entry = data["events"] if self.run.index is None else data["runs"][self.run.index]["events"]
        written = entry[self.deeds[deed].event.index]
        inner = pointer if pointer and pointer[0] in written else ("step",)
        return self.evidence.document.at(*head, *inner)

    def step_of(self, deed: int) -> str:
        """The step that an event is of; where it is misspelt, the one it means."""
        move = next((m for m in self.moves if m.event == deed and m.twin is not None), None)
        return self.deeds[deed].event.step if move is None or move.twin is None else move.twin

    def doing(self, step: str) -> int | None:
        """The first deed that does a step as the SOP says."""
        return next((m.event for m in self.moves if m.kind == "sync" and m.step == step), None)


@dataclass(frozen=True, slots=True)
class Conduct:
    """What needs know of a run: its SOP and area, when it ended, whether it conforms, its name.

    `ended` is None where that cannot be told; then it may be any day of `period`, its evidence's.
    """

    sop: str
    area: str | None
    ended: date | None
    period: Period
    conforms: bool
    subject: str = ""

    def falls_in(self, part: Period) -> bool:
        """True where the run belongs to a sub-period, or may."""
        if self.ended is not None:
            return part.holds(self.ended)
        return part.contains(self.period) or self.period.contains(part)
