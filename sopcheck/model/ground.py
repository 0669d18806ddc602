"""What the standings of all items of an office rest on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sopcheck.model.context import Context
from sopcheck.model.evidence import Evidence
from sopcheck.model.finding import Pointer
from sopcheck.model.standing import Support
from sopcheck.model.yardstick import Yardstick

Voids = Mapping[tuple[str, int], Mapping[Pointer, Collection[str]]]


@dataclass(frozen=True, slots=True)
class Ground:
    """What the standings of all items of an office rest on.

    `candidates` are the papers that speak for each item, whether or not an error took them out.
    """

    context: Context
    voids: Voids
    strict: Yardstick
    lenient: Yardstick
    blocked: Mapping[str, str]
    strays: tuple[Evidence, ...]
    nameless: Mapping[str, str]
    areas: Collection[str]
    candidates: Mapping[str, tuple[Support, ...]]
