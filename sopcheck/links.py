"""What links alone can show: nothing above the middle of the scale.

A level above the middle has to be reached by papers that have a file. With all papers an item may
reach more than with those alone; then the better of the two that counts is what the others reach,
or the best level that is worth no more than half, whichever is higher. Both are monotone in the
evidence, and so is this: taking evidence away never shows more.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sopcheck.model.rules import Item, Pack
from sopcheck.model.standing import Lack, Shown, Support

MIDDLE = Fraction(1, 2)
_NAMED = 3


def links_in(supports: Sequence[Support]) -> list[str]:
    """The papers that are only a link, as `evidence#document`."""
    return [f"{s.evidence.id}#{p.id}" for s in supports for p in s.papers if p.is_only_a_link]


def without_links(supports: Sequence[Support]) -> list[Support]:
    """The supports without papers that are only a link; counts stay, and weigh as unproven."""
    return [
        Support(s.evidence, tuple(p for p in s.papers if not p.is_only_a_link), s.sound)
        for s in supports
    ]


def capped(full: Shown, firm: Shown, item: Item, pack: Pack, links: Sequence[str]) -> Shown:
    """`full`, which all papers show, cut to what counts beside `firm`, which those with files show."""
    if firm.value >= full.value:
        return full
    named = list(links[:_NAMED])
    message = "lack.only-link" if named else "lack.only-link-follow-up"
    scale = pack.scales[item.scale]
    if scale is None or item.ratio is not None:
        lack = Lack("lack.only-link-share", {"papers": named, "share": firm.value})
        return Shown(max(firm.value, MIDDLE), None, {"": (lack,)})
    letters = [letter for letter, _ in item.levels]
    middle = next((name for name in letters if scale[name] <= MIDDLE), letters[-1])
    best = max(middle, firm.label or middle, key=lambda letter: scale[letter])
    lacks = {
        letter: full.lacks.get(letter)
        or (Lack(message, {"papers": named, "without": firm.lacks.get(letter, ())}),)
        for letter in letters[: letters.index(best)]
    }
    return Shown(scale[best], best, lacks)
