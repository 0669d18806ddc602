"""How SOPs are carried out: every run in words, and each SOP in figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sopcheck.report.execution_words import deviations_of, late_words, sop_titles
from sopcheck.report.xlsx.book import Book, Cell, Column, Formula, day

if TYPE_CHECKING:
    from sopcheck.model.execution_lines import ExecutionLine, LateLine, MoveLine


def write(book: Book) -> None:
    """The sheet of runs and, where there are any, the sheet of SOPs."""
    _runs(book)
    if book.report.procedures:
        _procedures(book)


def _runs(book: Book) -> None:
    say = book.say
    columns = [
        Column(say("report.office"), 8, "code"),
        Column(say("xlsx.run"), 26),
        Column(say("xlsx.area"), 6, "centre"),
        Column(say("report.sop"), 13),
        Column(say("xlsx.sop-title"), 26),
        Column(say("xlsx.version"), 8, "integer"),
        Column(say("xlsx.measured"), 9, "integer"),
        Column(say("xlsx.outcome"), 12),
        Column(say("xlsx.fitness"), 11, "points"),
        Column(say("xlsx.ended"), 10, "date"),
        Column(say("xlsx.pace"), 8, "percent"),
        Column(say("xlsx.deviations"), 40),
        Column(say("xlsx.late"), 28),
        Column(say("xlsx.note"), 20),
    ]
    sheet = book.sheet(say("xlsx.sheet-runs"), say("report.executions"), columns)
    titles = sop_titles(book.report)
    said: dict[str, list[str]] = {}
    for finding in book.report.findings:
        said.setdefault(finding.subject, []).append(finding.message.of(book.view.lang))
    rows = (_run(book, line, titles, said) for line in book.report.executions)
    sheet.table(rows, empty=say("xlsx.no-runs"), frozen=2)


def _run(
    book: Book, line: ExecutionLine, titles: Mapping[str, str], said: Mapping[str, list[str]]
) -> tuple[Cell, ...]:
    own = said.get(line.subject, []) if line.outcome == "fail" else []
    deviations = list(_deviations(line.moves, book)) or ([] if line.late else own)
    notes = [] if line.reason is None else [line.reason.of(book.view.lang)]
    if line.suspect:
        notes.append(book.say("run.suspect"))
    return (
        line.office,
        line.subject,
        None if line.area is None else book.shorts.get(line.area, line.area),
        line.sop,
        titles.get(line.sop or ""),
        line.version,
        line.measured,
        book.say(f"run.{line.outcome}"),
        line.fitness,
        day(line.ended),
        line.pace,
        "\n".join(deviations),
        "\n".join(_late(late, book) for late in line.late),
        "; ".join(notes),
    )


def _deviations(moves: tuple[MoveLine, ...], book: Book) -> Iterator[str]:
    """The steps that were not done as the SOP says; one out of order is told once."""
    for move in moves:
        if move.move == "skip" and not move.is_paired:
            yield f"{move.step}: {book.say('run.skipped')}"
        elif move.move == "extra":
            what = "run.out-of-order" if move.is_paired else "run.extra"
            yield f"{move.step}: {book.say(what)}"


def _late(late: LateLine, book: Book) -> str:
    told = late_words(late, book.words)
    return told if late.step is None else f"{late.step}: {told}"


def _procedures(book: Book) -> None:
    say = book.say
    columns = [
        Column(say("report.sop"), 18),
        Column(say("xlsx.sop-title"), 44),
        Column(say("xlsx.runs"), 12, "integer"),
        Column(say("xlsx.assessed"), 9, "integer"),
        Column(say("xlsx.conforming"), 9, "integer"),
        Column(say("xlsx.conforming-share"), 9, "percent"),
        Column(say("run.open"), 9, "integer"),
        Column(say("run.suspect"), 10, "integer"),
        Column(say("xlsx.mean-fitness"), 11, "points"),
        Column(say("xlsx.median-pace"), 10, "percent"),
        Column(say("xlsx.worst-pace"), 10, "percent"),
        Column(say("xlsx.most-skipped"), 20),
        Column(say("xlsx.times-skipped"), 9, "integer"),
        Column(say("xlsx.deviations"), 60),
    ]
    sheet = book.sheet(say("xlsx.sheet-sops"), say("xlsx.sops"), columns)
    sheet.table(_sops(book, sheet.top + 2), empty="", frozen=1)


def _sops(book: Book, first: int) -> Iterator[tuple[Cell, ...]]:
    """One row an SOP; `first` is the number of the first row as Excel counts."""
    titles = sop_titles(book.report)
    for row, line in enumerate(book.report.procedures, first):
        share: Cell = None
        if line.assessed:
            share = Formula(f"=E{row}/D{row}", line.conforming / line.assessed)
        skipped = line.most_skipped
        yield (
            line.sop,
            titles.get(line.sop),
            line.runs,
            line.assessed,
            line.conforming,
            share,
            line.open,
            line.suspect,
            line.fitness,
            line.median_pace,
            line.worst_pace,
            None if skipped is None else skipped.step,
            None if skipped is None else skipped.runs,
            deviations_of(line) or None,
        )
