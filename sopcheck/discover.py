"""Paths -> offices and the files they own, sorted; what ignore rules name is passed over."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from sopcheck.model.document import FileRole

YAML_SUFFIXES = (".yaml", ".yml")
_ROLE_BY_FOLDER: dict[str, FileRole] = {"sops": "sop", "evidence": "evidence", "reviews": "review"}
_ROLE_BY_NAME: dict[str, FileRole] = {
    "office": "office",
    "waivers": "waiver",
    "calendar": "calendar",
}
SETTINGS_NAMES = ("sopcheck.yaml", "sopcheck.yml")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a tree: its POSIX path, size in bytes, and where a symlink really leads."""

    path: str
    size: int
    leads_to: str | None = None


class Tree(Protocol):
    """Files by POSIX path relative to a root; `read` raises OSError."""

    def entries(self, under: str = "") -> list[Entry]:
        """Every file below a folder (`""` or ending with `/`), sorted by path."""
        ...

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        ...


class MemoryTree:
    """A tree held in memory: examples of rules, tests."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = dict(sorted(files.items()))

    def entries(self, under: str = "") -> list[Entry]:
        """Every file below a folder (`""` or ending with `/`), sorted by path."""
        return [Entry(p, len(data)) for p, data in self._files.items() if p.startswith(under)]

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        return self._files[path]


class DiskTree:
    """The files below a folder, less hidden ones and those that ignore rules name."""

    def __init__(self, root: Path, exclude: Iterable[str] = ()) -> None:
        self._root = os.fspath(root)
        self._real = os.path.realpath(root)
        self._exclude = _matcher(list(exclude)) if exclude else None

    def entries(self, under: str = "") -> list[Entry]:
        """Every file below a folder (`""` or ending with `/`), sorted by path."""
        found: list[Entry] = []
        self._walk(under, (), found)
        found.sort(key=lambda entry: entry.path)
        return found

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        descriptor = os.open(f"{self._root}/{path}", os.O_RDONLY)
        try:
            data = os.read(descriptor, 1 << 15)
            if len(data) < 1 << 15:
                return data
            parts = [data]
            while more := os.read(descriptor, 1 << 20):
                parts.append(more)
            return b"".join(parts)
        finally:
            os.close(descriptor)

    def _walk(
        self,
        folder: str,
        ignores: tuple[tuple[str, Callable[[str], bool]], ...],
        found: list[Entry],
    ) -> None:
        try:
            with os.scandir(f"{self._root}/{folder}") as listing:
                children = list(listing)
        except OSError:
            return
        if any(child.name == ".gitignore" for child in children):
            lines = self.read(f"{folder}.gitignore").decode(errors="replace").splitlines()
            ignores = (*ignores, (folder, _matcher(lines)))
        for child in children:
            if child.name.startswith("."):
                continue
            path = folder + child.name
            is_folder = child.is_dir(follow_symlinks=False)
            if self._ignored(path + "/" if is_folder else path, ignores):
                continue
            if is_folder:
                self._walk(path + "/", ignores, found)
            elif child.is_symlink():
                found.append(self._link(path))
            elif child.is_file():
                found.append(Entry(path, child.stat().st_size))

    def _ignored(self, path: str, ignores: tuple[tuple[str, Callable[[str], bool]], ...]) -> bool:
        if self._exclude is not None and self._exclude(path):
            return True
        return any(ignored(path[len(folder) :]) for folder, ignored in ignores)

    def _link(self, path: str) -> Entry:
        real = os.path.realpath(f"{self._root}/{path}")
        try:
            size = os.stat(real).st_size  # noqa: PTH116  # a hot path: no Path objects
        except OSError:
            size = 0
        inside = os.path.relpath(real, self._real)
        return Entry(path, size, PurePosixPath(inside).as_posix())


def _matcher(lines: list[str]) -> Callable[[str], bool]:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415

    match: Callable[[str], bool] = GitIgnoreSpec.from_lines(lines).match_file
    return match


@dataclass(frozen=True, slots=True)
class FileRef:
    """A YAML file with the role that its place gives it."""

    path: str
    role: FileRole
    leads_outside: bool = False


@dataclass(frozen=True, slots=True)
class OfficeFiles:
    """What one office owns: `folder` is `""` at the root, else it ends with `/`."""

    folder: str
    yaml: tuple[FileRef, ...]
    attachments: Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Workspace:
    """The offices under the paths, the files that all offices share, and those nobody owns."""

    tree: Any
    offices: tuple[OfficeFiles, ...]
    shared: tuple[FileRef, ...]
    settings: str | None = None
    sizes: Mapping[str, int] = field(default_factory=dict)


def discover(tree: Tree, *, under: str = "") -> Workspace:
    """The workspace of a tree. `under` narrows it to one folder (`""` or ending with `/`).

    A folder that holds an office profile owns everything below it, the innermost first.
    """
    entries = tree.entries()
    folders = {
        entry.path[: len(entry.path) - len(name)]
        for entry in entries
        if (name := entry.path.rpartition("/")[2]) in ("office.yaml", "office.yml")
    }
    yaml: dict[str, list[FileRef]] = {folder: [] for folder in folders}
    attachments: dict[str, dict[str, Entry]] = {folder: {} for folder in folders}
    shared: list[FileRef] = []
    settings = None
    for entry in entries:
        folder = _owner(entry.path, folders)
        inner = entry.path[len(folder or "") :]
        if entry.path in SETTINGS_NAMES:
            settings = entry.path
        elif folder is not None and not (inner.endswith(YAML_SUFFIXES) and _is_document(inner)):
            attachments[folder][inner] = entry
        elif inner.endswith(YAML_SUFFIXES):
            outside = entry.leads_to is not None and not entry.leads_to.startswith(folder or "")
            ref = FileRef(entry.path, role_of(inner), outside or _escapes(entry.leads_to))
            (shared if folder is None else yaml[folder]).append(ref)
    offices = tuple(
        OfficeFiles(folder, tuple(yaml[folder]), attachments[folder])
        for folder in sorted(folders)
        if folder.startswith(under) or under.startswith(folder)
    )
    sizes = {entry.path: entry.size for entry in entries if entry.path.endswith(YAML_SUFFIXES)}
    return Workspace(tree, offices, tuple(shared), settings, sizes)


def _owner(path: str, folders: set[str]) -> str | None:
    """The innermost office folder above a path."""
    end = path.rfind("/")
    while end >= 0:
        if path[: end + 1] in folders:
            return path[: end + 1]
        end = path.rfind("/", 0, end)
    return "" if "" in folders else None


def _escapes(leads_to: str | None) -> bool:
    return leads_to is not None and leads_to.startswith("../")


def _is_document(inner: str) -> bool:
    return not inner.startswith("files/")


def role_of(inner: str) -> FileRole:
    """The role that a YAML file's path inside its office folder gives it."""
    first, slash, _ = inner.partition("/")
    if slash:
        return _ROLE_BY_FOLDER.get(first, "other")
    stem = inner.rpartition(".")[0]
    if stem.startswith("self-assessment"):
        return "self-assessment"
    return _ROLE_BY_NAME.get(stem, "other")
