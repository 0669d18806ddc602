"""One finding in lines: what, where, the line with a caret, what is related, why, what to do."""

from __future__ import annotations

from collections.abc import Iterator
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
_WRAPPER = Console(width=_LEAST_WIDTH, force_terminal=False)


def diagnostic(finding: Finding, words: Words, width: int) -> Iterator[Text]:
    """The finding's lines, none wider than `width` but the one that names its place."""
    lang, style = words.lang, STYLES[finding.severity]
    label = f"{words.say(f'severity.{finding.severity}')}[{finding.code}]"
    yield from wrapped(Text.assemble((label, style), " ", finding.message.of(lang)), width, 4)
    yield Text(f"  --> {finding.path}:{finding.line}:{finding.column}")
    for row in finding.snippet:
        yield from _source_line(row, finding, width)
    notes = [("report.related", f"{p.path}:{p.line}:{p.column}") for p in finding.related]
    source = finding.source
    if finding.item:
        source = f"{source} · {words.say('term.item')} {finding.item}"
    notes += [("report.source", source), ("report.remedy", finding.remedy.of(lang))]
    names = [words.say(name) for name, _ in notes]
    size = max(cell_len(name) for name in names)
    for name, (_, text) in zip(names, notes, strict=True):
        head = Text(f"   = {set_cell_size(name, size)}  ", "dim")
        yield from wrapped(Text(text), width, head.cell_len, head)


def _source_line(row: SnippetLine, finding: Finding, width: int) -> Iterator[Text]:
    """A line of the file behind its number; under the finding's own line a caret."""
    digits = len(str(finding.line))
    room = max(width - digits - _GUTTER, _LEAST_WIDTH)
    mark = "…" if row.offset else ""
    shown = mark + row.text
    text = set_cell_size(shown, min(room, cell_len(shown)))
    yield Text.assemble((f"{row.line:>{digits}} | ", "dim"), text)
    if row.line != finding.line:
        return
    first, last = finding.column - 1 - row.offset, finding.end_column - 1 - row.offset
    start = cell_len(mark + row.text[:first])
    length = max(1, min(cell_len(row.text[first:last]), room - start))
    caret = " " * start + "^" * length
    yield Text.assemble((" " * digits + " | ", "dim"), (caret, STYLES[finding.severity]))


def wrapped(text: Text, width: int, indent: int, head: Text | None = None) -> Iterator[Text]:
    """The text in lines of at most `width` columns, the first after `head`, the rest indented."""
    lines = text.wrap(_WRAPPER, max(width - indent, _LEAST_WIDTH))
    for i, line in enumerate(lines):
        line.rstrip()
        yield (head or Text()) + line if i == 0 else Text(" " * indent) + line
