"""References lead somewhere: steps, roles, SOPs, items, areas, evidence, types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sopcheck.checks.registry import Verdict, check
from sopcheck.model.context import Context
from sopcheck.model.evidence import Evidence, Paper
from sopcheck.model.finding import NotApplicable, Pointer, Problem, Spot, Term
from sopcheck.model.office import Role, Worksheet
from sopcheck.model.sop import END, Sop
from sopcheck.spelling import closest

Reference = tuple[Pointer, str, str, Iterable[str]]


def _dangling(
    at: Callable[..., Spot], references: Iterable[Reference], context: Context
) -> list[Problem]:
    """A problem for each (pointer, what, name, known names) whose name is not known.

    A name that a file which cannot be judged mentions is left to that file's finding.
    """
    problems = []
    for pointer, what, name, known in references:
        if name in known or name in context.mentions:
            continue
        args = {"what": Term(f"term.{what}"), "name": name, "guess": closest(name, known)}
        problems.append(Problem(at(*pointer), "reference.unknown", args))
    return problems


@check("step-references", target="sop")
def step_references(sop: Sop, context: Context) -> Verdict:
    """`next` and `decision` lead to steps of the SOP or to `end`."""
    known = [step.id for step in sop.steps] + [END]

    def references() -> Iterator[Reference]:
        for i, entry in enumerate(sop.document.data["steps"]):
            follows = entry.get("next")
            if isinstance(follows, str):
                yield ("steps", i, "next"), "step", follows, known
            for k, name in enumerate(follows if isinstance(follows, list) else ()):
                yield ("steps", i, "next", k), "step", name, known
            for label, name in entry.get("decision", {}).items():
                yield ("steps", i, "decision", label), "step", name, known

    return _dangling(sop.document.at, references(), context)


@check("sop-references", target="sop", across=True)
def sop_references(sop: Sop, context: Context) -> Verdict:
    """Roles exist in the office or the SOP, the area in the pack, the replica's original."""
    roles = {**context.office.roles, **sop.roles}

    def references() -> Iterator[Reference]:
        yield ("area",), "area", sop.area, context.pack.known_areas
        for i, step in enumerate(sop.steps):
            yield from _role_references(("steps", i, "role"), step.roles, roles)
        if sop.replica_of is not None and context.generic_known:
            originals = {other.id for other in context.generic}
            yield ("replica_of", "id"), "sop", sop.replica_of[0], originals

    return _dangling(sop.document.at, references(), context) + _original_problems(sop, context)


def _original_problems(sop: Sop, context: Context) -> list[Problem]:
    """A replica's generic SOP exists in the version it names."""
    if sop.replica_of is None:
        return []
    name, version = sop.replica_of
    versions = [other.version for other in context.generic if other.id == name]
    if not versions or version in versions:
        return []
    args = {"sop": name, "version": version, "versions": versions}
    return [Problem(sop.document.at("replica_of", "version"), "reference.version", args)]


def _role_references(
    pointer: Pointer, names: tuple[str, ...], known: Iterable[str]
) -> Iterator[Reference]:
    if len(names) == 1:
        yield pointer, "role", names[0], known
    else:
        for i, name in enumerate(names):
            yield (*pointer, i), "role", name, known


@check("evidence-references", target="evidence", across=True)
def evidence_references(evidence: Evidence, context: Context) -> Verdict:
    """SOP and version, roles, items, areas, types, bundle and followed documents exist."""
    pack, data = context.pack, evidence.document.data
    roles = _roles_of(evidence, context)

    def references() -> Iterator[Reference]:
        if evidence.area is not None:
            yield ("area",), "area", evidence.area, pack.known_areas
        for i, item in enumerate(evidence.items):
            yield ("items", i), "item", item, pack.items
        if evidence.bundle is not None:
            yield ("bundle",), "bundle", evidence.bundle, pack.bundles
        for i, name in enumerate(evidence.about):
            yield ("about", i, "sop"), "sop", name, context.sop_versions
        if evidence.area is not None and evidence.area in pack.areas:
            known = pack.areas[evidence.area].particulars
            for name in data.get("particulars", {}):
                yield ("particulars", name), "particular", name, known
        for run in evidence.runs:
            head: Pointer = ("events",) if run.index is None else ("runs", run.index, "events")
            for i, event in enumerate(run.events):
                yield from _role_references((*head, i, "role"), event.roles, roles)
        for paper in evidence.papers:
            yield from _paper_references(evidence, paper, context, roles)

    problems = _dangling(evidence.document.at, references(), context)
    return problems + _version_problems(evidence, context)


