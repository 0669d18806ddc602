"""The good and bad examples inside a pack, run as they stand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from sopcheck.build import text_of
from sopcheck.discover import FileRef, MemoryTree, OfficeFiles
from sopcheck.frame import Frame
from sopcheck.gather import gather
from sopcheck.judge import judge_office
from sopcheck.load import DEFAULT_MAX_BYTES
from sopcheck.model.finding import Problem
from sopcheck.model.period import parse_period
from sopcheck.model.result import OfficeResult
from sopcheck.model.rules import Example, Item, ItemExample, Pack, Rule
from sopcheck.rulebook import Rulebook
from sopcheck.schemas import RULES
from sopcheck.validate import matches

Kind = Literal["good", "bad", "item"]


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """One example: None where it came out as it says, else the message id of what went wrong."""

    code: str
    kind: Kind
    number: int
    fault: str | None
    args: dict[str, Any]


Rulebooks = Callable[[date], Rulebook]  # by the day judged: compiling one takes longer than judging


def run_examples(pack: Pack) -> Iterator[ExampleResult]:
    """Every example of every area rule and item of a pack, in order."""
    rulebook = cache(lambda as_of: Rulebook(pack, as_of))
    for area in pack.areas.values():
        for rule in area.rules:
            for number, example in enumerate(rule.good, start=1):
                yield _of_rule(pack, rule, example, rulebook, "good", number)
            for number, example in enumerate(rule.bad, start=1):
                yield _of_rule(pack, rule, example, rulebook, "bad", number)
        for item in area.items:
            for number, example_of_item in enumerate(item.examples, start=1):
                yield _of_item(pack, item, example_of_item, rulebook, number)


def judged(pack: Pack, example: Example, rulebook: Rulebooks) -> OfficeResult | Problem:
    """The example office with these documents, judged; the problem where one cannot be read."""
    year = _year(pack, example)
    as_of = example.as_of or date(year + 1, *pack.worksheet_due)
    files = {"office.yaml": (RULES / "core" / "example-office.yaml").read_bytes()}
    for i, document in enumerate(example.documents):
        name = "office.yaml" if document.get("kind") == "office" else f"{i:03}.yaml"
        files[name] = json.dumps(document, ensure_ascii=False).encode()
    files |= {path: text.encode() for path, text in example.files.items()}
    tree = MemoryTree(files)
    refs = tuple(FileRef(name, "other") for name in sorted(files) if name.endswith(".yaml"))
    attachments = {e.path: e for e in tree.entries() if not e.path.endswith(".yaml")}
    gathered = gather(
        tree,
        OfficeFiles("", refs, attachments),
        max_bytes=DEFAULT_MAX_BYTES,
        attachment_bytes=pack.attachment_bytes,
    )
    if gathered.faults:
        return gathered.faults[0].problem
    frame = Frame(rulebook(as_of), parse_period(year), as_of)
    return judge_office(gathered, frame)


def _attached(example: Example) -> Example:
    """The example with a sound file for every paper that names none."""
    files = dict(example.files)
    documents = []
    for document in example.documents:
        papers = []
        for paper in document.get("documents", ()):
            name = f"files/{document.get('id')}/{paper.get('id')}.pdf"
            given = "file" in paper or "link" in paper
            papers.append(paper if given else {**paper, "file": name})
            files |= {} if given else {name: f"%PDF-1.7\n% {name}\n%%EOF\n"}
        documents.append({**document, "documents": papers} if papers else document)
    return Example(tuple(documents), example.as_of, files)


def _of_rule(
    pack: Pack, rule: Rule, example: Example, rulebook: Rulebooks, kind: Kind, number: int
) -> ExampleResult:
    """A good example must be judged and pass, a bad one must fail; both must fit their schemas."""
    result = judged(pack, example, rulebook)
    if isinstance(result, Problem):
        return ExampleResult(rule.code, kind, number, result.message, dict(result.args))
    outcome = next(o for o in result.outcomes if o.code == rule.code)
    if not outcome.subjects:
        return ExampleResult(rule.code, kind, number, "example.not-judged", {})
    wanted = "pass" if kind == "good" else "fail"
    if outcome.outcome == wanted:
        return ExampleResult(rule.code, kind, number, None, {})
    if kind == "bad":
        return ExampleResult(rule.code, kind, number, "example.passes", {})
    said = next(j.problem for j in result.judgements if j.code == rule.code)
    return ExampleResult(rule.code, kind, number, said.message, dict(said.args))


def _of_item(
    pack: Pack, item: Item, example: ItemExample, rulebook: Rulebooks, number: int
) -> ExampleResult:
    """Sound evidence must show exactly the level or the share that the example names."""
    result = judged(pack, _attached(example.example), rulebook)
    if isinstance(result, Problem):
        return ExampleResult(item.id, "item", number, result.message, dict(result.args))
    found = next(s.strict for s in result.standings if s.item.id == item.id)
    seen = found.value if found.label is None else found.label
    if seen == example.shows:
        return ExampleResult(item.id, "item", number, None, {})
    args: dict[str, Any] = {"seen": seen, "wanted": example.shows}
    lacks = found.lacks.get(str(example.shows) if found.label else "", ())
    if not lacks:
        return ExampleResult(item.id, "item", number, "example.shows-other", args)
    return ExampleResult(item.id, "item", number, "example.shows-less", {**args, "lack": lacks[0]})


_PERIOD = "^(19|20)[0-9]{2}(-|$)"


def _year(pack: Pack, example: Example) -> int:
    """The year of the example's first document with a period, inside the pack's years."""
    for document in example.documents:
        period = str(text_of(document.get("period") or ""))
        if matches(_PERIOD, period):
            year = int(period[:4])
            if pack.first_year <= year <= pack.last_year:
                return year
    return min(pack.last_year, pack.first_year + 1)
