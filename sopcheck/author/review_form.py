"""The form of a review: every item with the claim and what the evidence shows, to be filled in."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from sopcheck.lines import item_lines
from sopcheck.model.report import ItemLine
from sopcheck.model.result import OfficeResult
from sopcheck.model.rules import Pack
from sopcheck.words import Words, clean

_WIDTH = 110


def review_form(result: OfficeResult, pack: Pack, year: int, words: Words) -> str:
    """A YAML document of kind `review` whose verdicts are still empty. `result` is the judged office."""
    name = clean(result.office.name) if result.office is not None else result.code
    head = words.say("blank.review", office=name, code=result.code, year=str(year))
    lines = [*_comment(head), *_comment(words.say("blank.how"))]
    lines += [
        "kind: review",
        f'office: "{result.code}"',
        f"period: {year}",
        f"by:    # {words.say('blank.by')}",
        f"date:    # {words.say('blank.date')}",
        "answers:",
    ]
    area = None
    for line in item_lines(result, pack):
        item = pack.items[line.item]
        if line.status == "not-applicable":
            continue
        if item.area != area:
            area = item.area
            lines += ["", f"  # {pack.areas[area].name.of(words.lang)}"]
        about = [item.question.of(words.lang), *_said(line, words)]
        lines += [f"  {part}" for text in about for part in _comment(text)]
        lines.append(f"  {line.item}: {{verdict: }}")
    return "\n".join(lines) + "\n"


def _said(line: ItemLine, words: Words) -> Iterator[str]:
    """What the office claims, what its evidence shows and lacks, and where it is."""
    claim, shown = line.claimed or "–", line.evidenced or "–"
    yield words.say("blank.values", claim=claim, shown=shown)
    if line.missing:
        lacks = "; ".join(lack.of(words.lang) for lack in line.missing)
        yield f"{words.say('blank.lacks')} {lacks}"
    if line.evidence:
        yield f"{words.say('blank.evidence')} {', '.join(line.evidence)}"


def _comment(text: str) -> list[str]:
    """The text as comment lines."""
    return [f"# {part}" for part in wrap(text, _WIDTH, break_on_hyphens=False)]
