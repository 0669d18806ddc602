"""What comes first and what comes after: the decree before its activities, the follow-up of a report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sopcheck.checks.registry import Verdict, check
from sopcheck.model.context import Context
from sopcheck.model.evidence import Evidence, Paper
from sopcheck.model.finding import NotApplicable, NotAssessed, Problem
from sopcheck.model.rules import After, Area, FollowUp, Item
from sopcheck.model.standing import Standing

_Place = tuple[str, int, int]
_Dated = tuple[date, Evidence, Paper]


def _by_item(context: Context) -> dict[str, Standing]:
    return {standing.item.id: standing for standing in context.standings}


def _papers(standing: Standing) -> Iterator[tuple[Evidence, Paper]]:
    """The item's documents, rejected ones too: their own findings say what is wrong with them."""
    for support in standing.candidates:
        for paper in support.papers:
            yield support.evidence, paper


def _something_is_illegible(context: Context) -> bool:
    """True while a file that may hold evidence tells nothing, not even its words."""
    return any(
        not lost.legible and "sops/" not in lost.path and "self-assessment" not in lost.path
        for lost in context.unreadable
    )


@check("decree-first", target="area", across=True, lowers=False)
def decree_first(area: Area, context: Context) -> Verdict:
    """No activity is dated before the decree it needs; the day of the decree itself is right.

    The decree is the earliest of the items' decrees that the pack names. It compares two documents, so
    it takes out neither: a decree that breaks must not better what was done before it. Without a
    decree, or while one may stand in a file that cannot be judged, nothing is said.
    """
    standings = _by_item(context)
    early: dict[_Place, tuple[Evidence, Paper, _Dated, list[str]]] = {}
    judged = unknown = False
    for standing, rule in _bound(area, standings):
        decree = _first_decree(rule, standings[rule.of], context)
        if decree is None:
            unknown |= _may_be_hidden(rule, standings[rule.of], context)
            continue
        for evidence, paper in _papers(standing):
            if paper.date is None or paper.type not in rule.documents:
                continue
            judged = True
            if paper.date < decree[0]:
                document = evidence.document
                place = (document.path, document.index, paper.index)
                found = early.setdefault(place, (evidence, paper, decree, []))
                found[3].append(standing.item.id)
    if not judged:
        return NotAssessed("na.decree-unknown") if unknown else NotApplicable("na.no-decree")
    return [_too_early(*found, context) for found in early.values()]


def _bound(area: Area, standings: dict[str, Standing]) -> Iterator[tuple[Standing, After]]:
    """The items of an area whose documents wait for a decree, with that rule."""
    for item in area.items:
        standing = standings.get(item.id)
        if item.after is not None and standing is not None and standing.applies:
            yield standing, item.after


def _first_decree(rule: After, holder: Standing, context: Context) -> _Dated | None:
    """The earliest decree; None where there is none, or where an earlier one may be hidden."""
    if _may_be_hidden(rule, holder, context):
        return None
    dated = [
        (paper.date, evidence, paper)
        for evidence, paper in _papers(holder)
        if paper.type in rule.types and paper.date is not None
    ]
    return min(dated, key=lambda entry: entry[0], default=None)


def _may_be_hidden(rule: After, holder: Standing, context: Context) -> bool:
    """True while a decree without a date, or in a file that cannot be judged, may be the first."""
    if holder.blocked is not None or _something_is_illegible(context):
        return True
    return any(p.type in rule.types and p.date is None for _, p in _papers(holder))


def _too_early(
    evidence: Evidence, paper: Paper, decree: _Dated, items: list[str], context: Context
) -> Problem:
    since, holder, basis = decree
    types = context.pack.types
    args = {
        "type": types[paper.type].label,
        "date": paper.date,
        "decree": types[basis.type].label,
        "since": since,
        "items": items,
    }
    spot = evidence.document.at("documents", paper.index, "date")
    related = (holder.document.at("documents", basis.index, "date"),)
    name = f"{evidence.id}#{paper.id}"
    return Problem(spot, "sequence.before-decree", args, related, name, tuple(items))


@check("report-acted-upon", target="area", across=True, lowers=False)
def report_acted_upon(area: Area, context: Context) -> Verdict:
    """A report that has to be acted upon is named by some document's `follows_up` when that is due.

    A document that was rejected acts upon it all the same: its own finding says why.
    """
    standings = _by_item(context)
    asked = [
        (standings[item.id], item, item.follow_up)
        for item in area.items
        if item.follow_up is not None and item.id in standings and standings[item.id].applies
    ]
    due = [found for entry in asked for found in _due(*entry, context)]
    if not due:
        return NotApplicable("na.no-follow-up-due")
    if _something_is_illegible(context):
        return NotAssessed("na.follow-up-unknown")
    acted = _acted_upon(context)
    open_ones: dict[_Place, tuple[Evidence, Paper, FollowUp, list[str]]] = {}
    for evidence, paper, rule, item in due:
        name = f"{evidence.id}#{paper.id}"
        if {evidence.id, name} & acted or evidence.id in context.mentions:
            continue
        place = (evidence.document.path, evidence.document.index, paper.index)
        open_ones.setdefault(place, (evidence, paper, rule, []))[3].append(item)
    return [_not_acted_upon(*found, context) for found in open_ones.values()]


def _due(
    standing: Standing, item: Item, rule: FollowUp, context: Context
) -> Iterator[tuple[Evidence, Paper, FollowUp, str]]:
    """The item's reports whose time to be acted upon is over."""
    for evidence, paper in _papers(standing):
        if paper.type not in rule.of:
            continue
        day = paper.date or (paper.own_period or evidence.period).last
        if day + timedelta(days=rule.within) < context.as_of:
            yield evidence, paper, rule, item.id


def _acted_upon(context: Context) -> set[str]:
    """Every reference in `follows_up` of a document that is seen; of parts that broke their form too."""
    today = context.as_of.isoformat()
    return {
        str(entry["follows_up"])
        for evidence in context.evidence
        for entry in evidence.document.data.get("documents", ())
        if isinstance(entry, dict) and "follows_up" in entry and str(entry.get("date", "")) <= today
    }


def _not_acted_upon(
    evidence: Evidence, paper: Paper, rule: FollowUp, items: list[str], context: Context
) -> Problem:
    name = f"{evidence.id}#{paper.id}"
    args = {
        "type": context.pack.types[paper.type].label,
        "date": paper.date,
        "days": rule.within,
        "reference": name,
        "items": items,
    }
    spot = evidence.document.at("documents", paper.index, "type")
    message = "sequence.not-acted-upon" if paper.date else "sequence.not-acted-upon-undated"
    return Problem(spot, message, args, (), name, tuple(items))
