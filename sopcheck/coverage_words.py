"""The sub-periods of an item in words: when each was due, what covers it, the share that counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from sopcheck.model.rules import Item, Needs, Runs
from sopcheck.model.standing import Standing, Support
from sopcheck.model.yardstick import PartState, Yardstick
from sopcheck.needs import parts_shown, runs_shown
from sopcheck.words import Words

_MARKS = {"on-time": "●", "late": "◐", "missed": "○", "not-due": "·"}


def coverage_in_words(standing: Standing, yardstick: Yardstick, words: Words) -> Iterator[str]:
    """Every level that asks for something regular, from the best down to the one that is shown."""
    item = standing.item
    for letter, needs in item.levels:
        if needs.every is not None:
            parts = parts_shown(item, needs, standing.supports, yardstick)
            yield from _level(letter, needs, parts, yardstick, words)
        if needs.executions is not None:
            yield from _runs(letter, needs.executions, item, yardstick, words)
        if letter == standing.strict.label:
            return


def _level(
    letter: str, needs: Needs, parts: Sequence[PartState], yardstick: Yardstick, words: Words
) -> Iterator[str]:
    grain = words.say(f"grain.{needs.every}")
    grace = words.count("n.day", yardstick.pack.grace)
    yield ""
    yield words.say("derive.coverage", letter=letter, grain=grain, grace=grace)
    for part in parts:
        yield f"  {_MARKS[part.state]} {_part(part, words)}"
    due = [part for part in parts if part.state != "not-due"]
    covered = sum(1 for part in due if part.state != "missed")
    yield _share(covered, len(due), needs.coverage, words)


def _part(part: PartState, words: Words) -> str:
    """One sub-period: its state, its last day, and its papers or what it lacks."""
    text = words.say(
        f"derive.part-{part.state}", period=part.period.name, until=words.date(part.until)
    )
    if part.state == "missed":
        text = f"{text} · {words.say('derive.lacks')} {words.show(list(part.lacks))}"
    papers = list(_papers(part.supports, words))
    return f"{text}: {'; '.join(papers)}" if papers else text


def _papers(supports: Sequence[Support], words: Words) -> Iterator[str]:
    for support in supports:
        for paper in support.papers:
            day = words.say("derive.undated") if paper.date is None else words.date(paper.date)
            yield f"{support.evidence.id}#{paper.id} ({day})"


def _runs(
    letter: str, wanted: Runs, item: Item, yardstick: Yardstick, words: Words
) -> Iterator[str]:
    """The runs of each due sub-period: how many conform, and which do not."""
    due = runs_shown(wanted, item.area, yardstick)
    grain = words.say(f"grain.{wanted.every}")
    yield ""
    yield words.say("derive.runs", letter=letter, grain=grain)
    good = 0
    for part, runs in due:
        deviating = [run.subject for run in runs if not run.conforms]
        held = bool(runs) and not deviating
        good += held
        text = words.say(
            "derive.run-part",
            period=part.name,
            conforming=len(runs) - len(deviating),
            runs=len(runs),
        )
        if deviating:
            text = f"{text} · {words.say('derive.deviating')} {', '.join(deviating)}"
        yield f"  {_MARKS['on-time' if held else 'missed']} {text}"
    yield _share(good, len(due), wanted.conforming, words)


def _share(covered: int, due: int, asked: Fraction, words: Words) -> str:
    if not due:
        return f"  {words.say('derive.no-part-due')}"
    share = Fraction(covered, due)
    return "  " + words.say("derive.share", covered=covered, due=due, share=share, asked=asked)
