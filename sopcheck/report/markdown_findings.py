"""The findings of a Markdown report: by severity, then by rule, as many as there is room for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sopcheck.model.finding import SEVERITIES
from sopcheck.report.markdown_text import code, escaped, fitted

if TYPE_CHECKING:
    from sopcheck.model.finding import Finding
    from sopcheck.model.report import Report
    from sopcheck.report import View
    from sopcheck.words import Words

_TEXT, _TITLE, _PATH = 300, 120, 200
_OPEN = 10  # more findings of a rule than these are folded
_FRAME = 120  # room for the line that says how many more there are, and its blank lines
_SEPARATOR = 2


def finding_blocks(report: Report, view: View, says: Words, room: int) -> Iterator[str]:
    """Blocks of at most `room` characters with the blank lines between them, gravest first."""
    if not report.findings:
        yield f"**{says.say('report.no-findings')}**"
        return
    room -= _FRAME
    shown = 0
    for severity in SEVERITIES:
        own = [f for f in report.findings if f.severity == severity]
        if not own:
            continue
        title = f"### {says.count(f'n.{severity}', len(own))}"
        blocks, told = _rules(own, view, says, room - len(title) - _SEPARATOR)
        if told:
            yield title
            yield from blocks
            room -= sum(len(b) + _SEPARATOR for b in (title, *blocks))
            shown += told
        if told < len(own):
            break
    if shown < len(report.findings):
        rest = says.count("n.finding", len(report.findings) - shown)
        yield says.say("markdown.more-findings", rest=rest)


def _rules(
    findings: Sequence[Finding], view: View, says: Words, room: int
) -> tuple[list[str], int]:
    """The blocks of one severity, one after the other while there is room, and how many are told."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        key = (finding.code, finding.remedy.of(says.lang), finding.source)
        groups.setdefault(key, []).append(finding)
    blocks: list[str] = []
    told = 0
    for own in groups.values():
        found, count = _rule(own, view, says, room)
        blocks += found
        room -= sum(len(block) + _SEPARATOR for block in found)
        told += count
        if count < len(own):
            break
    return blocks, told


def _rule(findings: Sequence[Finding], view: View, says: Words, room: int) -> tuple[list[str], int]:
    """One rule: its title, its findings with places, its clause and remedy; and how many are told."""
    first, lang = findings[0], says.lang
    head = f"**{escaped(first.code)} {fitted(first.title.of(lang), _TITLE)}**"
    advice = [
        f"{says.say('report.source')}: {fitted(first.source, _TEXT)}",
        f"{says.say('report.remedy')}: {fitted(first.remedy.of(lang), _TEXT)}",
    ]
    foot = _folded(says.say("markdown.advice"), "  \n".join(advice))
    fold = _folded(says.count("n.finding", len(findings)), "")
    room -= sum(len(part) + _SEPARATOR for part in (head, foot, fold))
    rows: list[str] = []
    for finding in findings:
        row = _row(finding, view, says)
        room -= len(row) + 1
        if room < 0:
            break
        rows.append(row)
    if not rows:
        return [], 0
    listed = "\n".join(rows)
    if len(rows) > _OPEN:
        listed = _folded(says.count("n.finding", len(findings)), listed)
    return [head, listed, foot], len(rows)


def _row(finding: Finding, view: View, says: Words) -> str:
    place = code(f"{view.path_prefix}{finding.path}:{finding.line}", _PATH)
    items = f" ({escaped(', '.join(finding.items[:_OPEN]))})" if finding.items else ""
    return f"- {place}{items} {fitted(finding.message.of(says.lang), _TEXT)}"


def _folded(summary: str, text: str) -> str:
    """A part that the reader opens; the blank lines let hosts read Markdown in it."""
    return f"<details><summary>{summary}</summary>\n\n{text}\n\n</details>"
