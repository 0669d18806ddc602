"""References lead somewhere: steps, roles, SOPs, items, areas, evidence, types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

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

    A name that a file which cannot be judged mentions is left to that file's finding, but takes out.
    """
    problems = []
    for pointer, what, name, known in references:
        if name in known:
            continue
        args: dict[str, Any] = {
            "what": Term(f"term.{what}"),
            "name": name,
            "guess": closest(name, known),
        }
        spot = at(*pointer, part="key") if what == "particular" else at(*pointer)
        message = "reference.unknown"
        if what == "particular" and known:
            message, args["known"] = "reference.unknown-particular", sorted(known)
        explained = what in _MAY_BE_LOST and name in context.mentions
        problems.append(Problem(spot, message, args, is_said_elsewhere=explained))
    return problems


# What a file that cannot be judged may have defined.
_MAY_BE_LOST = frozenset(("sop", "evidence", "document", "role"))


@check("step-references", target="sop")
def step_references(sop: Sop, context: Context) -> Verdict:
    """`next` and `decision` lead to steps of the SOP or to `end`."""
    known = [step.id for step in sop.steps] + [END]

    def references() -> Iterator[Reference]:
        for i, entry in enumerate(sop.document.data.get("steps", ())):
            follows = entry.get("next")
            if isinstance(follows, str):
                yield ("steps", i, "next"), "step", follows, known
            for k, name in enumerate(follows if isinstance(follows, list) else ()):
                yield ("steps", i, "next", k), "step", name, known
            for label, name in entry.get("decision", {}).items():
                yield ("steps", i, "decision", label), "step", name, known

    return _dangling(sop.document.at, references(), context)


@check("sop-vocabulary", target="sop")
def sop_vocabulary(sop: Sop, context: Context) -> Verdict:
    """The area and its particulars are the pack's, the roles the office's or the SOP's own."""
    roles = {**context.office.roles, **sop.roles}

    def references() -> Iterator[Reference]:
        yield ("area",), "area", sop.area, context.pack.known_areas
        yield from _particulars(sop.document.data, sop.area, context)
        for i, step in enumerate(sop.steps):
            if context.office.roles:
                yield from _role_references(_role_place(sop, i), step.roles, roles)

    return _dangling(sop.document.at, references(), context)


def _role_place(sop: Sop, index: int) -> Pointer:
    """Where a step's role stands; steps taken from the generic SOP stand for `replica_of`."""
    return ("steps", index, "role") if sop.flow is sop.document else ("replica_of",)


@check("sop-references", target="sop", across=True)
def sop_references(sop: Sop, context: Context) -> Verdict:
    """A replica's generic SOP exists, in the version it names."""
    if sop.replica_of is None or not context.generic_known:
        return NotApplicable("na.no-replica")
    originals = {other.id for other in context.generic}
    reference = (("replica_of", "id"), "sop", sop.replica_of[0], originals)
    return _dangling(sop.document.at, [reference], context) + _original_problems(sop, context)


@check("generic-is-original", target="sop")
def generic_is_original(sop: Sop, context: Context) -> Verdict:
    """A generic SOP is nobody's replica."""
    del context
    if sop.owner is not None:
        return NotApplicable("na.no-generic-sop")
    if sop.replica_of is None:
        return []
    spot = sop.document.at("replica_of", part="key")
    return [Problem(spot, "reference.generic-replica", {"sop": sop.id})]


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


@check("evidence-vocabulary", target="evidence")
def evidence_vocabulary(evidence: Evidence, context: Context) -> Verdict:
    """Items, areas, types, bundle and particulars are words that the pack knows."""
    pack = context.pack

    def references() -> Iterator[Reference]:
        if evidence.area is not None:
            yield ("area",), "area", evidence.area, pack.known_areas
            yield from _particulars(evidence.document.data, evidence.area, context)
        for i, item in enumerate(evidence.items):
            yield ("items", i), "item", item, _known_items(item, context)
        if evidence.bundle is not None:
            yield ("bundle",), "bundle", evidence.bundle, pack.bundles
        for paper in evidence.papers:
            head = ("documents", paper.index)
            yield (*head, "type"), "type", paper.type, pack.types
            for i, item in enumerate(paper.items):
                yield (*head, "items", i), "item", item, _known_items(item, context)
            for i, member in enumerate(paper.team):
                for k, area in enumerate(member.areas):
                    yield (*head, "team", i, "areas", k), "area", area, pack.known_areas

    return _dangling(evidence.document.at, references(), context)


def _known_items(item: str, context: Context) -> list[str]:
    """The pack's items of the area that an item's prefix names: others are no likely meaning."""
    pack, prefix = context.pack, item.partition("-")[0]
    return [n for n in (*pack.items, *sorted(pack.unasked)) if n.partition("-")[0] == prefix]


