"""What levels are measured against, and how a sub-period of the year stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sopcheck.model.execution import Conduct
from sopcheck.model.period import Period
from sopcheck.model.rules import Pack
from sopcheck.model.standing import Lack, Support

Timeliness = Literal["on-time", "late", "missed", "not-due"]


@dataclass(frozen=True, slots=True)
class PartState:
    """How a sub-period stands: `supports` cover it, `lacks` is what they do not show.

    `until` is the last day on which its papers come on time.
    """

    period: Period
    until: date
    state: Timeliness
    supports: tuple[Support, ...]
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What levels are measured against: the pack, the judged year, the day, follow-ups.

    `followed` are references (`evidence` or `evidence#document`) that some document acts upon,
    `firmly_followed` those that one with a file acts upon, None where that makes no difference.
    `illegible` is the path of a file that may hold counts or runs of the item and cannot be judged.
    `conducts` are the runs of the office.
    """

    pack: Pack
    year: Period
    as_of: date
    followed: Collection[str]
    illegible: str | None
    conducts: tuple[Conduct, ...] = ()
    firmly_followed: Collection[str] | None = None
