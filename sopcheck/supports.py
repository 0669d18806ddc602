"""Evidence files -> the papers that speak for each item, and what errors leave of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sopcheck.checks.papers import is_sibling
from sopcheck.model.context import Context
from sopcheck.model.evidence import Evidence, Paper
from sopcheck.model.ground import Voids
from sopcheck.model.office import Worksheet
from sopcheck.model.period import Period
from sopcheck.model.standing import Support


def papers_by_item(
    judged: Iterable[Evidence], worksheet: Worksheet | None, context: Context, year: Period
) -> dict[str, tuple[Support, ...]]:
    """The papers of a year that speak for each item: by `items`, by the answer's `evidence`, or both."""
    named: dict[str, dict[str, set[str]]] = {}
    if worksheet is not None:
        for answer in worksheet.answers.values():
            for reference in answer.evidence:
                name, _, inner = reference.partition("#")
                named.setdefault(name, {}).setdefault(answer.item, set()).add(inner)
    found: dict[str, list[Support]] = {}
    for evidence in judged:
        papers = [p for p in evidence.papers if _counts(p, year, context.as_of)]
        answers = named.get(evidence.id, {})
        items = dict.fromkeys([*evidence.items, *(i for p in papers for i in p.items), *answers])
        for item in items:
            wanted = answers.get(item, set())
            kept = tuple(
                p
                for p in papers
                if (item in (p.items or evidence.items) or "" in wanted or p.id in wanted)
                and _may_issue(p, evidence, item, context)
            )
            if kept or item in evidence.items or "" in wanted:
                found.setdefault(item, []).append(Support(evidence, kept))
    return {item: tuple(supports) for item, supports in found.items()}


def _may_issue(paper: Paper, evidence: Evidence, item: str, context: Context) -> bool:
    """False for a sibling's paper that only the worksheet names for an item of the office's own."""
    named = context.pack.items.get(item)
    if paper.issuer is None or named is None or named.any_issuer:
        return True
    by_itself = item in (paper.items or evidence.items)  # then EV308 says it
    return by_itself or not is_sibling(paper.issuer, context)


def is_unseen(paper: Paper, as_of: date) -> bool:
    """True for a paper dated after the day judged, or of a period that has not begun on it."""
    if paper.date is not None:
        return paper.date > as_of
    return paper.own_period is not None and paper.own_period.first > as_of


def _counts(paper: Paper, year: Period, as_of: date) -> bool:
    if is_unseen(paper, as_of):
        return False
    return paper.own_period is None or year.contains(paper.own_period)


def sound(support: Support, item: str, voids: Voids) -> Support:
    """The support without what errors took out."""
    document = support.evidence.document
    parts = voids.get((document.path, document.index))
    if not parts:
        return support
    if () in parts:
        return Support(support.evidence, (), sound=False)
    kept = tuple(
        paper
        for paper in support.papers
        if ("documents", paper.index) not in parts
        or (parts["documents", paper.index] and item not in parts["documents", paper.index])
    )
    return Support(support.evidence, kept)
