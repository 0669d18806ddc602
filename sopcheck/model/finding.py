"""Places, problems (said by a check) and findings (with rule and place)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Pointer = tuple[str | int, ...]
Severity = Literal["error", "warning", "note"]
Part = Literal["value", "key", "first-key"]
Outcome = Literal["pass", "fail", "waived", "not-applicable", "not-assessed", "blocked"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in Indonesian and in English."""

    id: str
    en: str

    def of(self, lang: str) -> str:
        """The text in `lang` (`id` or `en`)."""
        return self.en if lang == "en" else self.id


@dataclass(frozen=True, slots=True)
class Term:
    """An argument that is itself a message id of the catalogues."""

    id: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A pointer into the `index`-th document of a file; lines are looked up at the end.

    `mark` holds a 1-based (line, column, end column) where no pointer can exist: broken files.
    `needle` is the part of the value's text that is meant.
    """

    path: str
    index: int = 0
    pointer: Pointer = ()
    part: Part = "value"
    mark: tuple[int, int, int] | None = None
    needle: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check saw and what it expected: a message id with arguments, at the smallest place.

    `subject` names what is judged where it is smaller than the check's own subject (`ev-1#notula`).
    `is_said_elsewhere` marks what another finding explains: it takes out, but is not said again.
    `cause` is the code of the finding about the same item that explains this one.
    """

    spot: Spot
    message: str
    args: Mapping[str, Any] = field(default_factory=dict)
    related: tuple[Spot, ...] = ()
    subject: str | None = None
    items: tuple[str, ...] = ()
    is_said_elsewhere: bool = False
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The check has nothing to say about this subject; `reason` is a message id."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotAssessed:
    """The check would have to speak but cannot judge; `reason` is a message id. Never a pass."""

    reason: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A problem under the rule that says it, before its place and words are known.

    `lowers` is false where the finding lowers no score: findings across documents, privacy.
    `items` are the worksheet items that it touches. `waiver` is the id of the waiver that lifts it.
    """

    code: str
    severity: Severity
    problem: Problem
    office: str | None
    area: str | None
    item: str | None
    subject: str
    lowers: bool = True
    items: tuple[str, ...] = ()
    waiver: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A range inside one line: 1-based line and columns in code points, end exclusive."""

    path: str
    line: int
    column: int
    end_column: int
    pointer: str


@dataclass(frozen=True, slots=True)
class SnippetLine:
    """One masked and clipped line of a file; `offset` code points were cut from its front."""

    line: int
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A judgement with place, words in both languages and fingerprint.

    `cause` is the fingerprint of the finding that explains this one.
    """

    code: str
    severity: Severity
    title: Bilingual
    message: Bilingual
    message_id: str
    args: Mapping[str, Any]
    path: str
    line: int
    column: int
    end_column: int
    pointer: str
    office: str | None
    area: str | None
    item: str | None
    items: tuple[str, ...]
    subject: str
    related: tuple[Place, ...]
    cause: str | None
    remedy: Bilingual
    source: str
    snippet: tuple[SnippetLine, ...]
    fingerprint: str
    waiver: str | None = None


def gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by severity, otherwise in the order given."""
    return sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))
