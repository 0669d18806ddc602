"""A workbook in memory: cells that data cannot turn into formulas or links, styles, page set-up."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import ceil
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from sopcheck.words import Words, visible, words

if TYPE_CHECKING:
    from sopcheck.model.report import Report
    from sopcheck.report import View

DASH = "–"
MAX_ROWS = 1_048_576
MAX_TEXT = 32_767  # UTF-16 code units in a cell
MAX_NAME = 31
POINTS = "#,##0.00"
PERCENT = "0.0%"
SCALE = ("#F4B2AA", "#FFF1C9", "#A6D8AC")  # none, half, all
_A4 = 9
_LINE_HEIGHT, _MOST_HEIGHT = 12, 409  # points; 409 is Excel's limit
_LETTERS = 1.5  # letters of our font beside a digit of Excel's, in which widths are given
_FONT = "Arial"
_INK, _HEAD, _BAND, _LINE = "#1F2A37", "#1F3A5F", "#DCE6F1", "#C5CED8"
_STYLES: Mapping[str, Mapping[str, Any]] = {
    "text": {"text_wrap": True, "border": 1, "indent": 1},
    "code": {"border": 1, "indent": 1},
    "centre": {"border": 1, "align": "center"},
    "integer": {"border": 1, "align": "right", "indent": 1, "num_format": "#,##0"},
    "points": {"border": 1, "align": "right", "indent": 1, "num_format": POINTS},
    "worth": {"border": 1, "align": "right", "indent": 1, "num_format": "0.0000"},
    "percent": {"border": 1, "align": "right", "indent": 1, "num_format": PERCENT},
    "date": {"border": 1, "num_format": "dd/mm/yyyy", "align": "center"},
    "link": {"border": 1, "font_color": "#0B5394", "underline": 1, "text_wrap": True},
    "plain-link": {"font_color": "#0B5394", "underline": 1},
    "head": {
        "bold": True,
        "bg_color": _HEAD,
        "font_color": "#FFFFFF",
        "text_wrap": True,
        "border": 1,
        "align": "center",
        "valign": "vcenter",
    },
    "group": {"bold": True, "bg_color": _BAND, "align": "center", "border": 1},
    "title": {"bold": True, "font_size": 14, "font_color": _HEAD, "valign": "vcenter"},
    "meta": {"font_color": "#4B5563"},
    "section": {"bold": True, "font_size": 11, "font_color": _HEAD},
    "label": {
        "bold": True,
        "bg_color": "#B42318",
        "font_color": "#FFFFFF",
        "indent": 1,
        "valign": "vcenter",
    },
    "note": {"text_wrap": True, "font_color": "#374151"},
}


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of ours and what it gives, for readers that do not calculate."""

    text: str
    value: float | str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a cell of the workbook."""

    sheet: str
    text: str
    cell: str = "A1"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its width in characters, the style of its cells."""

    head: str
    width: float
    style: str = "text"


Cell = str | float | date | Formula | Link | None


class Book:
    """The workbook, with the report, the language and the styles that its sheets share."""

    def __init__(self, report: Report, view: View) -> None:
        self.report, self.view = report, view
        self.words: Words = words(view.lang)
        self.say = self.words.say
        self.shorts = {head.area: head.short for head in report.areas}
        self._written = io.BytesIO()
        self._names: set[str] = set()
        self._formats: dict[tuple[str, tuple[tuple[str, Any], ...]], Any] = {}
        self.file = Workbook(
            self._written,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        day = date.fromisoformat(report.as_of)
        self.file.set_properties(
            {
                "title": text(f"{self.say('xlsx.title')} {report.period}"),
                "subject": text(report.pack.title.of(view.lang)),
                "author": f"sopcheck {report.tool['version']}",
                "comments": text(report.label or ""),
                "created": datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None),
            }
        )
        self.file.set_size(2400, 1400)

    def style(self, name: str, **more: Any) -> Any:
        """A style by its name, with what differs from it."""
        key = (name, tuple(sorted(more.items())))
        if key not in self._formats:
            own = {"font_name": _FONT, "font_size": 9, "font_color": _INK, "valign": "top"}
            own |= {"border_color": _LINE, **_STYLES[name], **more}
            self._formats[key] = self.file.add_format(own)
        return self._formats[key]

    def sheet(self, name: str, title: str, columns: Sequence[Column]) -> Sheet:
        """A new sheet with its title; its name is made unique and fit for Excel."""
        unique = self.sheet_name(name)
        return Sheet(self, self.file.add_worksheet(unique), unique, title, columns)

    def sheet_name(self, wanted: str) -> str:
        """At most 31 characters, none that Excel refuses, no two alike in any case."""
        kept = "".join(c if c.isalnum() or c in " -_." else "-" for c in wanted).strip(" -")
        base = kept[:MAX_NAME] or "-"
        name, number = base, 1
        while name.casefold() in self._names:
            number += 1
            end = f" {number}"
            name = base[: MAX_NAME - len(end)] + end
        self._names.add(name.casefold())
        return name

    def meta(self) -> str:
        """The pack, the year and the day judged."""
        report = self.report
        parts = [
            report.pack.title.of(self.view.lang),
            self.say("report.year", year=str(report.period)),
            self.say("report.as-of", day=date.fromisoformat(report.as_of)),
            f"sopcheck {report.tool['version']}",
        ]
        return " · ".join(parts)

    def bytes(self) -> bytes:
        """The finished file."""
        self.file.close()
        return self._written.getvalue()


