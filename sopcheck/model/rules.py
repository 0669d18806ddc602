"""Rule packs: rules, items with their levels, areas, scales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from sopcheck.model.calendar import WorkingTime
from sopcheck.model.election import Election
from sopcheck.model.finding import Bilingual, Severity
from sopcheck.model.period import Grain

Target = Literal[
    "sop", "evidence", "execution", "office", "worksheet", "document", "area", "item", "review"
]


@dataclass(frozen=True, slots=True)
class Example:
    """Documents in which a rule is shown; `files` are attachments as text by path."""

    documents: tuple[Mapping[str, Any], ...]
    as_of: date | None
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ItemExample:
    """Documents, and what they show of an item: a letter of its scale, or a share."""

    shows: str | Fraction
    example: Example


@dataclass(frozen=True, slots=True)
class Rule:
    """A requirement: stated by checks (`checks`), by a JSON Schema (`schema`) or by a stage.

    `source` is the clause. Findings of the checks in `warns` are warnings. From `since` on it counts; before that day it only warns.
    """

    code: str
    title: Bilingual
    severity: Severity
    source: str
    remedy: Bilingual
    area: str | None = None
    target: Target | None = None
    when: Mapping[str, Any] | None = None
    schema: Mapping[str, Any] | None = None
    checks: tuple[str, ...] = ()
    warns: tuple[str, ...] = ()
    params: Mapping[str, Any] | None = None
    stage: str | None = None
    since: date | None = None
    why: Bilingual | None = None
    good: tuple[Example, ...] = ()
    bad: tuple[Example, ...] = ()
    good_text: str | None = None
    bad_text: str | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share of counts: `of` divided by `to`, or the decrease from `of` to `to`."""

    of: str
    to: str
    over: Literal["sum", "last"] = "sum"
    nil_is_full: bool = False
    may_exceed: bool = False
    decrease: bool = False
    at_least: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Runs:
    """Executions: the share of sub-periods due that have a run and only conforming ones.

    `of` is an SOP's id, `area` for the SOPs of the item's area, or `any`.
    """

    of: str
    every: Grain
    conforming: Fraction


@dataclass(frozen=True, slots=True)
class Needs:
    """What a level asks of the evidence; all of it must hold. None or empty = not asked.

    `participation` is by group: whole numbers are persons, fractions shares of those invited.
    """

    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    bundle: str | None = None
    count_of: tuple[str, ...] = ()
    count_at_least: int = 0
    participation: Mapping[str, int | Fraction] | None = None
    ratio: Ratio | None = None
    follow_up_of: tuple[str, ...] = ()
    follow_up_at_least: int = 0
    executions: Runs | None = None
    every: Grain | None = None
    coverage: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class After:
    """What an item's documents may not be dated before: a decree of one of `types` for the item `of`.

    `documents` are the types it is about.
    """

    of: str
    types: frozenset[str]
    documents: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The documents of an item that some document has to act upon, within so many days."""

    of: frozenset[str]
    within: int
    source: str


@dataclass(frozen=True, slots=True)
class Item:
    """One indicator of the worksheet. Either `levels` (best first) or `ratio`."""

    id: str
    area: str
    block: str
    sub: str | None
    question: Bilingual
    scale: str
    source: str
    accepts: frozenset[str]
    any_issuer: bool
    optional: bool
    applies_to: frozenset[str]
    levels: tuple[tuple[str, Needs], ...]
    ratio: Ratio | None
    after: After | None = None
    follow_up: FollowUp | None = None
    examples: tuple[ItemExample, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A weighted block of an area; `subs` are sub-blocks with their weights."""

    id: str
    weight: Fraction
    subs: Mapping[str | None, Fraction]
    assumed: bool


@dataclass(frozen=True, slots=True)
class CoreArea:
    """A reform area as every regulation names it; a pack need not cover it."""

    id: str
    short: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class Area:
    """A reform area of a pack."""

    id: str
    short: str
    name: Bilingual
    particulars: Mapping[str, Bilingual]
    blocks: Mapping[str, Block]
    rules: tuple[Rule, ...]
    items: tuple[Item, ...]

    @property
    def empty_subs(self) -> Mapping[str, Fraction]:
        """The weights of sub-blocks without any item, as `area/block` or `area/block/sub`."""
        filled = {(item.block, item.sub) for item in self.items}
        return {
            "/".join((self.id, block.id) if sub is None else (self.id, block.id, sub)): weight
            for block in self.blocks.values()
            for sub, weight in block.subs.items()
            if (block.id, sub) not in filled
        }

    @property
    def maximum(self) -> Fraction:
        """The points that its items can give together."""
        weights = sum(block.weight for block in self.blocks.values())
        return Fraction(weights - sum(self.empty_subs.values()))


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of paper: its date window in days around its period, and what it must bear.

    `label`: the name, with the word to write in evidence where it differs. `picture`: it shows something
    and tells nothing. `activity`: it is dated on the day of what it records. `acts_upon`: it is how a
    report is acted upon.
    """

    id: str
    name: Bilingual
    label: Bilingual
    before: int | None
    after: int | None
    signed: bool
    numbered: bool
    final: bool
    picture: bool = False
    activity: bool = False
    acts_upon: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    """An indicative category: scores above `above` percent (exclusive) up to the next."""

    name: str
    above: Fraction
    words: Bilingual


@dataclass(frozen=True, slots=True)
class Pack:
    """A regulation as data. `scales` map answers to values; None = percentage.

    `drafting` and `approving` are patterns of activities: who writes something, who says yes to it.
    `grace` are the days that papers may come after the end of a sub-period.
    `base` is the pack it extends, `unasked` the items that the base asks and this pack does not.
    """

    id: str
    sha256: str
    title: Bilingual
    first_year: int
    last_year: int
    worksheet_due: tuple[int, int]
    grace: int
    scales: Mapping[str, Mapping[str, Fraction] | None]
    categories: tuple[Category, ...]
    types: Mapping[str, DocumentType]
    bundles: Mapping[str, frozenset[str]]
    sibling_names: str | None
    sibling_numbers: str | None
    drafting: str | None
    approving: str | None
    attachment_bytes: int
    items_per_file: int | None
    areas: Mapping[str, Area]
    known_areas: Mapping[str, CoreArea]
    working_time: WorkingTime
    elections: tuple[Election, ...]
    items: Mapping[str, Item]
    core: Mapping[str, Rule]
    base: str | None = None
    unasked: frozenset[str] = frozenset()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule: the core's by code, then each area's in written order."""
        return (*self.core.values(), *(r for a in self.areas.values() for r in a.rules))

    def knows(self, item: str) -> bool:
        """True for an item that it asks, or leaves out of its base: nobody need delete those."""
        return item in self.items or item in self.unasked

    @property
    def assumed(self) -> tuple[str, ...]:
        """The blocks whose weights are recalled rather than seen, as `area/block`."""
        return tuple(
            f"{area.id}/{block.id}"
            for area in self.areas.values()
            for block in area.blocks.values()
            if block.assumed
        )