def _particulars(data: Mapping[str, Any], area: str, context: Context) -> Iterator[Reference]:
    if area in context.pack.areas:
        known = context.pack.areas[area].particulars
        for name in data.get("particulars", {}):
            yield ("particulars", name), "particular", name, known


@check("evidence-references", target="evidence", across=True)
def evidence_references(evidence: Evidence, context: Context) -> Verdict:
    """The SOP and its version, the roles and the documents acted upon exist."""
    roles = roles_of(evidence, context)

    def references() -> Iterator[Reference]:
        for i, (name, _) in enumerate(evidence.about):
            yield ("about", i, "sop"), "sop", name, context.sop_versions
        for run in evidence.runs:
            head: Pointer = ("events",) if run.index is None else ("runs", run.index, "events")
            for i, event in enumerate(run.events):
                yield from _role_references((*head, i, "role"), event.roles, roles)
        for paper in evidence.papers:
            yield from _paper_references(evidence, paper, context, roles)

    problems = _dangling(evidence.document.at, references(), context)
    return problems + _version_problems(evidence, context)


def roles_of(evidence: Evidence, context: Context) -> dict[str, Role]:
    """The roles that evidence may name: the office's, and those of any version of its SOP."""
    roles = dict(context.office.roles)
    if evidence.sop is not None:
        for sop in (*context.generic, *context.sops):
            if sop.id == evidence.sop[0]:
                roles |= sop.roles
    return roles


def _paper_references(
    evidence: Evidence, paper: Paper, context: Context, roles: Iterable[str]
) -> Iterator[Reference]:
    head = ("documents", paper.index)
    if paper.signed_by is not None:
        yield (*head, "signed_by"), "role", paper.signed_by, roles
    if paper.follows_up is not None:
        name, _, inner = paper.follows_up.partition("#")
        known = context.evidence_by_id
        others = known if name == evidence.id else [k for k in known if k != evidence.id]
        yield (*head, "follows_up"), "evidence", name, others
        if inner and name in known:
            yield (*head, "follows_up"), "document", inner, _document_ids(known[name])
    for i, member in enumerate(paper.team):
        yield (*head, "team", i, "role"), "role", member.role, roles


def _document_ids(evidence: Evidence) -> list[str]:
    """The ids of all its documents as written, those that broke their schema too."""
    written = evidence.document.data.get("documents", ())
    ids = (entry.get("id") for entry in written if isinstance(entry, dict))
    return [name for name in ids if isinstance(name, str)]


def _version_problems(evidence: Evidence, context: Context) -> list[Problem]:
    if evidence.sop is None:
        return []
    name, version = evidence.sop
    at = evidence.document.at
    if name not in context.sop_versions:
        reference = (("sop", "id"), "sop", name, context.sop_versions)
        return _dangling(at, [reference], context)
    versions = context.sop_versions[name]
    if version in versions:
        return []
    args = {"sop": name, "version": version, "versions": list(versions)}
    explained = name in context.mentions
    spot = at("sop", "version")
    return [Problem(spot, "reference.version", args, is_said_elsewhere=explained)]


@check("worksheet-vocabulary", target="worksheet", lowers=False)
def worksheet_vocabulary(worksheet: Worksheet, context: Context) -> Verdict:
    """Answers name items of the pack."""
    if worksheet.year != context.year.first.year:
        return NotApplicable("na.other-year")
    problems: list[Problem] = []
    for item in worksheet.answers:
        if not context.pack.knows(item) and worksheet.answers[item].valid:
            guess = closest(item, _known_items(item, context))
            args = {"what": Term("term.item"), "name": item, "guess": guess}
            spot = worksheet.document.at("answers", item, part="key")
            problems.append(Problem(spot, "reference.unknown", args, items=(item,)))
    return problems


@check("worksheet-references", target="worksheet", across=True, lowers=False)
def worksheet_references(worksheet: Worksheet, context: Context) -> Verdict:
    """Answers name evidence of the office."""
    if worksheet.year != context.year.first.year:
        return NotApplicable("na.other-year")
    problems: list[Problem] = []
    known = context.evidence_by_id
    for item, answer in worksheet.answers.items():
        references: list[Reference] = []
        for i, reference in enumerate(answer.evidence):
            name, _, inner = reference.partition("#")
            pointer = ("answers", item, "evidence", i)
            references.append((pointer, "evidence", name, known))
            if inner and name in known:
                references.append((pointer, "document", inner, _document_ids(known[name])))
        problems += _dangling(worksheet.document.at, references, context)
    return problems
