"""Who took part in the work of an area: commissioners, secretariat, or both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Participation:
    """One event or attendance record. None where it does not tell whether a group took part.

    `persons` are (commissioners, secretariat) that an attendance record counts.
    """

    day: date
    subject: str
    commissioner: bool | None
    secretariat: bool | None
    is_event: bool
    persons: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Collaboration:
    """All records of one area in the judged year, by day."""

    area: str
    records: Sequence[Participation]

    @property
    def quarters(self) -> Mapping[str, Sequence[Participation]]:
        """The records by quarter, in order."""
        found: dict[str, list[Participation]] = {}
        for record in self.records:
            name = f"{record.day.year}-Q{(record.day.month + 2) // 3}"
            found.setdefault(name, []).append(record)
        return found

    def took_part(self, group: str) -> bool | None:
        """Whether a group took part in any record; None where not one record tells."""
        told = [r for r in (getattr(record, group) for record in self.records) if r is not None]
        return any(told) if told else None


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """One quarter with records: whether each group took part; None where no record tells."""

    period: str
    records: int
    commissioner: bool | None
    secretariat: bool | None


@dataclass(frozen=True, slots=True)
class CollaborationLine:
    """An area's participation in the report.

    Shares are of the events whose roles are known; `together` is the share of the quarters with records
    in which both groups took part. None = no such record, never 0.
    """

    events: int
    commissioner: float | None
    secretariat: float | None
    persons: Mapping[str, int]
    quarters: tuple[QuarterLine, ...]
    together: float | None
