"""Paths -> offices and the files they own, sorted; what ignore rules name is passed over."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from sopcheck.errors import SettingsError, reason_of
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
    """One file of a tree: its POSIX path, size in bytes, and where a symlink really leads.

    `refused` is the message id of why the system would not show it; it may then be a folder.
    """

    path: str
    size: int
    leads_to: str | None = None
    refused: str | None = None


class Tree(Protocol):
    """Files by POSIX path relative to a root; `read` raises OSError."""

    def entries(self, under: str = "") -> list[Entry]:
        """Every file below a folder (`""` or ending with `/`), sorted by path."""
        ...

    def folders(self, top: str) -> list[str]:
        """The folders in a folder at the root (`offices/`), each ending with `/`, sorted."""
        ...

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The bytes of one file, no more than about `limit`."""
        ...


class MemoryTree:
    """A tree held in memory: examples of rules, tests."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = dict(sorted(files.items()))

    def entries(self, under: str = "") -> list[Entry]:
        """Every file below a folder (`""` or ending with `/`), sorted by path."""
        return [Entry(p, len(data)) for p, data in self._files.items() if p.startswith(under)]

    def folders(self, top: str) -> list[str]:
        """The folders in a folder at the root (`offices/`), each ending with `/`, sorted."""
        inner = (path[len(top) :].partition("/") for path in self._files if path.startswith(top))
        return sorted({f"{top}{name}/" for name, slash, _ in inner if slash})

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The bytes of one file, no more than about `limit`."""
        return self._files[path][:limit]


