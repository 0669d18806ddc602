"""What a check may know beside its subject: the office's other objects, the pack, the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sopcheck.model.collaboration import Collaboration
from sopcheck.model.document import Attachment, Unreadable
from sopcheck.model.evidence import Evidence
from sopcheck.model.finding import Term
from sopcheck.model.habit import Rhythm
from sopcheck.model.office import Office, Worksheet
from sopcheck.model.period import Period
from sopcheck.model.review import Review
from sopcheck.model.rules import Pack
from sopcheck.model.sop import Sop
from sopcheck.model.standing import Standing


@dataclass(frozen=True, slots=True)
class Context:
    """One office as its checks see it.

    `sops` and `evidence` hold every readable one in path order; the `…_by_…` maps keep the first
    of each id. `attachments` are keyed by the path that papers write. `mentions` are the words of
    files that cannot be judged. `generic_known` says whether the province's SOPs were given. `reviews`
    are those of the judged year, the latest first: that one counts.
    `rest` tells why a day is none of work, None for a working day; it is None itself while a calendar
    cannot be read.
    `rhythms` count rejected evidence too, as coverage findings do.
    """

    office: Office
    folder: str
    pack: Pack
    year: Period
    as_of: date
    sops: tuple[Sop, ...]
    generic: tuple[Sop, ...]
    generic_known: bool
    evidence: tuple[Evidence, ...]
    worksheets: tuple[Worksheet, ...]
    sop_versions: Mapping[str, tuple[int, ...]]
    evidence_by_id: Mapping[str, Evidence]
    attachments: Mapping[str, Attachment]
    file_names: tuple[str, ...]
    unreadable: tuple[Unreadable, ...]
    mentions: Mapping[str, str]
    office_names: Mapping[str, str]
    reviews: tuple[Review, ...] = ()
    standings: tuple[Standing, ...] = ()
    collaborations: Mapping[str, Collaboration] = field(default_factory=dict)
    rest: Callable[[date], str | Term | None] | None = None
    rhythms: tuple[Rhythm, ...] = ()

    @property
    def worksheet(self) -> Worksheet | None:
        """The worksheet of the judged year: the first where there are two.

        None while a worksheet that may be of this year cannot be read: it is no answer.
        """
        year = self.year.first.year
        if any(
            "self-assessment" in lost.path.rpartition("/")[2]
            and (not lost.legible or str(year) in lost.mentions)
            for lost in self.unreadable
        ):
            return None
        return next((w for w in self.worksheets if w.year == year), None)

    def lacks_original(self, sop: Sop) -> bool:
        """True for a replica that leaves steps, times or outputs out, while generic SOPs are unknown."""
        if sop.replica_of is None or self.generic_known:
            return False
        return not sop.steps or any(s.time is None or not s.outputs for s in sop.steps)
