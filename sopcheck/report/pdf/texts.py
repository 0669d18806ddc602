"""What the pages share: clean texts, figures in words, colours by share, the frame of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from sopcheck.model.finding import Bilingual
from sopcheck.report.bands import band_of
from sopcheck.report.closing import assumed_blocks
from sopcheck.words import clean, clip, shortened, words

if TYPE_CHECKING:
    from sopcheck.model.finding import Finding
    from sopcheck.model.report import Report

_PERCENT = 100
_LONG_WORD = 18
_PIECE = 12
_BREAK = "\u200b"  # where a line may end, without a hyphen
_LABEL = 40
_NAME = 80


class Texts:
    """A report's texts in one language, ready for a template."""

    def __init__(self, report: Report, lang: str) -> None:
        self.report = report
        self.lang = lang
        self.words = words(lang)
        self.say = self.words.say
        self.count = self.words.count
        self.points = self.words.points
        self.questions = {i.item: i.question.of(lang) for i in report.items}
        self.rule_titles = {r.code: r.title.of(lang) for r in report.rules}
        self.remedies = {r.code: r.remedy.of(lang) for r in report.rules}
        self.area_names = {a.area: a.name.of(lang) for a in report.areas}

    def text(self, value: str | None, width: int) -> str:
        """A text cut to a width, in which long words may be broken over lines; a dash for None."""
        if value is None:
            return "–"
        return _breakable(shortened(clean(" ".join(value.split())), width))

    def percent(self, share: float | None) -> str:
        """A share as a percentage; a dash where not assessed."""
        return "–" if share is None else f"{self.words.decimal(share * _PERCENT, 1)} %"

    def place(self, finding: Finding, width: int, folder: str = "") -> str:
        """Path and line, without the folder that the page is about; a long path loses its middle."""
        path = clean(finding.path.removeprefix(folder))
        return f"{_breakable(clip(path, width))}:{finding.line}"

    def day(self, written: str) -> str:
        """A date in words."""
        return self.words.date(date.fromisoformat(written))

    def whole(self, value: str, width: int) -> Bilingual:
        """A text as an argument of a sentence, which would else be cut short there."""
        text = self.text(value, width)
        return Bilingual(text, text)

    def month(self, number: int) -> str:
        """The name of a month, from 1."""
        return self.words.date(date(1, number, 1)).split()[1]

    def labels(self, *names: str) -> dict[str, str]:
        """Fixed words of the catalogues, by the last part of their ids."""
        return {name.rpartition(".")[2]: self.say(name) for name in names}

    def notes(self, *more: str) -> list[str]:
        """What a reader has to know about the figures."""
        recalled = assumed_blocks(self.report)
        assumed = [f"{self.say('report.assumed')} {recalled}"] if recalled else []
        return [self.say("report.dash-means"), *more, *assumed]

    def frame(self, organisation: str, title: str, *lines: str) -> dict[str, Any]:
        """The head and foot of every page."""
        report = self.report
        pack = report.pack.title.of(self.lang)
        return {
            "organisation": self.text(organisation, _NAME).upper(),
            "title": self.text(title, _NAME),
            "lines": [self.text(line, 2 * _NAME) for line in lines],
            "label": self.text(report.label, _LABEL) if report.label else None,
            "foot": f"sopcheck {report.tool['version']} · {self.text(pack, _NAME)} "
            f"({report.pack.sha256[:8]}) · {self.say('report.as-of', day=self.day(report.as_of))}",
            "page": self.say("pdf.page"),
            "page-of": self.say("pdf.page-of"),
        }

    def signatures(self, *positions: str) -> dict[str, Any]:
        """The signature block: positions over blank lines for place, day and names."""
        return {"place": self.say("pdf.place-and-date"), "positions": list(positions)}


def band(share: float | None) -> int | None:
    """The band of a share, from 0 (best) to 4; None where not assessed."""
    return None if share is None else band_of(share)


def joined(parts: Iterable[str]) -> str:
    """Parts of one line."""
    return " · ".join(part for part in parts if part)


def _breakable(text: str) -> str:
    return re.sub(rf"\S{{{_LONG_WORD},}}", _broken, text)


def _broken(found: re.Match[str]) -> str:
    """A long word with places to break it: behind punctuation, and inside its long pieces."""
    pieces = re.findall(rf"[^/_.:#-]{{1,{_PIECE}}}[/_.:#-]*|[/_.:#-]+", found.group())
    return _BREAK.join(pieces)
