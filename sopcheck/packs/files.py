"""The files of a pack: read, checked against their meta-schema, with the place of every entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

from sopcheck.errors import PackError
from sopcheck.load import DEFAULT_MAX_BYTES, Places, load
from sopcheck.model.document import Unreadable
from sopcheck.model.finding import Pointer, Spot
from sopcheck.model.standing import Lack
from sopcheck.schemas import validator

# Lists whose entries are known by a key of their own, wherever they stand in the list.
KEYED = {"rules": "code", "items": "id", "sources": "id"}
_ENTRY = 2  # a pointer of this length names an entry: ("items", 3), ("types", "laporan")


@dataclass(frozen=True, slots=True)
class Layer:
    """One file as it was written, in the pack of that name."""

    pack: str
    name: str
    bytes: bytes
    data: Mapping[str, Any]

    @property
    def title(self) -> str:
        """How messages name it."""
        return f"{self.pack}/{self.name}"

    def reach(self, pointer: Pointer, data: Mapping[str, Any]) -> Pointer:
        """How far a pointer into `data` leads in this file, as a pointer of this file."""
        own: list[Any] = []
        here: Any = self.data
        there: Any = data
        for step in pointer:
            there = _entry(there, step)
            at: str | int | None = step
            if data is not self.data and len(own) == 1 and own[0] in KEYED:
                at = _index(here, KEYED[own[0]], there)
            here = _entry(here, at)
            if here is None:
                break
            own.append(at)
        return tuple(own)


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file of a pack after all changes; `layers` are the files it was made of, topmost first."""

    pack: str
    data: Mapping[str, Any]
    layers: tuple[Layer, ...]

    def check(self, kind: str) -> PackFile:
        """The file itself, where it fits the meta-schema of that kind; PackError otherwise."""
        for found in validator(kind).problems(self.data):
            self.fail(found.pointer, found.message, **found.args)
        return self

    def of(self, pack: str, data: Mapping[str, Any]) -> PackFile:
        """What another pack makes of this file."""
        return replace(self, pack=pack, data=data)

    def fail(self, pointer: Pointer, reason: str, /, **args: Any) -> NoReturn:
        """Name the place and the reason, and give up.

        What a pack inherits was sound before its changes, so where the entry stands in a file of
        another pack, the reason says whose changes made it unsound.
        """
        layer, own = self._place(pointer)
        why = Lack(reason, args)
        if layer.pack != self.pack:
            why = Lack("pack.made-unsound", {"pack": self.pack, "reason": why})
        line = Places(layer.bytes).find(Spot(layer.title, pointer=own))[0]
        raise PackError("error.pack", file=layer.title, line=line, reason=why)

    def _place(self, pointer: Pointer) -> tuple[Layer, Pointer]:
        """The topmost file that holds the entry of a pointer, else the one that leads furthest."""
        reached = [(layer, layer.reach(pointer, self.data)) for layer in self.layers]
        enough = min(_ENTRY, len(pointer))
        holding = [place for place in reached if len(place[1]) >= enough]
        return holding[0] if holding else max(reached, key=lambda place: len(place[1]))


def read_file(path: Path, pack: str, name: str) -> PackFile:
    """One YAML file with one document; PackError where it cannot be read."""
    title = f"{pack}/{name}"
    try:
        if not path.is_file() or path.stat().st_size > DEFAULT_MAX_BYTES:
            raise OSError  # noqa: TRY301  # the same end as a file that cannot be read
        content = path.read_bytes()
    except OSError:
        reason = Lack("pack.unreadable", {})
        raise PackError("error.pack", file=title, line=1, reason=reason) from None
    loaded = load(title, content)
    if isinstance(loaded, Unreadable):
        problem = loaded.faults[0].problem
        line = problem.spot.mark[0] if problem.spot.mark else 1
        reason = Lack(problem.message, problem.args)
        raise PackError("error.pack", file=title, line=line, reason=reason)
    data = loaded[0][0].data if loaded[0] else {}
    return PackFile(pack, data, (Layer(pack, name, content, data),))


def _entry(node: Any, step: str | int | None) -> Any:
    if isinstance(node, dict) and step in node:
        return node[step]
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        return node[step]
    return None


def _index(entries: Any, key: str, entry: Any) -> int | None:
    """Where a list holds the entry with the same name."""
    name = entry.get(key) if isinstance(entry, dict) else None
    return next(
        (i for i, e in enumerate(entries) if isinstance(e, dict) and e.get(key) == name), None
    )
