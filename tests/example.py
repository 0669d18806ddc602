"""The example office in memory, and an audit of it with some files changed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sopcheck.discover import MemoryTree
from sopcheck.model.report import Report
from sopcheck.model.rules import Pack
from sopcheck.packs import load_pack
from sopcheck.pipeline import audit_tree
from sopcheck.settings import Settings, find_settings

EXAMPLE = Path(__file__).parent.parent / "examples" / "satu-satker"
FILES = {
    path.relative_to(EXAMPLE).as_posix(): path.read_bytes()
    for path in sorted(EXAMPLE.rglob("*"))
    if path.is_file() and path.name != "README.md"
}


def judged(files: Mapping[str, bytes], settings: Settings | None = None) -> Report:
    """The report over these files, with the example's own settings unless others are given."""
    settings = settings or find_settings(EXAMPLE)
    return audit_tree(MemoryTree(files), settings, _pack(settings.pack))


@cache
def _pack(name: str) -> Pack:
    return load_pack(name)
