"""What each office should do next, with room for who does it, until when, and how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sopcheck.report.xlsx.book import Book, Cell, Column

if TYPE_CHECKING:
    from sopcheck.model.action_lines import ActionLine
    from sopcheck.model.report import OfficeLine

_OWNER, _DUE, _STATUS = 9, 10, 11
_STATES = ("xlsx.not-begun", "xlsx.under-way", "xlsx.done")
_FIRST_DAY = "=DATE(2000,1,1)"


def write(book: Book) -> None:
    """The sheet of next actions."""
    say = book.say
    columns = [
        Column(say("report.office"), 24),
        Column(say("xlsx.rank"), 7, "integer"),
        Column(say("xlsx.area"), 6, "centre"),
        Column(say("xlsx.item"), 8, "code"),
        Column(say("xlsx.question"), 34),
        Column(say("xlsx.lift"), 9, "centre"),
        Column(say("xlsx.gain"), 10, "points"),
        Column(say("xlsx.towards"), 9, "centre"),
        Column(say("xlsx.steps"), 52),
        Column(say("xlsx.owner"), 18),
        Column(say("xlsx.due"), 11, "date"),
        Column(say("xlsx.status"), 12),
    ]
    sheet = book.sheet(say("xlsx.sheet-next"), say("xlsx.next"), columns)
    first = sheet.top + 1
    count = sheet.table(_rows(book), empty=say("xlsx.no-actions"), frozen=4)
    if not count:
        return
    last = first + count - 1
    states = {"validate": "list", "source": [say(name) for name in _STATES]}
    sheet.page.data_validation(first, _STATUS, last, _STATUS, states)
    dates = {
        "validate": "date",
        "criteria": ">=",
        "value": _FIRST_DAY,
        "input_message": say("xlsx.due-hint"),
        "error_message": say("xlsx.due-hint"),
    }
    sheet.page.data_validation(first, _DUE, last, _DUE, dates)
    for row in range(first, last + 1):
        for column in (_OWNER, _DUE, _STATUS):
            sheet.put(row, column, "", columns[column].style, bg_color="#FFFBE6")


def _rows(book: Book) -> Iterator[tuple[Cell, ...]]:
    questions = {head.item: head.question.of(book.view.lang) for head in book.report.items}
    for office in book.report.offices:
        for rank, action in enumerate(office.next_actions, 1):
            yield _row(book, office, rank, action, questions.get(action.item, ""))


def _row(
    book: Book, office: OfficeLine, rank: int, action: ActionLine, question: str
) -> tuple[Cell, ...]:
    steps = [step.of(book.view.lang) for step in action.steps]
    numbered = [f"{n}. {step}" for n, step in enumerate(steps, 1)] if len(steps) > 1 else steps
    climb, towards = office.next_category, ""
    if climb is not None:
        lifts = {(step.item, step.before, step.after) for step in climb.steps}
        if (action.item, action.before, action.after) in lifts:
            towards = climb.category
    return (
        f"{office.code} {office.name}",
        rank,
        book.shorts.get(action.area, action.area),
        action.item,
        question,
        f"{action.before} → {action.after}",
        action.gain,
        towards,
        "\n".join(numbered),
        "",
        "",
        "",
    )
