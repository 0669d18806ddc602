"""What errors take out, and which documents of an item do not count because of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from sopcheck.build import void_part
from sopcheck.model.evidence import Evidence, Paper
from sopcheck.model.finding import Judgement, Pointer
from sopcheck.model.result import OfficeResult
from sopcheck.model.standing import Standing


def voids_of(
    judgements: Iterable[Judgement],
) -> dict[tuple[str, int], dict[Pointer, Collection[str]]]:
    """What errors take out: by document, the part and the items it is taken out for (none: all)."""
    voids: dict[tuple[str, int], dict[Pointer, Collection[str]]] = {}
    for judgement in judgements:
        if judgement.severity != "error" or not judgement.lowers or judgement.waiver is not None:
            continue
        spot = judgement.problem.spot
        part = void_part("evidence", spot.pointer)
        parts = voids.setdefault((spot.path, spot.index), {})
        items = judgement.problem.items
        parts[part] = () if not items or parts.get(part) == () else (*parts.get(part, ()), *items)
    return voids


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
        and j.waiver is None
        and (j.problem.spot.path, j.problem.spot.index) == place
    ]
    own = [j for j in errors if j.problem.spot.pointer[:2] == ("documents", paper.index)]
    whole = [j for j in errors if j.problem.spot.pointer[:1] not in (("documents",), ("runs",))]
    return tuple(own or whole)
