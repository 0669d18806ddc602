"""The team that a decree appoints: no area without an owner, nobody appointed twice."""

from __future__ import annotations

from collections.abc import Iterator

from sopcheck.checks.registry import Verdict, check
from sopcheck.model.context import Context
from sopcheck.model.evidence import Evidence, Paper
from sopcheck.model.finding import NotApplicable, NotAssessed, Problem


def _decrees(evidence: Evidence, item: str) -> Iterator[Paper]:
    """The documents of a file that list a team and support the item."""
    for paper in evidence.papers:
        if paper.team and item in (paper.items or evidence.items):
            yield paper


@check("areas-have-owners", target="evidence", lowers=False)
def areas_have_owners(evidence: Evidence, context: Context, *, item: str) -> Verdict:
    """Every area of the pack has a member of the year's team who answers for it.

    Several decrees of one year make one team; what is missing is said at the latest.
    """
    if not any(_decrees(evidence, item)):
        return NotApplicable("na.no-team")
    if item in context.mentions:
        return NotAssessed("na.decree-unknown")
    year = evidence.period.first.year
    decrees = [
        (paper.date or other.period.first, other, paper)
        for other in context.evidence
        if other.period.first.year == year
        for paper in _decrees(other, item)
    ]
    _, holder, latest = max(decrees, key=lambda entry: entry[0])
    if holder is not evidence:
        return NotApplicable("na.cause-said")
    owned = {area for _, _, p in decrees for member in p.team for area in member.areas}
    missing = [area.name for area in context.pack.areas.values() if area.id not in owned]
    if not missing:
        return []
    spot = evidence.document.at("documents", latest.index, "team", part="key")
    args = {"areas": missing}
    return [Problem(spot, "team.no-owner", args, (), f"{evidence.id}#{latest.id}")]


@check("one-seat-each", target="evidence", lowers=False)
def one_seat_each(evidence: Evidence, context: Context, *, item: str) -> Verdict:
    """Nobody stands in one decree's team twice. Roles of several people may: their group is mixed."""
    decrees = list(_decrees(evidence, item))
    if not decrees:
        return NotApplicable("na.no-team")
    problems = []
    for paper in decrees:
        duties: dict[str, list[str | None]] = {}
        for k, member in enumerate(paper.team):
            known = context.office.roles.get(member.role)
            if known is not None and known.group == "mixed":
                continue
            held = duties.setdefault(member.role, [])
            if held:
                title = member.role if known is None else known.title
                args = {"role": title, "duty": member.duty, "duties": [d or "–" for d in held]}
                message = "team.same-duty" if member.duty in held else "team.two-duties"
                spot = evidence.document.at("documents", paper.index, "team", k, "role")
                name = f"{evidence.id}#{paper.id}"
                problems.append(Problem(spot, message, args, (), name))
            held.append(member.duty)
    return problems
