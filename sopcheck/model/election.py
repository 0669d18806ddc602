"""Elections and the stages in which they are run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sopcheck.model.finding import Bilingual
from sopcheck.model.period import Period


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage; both days are in it. `is_national`: no burden of the regional offices."""

    id: str
    name: Bilingual
    first: date
    last: date
    is_national: bool

    def days_in(self, period: Period) -> int:
        """How many days of a period this stage takes."""
        first, last = max(self.first, period.first), min(self.last, period.last)
        return max((last - first).days + 1, 0)


@dataclass(frozen=True, slots=True)
class Election:
    """One election with its stages, in the order of the regulation `source`."""

    id: str
    name: Bilingual
    source: str
    stages: tuple[Stage, ...]

    def in_period(self, period: Period) -> tuple[Stage, ...]:
        """The stages of the regional offices that take days of a period, the longest in it first."""
        found = [s for s in self.stages if not s.is_national and s.days_in(period)]
        return tuple(sorted(found, key=lambda s: -s.days_in(period)))
