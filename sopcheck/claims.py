"""Answers as written -> claimed values: letters of a scale, percentages, fractions, `n/a`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from sopcheck.model.office import Answer
from sopcheck.model.rules import Item
from sopcheck.model.standing import Lack
from sopcheck.spelling import closest

NOT_APPLICABLE = "n/a"

_PERCENT = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,6})?) ?%\Z")
_DECIMAL = re.compile(r"[0-9]+(?:[.,][0-9]{1,9})?\Z")
_COUNTS = re.compile(r"([0-9]{1,9}) ?/ ?([0-9]{1,9})\Z")


def claimed(
    answer: Answer, item: Item, scale: Mapping[str, Fraction] | None
) -> tuple[Fraction | None, Lack | None]:
    """(value between 0 and 1, None), or (None, why the answer is none).

    `scale` is None for percentages. `n/a` gives (None, None) where the item is optional.
    """
    if not answer.valid:
        return None, Lack("answer.invalid", {})
    text = answer.text.strip()
    if text == NOT_APPLICABLE:
        return None, None if item.optional else Lack("answer.not-optional", {"item": item.id})
    if scale is not None:
        value = scale.get(text)
        if value is None:
            choices = [*scale, *([NOT_APPLICABLE] if item.optional else [])]
            guess = closest(text, choices)
            args = {"answer": text, "choices": choices, "guess": guess}
            return None, Lack("answer.off-scale", args)
        return value, None
    return _percentage(text, may_exceed=item.ratio is not None and item.ratio.may_exceed)


def half_unit(text: str) -> Fraction:
    """Half of the last decimal of a percentage as written: what rounding may have moved it by."""
    number = text.strip().removesuffix("%").strip().replace(",", ".")
    if "/" in number or ("." not in number and not text.strip().endswith("%")):
        return Fraction(0)
    unit = Fraction(1, 10 ** len(number.partition(".")[2]))
    return unit / 200 if text.strip().endswith("%") else unit / 2


def _percentage(text: str, *, may_exceed: bool) -> tuple[Fraction | None, Lack | None]:
    if match := _COUNTS.match(text):
        of, to = int(match[1]), int(match[2])
        if to == 0:
            return None, Lack("answer.zero", {"answer": text})
        if of > to and not may_exceed:
            return None, Lack("answer.exceeds", {"answer": text})
        return min(Fraction(of, to), Fraction(1)), None
    if match := _PERCENT.match(text):
        value = Fraction(match[1].replace(",", ".")) / 100
    elif _DECIMAL.match(text):
        value = Fraction(text.replace(",", "."))
    else:
        return None, Lack("answer.off-percent", {"answer": text})
    if value > 1:
        return None, Lack("answer.exceeds", {"answer": text})
    return value, None
