"""What a run shares between offices, and what the checks of one office may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sopcheck.gather import Gathered
from sopcheck.model.context import Context
from sopcheck.model.evidence import Evidence
from sopcheck.model.office import Office
from sopcheck.model.period import Period
from sopcheck.model.sop import Sop
from sopcheck.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Frame:
    """What is the same for every office of a run.

    `alone` judges single documents: rules across documents are not assessed.
    """

    rulebook: Rulebook
    year: Period
    as_of: date
    generic: tuple[Sop, ...] = ()
    generic_known: bool = False
    office_names: Mapping[str, str] = field(default_factory=dict)
    alone: bool = False


def context_of(gathered: Gathered, frame: Frame, office: Office) -> Context:
    """One office as its checks see it, before its items are judged."""
    versions: dict[str, tuple[int, ...]] = {}
    for sop in (*gathered.sops, *frame.generic):
        versions[sop.id] = (*versions.get(sop.id, ()), sop.version)
    evidence_by_id: dict[str, Evidence] = {}
    for evidence in gathered.evidence:
        evidence_by_id.setdefault(evidence.id, evidence)
    mentions: dict[str, str] = {}
    for lost in gathered.unreadable:
        mentions |= dict.fromkeys(lost.mentions, lost.path)
    return Context(
        office=office,
        folder=gathered.folder,
        pack=frame.rulebook.pack,
        year=frame.year,
        as_of=frame.as_of,
        sops=tuple(gathered.sops),
        generic=frame.generic,
        generic_known=frame.generic_known,
        evidence=tuple(gathered.evidence),
        worksheets=tuple(gathered.worksheets),
        sop_versions=versions,
        evidence_by_id=evidence_by_id,
        attachments=gathered.attachments,
        file_names=gathered.file_names,
        unreadable=tuple(gathered.unreadable),
        mentions=mentions,
        office_names=frame.office_names,
    )
