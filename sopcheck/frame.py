"""What a run shares between offices, and what the checks of one office may know."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, tzinfo

from sopcheck.build import build_sop
from sopcheck.executions import Measures
from sopcheck.gather import Gathered
from sopcheck.model.calendar import LocalDays
from sopcheck.model.context import Context
from sopcheck.model.evidence import Evidence
from sopcheck.model.office import Office
from sopcheck.model.period import Period
from sopcheck.model.review import Review
from sopcheck.model.sop import Sop
from sopcheck.model.waiver import Waiver
from sopcheck.rulebook import Rulebook
from sopcheck.time.calendar import WorkCalendar

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """What is the same for every office of a run.

    `alone` judges single documents: rules across documents are not assessed. `local_days` are the
    calendars of all offices; `unfit` are generic SOPs that no execution can be measured against,
    `lost_sops` the words of those that cannot be judged, `nameless_sops` the areas of those without an
    id, with their paths.
    """

    rulebook: Rulebook
    year: Period
    as_of: date
    generic: tuple[Sop, ...] = ()
    generic_known: bool = False
    office_names: Mapping[str, str] = field(default_factory=dict)
    alone: bool = False
    zone: tzinfo = UTC
    local_days: tuple[LocalDays, ...] = ()
    calendar_is_broken: bool = False
    unfit: Collection[Place] = ()
    lost_sops: Mapping[str, str] = field(default_factory=dict)
    nameless_sops: Mapping[str, str] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    reviews: tuple[Review, ...] = ()

    def calendar(self, gathered: Gathered) -> WorkCalendar | None:
        """The working days of an office; None while one of its calendars cannot be read."""
        if self.calendar_is_broken or gathered.has_broken_calendar:
            return None
        hours = self.rulebook.pack.working_time
        return WorkCalendar(hours, [*self.local_days, *gathered.calendars])

    def measures(self, gathered: Gathered, unfit: Iterable[Place]) -> Measures:
        """What the executions of an office are measured with; `unfit` are SOPs of its own."""
        return Measures(
            zone=self.zone,
            calendar=self.calendar(gathered),
            unfit={*self.unfit, *unfit},
            lost={**self.lost_sops, **gathered.lost_sops},
            nameless={**self.nameless_sops, **gathered.nameless_sops},
            alone=self.alone,
        )


def context_of(gathered: Gathered, frame: Frame, office: Office) -> Context:
    """One office as its checks see it, before its items are judged."""
    versions: dict[str, tuple[int, ...]] = {}
    sops = tuple(_adopted(sop, frame) for sop in gathered.sops)
    for sop in (*sops, *frame.generic):
        versions[sop.id] = (*versions.get(sop.id, ()), sop.version)
    evidence_by_id: dict[str, Evidence] = {}
    for evidence in gathered.evidence:
        evidence_by_id.setdefault(evidence.id, evidence)
    calendar = frame.calendar(gathered)
    mentions: dict[str, str] = dict(frame.lost_sops)
    for lost in gathered.unreadable:
        mentions |= dict.fromkeys(lost.mentions, lost.path)
    return Context(
        office=office,
        folder=gathered.folder,
        pack=frame.rulebook.pack,
        year=frame.year,
        as_of=frame.as_of,
        sops=sops,
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
        reviews=tuple(_reviews(gathered, frame, office.code)),
        rest=None if calendar is None else calendar.rest,
    )


def _reviews(gathered: Gathered, frame: Frame, code: str) -> Iterable[Review]:
    """The reviews of an office for the judged year that were written by the day judged, latest first."""
    year = frame.year.first.year
    seen = [
        r
        for r in (*frame.reviews, *gathered.reviews)
        if (r.office, r.year) == (code, year) and r.date <= frame.as_of
    ]
    return sorted(seen, key=lambda r: (-r.date.toordinal(), r.document.path, r.document.index))


def _adopted(sop: Sop, frame: Frame) -> Sop:
    """A replica with what it takes from its generic SOP; any other SOP as it is."""
    if sop.replica_of is None:
        return sop
    original = next((g for g in frame.generic if (g.id, g.version) == sop.replica_of), None)
    return sop if original is None else build_sop(sop.document, sop.owner, original)