class DiskTree:
    """The files below a folder, less hidden ones and those that ignore rules name."""

    def __init__(self, root: Path, exclude: Iterable[str] = ()) -> None:
        self._root = os.fspath(root)
        self._real = os.path.realpath(root)
        self._exclude = _matcher(list(exclude), strict=True) if exclude else None

    def entries(self, under: str = "") -> list[Entry]:
        """Every file below a folder (`""` or ending with `/`), sorted by path.

        A folder that cannot be listed, and a file that cannot be looked at, come as refused.
        """
        found: list[Entry] = []
        waiting: list[tuple[str, _Ignores]] = [(under, ())]
        while waiting:
            folder, ignores = waiting.pop()
            waiting += self._list(folder, ignores, found)
        found.sort(key=lambda entry: entry.path)
        return found

    def folders(self, top: str) -> list[str]:
        """The folders in a folder at the root (`offices/`), each ending with `/`, sorted."""
        at_root = dict(self._list("", (), []))
        if top not in at_root:
            return []
        return sorted(path for path, _ in self._list(top, at_root[top], []))

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The bytes of one file, no more than about `limit`; OSError for what is no plain file."""
        descriptor = os.open(f"{self._root}/{path}", os.O_RDONLY | _WITHOUT_WAITING)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise OSError(errno.EINVAL, path)
            data = os.read(descriptor, 1 << 15)
            if len(data) < 1 << 15:
                return data
            parts, size = [data], len(data)
            while (limit is None or size < limit) and (more := os.read(descriptor, 1 << 20)):
                parts.append(more)
                size += len(more)
            return b"".join(parts)
        finally:
            os.close(descriptor)

    def _list(self, folder: str, ignores: _Ignores, found: list[Entry]) -> _Folders:
        """The files of one folder go to `found`; its folders are given back."""
        try:
            with os.scandir(f"{self._root}/{folder}") as listing:
                children = list(listing)
        except OSError as error:
            found.append(Entry(folder.rstrip("/"), 0, refused=reason_of(error).id))
            return []
        if any(child.name == ".gitignore" for child in children):
            ignores = (*ignores, (folder, self._ignore_rules(f"{folder}.gitignore")))
        folders: _Folders = []
        for child in children:
            if child.name.startswith("."):
                continue
            path = folder + child.name
            try:
                is_folder = child.is_dir(follow_symlinks=False)
                if self._ignored(path + "/" if is_folder else path, ignores):
                    continue
                if is_folder:
                    folders.append((path + "/", ignores))
                elif child.is_symlink():
                    found.append(self._link(path))
                elif child.is_file():
                    found.append(Entry(path, child.stat().st_size))
            except OSError as error:
                found.append(Entry(path, 0, refused=reason_of(error).id))
        return folders

    def _ignore_rules(self, path: str) -> Callable[[str], bool]:
        """The rules of a .gitignore; none where it is no plain file of a reasonable size."""
        try:
            status = os.stat(f"{self._root}/{path}")  # noqa: PTH116  # beside scandir
            if not stat.S_ISREG(status.st_mode) or status.st_size > _MAX_IGNORE_BYTES:
                return lambda _: False
            lines = self.read(path).decode(errors="replace").splitlines()
        except OSError:
            return lambda _: False
        return _matcher(lines, strict=False)

    def _ignored(self, path: str, ignores: _Ignores) -> bool:
        if self._exclude is not None and self._exclude(path):
            return True
        return any(ignored(path[len(folder) :]) for folder, ignored in ignores)

    def _link(self, path: str) -> Entry:
        real = os.path.realpath(f"{self._root}/{path}")
        inside = PurePosixPath(os.path.relpath(real, self._real)).as_posix()
        try:
            status = os.stat(real)  # noqa: PTH116  # a hot path: no Path objects
        except OSError as error:
            return Entry(path, 0, inside, reason_of(error).id)
        if not stat.S_ISREG(status.st_mode):
            return Entry(path, 0, inside, "os.no-file")
        return Entry(path, status.st_size, inside)


_WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0)  # a pipe is noticed, not waited for
_Ignores = tuple[tuple[str, Callable[[str], bool]], ...]
_Folders = list[tuple[str, _Ignores]]
_MAX_IGNORE_BYTES = 1 << 20
_MAX_WILDCARDS = 6


def _matcher(lines: list[str], *, strict: bool) -> Callable[[str], bool]:
    """What gitignore lines name. Lines that are none, or that could take for ever, are left out.

    With `strict` they raise SettingsError instead.
    """
    from pathspec import GitIgnoreSpec  # noqa: PLC0415

    usable = []
    for line in lines:
        try:
            if line.count("*") > _MAX_WILDCARDS:
                raise ValueError  # noqa: TRY301  # the same end as a pattern that is none
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            if strict:
                raise SettingsError("error.exclude", pattern=line) from None
        else:
            usable.append(line)
    match: Callable[[str], bool] = GitIgnoreSpec.from_lines(usable).match_file
    return match


@dataclass(frozen=True, slots=True)
class FileRef:
    """A YAML file with the role that its place gives it."""

    path: str
    role: FileRole
    leads_outside: bool = False
    size: int = 0
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class OfficeFiles:
    """What one office owns: `folder` is `""` at the root, else it ends with `/`."""

    folder: str
    yaml: tuple[FileRef, ...]
    attachments: Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Workspace:
    """The offices under the paths, the files that all offices share, and those nobody owns.

    `without_profile` are folders in `offices/` that are no office, empty ones among them.
    """

    tree: Any
    offices: tuple[OfficeFiles, ...]
    shared: tuple[FileRef, ...]
    without_profile: tuple[str, ...] = ()
    settings: str | None = None


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
        elif folder is not None and not _is_document(entry, inner):
            attachments[folder][inner] = entry
        elif _is_document(entry, inner):
            outside = entry.leads_to is not None and not entry.leads_to.startswith(folder or "")
            outside = outside or _escapes(entry.leads_to)
            ref = FileRef(entry.path, role_of(inner), outside, entry.size, entry.refused)
            (shared if folder is None else yaml[folder]).append(ref)
    offices = tuple(
        OfficeFiles(folder, tuple(yaml[folder]), attachments[folder])
        for folder in sorted(folders)
        if folder.startswith(under) or under.startswith(folder)
    )
    without_profile = tuple(
        place
        for place in ([] if "" in folders else tree.folders("offices/"))
        if not any(folder.startswith(place) for folder in folders)
    )
    return Workspace(tree, offices, tuple(shared), without_profile, settings)


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


def _is_document(entry: Entry, inner: str) -> bool:
    """True for YAML outside `files/`, and for a folder that could not be listed."""
    if inner.startswith("files/") or inner == "files":
        return False
    is_yaml = inner.lower().endswith(YAML_SUFFIXES)
    return is_yaml or (entry.refused is not None and "." not in inner.rpartition("/")[2])


def role_of(inner: str) -> FileRole:
    """The role that a YAML file's path inside its office folder gives it."""
    first, slash, _ = inner.partition("/")
    if slash or inner in _ROLE_BY_FOLDER:
        return _ROLE_BY_FOLDER.get(first, "other")
    stem = inner.rpartition(".")[0]
    if stem.startswith("self-assessment"):
        return "self-assessment"
    return _ROLE_BY_NAME.get(stem, "other")