class Sheet:
    """One sheet: title, what it is about, the label, then rows under a heading that stays in sight."""

    def __init__(
        self, book: Book, page: Any, name: str, title: str, columns: Sequence[Column]
    ) -> None:
        self.book, self.page, self.name, self.columns = book, page, name, columns
        page.hide_gridlines(2)
        for index, column in enumerate(columns):
            page.set_column(index, index, column.width, book.style("note", text_wrap=False))
        page.set_row(0, 24)
        self.put(0, 0, title, "title")
        self.put(1, 0, book.meta(), "meta")
        self.top = 3
        if book.report.label:
            page.set_row(2, 16)
            last = max(len(columns) - 1, 1)
            self.across(2, 0, last, book.report.label, "label")
            self.top = 4
        self._print(title)

    def _print(self, title: str) -> None:
        page, label = self.page, self.book.report.label
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        pages = self.book.say("xlsx.page")
        page.set_footer(f"&L&8{_code(title, 90)}&C&8{_code(label or '', 60)}&R&8{pages}")

    def heads(self, row: int) -> None:
        """The headings in `row`, repeated on every printed page."""
        for index, column in enumerate(self.columns):
            self.put(row, index, column.head, "head")
        longest = max(_lines(column.head, column.width - 1) for column in self.columns)
        self.page.set_row(row, _LINE_HEIGHT * longest + 4)
        self.page.repeat_rows(min(row, self.top), row)

    def table(self, rows: Iterable[Sequence[Cell]], *, empty: str, frozen: int = 0) -> int:
        """Headings, rows and a filter; says what found no room. Gives the number of rows."""
        top = self.top
        self.heads(top)
        room, count, left = MAX_ROWS - top - 2, 0, 0
        for cells in rows:
            if count == room:
                left += 1
                continue
            count += 1
            self.row(top + count, cells)
        if left:
            self.put(top + count + 1, 0, self.book.words.count("xlsx.no-room", left), "meta")
        if count:
            self.page.autofilter(top, 0, top + count, len(self.columns) - 1)
        else:
            self.put(top + 1, 0, empty, "meta")
        self.page.freeze_panes(top + 1, frozen)
        return count

    def row(self, row: int, cells: Sequence[Cell], **more: Any) -> None:
        """Cells in the styles of their columns."""
        self.fit(row, cells)
        for index, (column, cell) in enumerate(zip(self.columns, cells, strict=True)):
            self.put(row, index, cell, column.style, **more)

    def fit(self, row: int, cells: Sequence[Cell]) -> None:
        """Make a row as high as its longest text needs; programs do not agree on who should do it."""
        lines = 1
        for column, cell in zip(self.columns, cells, strict=True):
            shown = cell.text if isinstance(cell, Link) else cell
            if isinstance(shown, str) and column.style == "text":
                lines = max(lines, _lines(shown, column.width))
        self.page.set_row(row, min(_LINE_HEIGHT * lines + 2, _MOST_HEIGHT))

    def across(self, row: int, first: int, last: int, shown: str, style: str) -> None:
        """One text over several columns."""
        self.page.merge_range(row, first, row, last, "", self.book.style(style))
        self.put(row, first, shown, style)

    def put(self, row: int, column: int, cell: Cell, style: str, **more: Any) -> None:
        """One cell, by what it is. Nothing to tell is a dash; text is always text."""
        page = self.page
        match cell:
            case None:
                form = self.book.style(style, align="center", **more)
                page.write_string(row, column, DASH, form)
            case Formula():
                form = self.book.style(style, **more)
                page.write_formula(row, column, cell.text, form, cell.value)
            case Link():
                form = self.book.style("link", **more)
                page.write_url(row, column, inside(cell.sheet, cell.cell), form, text(cell.text))
            case date():
                form = self.book.style(style, **more)
                page.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), form)  # noqa: DTZ001 - a day has no zone
            case str():
                form = self.book.style(style, **more)
                if cell:
                    page.write_string(row, column, text(cell), form)
                else:
                    page.write_blank(row, column, None, form)
            case _:
                page.write_number(row, column, cell, self.book.style(style, **more))


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def inside(sheet: str, cell: str = "A1") -> str:
    """The address of a cell, for links."""
    return f"internal:{quoted(sheet)}!{cell}"


def text(value: str) -> str:
    """What XML and a cell can hold: control characters made visible, clipped at Excel's length."""
    shown = visible(value, keep="\n")
    units = len(shown.encode("utf-16-le")) // 2
    if units <= MAX_TEXT:
        return shown
    kept = shown.encode("utf-16-le")[: 2 * (MAX_TEXT - 1)].decode("utf-16-le", errors="ignore")
    return f"{kept}…"


def day(value: str | None) -> date | str | None:
    """A day as written in the report; what is none stays as it is."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return value


def _lines(value: str, width: float) -> int:
    """About how many lines a text takes in a column."""
    room = max(width * _LETTERS, 1)
    return sum(max(1, ceil(len(part) / room)) for part in value.split("\n"))


def _code(value: str, width: int) -> str:
    """A text inside a header or footer, where `&` begins a code."""
    shown = text(value).replace("\n", " ")
    return (shown if len(shown) <= width else f"{shown[: width - 1]}…").replace("&", "&&")
