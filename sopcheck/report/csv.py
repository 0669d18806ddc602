"""The findings as CSV (RFC 4180), one a row, for scripts; people get the workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sopcheck.words import clean

if TYPE_CHECKING:
    from sopcheck.model.finding import Finding
    from sopcheck.model.report import Report
    from sopcheck.report import View

COLUMNS = (
    "label",
    "pack",
    "period",
    "as_of",
    "status",
    "severity",
    "code",
    "office",
    "office_name",
    "area",
    "item",
    "items",
    "subject",
    "path",
    "line",
    "column",
    "end_column",
    "pointer",
    "title",
    "message",
    "remedy",
    "source",
    "related",
    "cause",
    "waiver",
    "fingerprint",
)
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last are full-width
_CONTROL = ("\t", "\r", "\n")

Cell = str | int | None


def render(report: Report, view: View) -> bytes:
    """UTF-8 without a byte order mark, comma, CRLF. `status` is open, waived or baselined."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    lists = (("open", report.findings), ("waived", report.waived), ("baselined", report.baselined))
    for status, findings in lists:
        for row in _rows(report, status, findings, view.lang):
            writer.writerow([_cell(row[column]) for column in COLUMNS])
    return text.getvalue().encode()


def _rows(
    report: Report, status: str, findings: tuple[Finding, ...], lang: str
) -> Iterator[dict[str, Cell]]:
    """The findings of one status as cells by column."""
    names = {office.code: office.name for office in report.offices}
    run: dict[str, Cell] = {
        "label": report.label,
        "pack": report.pack.id,
        "period": report.period,
        "as_of": report.as_of,
        "status": status,
    }
    for finding in findings:
        yield run | {
            "severity": finding.severity,
            "code": finding.code,
            "office": finding.office,
            "office_name": names.get(finding.office or ""),
            "area": finding.area,
            "item": finding.item,
            "items": " ".join(finding.items),
            "subject": finding.subject,
            "path": finding.path,
            "line": finding.line,
            "column": finding.column,
            "end_column": finding.end_column,
            "pointer": finding.pointer,
            "title": finding.title.of(lang),
            "message": finding.message.of(lang),
            "remedy": finding.remedy.of(lang),
            "source": finding.source,
            "related": " ".join(f"{p.path}:{p.line}:{p.column}" for p in finding.related),
            "cause": finding.cause,
            "waiver": finding.waiver,
            "fingerprint": finding.fingerprint,
        }


def _cell(value: Cell) -> Cell:
    """A text that a spreadsheet would take as a formula begins with an apostrophe; None is empty."""
    if not isinstance(value, str):
        return value
    is_formula = value.startswith(_CONTROL) or value.lstrip().startswith(_FORMULA)
    return f"'{clean(value)}" if is_formula else clean(value)
