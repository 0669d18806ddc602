"""Rounded figures of the report -> formulas whose sums are those of the report.

The report rounds an item's worth to four decimals; a third of 0.4 then is 0.1333, and three of them
are not 0.4. A worth is therefore written as the weight of its group ÷ the number of items.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sopcheck.model.report import ItemHead, ItemLine

_HALF = Fraction(1, 20_000)  # half of the fourth decimal
_MOST_PLACES = 6
_RATIO = re.compile(r"\s*([0-9]{1,9})\s*/\s*([1-9][0-9]{0,8})\s*")


class Worth(NamedTuple):
    """What an item is worth: its formula and the exact number."""

    formula: str
    exact: Fraction


def worths(lines: Iterable[ItemLine], heads: Mapping[str, ItemHead]) -> dict[str, Worth]:
    """The worth of every item of one office that counts."""
    groups: dict[tuple[str, str, str | None], list[ItemLine]] = {}
    for line in lines:
        head = heads[line.item]
        if line.worth is not None:
            groups.setdefault((head.area, head.block, head.sub), []).append(line)
    found: dict[str, Worth] = {}
    for members in groups.values():
        for line in members:
            found[line.item] = _worth(exact(line.worth), len(members))
    return found


def exact(value: float | None) -> Fraction:
    """A figure of the report as the decimal it is written as; nothing counts 0."""
    return Fraction(Decimal(str(value or 0)))


def share(value: float | None, answer: str | None) -> Fraction:
    """An item's value, unrounded where the answer says it as a fraction: 2/3 for 0.6667."""
    rounded, written = exact(value), _RATIO.fullmatch(answer or "")
    if written is None:
        return rounded
    told = Fraction(int(written[1]), int(written[2]))
    return told if abs(told - rounded) <= _HALF else rounded


def _worth(rounded: Fraction, members: int) -> Worth:
    """The weight with the fewest decimals that gives `rounded` for each of its members."""
    for places in range(_MOST_PLACES + 1):
        scale = 10**places
        weight = Fraction(round(rounded * members * scale), scale)
        if abs(weight / members - rounded) <= _HALF:
            shown = f"{float(weight):.{places}f}"
            return Worth(f"={shown}/{members}" if members > 1 else f"={shown}", weight / members)
    return Worth(f"={float(rounded)}", rounded)


def settled(calculated: Fraction, reported: float) -> Fraction:
    """What a sum of rounded shares has to give: itself where it rounds to the report's figure."""
    return calculated if abs(exact(reported) - calculated) <= _HALF else exact(reported)


def adjusted(formula: str, calculated: Fraction, reported: float) -> str:
    """The formula of a sum, with what the rounding of its shares lost where that would show."""
    lost = settled(calculated, reported) - calculated
    return f"{formula}{float(lost):+.6f}" if lost else formula
