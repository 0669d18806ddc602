"""One finding in lines: what, where, the line with a caret, what is related, why, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from sopcheck.model.finding import Finding, SnippetLine
    from sopcheck.words import Words

STYLES = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}
_GUTTER = 3
_LEAST_WIDTH = 20
_CARET_ROOM = 12
_WRAPPER = Console(width=_LEAST_WIDTH, height=_LEAST_WIDTH, force_terminal=False)


def diagnostic(
    finding: Finding,
    words: Words,
    width: int,
    also: Sequence[Finding] = (),
    cause: str | None = None,
) -> Iterator[Text]:
    """The finding's lines, none wider than `width` but the one that names its place.

    `also` are findings of the same kind at the same place: they are named, not repeated. `cause` is
    the code of the finding that explains this one.
    """
    lang, style = words.lang, STYLES[finding.severity]
    label = f"{words.say(f'severity.{finding.severity}')}[{finding.code}]"
    yield from wrapped(Text.assemble((label, style), " ", finding.message.of(lang)), width, 4)
    yield Text(f"  --> {finding.path}:{finding.line}:{finding.column}")
    for row in finding.snippet:
        yield from _source_line(row, finding, width)
    notes = [("report.related", f"{p.path}:{p.line}:{p.column}") for p in finding.related]
    if also:
        notes.append(("report.also", ", ".join(f.item or f.subject for f in also)))
    if cause is not None:
        notes.append(("report.cause", cause))
    source = finding.source
    if finding.items:
        source = f"{source} · {words.say('term.item')} {', '.join(finding.items)}"
    notes += [("report.source", source), ("report.remedy", finding.remedy.of(lang))]
    names = [words.say(name) for name, _ in notes]
    size = max(cell_len(name) for name in names)
    for name, (_, text) in zip(names, notes, strict=True):
        head = Text(f"   = {set_cell_size(name, size)}  ", "dim")
        yield from wrapped(Text(text), width, head.cell_len, head)


def _source_line(row: SnippetLine, finding: Finding, width: int) -> Iterator[Text]:
    """A line of the file behind its number; under the finding's own line a caret.

    A line wider than the screen is cut at its end, or around the caret, with `…` where it was cut.
    """
    digits = len(str(finding.line))
    room = max(width - digits - _GUTTER, _LEAST_WIDTH)
    first, last = finding.column - 1 - row.offset, finding.end_column - 1 - row.offset
    text, cut = row.text, row.offset > 0
    is_own = row.line == finding.line
    if is_own and cell_len(text[:first]) + _CARET_ROOM > room:
        drop = max(0, first - room // 3)
        text, first, last, cut = text[drop:], first - drop, last - drop, cut or drop > 0
    shown = ("…" if cut else "") + text
    if cell_len(shown) > room:
        shown = set_cell_size(shown, room - 1) + "…"
    yield Text.assemble((f"{row.line:>{digits}} | ", "dim"), shown)
    if is_own:
        start = cell_len(("…" if cut else "") + text[:first])
        length = max(1, min(cell_len(text[first:last]), room - start))
        caret = " " * start + "^" * length
        yield Text.assemble((" " * digits + " | ", "dim"), (caret, STYLES[finding.severity]))


def wrapped(text: Text, width: int, indent: int, head: Text | None = None) -> Iterator[Text]:
    """The text in lines of at most `width` columns, the first after `head`, the rest indented."""
    lines = text.wrap(_WRAPPER, max(width - indent, _LEAST_WIDTH))
    for i, line in enumerate(lines):
        line.rstrip()
        yield (head or Text()) + line if i == 0 else Text(" " * indent) + line
