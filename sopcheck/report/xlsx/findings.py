"""Every finding, those that waivers lift or a baseline knows marked as such."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sopcheck.report.xlsx.book import Book, Cell, Column

if TYPE_CHECKING:
    from sopcheck.model.finding import Finding

_COLOURS = {"error": "#F9D3CE", "warning": "#FFEFC2", "note": "#DCEBFA"}


def write(book: Book) -> None:
    """The sheet of findings."""
    say = book.say
    columns = [
        Column(say("xlsx.severity"), 11, "centre"),
        Column(say("xlsx.code"), 8, "code"),
        Column(say("xlsx.state"), 11),
        Column(say("report.office"), 8, "code"),
        Column(say("xlsx.area"), 6, "centre"),
        Column(say("xlsx.item"), 9, "code"),
        Column(say("xlsx.message"), 48),
        Column(say("xlsx.path"), 32),
        Column(say("xlsx.line"), 6, "integer"),
        Column(say("xlsx.clause"), 22),
        Column(say("xlsx.remedy"), 32),
        Column(say("xlsx.fingerprint"), 18),
    ]
    sheet = book.sheet(say("xlsx.sheet-findings"), say("xlsx.findings"), columns)
    top = sheet.top
    count = sheet.table(_rows(book), empty=say("report.no-findings"), frozen=2)
    for severity, colour in _COLOURS.items():
        rule = {
            "type": "cell",
            "criteria": "==",
            "value": f'"{say(f"severity.{severity}")}"',
            "format": book.file.add_format({"bg_color": colour}),
        }
        if count:
            sheet.page.conditional_format(top + 1, 0, top + count, 0, rule)


def _rows(book: Book) -> Iterator[tuple[Cell, ...]]:
    report, say = book.report, book.say
    for finding in report.findings:
        yield _row(finding, say("xlsx.open"), book)
    for finding in report.waived:
        yield _row(finding, say("xlsx.waived", waiver=finding.waiver or ""), book)
    for finding in report.baselined:
        yield _row(finding, say("xlsx.baselined"), book)


def _row(finding: Finding, state: str, book: Book) -> tuple[Cell, ...]:
    lang = book.view.lang
    area = None if finding.area is None else book.shorts.get(finding.area, finding.area)
    return (
        book.say(f"severity.{finding.severity}"),
        finding.code,
        state,
        finding.office,
        area,
        finding.item or ", ".join(finding.items) or None,
        finding.message.of(lang),
        finding.path,
        finding.line,
        finding.source,
        finding.remedy.of(lang),
        finding.fingerprint,
    )
