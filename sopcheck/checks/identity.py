"""Ids are unique, SOP numbers too, and an office is the one its folder names."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable

from sopcheck.checks.registry import Verdict, check
from sopcheck.model.context import Context
from sopcheck.model.document import Document
from sopcheck.model.evidence import Evidence
from sopcheck.model.finding import NotApplicable, Problem, Spot
from sopcheck.model.office import Office
from sopcheck.model.sop import Sop

_FOLDER = re.compile(r"(?:.*/)?([0-9]{2,6})-[^/]*/\Z")


def _repeated(
    named: Iterable[tuple[Hashable, str, Spot]], message: str = "identity.duplicate"
) -> list[Problem]:
    """A problem for each name that stood before, with its first place as related."""
    first: dict[Hashable, Spot] = {}
    problems = []
    for key, name, spot in named:
        if key in first:
            problems.append(Problem(spot, message, {"name": name}, related=(first[key],)))
        else:
            first[key] = spot
    return problems


@check("step-ids-unique", target="sop")
def step_ids_unique(sop: Sop, context: Context) -> Verdict:
    """A step id names one step."""
    del context
    return _repeated(
        (step.id, step.id, sop.document.at("steps", i, "id")) for i, step in enumerate(sop.steps)
    )


@check("inner-ids-unique", target="evidence")
def inner_ids_unique(evidence: Evidence, context: Context) -> Verdict:
    """Documents and runs have ids of their own inside their file."""
    del context
    at = evidence.document.at
    papers = _repeated((p.id, p.id, at("documents", p.index, "id")) for p in evidence.papers)
    runs = [run for run in evidence.runs if run.index is not None]
    return papers + _repeated((r.id, r.id, at("runs", r.index or 0, "id")) for r in runs)


@check("ids-unique", target="office", across=True, lowers=False)
def ids_unique(office: Office, context: Context) -> Verdict:
    """One SOP for an id and version, one evidence file for an id, one worksheet for a year."""
    del office
    problems = _repeated(
        (
            ((sop.id, sop.version), f"{sop.id} v{sop.version}", sop.document.at("id"))
            for sop in context.sops
        ),
        "identity.duplicate-sop",
    )
    problems += _repeated((e.id, e.id, e.document.at("id")) for e in context.evidence)
    return problems + _repeated(
        ((w.year, str(w.year), w.document.at("period")) for w in context.worksheets),
        "identity.duplicate-worksheet",
    )


@check("office-named-right", target="document", lowers=False)
def office_named_right(document: Document, context: Context) -> Verdict:
    """A document that names its office names the one whose folder it lies in."""
    named = document.data.get("office")
    if named is None:
        return NotApplicable("na.office-by-folder")
    code = str(int(named)) if isinstance(named, float) else str(named)
    if code == context.office.code:
        return []
    args = {"named": code, "office": context.office.code}
    return [Problem(document.at("office"), "identity.other-office", args)]


@check("folder-named-right", target="office", lowers=False)
def folder_named_right(office: Office, context: Context) -> Verdict:
    """The code in the folder's name is the office's code."""
    match = _FOLDER.match(context.folder)
    if match is None:
        return NotApplicable("na.folder-without-code")
    if match[1] == office.code:
        return []
    args = {"folder": match[1], "office": office.code}
    return [Problem(office.document.at("code"), "identity.folder", args)]


@check("sop-numbers-unique", target="office", across=True, lowers=False)
def sop_numbers_unique(office: Office, context: Context) -> Verdict:
    """No two SOPs of an office share a number; versions of one SOP may."""
    del office
    first: dict[str, Sop] = {}
    problems = []
    for sop in context.sops:
        other = first.setdefault(sop.number, sop)
        if other.id != sop.id:
            args = {"number": sop.number, "other": f"{other.id} v{other.version}"}
            related = (other.document.at("number"),)
            spot = sop.document.at("number")
            problems.append(Problem(spot, "identity.number", args, related, subject=sop.subject))
    return problems
