"""Papers are dated in their window, formally complete, the office's own, and bundles whole."""

from __future__ import annotations

from datetime import date, timedelta

from sopcheck.checks.registry import Verdict, check
from sopcheck.model.context import Context
from sopcheck.model.evidence import Evidence, Paper
from sopcheck.model.finding import NotApplicable, Problem, Term
from sopcheck.model.period import Period
from sopcheck.model.rules import DocumentType, Pack
from sopcheck.validate import matches

_PROVINCE_DIGITS = 2


@check("dated-in-window", target="evidence")
def dated_in_window(evidence: Evidence, context: Context) -> Verdict:
    """A paper's date lies in the window of its type around its period, both ends included."""
    judged = False
    problems = []
    for paper in evidence.papers:
        kind = context.pack.types.get(paper.type)
        period = paper.own_period or evidence.period
        window = None if kind is None else window_of(kind, period)
        if paper.date is None or kind is None or window is None:
            continue
        judged = True
        if not window[0] <= paper.date <= window[1]:
            args = {
                "type": kind.label,
                "date": paper.date,
                "period": period.name,
                "from": window[0],
                "until": window[1],
            }
            problems.append(_problem(evidence, paper, "date", "paper.date", **args))
    return problems if judged else NotApplicable("na.no-date")


def window_of(kind: DocumentType, period: Period) -> tuple[date, date] | None:
    """The first and the last day on which a paper of a type for a period may be dated, if limited."""
    if kind.before is None or kind.after is None:
        return None
    return period.first - timedelta(days=kind.before), period.last + timedelta(days=kind.after)


@check("bundle-complete", target="evidence")
def bundle_complete(evidence: Evidence, context: Context) -> Verdict:
    """A file that says its documents are one bundle holds every document of it."""
    members = context.pack.bundles.get(evidence.bundle or "")
    if members is None:
        return NotApplicable("na.no-bundle")
    written = {
        str(entry.get("type"))
        for entry in evidence.document.data.get("documents", ())
        if isinstance(entry, dict)
    }
    if not written <= context.pack.types.keys():
        return NotApplicable("na.cause-said")
    missing = sorted(members - written)
    if not missing:
        return []
    names = [context.pack.types[name].label for name in missing]
    args = {"bundle": evidence.bundle, "types": names}
    return [Problem(evidence.document.at("bundle"), "paper.bundle", args)]


@check("formally-complete", target="evidence")
def formally_complete(evidence: Evidence, context: Context) -> Verdict:
    """Signed and dated, numbered, final, where the type of the paper needs it."""
    judged = False
    problems = []
    for paper in evidence.papers:
        kind = context.pack.types.get(paper.type)
        if kind is None or not (kind.signed or kind.numbered or kind.final):
            continue
        judged = True
        if kind.final and paper.status == "draft":
            problems.append(_problem(evidence, paper, "status", "paper.draft", type=kind.label))
            continue
        missing = [Term("term.signature")] * (kind.signed and not paper.signed)
        missing += [Term("term.number")] * (kind.numbered and paper.number is None)
        missing += [Term("term.date")] * (kind.signed and paper.date is None)
        if missing:
            lacks_number = kind.numbered and paper.number is None
            key = "signed" if kind.signed and not paper.signed else "number"
            key = key if key == "signed" or lacks_number else "date"
            args = {"type": kind.label, "missing": missing}
            problems.append(_problem(evidence, paper, key, "paper.formal", **args))
    return problems if judged else NotApplicable("na.no-formal-need")


@check("own-documents", target="evidence")
def own_documents(evidence: Evidence, context: Context) -> Verdict:
    """A paper's issuer is the office, an office above it, or no election office at all.

    A sibling's paper counts only for items that accept any issuer; `items` of the problem are
    those that do not.
    """
    issued = [p for p in evidence.papers if p.issuer is not None or p.number is not None]
    if not issued:
        return NotApplicable("na.no-issuer")
    problems = []
    for paper in issued:
        by_number = paper.issuer is None
        if by_number and not _is_sibling_number(paper.number or "", context):
            continue
        if not by_number and not is_sibling(paper.issuer or "", context):
            continue
        items = paper.items or evidence.items
        strict = tuple(i for i in items if _is_own(i, context.pack))
        if strict or not items:
            key = "number" if by_number else "issuer"
            spot = evidence.document.at("documents", paper.index, key)
            args = {"issuer": paper.issuer, "number": paper.number, "office": context.office.name}
            message = "paper.sibling-number" if by_number else "paper.sibling"
            name = f"{evidence.id}#{paper.id}"
            problems.append(Problem(spot, message, args, (), name, strict))
    return problems


def _is_own(item: str, pack: Pack) -> bool:
    """True where an item asks for papers of the office's own; one that is not asked asks nothing."""
    return item not in pack.unasked and not (item in pack.items and pack.items[item].any_issuer)


def _is_sibling_number(number: str, context: Context) -> bool:
    """True for a number that bears the code of an election office of the same level, not this one."""
    pattern, code = context.pack.sibling_numbers, context.office.code
    return pattern is not None and matches(pattern, number) and f"/{code}/" not in number


def is_sibling(issuer: str, context: Context) -> bool:
    """True for an election office that is neither this one nor above it."""
    office = context.office
    folded = " ".join(issuer.split()).casefold()
    if folded == office.name.casefold() or folded in (office.code, office.parent):
        return False
    if folded.isdigit():
        return folded != office.code[:_PROVINCE_DIGITS]
    code = next((c for c, name in context.office_names.items() if name.casefold() == folded), None)
    if code is not None:
        return not office.code.startswith(code)
    pattern = context.pack.sibling_names
    return pattern is not None and matches(pattern, " ".join(issuer.split()))


def _problem(evidence: Evidence, paper: Paper, key: str, message: str, **args: object) -> Problem:
    written = evidence.document.data["documents"][paper.index]
    at = evidence.document.at
    spot = (
        at("documents", paper.index, key)
        if key in written
        else at("documents", paper.index, part="first-key")
    )
    return Problem(spot, message, args, subject=f"{evidence.id}#{paper.id}")
