"""rules/ -> Pack. A broken pack is a PackError with file, line and reason, never a finding."""

from __future__ import annotations

import os
from pathlib import Path

from sopcheck.errors import PackError
from sopcheck.model.rules import Pack
from sopcheck.packs.core import core_areas, core_rules
from sopcheck.packs.reader import PackReader
from sopcheck.schemas import RULES
from sopcheck.spelling import closest

DEFAULT_PACK = "pmprb-2020-unit"

__all__ = ["DEFAULT_PACK", "bundled_packs", "core_areas", "core_rules", "load_pack"]


def bundled_packs() -> tuple[str, ...]:
    """The names of the packs that come with the program."""
    return tuple(sorted(p.parent.name for p in RULES.glob("*/pack.yaml")))


def load_pack(name: str, *, base: Path | None = None) -> Pack:
    """The pack of that name, or the one in that folder (relative to `base`); PackError otherwise."""
    folder = RULES / name
    if name not in bundled_packs():
        folder = (base or Path()) / name
        if not os.path.isfile(folder / "pack.yaml"):  # noqa: PTH113  # False where refused
            guess = closest(name, bundled_packs())
            known = list(bundled_packs())
            raise PackError("error.unknown-pack", name=name, guess=guess, known=known)
    return PackReader(folder, name).pack()
