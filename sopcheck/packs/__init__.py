"""rules/ -> Pack. A broken pack is a PackError with file, line and reason, never a finding."""

from __future__ import annotations

from pathlib import Path

from sopcheck.errors import PackError
from sopcheck.model.rules import Pack
from sopcheck.packs.core import core_areas, core_rules
from sopcheck.packs.reader import PackReader
from sopcheck.packs.source import bundled_packs, pack_folder, read_source
from sopcheck.spelling import closest

DEFAULT_PACK = "pmprb-2020-unit"

__all__ = ["DEFAULT_PACK", "bundled_packs", "core_areas", "core_rules", "load_pack"]


def load_pack(name: str, *, base: Path | None = None) -> Pack:
    """The pack of that name, or the one in that folder (relative to `base`); PackError otherwise."""
    folder = pack_folder(name, base or Path())
    if folder is None:
        guess = closest(name, bundled_packs())
        known = list(bundled_packs())
        raise PackError("error.unknown-pack", name=name, guess=guess, known=known)
    source = read_source(folder, name if "/" not in name else folder.name)
    packs = [PackReader(part).pack() for part in source.chain]  # a base has to be sound by itself
    return packs[-1]
