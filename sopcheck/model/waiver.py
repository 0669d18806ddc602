"""Waivers: who lifted which rule from what, why and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sopcheck.model.document import Document

_INSIDE = ("#", "/", "@")


@dataclass(frozen=True, slots=True)
class Waiver:
    """One waiver. `subject` is a document, run, SOP or item; None lifts the rule for the whole office.

    `first` and `last` are both inside its time.
    """

    document: Document
    id: str
    rule: str
    office: str
    subject: str | None
    reason: str
    approved_by: str
    decree: str | None
    first: date
    last: date

    def covers(self, code: str, office: str | None, subject: str) -> bool:
        """True for a finding that this waiver speaks of: of its subject, or of a part of it."""
        if (code, office) != (self.rule, self.office):
            return False
        own = self.subject
        return own is None or subject == own or subject.startswith(tuple(own + c for c in _INSIDE))
