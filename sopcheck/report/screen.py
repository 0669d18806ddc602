"""What every part of the terminal's report is written on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from sopcheck.report.diagnostic import wrapped
from sopcheck.words import Words, words

if TYPE_CHECKING:
    from rich.console import Console

    from sopcheck.model.report import Report
    from sopcheck.report import View


class Screen:
    """The report, how it is looked at, and the console that it is printed on."""

    def __init__(self, report: Report, view: View, console: Console) -> None:
        self.report, self.view, self.console = report, view, console
        self.words: Words = words(view.lang)
        self.say = self.words.say

    def line(self, *parts: str | tuple[str, str], indent: int = 0) -> None:
        """One paragraph, wrapped to the width; further lines are indented."""
        for line in wrapped(Text.assemble(*parts), self.view.width, indent):
            self.console.print(line)
