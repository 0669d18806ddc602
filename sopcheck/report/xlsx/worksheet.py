"""The worksheet (LKE) that a reviewer works in: one sheet an office, or one for very many offices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

from sopcheck.report.xlsx.block import KEYS, Block, Totals
from sopcheck.report.xlsx.book import MAX_ROWS, Book, Column, Sheet, inside

if TYPE_CHECKING:
    from sopcheck.model.report import OfficeLine

MOST_SHEETS = 40
_WIDTHS = {
    "area": 5,
    "item": 8,
    "question": 34,
    "scale": 7,
    "claimed": 8,
    "evidenced": 8,
    "supported": 9,
    "claimed_value": 7.5,
    "evidenced_value": 8,
    "supported_value": 8.5,
    "worth": 7.5,
    "claimed_points": 7.5,
    "evidenced_points": 8,
    "supported_points": 8.5,
    "evidence": 28,
    "missing": 28,
    "verdict": 12.5,
    "answer": 8,
    "value": 7,
    "points": 7.5,
    "note": 20,
}
_GROUPS = (
    ("xlsx.answers", "claimed", "supported"),
    ("xlsx.values", "claimed_value", "supported_value"),
    ("xlsx.points", "worth", "supported_points"),
    ("xlsx.review", "verdict", "note"),
)
_ALLOWED = ("format_cells", "format_columns", "format_rows", "autofilter")


@dataclass(frozen=True, slots=True)
class Places:
    """Where the totals of each office stand, by its place in the report."""

    joint: bool
    totals: dict[int, Totals] = field(default_factory=dict)


def ranked(offices: Sequence[OfficeLine]) -> list[tuple[int, OfficeLine]]:
    """The offices that have a worksheet, with their places in the report."""
    return [(place, office) for place, office in enumerate(offices) if office.level != "provinsi"]


def write(book: Book, home: str) -> Places:
    """The worksheets of all offices that have one; `home` is the sheet that leads to them."""
    offices = ranked(book.report.offices)
    places = Places(joint=len(offices) > MOST_SHEETS)
    if not offices:
        return places
    if places.joint:
        _together(book, home, offices, places)
        return places
    for place, office in offices:
        name = book.say("xlsx.sheet-office", code=office.code)
        title = f"{book.say('xlsx.worksheet')}: {office.code} {office.name}"
        sheet = _sheet(book, name, title, home, joint=False)
        block = Block(sheet, office, joint=False)
        places.totals[place] = block.write(sheet.top + 1)
        _finish(sheet, block.end)
    return places


def _together(
    book: Book, home: str, offices: Sequence[tuple[int, OfficeLine]], places: Places
) -> None:
    """All offices below each other, to be filtered by office."""
    sheet = _sheet(
        book, book.say("xlsx.sheet-offices"), book.say("xlsx.worksheet"), home, joint=True
    )
    end, left = sheet.top + 1, 0
    for place, office in offices:
        block = Block(sheet, office, joint=True)
        if end + block.height >= MAX_ROWS:
            left += 1
            continue
        places.totals[place] = block.write(end)
        end = block.end
    _finish(sheet, end)
    if left:
        sheet.put(end, 0, book.words.count("xlsx.no-room-offices", left), "meta")


def _sheet(book: Book, name: str, title: str, home: str, *, joint: bool) -> Sheet:
    say = book.say
    columns = [
        Column(say(f"xlsx.lke-{key.replace('_', '-')}"), _WIDTHS[key], style) for key, style in KEYS
    ]
    if joint:
        columns.insert(0, Column(say("report.office"), 26))
    sheet = book.sheet(name, title, columns)
    first = 1 if joint else 0
    names = [key for key, _ in KEYS]
    for message, left, right in _GROUPS:
        ends = (first + names.index(left), first + names.index(right))
        sheet.across(sheet.top, ends[0], ends[1], say(message), "group")
    place, style = first + names.index("question"), book.style("plain-link")
    sheet.page.write_url(sheet.top, place, inside(home), style, say("xlsx.back", sheet=home))
    sheet.heads(sheet.top + 1)
    sheet.top += 1
    return sheet


def _finish(sheet: Sheet, end: int) -> None:
    """Filter, frozen panes, what may be entered where, and a lock without a password."""
    page, say, names = sheet.page, sheet.book.say, [key for key, _ in KEYS]
    first = len(sheet.columns) - len(KEYS)
    top, last = sheet.top + 1, end - 1
    page.autofilter(sheet.top, 0, last, len(sheet.columns) - 1)
    page.freeze_panes(top if first else top + 1, first + 2)
    verdicts = {
        "validate": "list",
        "source": ["dikonfirmasi", "direvisi", "tidak-tersedia"],
        "error_message": say("xlsx.verdict-hint"),
    }
    column = first + names.index("verdict")
    page.data_validation(top, column, last, column, verdicts)
    column = first + names.index("value")
    letter = xl_col_to_name(column)
    shares = {
        "validate": "custom",
        "value": f'=OR({letter}{top + 1}="",AND(ISNUMBER({letter}{top + 1}),'
        f"{letter}{top + 1}>=0,{letter}{top + 1}<=1))",
        "input_message": say("xlsx.value-hint"),
        "error_message": say("xlsx.value-hint"),
    }
    page.data_validation(top, column, last, column, shares)
    page.protect("", dict.fromkeys(_ALLOWED, True))
    page.ignore_errors({"formula_unlocked": f"{letter}{top + 1}:{letter}{last + 1}"})
