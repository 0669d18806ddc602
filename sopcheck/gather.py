"""One office's files -> documents, nouns and facts. Broken files become faults; the rest goes on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sopcheck.build import (
    build_calendar,
    build_evidence,
    build_office,
    build_review,
    build_sop,
    build_waiver,
    build_worksheet,
    text_of,
    void_part,
)
from sopcheck.discover import Entry, FileRef, OfficeFiles, Tree
from sopcheck.errors import reason_of
from sopcheck.examine import examine
from sopcheck.load import load
from sopcheck.load.reader import unreadable
from sopcheck.model.calendar import LocalDays
from sopcheck.model.document import Attachment, Document, Fault, FileRole, Unreadable
from sopcheck.model.evidence import Evidence
from sopcheck.model.finding import Pointer, Problem, Severity, Term
from sopcheck.model.office import Office, Worksheet
from sopcheck.model.review import Review
from sopcheck.model.sop import Sop
from sopcheck.model.waiver import Waiver
from sopcheck.schema_problems import SchemaProblem, type_name
from sopcheck.schemas import KINDS, validator
from sopcheck.spelling import closest

_INDISPENSABLE = ("office", "self-assessment", "calendar")
_STATED_ID = re.compile(
    rb"^id:[ ]+[\"']?[a-z0-9]+(?:-[a-z0-9]+)*[\"']?[ \r]*(?:#.*)?$", re.MULTILINE
)
_WORD = re.compile(rb"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(slots=True)
class Gathered:
    """Everything read of one office, in path order. `voids` are parts that broke their schema.

    `nameless_sops` are SOP files that cannot be judged and do not tell their id: path by area, `""`
    where their folder names none. `stated_ids` are the ids in those that can be read, by path.
    """

    folder: str = ""
    office: Office | None = None
    documents: list[Document] = field(default_factory=list)
    sops: list[Sop] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    worksheets: list[Worksheet] = field(default_factory=list)
    calendars: list[LocalDays] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    lost_roles: dict[str, FileRole] = field(default_factory=dict)
    nameless_sops: dict[str, str] = field(default_factory=dict)
    stated_ids: dict[str, frozenset[str]] = field(default_factory=dict)
    voids: dict[tuple[str, int], tuple[Pointer, ...]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    file_names: tuple[str, ...] = ()
    files: int = 0
    passed_over: int = 0

    @property
    def lost_sops(self) -> dict[str, str]:
        """The words of files that may hold an SOP and cannot be judged, with their paths.

        A file that can be read holds versions of the SOP whose id it states, and of no other.
        """
        lost = [u for u in self.unreadable if self.lost_roles[u.path] in ("sop", "other")]
        return {
            word: unreadable.path
            for unreadable in lost
            for word in self.stated_ids.get(unreadable.path, unreadable.mentions)
        }

    @property
    def has_broken_calendar(self) -> bool:
        """True while a calendar cannot be read: times are not assessed then."""
        return any(
            self.lost_roles[lost.path] == "calendar"
            or (self.lost_roles[lost.path] == "other" and "calendar" in lost.mentions)
            for lost in self.unreadable
        )


def gather(tree: Tree, files: OfficeFiles, *, max_bytes: int, attachment_bytes: int) -> Gathered:
    """Read, validate and build everything that one office owns."""
    found = Gathered(folder=files.folder, file_names=tuple(sorted(files.attachments)))
    _read(tree, files.yaml, found, max_bytes=max_bytes)
    profile = next((d for d in found.documents if d.data["kind"] == "office"), None)
    _build(found, "" if profile is None else text_of(profile.data["code"]))
    found.attachments = _examine_named(tree, found, files.attachments, attachment_bytes)
    return found


def gather_shared(tree: Tree, refs: Iterable[FileRef], *, max_bytes: int) -> Gathered:
    """Read what no office owns: generic SOPs, reviews, waivers, the calendar."""
    found = Gathered()
    _read(tree, refs, found, max_bytes=max_bytes)
    _build(found, None)
    return found


def _read(tree: Tree, refs: Iterable[FileRef], found: Gathered, *, max_bytes: int) -> None:
    for ref in refs:
        found.files += 1
        loaded: tuple[list[Document], list[Fault]] | Unreadable
        data = b""
        if ref.leads_outside:
            loaded = unreadable(ref.path, "CORE009", "file.leads-outside")
        elif ref.refused is not None:
            loaded = unreadable(ref.path, "CORE001", "file.unreadable", reason=Term(ref.refused))
        elif ref.size > max_bytes:
            args = {"size": ref.size, "limit": max_bytes}
            loaded = unreadable(ref.path, "CORE001", "file.too-large", **args)
        else:
            try:
                data = tree.read(ref.path)
            except OSError as error:
                loaded = unreadable(ref.path, "CORE001", "file.unreadable", reason=reason_of(error))
            else:
                loaded = load(ref.path, data, max_bytes=max_bytes)
        if isinstance(loaded, Unreadable):
            _lose(found, loaded, ref.role, data)
            continue
        documents, notes = loaded
        found.faults += notes
        if not documents:
            _empty(found, ref)
        for document in documents:
            _validate(document, ref, data, found)


def _lose(found: Gathered, lost: Unreadable, role: FileRole, data: bytes = b"") -> None:
    found.unreadable.append(lost)
    if role == "sop" and not _STATED_ID.search(data):
        inner = lost.path[len(found.folder) :].partition("sops/")[2]
        found.nameless_sops[inner.rpartition("/")[0].partition("/")[0]] = lost.path
    found.lost_roles[lost.path] = role
    found.faults += lost.faults


def _empty(found: Gathered, ref: FileRef) -> None:
    if ref.role == "other":
        found.passed_over += 1
        return
    problem = Problem(Document(ref.path, 0, None).at(), "kind.empty-file")
    severity: Severity = "error" if ref.role in _INDISPENSABLE else "warning"
    fault = Fault("CORE005", problem, severity)
    _lose(found, Unreadable(ref.path, (fault,), frozenset(), legible=True), ref.role)


def _validate(document: Document, ref: FileRef, data: bytes, found: Gathered) -> None:
    content = document.data
    kind = content.get("kind") if isinstance(content, dict) else None
    if kind is None and ref.role == "other":
        found.passed_over += 1
        return
    misplaced = ref.role != "other" and isinstance(kind, str) and kind != ref.role
    if not isinstance(kind, str) or kind not in KINDS or misplaced:
        fault = Fault("CORE005", _kind_problem(document, ref.role))
        _lose(found, Unreadable(ref.path, (fault,), _words(data)), ref.role, data)
        return
    schema = validator(kind)
    problems = [] if schema.is_valid(content) else schema.problems(content)
    if kind == "calendar" and not problems:
        problems = _contradictions(content)
    if not problems:
        found.documents.append(document)
        return
    faults = [
        Fault("CORE006", Problem(document.at(*p.pointer, part=p.part), p.message, p.args))
        for p in problems
    ]
    voids = tuple(dict.fromkeys(void_part(kind, p.pointer) for p in problems))
    if () in voids:
        lost = Unreadable(ref.path, tuple(faults), _words(data), legible=True)
        if kind == "sop" and isinstance(content.get("id"), str):
            stated = found.stated_ids.get(ref.path, frozenset())
            found.stated_ids[ref.path] = stated | {content["id"]}
        _lose(found, lost, ref.role, data)
        return
    found.faults += faults
    found.documents.append(document)
    if voids:
        found.voids[document.path, document.index] = voids


def _contradictions(calendar: Mapping[str, Any]) -> list[SchemaProblem]:
    """Days that a calendar calls both a holiday and a day of duty."""
    duty = calendar.get("duty", {})
    return [
        SchemaProblem(("duty", day), "calendar.holiday-and-duty", {"day": date.fromisoformat(day)})
        for day in calendar.get("holidays", {})
        if day in duty
    ]


def _kind_problem(document: Document, role: FileRole) -> Problem:
    """Why a document has no kind that is known, or one that belongs elsewhere."""
    content = document.data
    if not isinstance(content, dict):
        seen = Term(f"type.{type_name(content)}")
        return Problem(document.at(), "kind.no-keys", {"seen": seen})
    known = list(KINDS)
    if "kind" not in content:
        return Problem(document.at(part="first-key"), "kind.missing", {"known": known})
    kind = content["kind"]
    if kind is None:
        return Problem(document.at("kind"), "kind.empty", {"known": known})
    if not isinstance(kind, str):
        args = {"seen": Term(f"type.{type_name(kind)}"), "known": known}
        return Problem(document.at("kind"), "kind.no-text", args)
    if kind in KINDS:
        args = {"kind": kind, "expected": role}
        return Problem(document.at("kind"), "kind.misplaced", args)
    args = {"kind": kind, "guess": closest(kind, KINDS), "known": known}
    return Problem(document.at("kind"), "kind.unknown", args)


@lru_cache(maxsize=4)
def _words(data: bytes) -> frozenset[str]:
    return frozenset(word.decode() for word in _WORD.findall(data))


def _build(found: Gathered, owner: str | None) -> None:
    profiles = [d for d in found.documents if d.data["kind"] == "office"]
    for profile in profiles[1:]:
        args = {"other": profiles[0].path}
        related = (profiles[0].at("code"),)
        problem = Problem(profile.at("code"), "identity.two-profiles", args, related)
        found.faults.append(Fault("CORE007", problem))
    for document in found.documents:
        voids = found.voids.get((document.path, document.index), ())
        match document.data["kind"]:
            case "evidence":
                found.evidence.append(build_evidence(document, voids))
            case "sop":
                found.sops.append(build_sop(document, owner))
            case "calendar":
                found.calendars.append(build_calendar(document))
            case "review":
                found.reviews.append(build_review(document, voids))
            case "waiver":
                found.waivers.append(build_waiver(document))
            case "self-assessment":
                found.worksheets.append(build_worksheet(document, voids))
            case "office" if found.office is None:
                found.office = build_office(document)
            case _:
                pass


def _examine_named(
    tree: Tree, found: Gathered, entries: Mapping[str, Entry], max_bytes: int
) -> dict[str, Attachment]:
    """Facts about the attachments that evidence names; others are never opened."""
    return {
        name: examine(tree, entries[name], name, folder=found.folder, max_bytes=max_bytes)
        for name in dict.fromkeys(_named(found.evidence))
        if name in entries
    }


def _named(evidence: Iterable[Evidence]) -> Iterator[str]:
    for file in evidence:
        for paper in file.papers:
            if paper.file is not None:
                yield paper.file
