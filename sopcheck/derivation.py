"""One item in one office, with the whole derivation: needs, evidence, arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from textwrap import wrap

from sopcheck.coverage_words import coverage_in_words
from sopcheck.explain import needs_in_words
from sopcheck.model.evidence import Evidence, Paper
from sopcheck.model.result import OfficeResult
from sopcheck.model.rules import Item, Pack
from sopcheck.model.standing import Lack, Standing
from sopcheck.needs import accepted_types
from sopcheck.rejections import rejections
from sopcheck.score import item_scores
from sopcheck.words import Words

_HELD, _FAILED, _UNTRIED = "✔", "✘", "·"
_LEAST_WIDTH = 40


def derived(result: OfficeResult, item: Item, pack: Pack, words: Words, width: int) -> str:
    """Why an office's item stands as it does. `result` is the judged office."""
    standing = next(s for s in result.standings if s.item.id == item.id)
    lines = list(_lines(result, standing, pack, words))
    shown = []
    for line in lines:
        hang = " " * (len(line) - len(line.lstrip()) + 2)
        shown += wrap(
            line, max(width, _LEAST_WIDTH), subsequent_indent=hang, break_on_hyphens=False
        ) or [""]
    return "\n".join(shown) + "\n"


def _lines(result: OfficeResult, standing: Standing, pack: Pack, words: Words) -> Iterator[str]:
    say, item = words.say, standing.item
    office = result.office
    name = office.name if office is not None else result.code
    yield f"{item.id} · {name} ({result.code})"
    yield item.question.of(words.lang)
    yield ""
    if not standing.applies:
        yield say("derive.not-applicable")
        return
    yield from _arithmetic(standing, result, pack, words)
    yield ""
    yield from _levels(standing, pack, words)
    if result.ground is not None:
        yield from coverage_in_words(standing, result.ground.strict, words)
    counted = [(s.evidence, p) for s in standing.supports for p in s.papers]
    accepted = accepted_types(item, pack)
    kept = [(e, p) for e, p in counted if p.type in accepted]
    yield ""
    yield say("derive.counted") if kept else say("derive.nothing-counted")
    for evidence, paper in kept:
        yield f"  {_paper_line(evidence, paper, words)}"
    rejected = list(_rejected(result, standing, pack, words))
    if standing.blocked is not None:
        rejected.append(say("derive.unjudged", path=standing.blocked))
    if rejected:
        yield ""
        yield say("derive.not-counted")
        yield from (f"  {line}" for line in rejected)


def _arithmetic(
    standing: Standing, result: OfficeResult, pack: Pack, words: Words
) -> Iterator[str]:
    say = words.say
    score = item_scores(result.standings, pack)[standing.item.id]
    answer = "–" if standing.answer is None else standing.answer.text.strip()
    claimed = standing.claimed or Fraction(0)
    shown = standing.strict.label or words.percent(standing.strict.value)
    value = standing.supported
    if standing.fault is not None:
        yield say("derive.no-answer", reason=Lack(standing.fault.message, standing.fault.args))
    yield say("derive.claimed", answer=answer, value=_number(claimed, words))
    yield say("derive.shown", shown=shown, value=_number(standing.strict.value, words))
    yield say(
        "derive.points",
        value=_number(value, words),
        worth=_number(score.maximum, words),
        points=_number(score.supported, words),
    )


def _number(value: Fraction, words: Words) -> str:
    return words.decimal(float(value), 4)


def _levels(standing: Standing, pack: Pack, words: Words) -> Iterator[str]:
    """Every level from the best down: what it asks, and what it lacks."""
    item, strict = standing.item, standing.strict
    if item.ratio is not None:
        for lack in strict.lacks.get("", ()):
            yield f"{_FAILED} {words.say(lack.message, **lack.args)}"
        for support in standing.candidates:
            counts = support.evidence.counts or {}
            named = {k: v for k, v in counts.items() if k in (item.ratio.of, item.ratio.to)}
            if named:
                figures = ", ".join(f"{k} {v}" for k, v in named.items())
                yield f"  {support.evidence.id}: {figures}"
        return
    scale = pack.scales[item.scale] or {}
    reached = False
    for letter, needs in item.levels:
        asked = "; ".join(needs_in_words(needs, pack, words))
        mark = _UNTRIED if reached else _FAILED
        if letter == strict.label:
            mark, reached = _HELD, True
        yield f"{mark} {letter} ({words.decimal(float(scale[letter]))}): {asked}"
        for lack in strict.lacks.get(letter, ()):
            yield f"    {words.say('derive.lacks')} {words.say(lack.message, **lack.args)}"


def _paper_line(evidence: Evidence, paper: Paper, words: Words) -> str:
    day = "" if paper.date is None else f", {words.date(paper.date)}"
    return f"{evidence.id}#{paper.id} ({paper.type}{day}) · {evidence.document.path}"


def _rejected(result: OfficeResult, standing: Standing, pack: Pack, words: Words) -> Iterator[str]:
    """The item's documents that do not count, each with the reason."""
    for evidence, paper, errors in rejections(result, standing):
        reasons = "; ".join(
            f"{j.code} {words.say(j.problem.message, **j.problem.args)}" for j in errors
        )
        yield f"{evidence.id}#{paper.id} ({paper.type}): {reasons}"
    accepted = accepted_types(standing.item, pack)
    for support in standing.supports:
        for paper in support.papers:
            if paper.type not in accepted:
                line = f"{support.evidence.id}#{paper.id} ({paper.type})"
                yield f"{line}: {words.say('derive.type')}"
