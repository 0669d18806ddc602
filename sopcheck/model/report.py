"""The report: everything a format needs. Its fields are the keys of report.json, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sopcheck.model.action_lines import ActionLine, ClimbLine
from sopcheck.model.baseline import BaselineReport
from sopcheck.model.collaboration import CollaborationLine
from sopcheck.model.decision_lines import ReviewLine, WaiverLine
from sopcheck.model.execution_lines import (
    ExecutionLine,
    PracticeLine,
    ProcedureLine,
    ReplicationLine,
)
from sopcheck.model.finding import Bilingual, Finding, Severity
from sopcheck.model.habit import HabitLine

SCHEMA = "sopcheck/report/1"


@dataclass(frozen=True, slots=True)
class PackReport:
    """The pack that judged; `assumed` are blocks whose weights are recalled, not seen."""

    id: str
    sha256: str
    title: Bilingual
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The exit code and what it was measured against."""

    exit: int
    fail_on: str
    min_score: float | None

    @property
    def decides(self) -> bool:
        """False where neither findings nor scores can fail: then 0 says only that it was judged."""
        return self.fail_on != "never" or self.min_score is not None


@dataclass(frozen=True, slots=True)
class Points:
    """Rounded points. None = not assessed, never 0."""

    claimed: float | None
    evidenced: float | None
    supported: float | None
    reviewed: float | None
    maximum: float | None
    ratio: float | None
    category: str | None
    supported_before_waivers: float | None


@dataclass(frozen=True, slots=True)
class MissedItem:
    """An item that `offices` offices have not a point for, of those it applies to."""

    item: str
    offices: int
    applicable: int


@dataclass(frozen=True, slots=True)
class CommonCode:
    """A code found in `offices` offices, `findings` times in all."""

    code: str
    offices: int
    findings: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of a run."""

    offices: int
    documents: int
    judged: Mapping[str, int]
    findings: Mapping[Severity, int]
    waived: int
    set_aside: int
    passed_over: int
    not_assessed: Mapping[str, int]
    worksheets: Mapping[str, int]
    score: Points
    missed_items: tuple[MissedItem, ...]
    common_codes: tuple[CommonCode, ...]
    executions: Mapping[str, int]
    baselined: int = 0


@dataclass(frozen=True, slots=True)
class AreaHead:
    """An area of the pack: its names, for headings."""

    area: str
    short: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class ItemHead:
    """An item of the pack: its text, for headings."""

    item: str
    area: str
    block: str
    sub: str | None
    question: Bilingual
    scale: str
    source: str


@dataclass(frozen=True, slots=True)
class RuleHead:
    """A rule of the run."""

    code: str
    area: str | None
    severity: Severity
    title: Bilingual
    remedy: Bilingual
    source: str


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A position by its id."""

    id: str
    title: str
    group: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step. `decision` maps labels to targets; targets are step ids or `end`."""

    id: str
    activity: str
    roles: tuple[str, ...]
    time: str | None
    decision: Mapping[str, str] | None
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SopLine:
    """One version of an SOP with its flow; `roles` are those it adds to its office's."""

    office: str | None
    id: str
    version: int
    area: str
    number: str
    title: str
    status: str
    path: str
    roles: tuple[RoleLine, ...]
    steps: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One evidence file with its documents and what became of it."""

    office: str
    id: str
    area: str | None
    period: str
    items: tuple[str, ...]
    status: str
    path: str
    documents: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """How a rule came out, over how many subjects."""

    code: str
    outcome: str
    subjects: int


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item in one office. Answers as written or as levels; values are shares of `worth` points.

    `missing` says what the claimed level still lacks. `verdict` and `reviewed` are the evaluator's.
    None = not assessed, never 0.
    """

    item: str
    claimed: str | None
    evidenced: str | None
    supported: str | None
    claimed_value: float | None
    evidenced_value: float | None
    supported_value: float | None
    verdict: str | None
    reviewed: str | None
    reviewed_value: float | None
    review_note: str | None
    worth: float | None
    status: str
    evidence: tuple[str, ...]
    missing: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area in one office; points as in an office's score."""

    area: str
    claimed: float | None
    evidenced: float | None
    supported: float | None
    reviewed: float | None
    maximum: float | None
    ratio: float | None
    category: str | None
    supported_before_waivers: float | None
    rules: tuple[RuleLine, ...]
    items: tuple[ItemLine, ...]
    collaboration: CollaborationLine | None


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """One office; `folder` leads to its files (`""` or ending with `/`). Its rank is by items fully supported, then by points; None where not judged."""

    code: str
    slug: str
    name: str
    folder: str
    level: str | None
    roles: tuple[RoleLine, ...]
    worksheet: str | None
    outcomes: tuple[RuleLine, ...]
    score: Points
    items_supported: int | None
    items_applicable: int | None
    rank: int | None
    areas: tuple[AreaLine, ...]
    practice: tuple[PracticeLine, ...]
    replication: tuple[ReplicationLine, ...]
    habit: HabitLine | None
    next_actions: tuple[ActionLine, ...]
    next_category: ClimbLine | None


@dataclass(frozen=True, slots=True)
class Report:
    """One run, for any format."""

    schema: str
    tool: Mapping[str, str]
    label: str | None
    lang: str
    pack: PackReport
    period: int
    as_of: str
    verdict: Verdict
    summary: Summary
    areas: tuple[AreaHead, ...]
    items: tuple[ItemHead, ...]
    rules: tuple[RuleHead, ...]
    sops: tuple[SopLine, ...]
    evidence: tuple[EvidenceLine, ...]
    offices: tuple[OfficeLine, ...]
    executions: tuple[ExecutionLine, ...]
    procedures: tuple[ProcedureLine, ...]
    findings: tuple[Finding, ...]
    waived: tuple[Finding, ...]
    waivers: tuple[WaiverLine, ...]
    reviews: tuple[ReviewLine, ...]
    baselined: tuple[Finding, ...]
    baseline: BaselineReport | None = None
