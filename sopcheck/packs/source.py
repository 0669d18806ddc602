"""A pack's folder, and the packs it extends -> the pack's files after all changes.

A pack that `extends` another gives what it keeps (`only`), takes away (`remove`) and changes. First
the base loses what is not kept or is taken away, then the changes are merged in. What was taken
away may be written anew, completely.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sopcheck.model.finding import Pointer
from sopcheck.model.standing import Lack
from sopcheck.packs.files import KEYED, PackFile, read_file
from sopcheck.packs.merge import merged, names_in, without
from sopcheck.schemas import RULES, validator
from sopcheck.spelling import closest

HEAD = "pack.yaml"
_CHANGING = frozenset(("extends", "only", "remove"))
_IN_AREAS = ("items", "rules")

Sub = tuple[str, str, str | None]  # area, block, sub-block


@dataclass(frozen=True, slots=True)
class Source:
    """A pack's files after all changes, areas by id, and the source it extends.

    `own` are the pack's own files as they were written.
    """

    name: str
    head: PackFile
    areas: Mapping[str, PackFile]
    own: tuple[PackFile, ...]
    base: Source | None = None

    @property
    def chain(self) -> tuple[Source, ...]:
        """The packs this one is made of, the lowest first, this one last."""
        return (*(self.base.chain if self.base else ()), self)

    @property
    def items(self) -> dict[str, Sub]:
        """The sub-block of each item."""
        return {
            item["id"]: (name, item["block"], item.get("sub"))
            for name, file in self.areas.items()
            for item in file.data["items"]
        }

    @property
    def unasked(self) -> frozenset[str]:
        """The items that a pack below asks and this one does not, though it keeps some of them."""
        if self.base is None:
            return frozenset()
        below = self.base.items.keys() | self.base.unasked
        own = self.items.keys()
        return frozenset(below - own if below & own else ())

    @property
    def written(self) -> Iterator[bytes]:
        """Every byte the pack rests on."""
        for file in self.own:
            yield file.layers[0].name.encode() + b"\0" + file.layers[0].bytes
        if self.base is not None:
            yield b"extends\0"
            yield from self.base.written


def bundled_packs() -> tuple[str, ...]:
    """The names of the packs that come with the program."""
    return tuple(sorted(p.parent.name for p in RULES.glob(f"*/{HEAD}")))


def pack_folder(name: str, below: Path) -> Path | None:
    """The folder of a bundled pack, or that folder below another; None where there is no pack."""
    folder = RULES / name if name in bundled_packs() else below / name
    return folder if os.path.isfile(folder / HEAD) else None  # noqa: PTH113  # False where refused


def read_source(folder: Path, name: str, above: tuple[Path, ...] = ()) -> Source:
    """The files of the pack in a folder; `above` are the folders of the packs that extend it."""
    head = read_file(folder / HEAD, name, HEAD)
    changes = isinstance(head.data, dict) and not _CHANGING.isdisjoint(head.data)
    head.check("pack-changes" if changes else "pack")
    base = _base(head, folder, (*above, folder)) if changes else None
    files = sorted(p.name for p in folder.glob("*.yaml") if p.name != HEAD)
    own = [read_file(folder / file, name, file) for file in files]
    if base is None:
        areas = {_area_of(file.check("area")): file for file in own}
        if not areas:
            head.fail((), "pack.no-areas")
        return Source(name, head, areas, (head, *own))
    kept = _Kept(head, base)
    changed = kept.head()
    for file in own:
        kept.change(file)
    if not kept.areas:
        head.fail((), "pack.no-areas")
    return Source(name, changed, dict(sorted(kept.areas.items())), (head, *own), base)


def _area_of(file: PackFile) -> str:
    """The area of a file, which is named after it."""
    area: str = file.data["area"]
    name = file.layers[0].name
    if f"{area}.yaml" != name:
        file.fail(("area",), "pack.area-name", name=name)
    return area


def _base(head: PackFile, folder: Path, above: tuple[Path, ...]) -> Source:
    name = head.data["extends"]
    base = pack_folder(name, folder)
    if base is None:
        guess = closest(name, bundled_packs())
        head.fail(("extends",), "pack.unknown-base", name=name, guess=guess)
    places = [place.resolve() for place in above]
    if base.resolve() in places:
        head.fail(("extends",), "pack.extends-itself", name=name)
    found = read_source(base, name if name in bundled_packs() else base.resolve().name, above)
    if found.head.data["id"] == head.data["id"]:
        head.fail(("id",), "pack.same-id", name=head.data["id"])
    return found


class _Kept:
    """What a pack keeps of its base, changed file by file."""

    def __init__(self, head: PackFile, base: Source) -> None:
        self._own = head
        self._base = base
        self._only: Mapping[str, list[str]] = head.data.get("only", {})
        self._remove: Mapping[str, list[str]] = head.data.get("remove", {})
        self._check_names()
        self.areas = {
            name: file.of(head.pack, data)
            for name, file in base.areas.items()
            if self._keeps("areas", name)
            for data in [self._of_area(file.data)]
            if data["items"]
        }
        self._check_kept()

    def head(self) -> PackFile:
        """The head of the base without what is taken away, with the changes."""
        below = self._base.head
        data = dict(below.data)
        for kind in self._remove.keys() - {"areas", *_IN_AREAS}:
            data = without(data, kind, self._remove[kind])
        changes = {k: v for k, v in self._own.data.items() if k not in _CHANGING}
        return self._merged(below.of(below.pack, data), self._own, changes, "pack")

    def change(self, file: PackFile) -> None:
        """Change an area by a file of the pack, or add one."""
        name = str(file.data.get("area")) if isinstance(file.data, dict) else ""
        if name not in self.areas:
            if name in self._base.areas:
                self._check_complete(file, name)
            self.areas[_area_of(file.check("area"))] = file
            return
        _area_of(file.check("area-changes"))
        self.areas[name] = self._merged(self.areas[name], file, file.data, "area")

    def _merged(
        self, below: PackFile, file: PackFile, changes: Mapping[str, Any], kind: str
    ) -> PackFile:
        """A file with its changes, checked; a new entry has to be complete."""
        _check_duplicates(file)
        data = merged(below.data, changes)
        result = PackFile(self._own.pack, data, (*file.layers, *below.layers))
        for found in validator(kind).problems(data):
            entry, guess = _new_entry(found.pointer, below.data, data)
            if entry is None:
                result.fail(found.pointer, found.message, **found.args)
            reason = Lack(found.message, found.args)
            args = {"name": entry, "base": self._base.name, "guess": guess, "reason": reason}
            result.fail(found.pointer, "pack.new-entry", **args)
        return result

    def _check_complete(self, file: PackFile, name: str) -> None:
        """An area that is not kept may be written anew, completely."""
        for found in validator("area").problems(file.data):
            reason = Lack(found.message, found.args)
            args = {"name": name, "base": self._base.name, "reason": reason}
            file.fail(found.pointer, "pack.new-area", **args)

    def _of_area(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        for kind in _IN_AREAS:
            gone = [name for name in names_in(data, kind) if not self._keeps(kind, name)]
            data = without(data, kind, gone)
        return data

    def _keeps(self, kind: str, name: str) -> bool:
        return name in self._only.get(kind, (name,)) and name not in self._remove.get(kind, ())

    def _check_names(self) -> None:
        """Fail where `only` or `remove` name something that the base has not, or both the same."""
        for part, named in (("only", self._only), ("remove", self._remove)):
            for kind, names in named.items():
                known = _names(self._base.head, self._base.areas, kind)
                for i, name in enumerate(names):
                    at: Pointer = (part, kind, i)
                    if name not in known:
                        args = {"name": name, "base": self._base.name}
                        self._own.fail(at, "pack.not-in-base", guess=closest(name, known), **args)
                    if part == "remove" and name in self._only.get(kind, ()):
                        self._own.fail(at, "pack.kept-and-removed", name=name)

    def _check_kept(self) -> None:
        """Fail where what `only` names went with its area, or where an area has no item left."""
        for kind, names in self._only.items():
            kept = _names(self._base.head, self.areas, kind)
            for i, name in enumerate(names):
                if name not in kept:
                    self._own.fail(("only", kind, i), "pack.kept-in-vain", name=name)


def _names(head: PackFile, areas: Mapping[str, PackFile], kind: str) -> list[str]:
    if kind == "areas":
        return list(areas)
    if kind in _IN_AREAS:
        return [name for file in areas.values() for name in names_in(file.data, kind)]
    return names_in(head.data, kind)


def _check_duplicates(file: PackFile) -> None:
    for kind, key in KEYED.items():
        names = names_in(file.data, kind)
        for i, name in enumerate(names):
            if name in names[:i]:
                file.fail((kind, i, key), "pack.duplicate", name=name)


def _new_entry(
    pointer: Pointer, below: Mapping[str, Any], data: Mapping[str, Any]
) -> tuple[str | None, str | None]:
    """The name of the entry a pointer leads into, where the base has none such, and a likely one."""
    if len(pointer) < len(("kind", "entry")):
        return None, None
    kind, entry = str(pointer[0]), pointer[1]
    if isinstance(entry, int) and kind not in KEYED:
        return None, None
    name = names_in(data, kind)[entry] if isinstance(entry, int) else entry
    known = names_in(below, kind)
    return (None, None) if name in known else (name, closest(name, known))
