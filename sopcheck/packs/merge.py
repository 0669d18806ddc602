"""What a pack changes in the pack it extends.

Maps named in `_MERGED` are merged key by key; lists in `KEYED` entry by entry, new entries at the
end. Everything else is replaced whole: what stands in the changing pack is then all there is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sopcheck.packs.files import KEYED

Path = tuple[str, ...]  # keys from the root of the file; `*` is any entry

_MERGED: frozenset[Path] = frozenset(
    [
        (),
        ("limits",),
        ("scales",),
        ("types",),
        ("types", "*"),
        ("bundles",),
        ("particulars",),
        ("blocks",),
        ("blocks", "*"),
        ("rules", "*"),
        ("items", "*"),
        ("items", "*", "levels"),
    ]
)


def merged(base: Any, change: Any, at: Path = ()) -> Any:
    """The base with the changes in it; neither is touched."""
    if at in _MERGED and isinstance(base, dict) and isinstance(change, dict):
        result = dict(base)
        for key, value in change.items():
            result[key] = merged(base[key], value, _inside(at, key)) if key in base else value
        return result
    if len(at) == 1 and at[0] in KEYED and isinstance(base, list) and isinstance(change, list):
        return _merged_list(base, change, at)
    return change


def _inside(at: Path, key: str) -> Path:
    """The path of a key: below `types`, `blocks` and the like every key is an entry."""
    return (*at, "*" if len(at) == 1 and (*at, "*") in _MERGED else key)


def _merged_list(base: list[Any], change: list[Any], at: Path) -> list[Any]:
    key = KEYED[at[0]]
    entries = {entry[key]: entry for entry in base}
    for entry in change:
        name = entry[key]
        known = name in entries
        entries[name] = merged(entries[name], entry, (*at, "*")) if known else entry
    return list(entries.values())


def names_in(data: Mapping[str, Any], kind: str) -> list[str]:
    """The names of the entries of a list or map, in written order."""
    entries = data.get(kind, ())
    return [entry[KEYED[kind]] for entry in entries] if kind in KEYED else list(entries)


def without(data: Mapping[str, Any], kind: str, gone: Collection[str]) -> dict[str, Any]:
    """The data without some entries of a list or map."""
    if kind not in data:
        return dict(data)
    if kind in KEYED:
        kept: Any = [entry for entry in data[kind] if entry[KEYED[kind]] not in gone]
    else:
        kept = {name: entry for name, entry in data[kind].items() if name not in gone}
    return {**data, kind: kept}
