"""The templates' language: every value is text unless a template says otherwise."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from sopcheck.model.finding import Bilingual
from sopcheck.report.bands import whole_percent
from sopcheck.report.execution_words import pace_percent
from sopcheck.report.html.flow import MARKS
from sopcheck.report.html.heat import band
from sopcheck.words import Words, shortened, visible, words

_LONGEST = 600
_BEATS = {"on-time": "●", "late": "◐", "missed": "○", "not-due": "·"}
_PACKAGE = "sopcheck.report.html"


@cache
def environment(lang: str) -> Environment:
    """The templates with the words of a language."""
    speech = words(lang)
    made = Environment(
        loader=PackageLoader(_PACKAGE, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=shown,
        auto_reload=False,
    )
    made.globals.update(
        say=speech.say,
        n=speech.count,
        style=_asset("page.css"),
        script=_asset("page.js"),
        page_marks=MARKS,
        page_band=band,
        beat_marks=_BEATS,
    )
    made.filters.update(
        of=lambda text: shortened(text.of(lang), _LONGEST),
        points=speech.points,
        percent=percent,
        pace=lambda share: "–" if share is None else f"{pace_percent(share)} %",
        day=lambda text: day(text, speech),
        whole=speech.integer,
        cut=lambda text: shortened(str(text), _LONGEST),
        short=shortened,
    )
    return made


def _asset(name: str) -> str:
    """A file of the package that stands in the page as it is; none holds what ends its element."""
    loader = PackageLoader(_PACKAGE, "assets")
    source, _, _ = loader.get_source(Environment(autoescape=True), name)
    return source


def percent(share: float | None) -> str:
    """Whole percent, rounded down as on the terminal; a dash where nothing was assessed."""
    return "–" if share is None else str(whole_percent(share))


def day(text: str | None, speech: Words) -> str:
    """A date in words; what is no date as it is."""
    if text is None:
        return "–"
    try:
        return speech.date(date.fromisoformat(text))
    except ValueError:
        return text


def shown(value: Any) -> Any:
    """Text with control and direction characters made visible; what cannot be one stays."""
    if isinstance(value, Bilingual):
        msg = "a text needs its language"
        raise TypeError(msg)
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return visible(value, keep="\n")
