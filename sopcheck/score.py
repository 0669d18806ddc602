"""Standings -> points.

Sub score = sub weight × mean of its items. Items that do not apply to the office, or that are
answered `n/a`, leave the mean; a sub with none left lowers the maximum. Each item is worth its sub
weight ÷ number of items that count. Three values an item: claimed (the answer), evidenced (what
sound evidence shows), supported (the lower of the two). Fractions are exact; reports round once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from sopcheck.model.result import Score
from sopcheck.model.rules import Category, Pack
from sopcheck.model.standing import Standing

ZERO = Fraction(0)
_PERCENT = 100


def item_scores(standings: Iterable[Standing], pack: Pack) -> dict[str, Score]:
    """Points of each item that counts, by item id."""
    counting: dict[tuple[str, str, str | None], list[Standing]] = {}
    for standing in standings:
        if standing.applies:
            item = standing.item
            counting.setdefault((item.area, item.block, item.sub), []).append(standing)
    scores: dict[str, Score] = {}
    for (area, block, sub), members in counting.items():
        worth = pack.areas[area].blocks[block].subs[sub] / len(members)
        for standing in members:
            scores[standing.item.id] = Score(
                claimed=worth * (standing.claimed or ZERO),
                evidenced=worth * standing.strict.value,
                supported=worth * standing.supported,
                maximum=worth,
                unwaived=worth * standing.supported_unwaived,
                reviewed=_reviewed(standing, worth),
            )
    return scores


def _reviewed(standing: Standing, worth: Fraction) -> Fraction | None:
    if standing.reviewed is None or standing.reviewed.value is None:
        return None
    return worth * standing.reviewed.value


def total(scores: Iterable[Score]) -> Score:
    """The sum of points."""
    claimed = evidenced = supported = maximum = unwaived = ZERO
    verdicts: list[Fraction] = []
    count = 0
    for score in scores:
        count += 1
        claimed += score.claimed
        evidenced += score.evidenced
        supported += score.supported
        maximum += score.maximum
        unwaived += score.unwaived
        if score.reviewed is not None:
            verdicts.append(score.reviewed)
    reviewed = sum(verdicts, ZERO) if count and len(verdicts) == count else None
    return Score(claimed, evidenced, supported, maximum, unwaived, reviewed)


def area_scores(scores: Mapping[str, Score], pack: Pack) -> dict[str, Score]:
    """Points of each area of the pack, by area id."""
    return {
        area.id: total(scores[item.id] for item in area.items if item.id in scores)
        for area in pack.areas.values()
    }


def mean(scores: Iterable[Score]) -> Score | None:
    """The mean of offices' points; None where none was judged."""
    found = list(scores)
    if not found:
        return None
    summed, count = total(found), len(found)
    return Score(
        summed.claimed / count,
        summed.evidenced / count,
        summed.supported / count,
        summed.maximum / count,
        summed.unwaived / count,
        None if summed.reviewed is None else summed.reviewed / count,
    )


def category(score: Score, pack: Pack) -> Category | None:
    """The indicative category of the supported share: lower bounds are exclusive."""
    if score.ratio is None:
        return None
    percent = score.ratio * _PERCENT
    return next((c for c in pack.categories if percent > c.above), pack.categories[-1])
