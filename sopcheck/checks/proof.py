"""What proves little by itself: photos that nothing tells about, and links without a file."""

from __future__ import annotations

from sopcheck.checks.registry import Verdict, check
from sopcheck.model.context import Context
from sopcheck.model.evidence import Evidence
from sopcheck.model.finding import NotApplicable, Problem
from sopcheck.model.standing import Standing
from sopcheck.needs import accepted_types


@check("photos-alone", target="item", across=True, lowers=False)
def photos_alone(standing: Standing, context: Context) -> Verdict:
    """An item's documents are not pictures alone, unless pictures show some of its levels.

    Rejected documents count: their own findings say why. Percentages are shown by their counts.
    """
    item = standing.item
    if item.ratio is not None or not standing.applies or standing.blocked:
        return NotApplicable("na.no-document")
    types = context.pack.types
    accepted = accepted_types(item, context.pack)
    papers = [(s, p) for s in standing.candidates for p in s.papers if p.type in accepted]
    if not papers:
        return NotApplicable("na.no-document")
    if standing.lenient.value or not all(types[p.type].picture for _, p in papers):
        return []
    support, first = papers[0]
    spot = support.evidence.document.at("documents", first.index, "type")
    shown = dict.fromkeys(types[p.type].label for _, p in papers)
    others = sorted(name for name in accepted if not types[name].picture)
    args = {
        "item": item.id,
        "types": list(shown),
        "accepts": [types[name].label for name in others],
    }
    subject = f"{support.evidence.id}#{first.id}"
    return [Problem(spot, "proof.photos-alone", args, subject=subject)]


@check("link-has-file", target="evidence", lowers=False)
def link_has_file(evidence: Evidence, context: Context) -> Verdict:
    """A document with a link has a file too: what a page showed on a day cannot be checked later.

    What the links alone show is cut to the middle of the scale where levels are worked out.
    """
    del context
    linked = [paper for paper in evidence.papers if paper.url is not None]
    if not linked:
        return NotApplicable("na.no-link")
    problems = []
    for paper in linked:
        if paper.is_only_a_link:
            spot = evidence.document.at("documents", paper.index, "url")
            message = "proof.only-link" if paper.seen is None else "proof.only-link-seen"
            args = {"id": paper.id, "seen": paper.seen}
            problems.append(Problem(spot, message, args, subject=f"{evidence.id}#{paper.id}"))
    return problems
