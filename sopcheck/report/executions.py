"""Single runs on a screen, step by step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from sopcheck.report.execution_words import drawn_moves, is_waived, late_words, undrawn, what

if TYPE_CHECKING:
    from sopcheck.model.execution_lines import ExecutionLine, MoveLine
    from sopcheck.model.finding import Finding
    from sopcheck.words import Words

_MARKS = {"sync": ("✔", "green"), "skip": ("✘", "bold red"), "extra": ("+", "bold red")}
_MOVED = ("⇄", "bold red")
_LATE = ("⏱", "bold red")
_WRONG = ("!", "bold red")
_EVENT = re.compile(r"(?:^|/)events/([0-9]+)(?:/|$)")


def drawn(
    line: ExecutionLine, findings: Iterable[Finding], titles: Mapping[str, str], words: Words
) -> Iterator[Text]:
    """One run step by step: done, skipped, extra, out of order, late, or otherwise wrong.

    What is wrong otherwise stands below its event, as its finding says it; where the finding is not
    shown, by the title of its code (`titles`). What is about no event comes last.
    """
    yield _head(line, words)
    if line.reason is not None:
        yield Text(f"  {line.reason.of(words.lang)}", "dim")
    said = _sayings(line, findings, titles, words)
    moves = drawn_moves(line)
    size = max((cell_len(move.step) for move in moves), default=0)
    for move in moves:
        own = said.pop(move.event, []) if move.event is not None else []
        mark, style = _mark(move, line, wrong=bool(own))
        text = _told(move, line, words)
        yield Text.assemble("  ", (mark, style), f" {move.step:<{size}}  ", (text, "dim"))
        yield from (Text(f"      {saying}") for saying in own)
    for found in line.late:
        if found.event is None:
            parts = [late_words(found, words)]
            parts += [words.say("run.waived")] if is_waived(found, line) else []
            yield Text.assemble("  ", _LATE, f" {' · '.join(parts)}")
    for sayings in said.values():
        yield from (Text.assemble("  ", _WRONG, f" {saying}") for saying in sayings)


def _head(line: ExecutionLine, words: Words) -> Text:
    head = [line.subject, f"{line.sop} v{line.version}", words.say(f"run.{line.outcome}")]
    if line.fitness is not None:
        head.append(words.say("run.fitness", fitness=words.decimal(line.fitness)))
    if line.suspect:
        head.append(words.say("run.suspect"))
    return Text(" · ".join(head), "bold")


def _sayings(
    line: ExecutionLine, findings: Iterable[Finding], titles: Mapping[str, str], words: Words
) -> dict[int | None, list[str]]:
    """What deviates beside the order and the time, in words, by event; None: the run as a whole."""
    messages: dict[tuple[str, int | None], list[str]] = {}
    for finding in findings:
        match = _EVENT.search(finding.pointer)
        key = finding.code, None if match is None else int(match[1])
        messages.setdefault(key, []).append(finding.message.of(words.lang))
    said: dict[int | None, list[str]] = {}
    for found in undrawn(line):
        known = messages.get((found.code, found.event), [])
        text = known.pop(0) if known else titles.get(found.code, "")
        event = None if found.step is None else found.event
        said.setdefault(event, []).append(f"{found.code} {text}")
    return said


def _mark(move: MoveLine, line: ExecutionLine, *, wrong: bool) -> tuple[str, str]:
    if move.is_paired:
        return _MOVED
    if move.move != "sync":
        return _MARKS[move.move]
    if any(late.event == move.event for late in line.late):
        return _LATE
    return _WRONG if wrong else _MARKS["sync"]


def _told(move: MoveLine, line: ExecutionLine, words: Words) -> str:
    """When and by whom, how late, and whether a waiver lifts that."""
    parts = [what(move, words)]
    for late in line.late:
        if move.event is None or late.event != move.event:
            continue
        parts.append(late_words(late, words))
        if is_waived(late, line):
            parts.append(words.say("run.waived"))
    return " · ".join(part for part in parts if part)
