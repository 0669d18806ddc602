"""Attachments are there, whole, and what their names say. Facts about files come in the context."""

from __future__ import annotations

from collections.abc import Iterator

from sopcheck.checks.registry import Verdict, check
from sopcheck.model.context import Context
from sopcheck.model.document import Attachment
from sopcheck.model.evidence import Evidence, Paper
from sopcheck.model.finding import NotApplicable, NotAssessed, Problem, Term
from sopcheck.model.office import Office
from sopcheck.spelling import closest

LEADS_OUTSIDE = "leads-outside"


def leaves_folder(path: str) -> bool:
    """True for a written path that is absolute or climbs out of the office folder."""
    parts = path.replace("\\", "/").split("/")
    return path.startswith(("/", "\\", "~")) or ".." in parts or ":" in parts[0]


def _attached(evidence: Evidence, context: Context) -> Iterator[tuple[Paper, Attachment]]:
    for paper in evidence.papers:
        if paper.file is not None and paper.file in context.attachments:
            yield paper, context.attachments[paper.file]


@check("paths-inside-office", target="evidence")
def paths_inside_office(evidence: Evidence, context: Context) -> Verdict:
    """A file's path stays inside the office folder, its target too where it is a link."""
    named = [paper for paper in evidence.papers if paper.file is not None]
    if not named:
        return NotApplicable("na.no-file")
    return [
        _problem(evidence, paper, "attachment.outside", path=paper.file)
        for paper in named
        if leaves_folder(paper.file or "")
        or LEADS_OUTSIDE in _faults(context.attachments.get(paper.file or ""))
    ]


def _faults(attachment: Attachment | None) -> tuple[str, ...]:
    return () if attachment is None else attachment.faults


@check("attachment-exists", target="evidence")
def attachment_exists(evidence: Evidence, context: Context) -> Verdict:
    """Every document names a file that exists (names compared exactly), or a link."""
    if not evidence.papers:
        return NotApplicable("na.no-document")
    problems = []
    for paper in evidence.papers:
        if paper.file is None:
            if paper.url is None:
                spot = evidence.document.at("documents", paper.index, part="first-key")
                problems.append(
                    Problem(spot, "attachment.none", {"id": paper.id}, (), _name(evidence, paper))
                )
        elif not leaves_folder(paper.file) and paper.file not in context.attachments:
            guess = _meant(paper.file, context)
            problems.append(
                _problem(evidence, paper, "attachment.missing", path=paper.file, guess=guess)
            )
    return problems


def _meant(path: str, context: Context) -> str | None:
    """The file that differs in case or slashes alone, else a similar one that nobody names."""
    plain = path.replace("\\", "/").casefold().removeprefix("./")
    same = next((name for name in context.file_names if name.casefold() == plain), None)
    folder = path.rpartition("/")[0]
    unnamed = [
        name
        for name in context.file_names
        if name.rpartition("/")[0] == folder and name not in context.attachments
    ]
    return same or closest(path, unnamed) or _moved(path, context)


def _moved(path: str, context: Context) -> str | None:
    """The only file of that name in another folder."""
    name = path.replace("\\", "/").rpartition("/")[2]
    found = [other for other in context.file_names if other.rpartition("/")[2] == name]
    return found[0] if len(found) == 1 else None


@check("attachment-unchanged", target="evidence")
def attachment_unchanged(evidence: Evidence, context: Context) -> Verdict:
    """A file has the SHA-256 that the evidence records."""
    recorded = [(p, a) for p, a in _attached(evidence, context) if p.sha256 and a.sha256]
    if not recorded:
        return NotApplicable("na.no-hash")
    return [
        Problem(
            evidence.document.at("documents", paper.index, "sha256"),
            "attachment.changed",
            {"path": paper.file, "seen": (attachment.sha256 or "")[:12]},
            subject=_name(evidence, paper),
        )
        for paper, attachment in recorded
        if attachment.sha256 != (paper.sha256 or "").lower()
    ]


@check("attachment-sound", target="evidence")
def attachment_sound(evidence: Evidence, context: Context) -> Verdict:
    """A file is not empty, can be read, and its first bytes show the type its name says.

    Of a Git LFS pointer only emptiness and size are known: a file of evidence that has one, and no
    problem, is not assessed.
    """
    attached = list(_attached(evidence, context))
    if not attached:
        return NotApplicable("na.no-file")
    problems = [
        _problem(
            evidence,
            paper,
            f"attachment.{fault}",
            path=paper.file,
            seen=Term(f"file-type.{attachment.kind or 'unknown'}"),
            size=attachment.size,
            limit=context.pack.attachment_bytes,
        )
        for paper, attachment in attached
        for fault in attachment.faults
        if fault != LEADS_OUTSIDE
    ]
    if not problems and any(attachment.is_pointer for _, attachment in attached):
        return NotAssessed("na.pointer")
    return problems


@check("files-not-overused", target="office", across=True, lowers=False)
def files_not_overused(office: Office, context: Context) -> Verdict:
    """One file, by its hash, supports no more items than the pack allows."""
    del office
    limit = context.pack.items_per_file
    if limit is None or not context.attachments:
        return NotApplicable("na.no-file")
    items: dict[str, set[str]] = {}
    last: dict[str, tuple[Evidence, Paper]] = {}
    for evidence in context.evidence:
        if not context.year.contains(evidence.period):
            continue
        for paper, attachment in _attached(evidence, context):
            if attachment.sha256 is not None and attachment.size:
                items.setdefault(attachment.sha256, set()).update(paper.items or evidence.items)
                last[attachment.sha256] = (evidence, paper)
    return [
        _problem(*last[name], "attachment.overused", count=len(used), limit=limit)
        for name, used in items.items()
        if len(used) > limit
    ]


def _problem(evidence: Evidence, paper: Paper, message: str, **args: object) -> Problem:
    spot = evidence.document.at("documents", paper.index, "file")
    return Problem(spot, message, args, subject=_name(evidence, paper))


def _name(evidence: Evidence, paper: Paper) -> str:
    return f"{evidence.id}#{paper.id}"
