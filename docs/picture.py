#!/usr/bin/env python3
"""Draw docs/laporan.svg: the report on a copy of the example office with four defects."""

from __future__ import annotations

import re
import shutil
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

# Rich publishes no other name for its template.
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from sopcheck import View, audit, find_settings, render

DOCS = Path(__file__).resolve().parent
EXAMPLE = DOCS.parent / "examples" / "satu-satker"
WIDTH = 100
THEME = TerminalTheme(
    (30, 31, 34),
    (222, 222, 222),
    [
        (0, 0, 0),
        (224, 92, 92),
        (104, 176, 88),
        (224, 190, 80),
        (104, 152, 208),
        (176, 128, 192),
        (96, 184, 200),
        (222, 222, 222),
    ],
)

_MINUTES = "files/manajemen-perubahan/2021-q3-rapat-notula"
_MEETING = "evidence/penataan-tatalaksana/2021-q3-rapat-sop.yaml"
_RUNS = "evidence/sdm-aparatur/2021-s2-kinerja-bulanan.yaml"
_STEP = "      - {step: nilai, role: kasubbag, day: 2021-09-23, output: [Nilai SKP]}\n"
_WORKSHEET = "self-assessment-2021.yaml"
# The picture fetches nothing: a viewer without Fira Code uses its own monospaced font.
_TEMPLATE = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)


def report(*, lang: str, color: bool) -> str:
    """The terminal report on the office with its defects."""
    with TemporaryDirectory() as folder:
        office = Path(folder) / "bukti-kita"
        shutil.copytree(EXAMPLE, office)
        _damage(office)
        judged = audit(office, find_settings(office), lang=lang)
    return render(judged, "terminal", View(lang=lang, width=WIDTH, color=color)).decode()


def _damage(office: Path) -> None:
    """An attachment under another name, a misspelt key, an item without its answer, a step skipped."""
    (office / f"{_MINUTES}.pdf").rename(office / f"{_MINUTES}.PDF")
    _replace(
        office / _MEETING,
        "    signed: true\n    signed_by: angg",
        "    singed: true\n    signed_by: angg",
    )
    _replace(office / _RUNS, _STEP, "")
    _replace(office / _WORKSHEET, "  TL-P6: {answer: A, evidence: [ev-3512-tl-2021-akses]}\n", "")


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise ValueError(path, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def picture() -> str:
    """The report as SVG; the same bytes every time."""
    console = Console(
        record=True,
        width=WIDTH,
        file=StringIO(),
        highlight=False,
        no_color=False,
        legacy_windows=False,
    )
    console.print(Text.from_ansi(report(lang="id", color=True).rstrip("\n")))
    return console.export_svg(
        title="sopcheck audit bukti-kita", theme=THEME, code_format=_TEMPLATE, unique_id="laporan"
    )


if __name__ == "__main__":
    (DOCS / "laporan.svg").write_text(picture(), encoding="utf-8")
