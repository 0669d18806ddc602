"""The SOPs that no office owns, judged each on its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sopcheck.frame import Frame
from sopcheck.gather import Gathered
from sopcheck.judge import judge_office
from sopcheck.model.document import Document
from sopcheck.model.finding import Judgement
from sopcheck.model.office import Office
from sopcheck.model.sop import Sop

NOBODY = Office(Document("", 0, {}), "", "", "", "provinsi", None, {})


def judge_generic(sops: Sequence[Sop], frame: Frame) -> tuple[Judgement, ...]:
    """Flow, quality standard, dates and area rules of generic SOPs.

    Roles are the offices' affair: they are judged where a generic SOP is adopted as a replica.
    """
    documents = [sop.document for sop in sops]
    alone = Gathered(office=NOBODY, documents=documents, sops=list(sops))
    result = judge_office(alone, replace(frame, alone=True))
    return tuple(replace(judgement, office=None) for judgement in result.judgements)
