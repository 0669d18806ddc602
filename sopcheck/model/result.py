"""What judging one office gives: findings, outcomes, standings, and small facts for the reduce."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from sopcheck.model.collaboration import Collaboration
from sopcheck.model.document import Attachment
from sopcheck.model.evidence import Evidence
from sopcheck.model.execution import Execution
from sopcheck.model.execution_lines import ExecutionLine
from sopcheck.model.finding import Finding, Judgement, Outcome, Pointer, Spot
from sopcheck.model.ground import Ground
from sopcheck.model.habit import Rhythm
from sopcheck.model.office import Office
from sopcheck.model.report import EvidenceLine, OfficeLine, SopLine
from sopcheck.model.review import Review
from sopcheck.model.sop import Sop
from sopcheck.model.standing import Lack, Standing
from sopcheck.model.waiver import Waiver

RunOutcome = Literal["pass", "fail", "open", "not-assessed"]
WorksheetState = Literal["none", "incomplete", "unsupported", "supported"]
EvidenceStatus = Literal["valid", "partly-rejected", "rejected", "set-aside", "unreadable"]


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """How a rule came out in an office, over how many subjects it judged."""

    code: str
    area: str | None
    outcome: Outcome
    subjects: int


@dataclass(frozen=True, slots=True)
class EvidenceState:
    """One evidence file and what counts of it. `void` are the parts an error took out."""

    evidence: Evidence
    status: EvidenceStatus
    areas: tuple[str, ...]
    void: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class Deviation:
    """An error about a run, which makes it fail. `step` is None where it is about the run as a whole.

    `event` counts from 0 in the file; None where the error stands at no event.
    """

    code: str
    step: str | None
    event: int | None


@dataclass(frozen=True, slots=True)
class ExecutionState:
    """One run of an SOP and how it came out.

    `reason` says why it is not assessed; `execution` is None for a run that broke its schema.
    """

    evidence: Evidence
    run: str
    area: str | None
    outcome: RunOutcome
    reason: Lack | None
    execution: Execution | None
    deviations: tuple[Deviation, ...] = ()


@dataclass(frozen=True, slots=True)
class Replication:
    """A generic SOP in force and what the office made of it.

    `version` is what its replica follows; `drift` counts the differences. None where it has none.
    """

    generic: Sop
    state: Literal["replica", "used", "absent"]
    version: int | None
    drift: int | None


@dataclass(frozen=True, slots=True)
class OfficeResult:
    """One office, judged. `assessed` is false where its profile cannot be read: no scores then.

    `ground` is what its standings rest on; None where no item was judged.
    """

    office: Office | None
    code: str
    folder: str
    assessed: bool
    judgements: tuple[Judgement, ...]
    outcomes: tuple[RuleOutcome, ...]
    standings: tuple[Standing, ...]
    rhythms: tuple[Rhythm, ...]
    ground: Ground | None
    worksheet: WorksheetState | None
    sops: tuple[Sop, ...]
    evidence: tuple[EvidenceState, ...]
    executions: tuple[ExecutionState, ...]
    replication: tuple[Replication, ...]
    attachments: Mapping[str, Attachment]
    waivers: tuple[Waiver, ...]
    reviews: tuple[Review, ...]
    documents: int
    passed_over: int
    set_aside: int
    collaborations: Mapping[str, Collaboration] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NumberedSop:
    """What comparing SOP numbers across offices needs. `owner` is None for a generic SOP."""

    owner: str | None
    number: str
    id: str
    version: int
    replica_of: str | None
    area: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """What comparing attachments across offices needs: only papers that an office issues itself."""

    office: str
    sha256: str
    area: str | None
    subject: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Score:
    """Exact points; `maximum` is what the applicable items could give.

    `unwaived` is what would be supported without waivers. `reviewed` is None unless an evaluator has
    given a verdict on every item that counts: half a review is no score.
    """

    claimed: Fraction
    evidenced: Fraction
    supported: Fraction
    maximum: Fraction
    unwaived: Fraction
    reviewed: Fraction | None

    @property
    def ratio(self) -> Fraction | None:
        """Supported as a share of the maximum; None where nothing could be scored."""
        return self.supported / self.maximum if self.maximum else None


@dataclass(frozen=True, slots=True)
class OfficeReport:
    """What one office gives to the report: finished lines and findings, and facts to compare.

    Small enough to come from another process. `score` is None where nothing was assessed. `pointers`
    counts the Git LFS pointers whose files could not be looked into.
    """

    line: OfficeLine
    folder: str
    profile: Spot | None
    score: Score | None
    findings: tuple[Finding, ...]
    sops: tuple[SopLine, ...]
    evidence: tuple[EvidenceLine, ...]
    executions: tuple[ExecutionLine, ...]
    waivers: tuple[Waiver, ...]
    reviews: tuple[Review, ...]
    judged: Mapping[str, int]
    documents: int
    passed_over: int
    set_aside: int
    numbers: tuple[NumberedSop, ...]
    attached: tuple[AttachedFile, ...]
    pointers: int = 0
