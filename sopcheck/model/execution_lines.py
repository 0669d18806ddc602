"""What the report says of executions: single runs, and how SOPs are carried out and replicated."""

from __future__ import annotations

from dataclasses import dataclass

from sopcheck.model.finding import Bilingual


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A move of an alignment. `event` counts from 0 in the file; None for a skipped step.

    `is_paired` marks a skip and an extra event of one step: done out of order. `twin` joins an event
    under a misspelt name with the skipped step that it means: each names the other. `start` and `end`
    are as written, `end` also the only day that is known.
    """

    move: str
    step: str
    event: int | None
    is_paired: bool
    twin: str | None
    start: str | None
    end: str | None
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LateLine:
    """A limit that was not kept; `step` and `event` are None where it is the whole run's.

    `share` is time used ÷ time allowed; `until` the last day that would have kept a limit in days.
    """

    step: str | None
    event: int | None
    used: Bilingual
    allowed: Bilingual
    share: float
    until: str | None


@dataclass(frozen=True, slots=True)
class DeviationLine:
    """An error about a run. `step` is None where it is about the whole run, `event` as in a move."""

    code: str
    step: str | None
    event: int | None


@dataclass(frozen=True, slots=True)
class ExecutionLine:
    """One run of an SOP. `version` is the one named, `measured` the one in force that it is held to.

    `pace` is the largest share of a limit that it used. Moves stand only where it does not conform.
    """

    subject: str
    office: str
    area: str | None
    sop: str | None
    version: int | None
    outcome: str
    cost: int | None
    fitness: float | None
    minutes: int | None
    measured: int | None
    ended: str | None
    reason: Bilingual | None
    suspect: bool
    pace: float | None
    moves: tuple[MoveLine, ...]
    late: tuple[LateLine, ...]
    deviations: tuple[DeviationLine, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """The step that most runs of an SOP skip."""

    step: str
    runs: int


@dataclass(frozen=True, slots=True)
class Deviating:
    """In how many runs of an SOP a code was said of a step, and in which offices."""

    code: str
    step: str | None
    runs: int
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """How an SOP is carried out, over all offices in the report.

    `conforming` of `assessed` runs do as it says; open runs without a deviation are in neither.
    `fitness` is the mean of assessed runs; the paces are shares of the limit used. `deviations` come
    by the number of runs.
    """

    sop: str
    runs: int
    assessed: int
    conforming: int
    open: int
    suspect: int
    fitness: float | None
    most_skipped: Skipped | None
    median_pace: float | None
    worst_pace: float | None
    deviations: tuple[Deviating, ...]

    @property
    def share(self) -> float | None:
        """The share of assessed runs that conform; None where none was assessed."""
        return self.conforming / self.assessed if self.assessed else None


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """How one office carries out one SOP."""

    sop: str
    runs: int
    assessed: int
    conforming: int

    @property
    def share(self) -> float | None:
        """The share of assessed runs that conform; None where none was assessed."""
        return self.conforming / self.assessed if self.assessed else None


@dataclass(frozen=True, slots=True)
class ReplicationLine:
    """A generic SOP in one office: `replica`, `used` as it is, or `absent`.

    `version` is what its replica follows, `current` what is in force; `drift` counts differences.
    """

    sop: str
    required: bool
    state: str
    version: int | None
    current: int
    drift: int | None
