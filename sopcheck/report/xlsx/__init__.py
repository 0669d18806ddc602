"""The report as a workbook: a recapitulation, findings, executions, next actions, the worksheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sopcheck.report.xlsx import executions, findings, next_steps, recap, worksheet
from sopcheck.report.xlsx.book import Book

if TYPE_CHECKING:
    from sopcheck.model.report import Report
    from sopcheck.report import View


def render(report: Report, view: View) -> bytes:
    """XLSX bytes. Totals are formulas with the report's figures stored as their results."""
    book = Book(report, view)
    first = recap.sheet(book)
    findings.write(book)
    executions.write(book)
    next_steps.write(book)
    places = worksheet.write(book, first.name)
    recap.write(first, places)
    return book.bytes()
