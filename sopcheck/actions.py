"""What an office should do first: for every item the smallest step up, valued by scoring it again.

A step is promised only where the item, scored again with it, really stands higher. Steps of different
items do not touch each other, so their gains add up. One new evidence file a period is asked for, or
papers for a bundle that is begun; how an office files its papers is its own affair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from heapq import heapify, heappop, heappush

from sopcheck.model.action import Action, ActionKind, Climb
from sopcheck.model.ground import Ground
from sopcheck.model.rules import Category, Pack
from sopcheck.model.standing import Shown, Standing
from sopcheck.rulebook import Rulebook
from sopcheck.score import category, item_scores, total
from sopcheck.wanted import Trial, retried, wanted_counts, wanted_for

ZERO = Fraction(0)
_PERCENT = 100


def next_actions(
    standings: tuple[Standing, ...], ground: Ground, rulebook: Rulebook
) -> tuple[tuple[Action, ...], Climb | None]:
    """The first step of every item that can be lifted, most points first, and the way to the next category.

    Nothing while the worksheet of the year cannot be read: no answer would count.
    """
    context = ground.context
    if context.worksheet is None and any(
        "self-assessment" in lost.path.rpartition("/")[2] for lost in context.unreadable
    ):
        return (), None
    scores = item_scores(standings, context.pack)
    chains = [
        tuple(_chain(standing, scores[standing.item.id].maximum, ground))
        for standing in standings
        if standing.item.id in scores
    ]
    first = sorted((chain[0] for chain in chains if chain), key=_rank)
    first = [replace(action, rules=_rules(action, rulebook)) for action in first]
    score = total(scores.values())
    aim = _next_category(category(score, context.pack), context.pack)
    climb = None if aim is None else _climb(chains, score.supported, score.maximum, aim)
    return tuple(first), climb


def _rules(action: Action, rulebook: Rulebook) -> tuple[str, ...]:
    """The area's rules that speak of the evidence an action asks for."""
    asked = [
        {
            "kind": "evidence",
            "area": action.area,
            "items": [action.item],
            "period": file.period,
            "documents": [{"id": f"d{i}", "type": p.type} for i, p in enumerate(file.papers)],
        }
        | ({} if file.counts is None else {"counts": dict(file.counts)})
        for file in action.files
    ]
    laws = rulebook.of_area(action.area, "evidence")
    return tuple(law.rule.code for law in laws if any(law.names(raw) for raw in asked))


def _rank(action: Action) -> tuple[Fraction, int, str]:
    """Most points first; of equals, the fewest papers."""
    papers = sum(len(file.papers) for file in action.files) + len(action.runs)
    return -action.gain, papers, action.item


def _chain(standing: Standing, worth: Fraction, ground: Ground) -> Iterator[Action]:
    """Step after step of one item, each one level up, until nothing more can be promised."""
    trial, value = Trial(), standing.supported
    while value < 1:
        found = _step_up(standing, value, worth, trial, ground)
        if found is None:
            return
        action, trial = found
        yield action
        value += action.gain / worth


def _step_up(
    standing: Standing, value: Fraction, worth: Fraction, trial: Trial, ground: Ground
) -> tuple[Action, Trial] | None:
    """The easiest step that lifts an item: answer what is shown, else mend, else add."""
    pack = ground.context.pack
    for kind, tried in _ways(standing, value, trial, ground):
        seen = retried(standing, ground, tried)
        answer, claim = _answer(standing, seen, tried, pack)
        reached = min(claim, seen.value)
        if reached <= value:
            continue
        action = Action(
            item=standing.item.id,
            area=standing.item.area,
            kind=kind,
            before=_label(standing, value, pack),
            after=_label(standing, reached, pack),
            answer=answer,
            files=tried.files[len(trial.files) :],
            runs=tried.runs[len(trial.runs) :],
            mends=kind == "mend",
            gain=worth * (reached - value),
        )
        return action, replace(tried, claim=claim)
    return None


def _ways(
    standing: Standing, value: Fraction, trial: Trial, ground: Ground
) -> Iterator[tuple[ActionKind, Trial]]:
    """What might lift an item, the least effort first."""
    yield "answer", trial
    if not trial.mended and standing.lenient.value > standing.strict.value:
        yield "mend", replace(trial, mended=True)
    item = standing.item
    if item.ratio is not None:
        files = wanted_counts(standing, item.ratio, ground, trial)
        if files is not None:
            yield "add", trial.with_more(files, [])
        return
    scale = ground.context.pack.scales[item.scale] or {}
    for letter, needs in reversed(item.levels):
        if scale[letter] > value:
            wanted = wanted_for(standing, needs, ground, trial)
            if wanted is not None:
                yield "add", trial.with_more(*wanted)


def _answer(
    standing: Standing, seen: Shown, tried: Trial, pack: Pack
) -> tuple[str | None, Fraction]:
    """The answer that has to be written, if one has, and what is claimed then."""
    claim = tried.claim if tried.claim is not None else standing.claimed or ZERO
    if seen.value <= claim:
        return None, claim
    return _label(standing, seen.value, pack), seen.value


def _label(standing: Standing, value: Fraction, pack: Pack) -> str:
    """A value as it is answered: the letter of the scale, or a share."""
    scale = pack.scales[standing.item.scale]
    if scale is None:
        return f"{value.numerator}/{value.denominator}"
    return next(letter for letter in reversed([*scale]) if scale[letter] >= value)


def _next_category(own: Category | None, pack: Pack) -> Category | None:
    """The category above an office's own."""
    better = [] if own is None else pack.categories[: pack.categories.index(own)]
    return better[-1] if better else None


def _climb(
    chains: Iterable[tuple[Action, ...]], supported: Fraction, maximum: Fraction, aim: Category
) -> Climb | None:
    """Steps, always the one of most points that may be taken, until the bound of `aim` is passed.

    None where all steps together do not reach it. `at_least` counts the steps needed if any might be
    taken in any order: no set of fewer can do.
    """
    gap = maximum * aim.above / _PERCENT - supported
    listed = [chain for chain in chains if chain]
    if sum((step.gain for chain in listed for step in chain), ZERO) <= gap:
        return None
    heap = [(_rank(chain[0]), i, 0) for i, chain in enumerate(listed)]
    heapify(heap)
    steps: list[Action] = []
    reached = ZERO
    while reached <= gap:
        _, i, k = heappop(heap)
        steps.append(listed[i][k])
        reached += listed[i][k].gain
        if k + 1 < len(listed[i]):
            heappush(heap, (_rank(listed[i][k + 1]), i, k + 1))
    most, count = ZERO, 0
    for gain in sorted((step.gain for chain in listed for step in chain), reverse=True):
        most, count = most + gain, count + 1
        if most > gap:
            break
    return Climb(aim.name, gap, tuple(steps), count)
