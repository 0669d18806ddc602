"""Which documents of an item do not count, and which errors took them out."""

from __future__ import annotations

from collections.abc import Iterator

from sopcheck.model.evidence import Evidence, Paper
from sopcheck.model.finding import Judgement
from sopcheck.model.result import OfficeResult
from sopcheck.model.standing import Standing


def rejections(
    result: OfficeResult, standing: Standing
) -> Iterator[tuple[Evidence, Paper, tuple[Judgement, ...]]]:
    """Every candidate document that was taken out, with the errors of it, else of its file."""
    sound = {(s.evidence.id, p.index) for s in standing.supports for p in s.papers}
    for support in standing.candidates:
        for paper in support.papers:
            if (support.evidence.id, paper.index) not in sound:
                yield support.evidence, paper, _errors(result, support.evidence, paper)


def _errors(result: OfficeResult, evidence: Evidence, paper: Paper) -> tuple[Judgement, ...]:
    place = (evidence.document.path, evidence.document.index)
    errors = [
        j
        for j in result.judgements
        if j.severity == "error"
        and j.lowers
        and (j.problem.spot.path, j.problem.spot.index) == place
    ]
    own = [j for j in errors if j.problem.spot.pointer[:2] == ("documents", paper.index)]
    whole = [j for j in errors if j.problem.spot.pointer[:1] not in (("documents",), ("runs",))]
    return tuple(own or whole)
