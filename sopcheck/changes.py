"""Which files changed since a commit, and which offices they touch. Asks git, writes nothing."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sopcheck.discover import YAML_SUFFIXES
from sopcheck.errors import SettingsError
from sopcheck.model.report import OfficeLine
from sopcheck.settings import Settings
from sopcheck.words import clean, clip

_RULING = (*YAML_SUFFIXES, ".gitignore")


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths from the root that were added, changed or deleted, sorted.

    `elsewhere` is true where a pack or generic SOPs outside the root changed.
    """

    paths: tuple[str, ...]
    elsewhere: bool


def changed_since(ref: str, settings: Settings) -> Changes:
    """What differs from where a commit and the present branch parted, uncommitted work included.

    Raises SettingsError where git, its repository or the commit is not there.
    """
    root = settings.root
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if commit is None:
        known = _git(root, "rev-parse", "--git-dir") is not None
        raise SettingsError("error.no-ref" if known else "error.no-repository", ref=ref)
    name = commit.decode().strip()
    base = (_git(root, "merge-base", name, "HEAD") or commit).decode().strip()
    paths = _changed(root, base)
    if paths is None:
        raise SettingsError("error.no-ref", ref=ref)
    others = (_changed(folder, base) for folder in _elsewhere(settings))
    return Changes(tuple(sorted(paths)), elsewhere=any(others))


def touched(offices: Iterable[OfficeLine], changes: Changes) -> frozenset[str] | None:
    """The codes of the offices that own a changed file; None where the change concerns all of them.

    What no office owns, and is read as a document or a setting, concerns all.
    """
    by_folder = {office.folder: office.code for office in offices}
    found = set()
    for path in changes.paths:
        owner = next((f for f in _folders(path) if f in by_folder), None)
        if owner is not None:
            found.add(by_folder[owner])
        elif path.endswith(_RULING):
            return None
    return None if changes.elsewhere else frozenset(found)


def _folders(path: str) -> Iterator[str]:
    """The folders above a path, the nearest first, the root (`""`) last."""
    while path:
        path = path.rstrip("/").rpartition("/")[0]
        yield clean(f"{path}/") if path else ""


def _elsewhere(settings: Settings) -> Iterator[Path]:
    """Folders outside the root that every office is judged by."""
    for name in (settings.generic, settings.pack):
        if name is not None:
            folder = (settings.root / name).resolve()
            if folder.is_dir() and not folder.is_relative_to(settings.root.resolve()):
                yield folder


def _changed(folder: Path, commit: str) -> set[str] | None:
    """Paths below a folder that differ from a commit or that git does not know yet."""
    told = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--relative", commit)
    differing = _git(folder, *told, "--", ".")
    unknown = _git(folder, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    if differing is None or unknown is None:
        return None
    return {os.fsdecode(name) for name in (differing + unknown).split(b"\0") if name}


def _git(folder: Path, *args: str) -> bytes | None:
    """What git says; None where it refuses. SettingsError where there is no git."""
    variables = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "-C", os.fspath(folder), *args]
    try:
        done = subprocess.run(command, capture_output=True, env=variables, check=False)  # noqa: S603
    except OSError as error:
        raise SettingsError("error.no-git", reason=clip(str(error))) from None
    return done.stdout if done.returncode == 0 else None
