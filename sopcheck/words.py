"""Message ids and arguments -> sentences in Indonesian or English."""

from __future__ import annotations

import gettext
import locale
import os
import sys
from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from sopcheck.model.finding import Bilingual, Term
from sopcheck.model.standing import Lack
from sopcheck.personal import mask

DOMAIN = "sopcheck"
LANGUAGES = ("id", "en")
MAX_VALUE = 60
DIRECTORY = Path(__file__).parent / "locale"
_FULL = 100


@cache
def words(lang: str) -> Words:
    """The words of a language, `id` or `en`."""
    return Words(lang)


class Words:
    """One language's catalogue, and how it writes numbers, dates and lists."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._catalogue = gettext.translation(DOMAIN, DIRECTORY, [lang])
        self._months = self._catalogue.gettext("format.months").split()

    def say(self, message: str, /, **args: Any) -> str:
        """The sentence of a message id with its arguments; `guess` asks "did you mean"."""
        if args.get("guess") is not None and self.knows(f"{message}.guess"):
            message = f"{message}.guess"
        return self._catalogue.gettext(message).format_map(_Arguments(args, self.show))

    def count(self, message: str, number: int) -> str:
        """The sentence for a number of things, in its right plural."""
        text = self._catalogue.ngettext(message, message, number)
        return text.format(n=self.integer(number))

    def knows(self, message: str) -> bool:
        """True when the catalogue words this message id."""
        return self._catalogue.gettext(message) != message

    def show(self, value: Any) -> str:
        """An argument as text: dates, numbers and lists by language; texts clipped and masked."""
        match value:
            case Term():
                return self.say(value.id)
            case Bilingual():
                return value.of(self.lang)
            case Lack():
                return self.say(value.message, **value.args)
            case date():
                return self.date(value)
            case bool():
                return "true" if value else "false"
            case Fraction():
                return self.percent(value)
            case list() | tuple():
                return self._catalogue.gettext("format.list").join(self.show(v) for v in value)
            case None:
                return "–"
            case _:
                return clip(clean(str(value)))

    def date(self, day: date) -> str:
        """A date in words: 3 Februari 2021."""
        return f"{day.day} {self._months[day.month - 1]} {day.year}"

    def integer(self, number: int) -> str:
        """A whole number with thousands separated."""
        return f"{number:,}".replace(",", "." if self.lang == "id" else ",")

    def decimal(self, number: float, places: int = 2) -> str:
        """A number with a fixed number of decimals, half to even: 4,75 or 4.75."""
        exact = Decimal(str(number)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
        text = f"{exact:,}"
        return text.translate(str.maketrans(",.", ".,")) if self.lang == "id" else text

    def points(self, value: float | None) -> str:
        """Points with two decimals; a dash where nothing was assessed."""
        return "–" if value is None else self.decimal(value)

    def percent(self, share: Fraction | float) -> str:
        """A share of one as a percentage: 67 %."""
        number = Fraction(share) * _FULL
        if number.denominator == 1:
            return f"{int(number)} %"
        return f"{self.decimal(float(number), 1)} %"


class _Arguments(dict[str, Any]):
    """Arguments shown when the sentence asks for them."""

    def __init__(self, args: Mapping[str, Any], show: Callable[[Any], str]) -> None:
        super().__init__(args)
        self._show = show

    def __getitem__(self, key: str) -> str:
        return self._show(super().__getitem__(key))


def clean(text: str) -> str:
    """The text masked, with control characters made visible."""
    return visible(mask(text))


def visible(text: str, keep: str = "") -> str:
    """The text with control and direction characters made visible, but those in `keep`."""
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() or c in keep else c.encode("unicode_escape").decode() for c in text
    )


def clip(text: str, width: int = MAX_VALUE) -> str:
    """The text, its middle cut where it is longer than `width` code points."""
    if len(text) <= width:
        return text
    end = width // 2
    return f"{text[: width - end - 1]}…{text[-end:]}"


def shortened(text: str, width: int) -> str:
    """The text, its end cut where it is longer than `width` code points."""
    return text if len(text) <= width else text[: width - 1] + "…"


def language(asked: str | None, settings: str | None = None) -> str:
    """The language to speak: `--lang`, `SOPCHECK_LANG`, the settings, the locale, Indonesian."""
    for candidate in (asked, os.environ.get("SOPCHECK_LANG"), settings):
        if candidate in LANGUAGES:
            return str(candidate)
    spoken = next((v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(k))), "")
    if not spoken and sys.platform == "win32":
        spoken = locale.getlocale()[0] or ""
    return "en" if spoken.startswith("en") else "id"
