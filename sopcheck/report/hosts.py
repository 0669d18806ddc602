"""What formats for hosts share: paths from the repository's root, one-line texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopcheck.model.finding import Bilingual
from sopcheck.words import clean, shortened

if TYPE_CHECKING:
    from sopcheck.model.report import Report
    from sopcheck.report import View

MAX_TEXT = 1000  # hosts refuse or cut longer ones


def path_from_root(path: str, view: View) -> str:
    """A path of the report as the host's repository knows it, its control characters escaped."""
    return clean(view.path_prefix + path)


def line_of(text: Bilingual | str, view: View) -> str:
    """A text on one line, masked, without control characters and not too long for a host."""
    said = text.of(view.lang) if isinstance(text, Bilingual) else text
    return shortened(clean(said), MAX_TEXT)


def labelled(text: Bilingual | str, report: Report, view: View) -> str:
    """A text that hosts show without the rest of the report, after the report's label if it has one."""
    said = line_of(text, view)
    return f"{line_of(report.label, view)}: {said}" if report.label else said