def _roles_of(evidence: Evidence, context: Context) -> dict[str, Role]:
    roles = dict(context.office.roles)
    if evidence.sop is not None:
        for sop in (*context.generic, *context.sops):
            if sop.id == evidence.sop[0]:
                roles |= sop.roles
    return roles


def _paper_references(
    evidence: Evidence, paper: Paper, context: Context, roles: Iterable[str]
) -> Iterator[Reference]:
    pack, head = context.pack, ("documents", paper.index)
    yield (*head, "type"), "type", paper.type, pack.types
    for i, item in enumerate(paper.items):
        yield (*head, "items", i), "item", item, pack.items
    if paper.signed_by is not None:
        yield (*head, "signed_by"), "role", paper.signed_by, roles
    if paper.follows_up is not None:
        name, _, inner = paper.follows_up.partition("#")
        known = context.evidence_by_id
        others = known if name == evidence.id else [k for k in known if k != evidence.id]
        yield (*head, "follows_up"), "evidence", name, others
        if inner and name in known:
            papers = _document_ids(known[name])
            yield (*head, "follows_up"), "document", inner, papers
    for i, member in enumerate(paper.team):
        yield (*head, "team", i, "role"), "role", member.role, roles
        for k, area in enumerate(member.areas):
            yield (*head, "team", i, "areas", k), "area", area, pack.known_areas


def _document_ids(evidence: Evidence) -> list[str]:
    """The ids of all its documents as written, those that broke their schema too."""
    written = evidence.document.data.get("documents", ())
    return [entry["id"] for entry in written if isinstance(entry, dict) and "id" in entry]


def _version_problems(evidence: Evidence, context: Context) -> list[Problem]:
    if evidence.sop is None:
        return []
    name, version = evidence.sop
    at = evidence.document.at
    if name not in context.sop_versions:
        reference = (("sop", "id"), "sop", name, context.sop_versions)
        return _dangling(at, [reference], context)
    versions = context.sop_versions[name]
    if version in versions or name in context.mentions:
        return []
    args = {"sop": name, "version": version, "versions": list(versions)}
    return [Problem(at("sop", "version"), "reference.version", args)]


@check("worksheet-references", target="worksheet", across=True, lowers=False)
def worksheet_references(worksheet: Worksheet, context: Context) -> Verdict:
    """Answers name items of the pack and evidence of the office."""
    if worksheet.year != context.year.first.year:
        return NotApplicable("na.other-year")
    problems: list[Problem] = []
    known_evidence = context.evidence_by_id
    for item, answer in worksheet.answers.items():
        if item not in context.pack.items:
            args = {
                "what": Term("term.item"),
                "name": item,
                "guess": closest(item, context.pack.items),
            }
            spot = worksheet.document.at("answers", item, part="key")
            problems.append(Problem(spot, "reference.unknown", args, items=(item,)))
        references: list[Reference] = []
        for i, reference in enumerate(answer.evidence):
            name, _, inner = reference.partition("#")
            pointer = ("answers", item, "evidence", i)
            references.append((pointer, "evidence", name, known_evidence))
            if inner and name in known_evidence:
                papers = _document_ids(known_evidence[name])
                references.append((pointer, "document", inner, papers))
        problems += _dangling(worksheet.document.at, references, context)
    return problems
