"""The YAML document as read, before anybody knows what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sopcheck.model.finding import Part, Problem, Severity, Spot

FileRole = Literal[
    "office", "sop", "evidence", "self-assessment", "review", "waiver", "calendar", "other"
]


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a YAML file; `data` is plain dicts, lists, text, numbers, booleans, None.

    `suspect` is false only where the file's bytes cannot hold personal data.
    """

    path: str
    index: int
    data: Any
    suspect: bool = True

    def at(self, *pointer: str | int, part: Part = "value") -> Spot:
        """The place of a part of this document."""
        return Spot(self.path, self.index, pointer, part)


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem found while reading or validating, with the core code that names it.

    `severity` stands where it differs from the code's own.
    """

    code: str
    problem: Problem
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or a document of it, that cannot be judged.

    `mentions` are the words found in it: what it may have been about. `legible` is true where all
    of its content was read, so that nothing beyond `mentions` can hide in it.
    """

    path: str
    faults: tuple[Fault, ...]
    mentions: frozenset[str]
    legible: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """What was seen of an attached file. `kind` is the type its first bytes show, if known.

    `is_pointer` marks a Git LFS pointer: size and hash are those of the file that it stands for, whose
    bytes are not here.
    """

    path: str
    size: int
    sha256: str | None
    kind: str | None
    faults: tuple[str, ...] = ()
    is_pointer: bool = False
