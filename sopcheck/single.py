"""Single documents, each judged on its own: for editors, hooks and changed files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from sopcheck.discover import YAML_SUFFIXES, DiskTree, FileRef, OfficeFiles, role_of
from sopcheck.errors import NothingToJudgeError, SettingsError
from sopcheck.frame import Frame
from sopcheck.gather import Gathered, gather, gather_shared
from sopcheck.judge import judge_office
from sopcheck.lines import office_report
from sopcheck.load import load
from sopcheck.model.document import Document, Unreadable
from sopcheck.model.office import Office
from sopcheck.model.period import parse_period
from sopcheck.model.report import Report
from sopcheck.packs import load_pack
from sopcheck.pipeline import judged_year
from sopcheck.reduce import reduce
from sopcheck.rulebook import Rulebook
from sopcheck.settings import Settings

_PROFILES = ("office.yaml", "office.yml")


def check(files: Iterable[Path], settings: Settings, *, lang: str = "id") -> Report:
    """Judge files one by one: syntax, schema, area rules, SOP flow, attachments.

    Rules across documents are not assessed. Raises SettingsError for a path that is no file under
    the settings' root, NothingToJudgeError where no file is a document.
    """
    pack = load_pack(settings.pack, base=settings.root)
    tree = DiskTree(settings.root, settings.exclude)
    year = judged_year(settings, pack) if settings.period else settings.today().year
    frame = Frame(
        Rulebook(pack, settings.today()),
        parse_period(year),
        settings.today(),
        alone=True,
        zone=ZoneInfo(settings.timezone),
    )
    results = []
    for folder, paths in _by_office(files, settings.root).items():
        names = [path[len(folder) :] for path in paths]
        attachments = {
            entry.path[len(folder) :]: entry
            for entry in tree.entries(folder)
            if not entry.path.endswith(YAML_SUFFIXES) or "/files/" in f"/{entry.path}"
        }
        refs = tuple(
            FileRef(p, role_of(n), _leaves(settings.root / p, settings.root / folder))
            for p, n in zip(paths, names, strict=True)
        )
        gathered = gather(
            tree,
            OfficeFiles(folder, refs, attachments),
            max_bytes=settings.max_file_size,
            attachment_bytes=pack.attachment_bytes,
        )
        if gathered.office is None:
            gathered.office = _profile(tree, folder, settings)
        results.append(office_report(judge_office(gathered, frame), frame.rulebook, tree.read))
    if not any(r.documents or r.findings for r in results):
        raise NothingToJudgeError("error.nothing-in-files")
    report = reduce(
        results,
        Gathered(),
        pack,
        period=year,
        as_of=settings.today(),
        label=settings.label,
        lang=lang,
        read=tree.read,
    )
    return replace(report, offices=())


def evidence_naming(
    files: Iterable[Path], settings: Settings
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The documents among files, attachments replaced by the evidence files that name them.

    The second part are attachments that no evidence file of their office names. SettingsError for a path
    that is neither there nor named.
    """
    documents: list[Path] = []
    attachments: dict[str, dict[str, Path]] = {}
    for file in files:
        if file.suffix.lower() in YAML_SUFFIXES or os.path.isdir(file):  # noqa: PTH112
            documents.append(file)
        else:
            path, folder = _located(file, settings.root)
            attachments.setdefault(folder, {})[path[len(folder) :]] = file
    unnamed: list[Path] = []
    for folder, named in attachments.items():
        naming = _naming(named, folder, settings)
        documents += [settings.root / path for paths in naming.values() for path in paths]
        unnamed += [file for name, file in named.items() if name not in naming]
    for file in unnamed:
        if not os.path.exists(file):  # noqa: PTH110  # False, not an error, where refused
            raise SettingsError("error.no-path", path=str(file))
    return tuple(dict.fromkeys(documents)), tuple(unnamed)


def _naming(names: Iterable[str], folder: str, settings: Settings) -> dict[str, list[str]]:
    """Attachments of an office by name, each with the paths of the documents that name it."""
    tree = DiskTree(settings.root, settings.exclude)
    sought = {name: PurePosixPath(name).name.encode() for name in names}
    found: dict[str, list[str]] = {}
    for entry in tree.entries(folder):
        big = entry.size > settings.max_file_size
        if not entry.path.endswith(YAML_SUFFIXES) or entry.refused or big:
            continue
        data = tree.read(entry.path, settings.max_file_size)
        likely = [name for name, word in sought.items() if word in data]
        loaded = load(entry.path, data) if likely else ([],)
        documents = () if isinstance(loaded, Unreadable) else loaded[0]
        files = {file for document in documents for file in _named_files(document.data)}
        for name in likely:
            if name in files:
                found.setdefault(name, []).append(entry.path)
    return found


def _named_files(content: Any) -> list[str]:
    papers = content.get("documents") if isinstance(content, dict) else None
    entries = [p for p in papers if isinstance(p, dict)] if isinstance(papers, list) else []
    return [os.path.normpath(p["file"]) for p in entries if isinstance(p.get("file"), str)]


def _leaves(path: Path, folder: Path) -> bool:
    """True for a file that really lies outside its office's folder."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _by_office(files: Iterable[Path], root: Path) -> dict[str, list[str]]:
    """Paths from the root by the office folder above them (`""` where there is none)."""
    found: dict[str, list[str]] = {}
    for file in files:
        if not os.path.exists(file):  # noqa: PTH110  # False, not an error, where refused
            raise SettingsError("error.no-path", path=str(file))
        if file.suffix.lower() not in YAML_SUFFIXES:
            raise SettingsError("error.no-yaml", path=str(file))
        if os.path.isdir(file):  # noqa: PTH112  # the same
            raise SettingsError("error.is-a-folder", path=str(file))
        path, folder = _located(file, root)
        found.setdefault(folder, []).append(path)
    return {folder: sorted(set(paths)) for folder, paths in sorted(found.items())}


def _located(file: Path, root: Path) -> tuple[str, str]:
    """A file's path from the root, and the office folder above it (`""` where there is none)."""
    absolute = Path(os.path.abspath(file))  # noqa: PTH100  # symlinks stay as typed
    if not absolute.is_relative_to(root):
        raise SettingsError("error.outside-root", path=str(file), root=str(root))
    parents = [p for p in absolute.parents if p.is_relative_to(root)]
    owner = next((p for p in parents if any((p / n).is_file() for n in _PROFILES)), root)
    folder = "" if owner == root else f"{owner.relative_to(root).as_posix()}/"
    return absolute.relative_to(root).as_posix(), folder


def _profile(tree: DiskTree, folder: str, settings: Settings) -> Office:
    """The office above the files; a nameless one where its profile cannot be read."""
    for name in _PROFILES:
        refs = [FileRef(folder + name, "office")]
        office = gather_shared(tree, refs, max_bytes=settings.max_file_size).office
        if office is not None:
            return office
    return Office(Document(f"{folder}office.yaml", 0, {}), "", "", "", "kabupaten", None, {})
