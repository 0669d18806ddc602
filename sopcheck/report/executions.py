"""Executions on a screen: a table by SOP, office × SOP, replication, and single runs step by step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from sopcheck.report.execution_words import late_words, replications, sop_titles, what
from sopcheck.report.heat_map import share_cell
from sopcheck.words import shortened

if TYPE_CHECKING:
    from sopcheck.model.execution_lines import ExecutionLine, ProcedureLine
    from sopcheck.model.finding import Finding
    from sopcheck.model.report import OfficeLine, Report
    from sopcheck.words import Words

_OFFICE_WIDTH = 26
_CELL_WIDTH = 4
_MARKS = {"sync": ("✔", "green"), "skip": ("✘", "bold red"), "extra": ("+", "bold red")}
_MOVED = ("⇄", "bold red")
_LATE = ("⏱", "bold red")


def procedure_table(report: Report, words: Words, width: int) -> Table | None:
    """Runs by SOP: how many conform, fitness, time against the limit, the step most skipped."""
    if not report.procedures:
        return None
    heads = ("report.runs", "report.conforming", "report.fitness", "report.pace")
    rows = [[words.say(name) for name in (*heads, "report.most-skipped")]]
    rows += [_figures(line, words) for line in report.procedures]
    taken = sum(max(cell_len(row[i]) for row in rows) + 1 for i in range(len(rows[0])))
    titles = {sop: f"{sop} {title}" for sop, title in sop_titles(report).items()}
    room = max(width - taken - 1, *(cell_len(line.sop) for line in report.procedures))
    table = _table()
    table.add_column(words.say("report.sop"), no_wrap=True)
    for head in rows[0][:-1]:
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column(rows[0][-1], no_wrap=True)
    for line, row in zip(report.procedures, rows[1:], strict=True):
        table.add_row(shortened(titles.get(line.sop, line.sop), room), *row)
    return table


def _figures(line: ProcedureLine, words: Words) -> list[str]:
    skipped = line.most_skipped
    return [
        str(line.runs),
        _conforming(line),
        "–" if line.fitness is None else words.decimal(line.fitness),
        _pace(line),
        "–" if skipped is None else f"{skipped.step} ({skipped.runs})",
    ]


def _table() -> Table:
    return Table(box=None, padding=(0, 1, 0, 0), header_style="dim", pad_edge=False)


def _conforming(line: ProcedureLine) -> str:
    """Conforming of assessed runs, in whole percent where any was assessed."""
    if not line.assessed:
        return "–"
    share = 100 * line.conforming // line.assessed
    return f"{line.conforming}/{line.assessed} {share:>3} %"


def _pace(line: ProcedureLine) -> str:
    """Median and worst share of a limit that runs used, in whole percent."""
    if line.median_pace is None or line.worst_pace is None:
        return "–"
    return f"{line.median_pace:.0%} / {line.worst_pace:.0%}".replace("%", " %")


def practice_map(
    offices: Sequence[OfficeLine], words: Words, width: int, *, color: bool
) -> tuple[Table, int] | None:
    """Office × SOP: percent of assessed runs that conform; and how many SOPs found no room.

    The SOPs that most offices carry out stand first. A dash: no run, or none could be assessed.
    """
    counts = Counter(line.sop for office in offices for line in office.practice)
    if sum(1 for office in offices if office.practice) <= 1:
        return None
    ranked = sorted(counts, key=lambda sop: (-counts[sop], sop))
    names = {o.code: f"{o.code} {o.name.removeprefix('KPU ')}" for o in offices}
    room, shown = width - min(_OFFICE_WIDTH, max(map(cell_len, names.values()))) - 1, []
    for sop in ranked:
        room -= max(cell_len(_short(sop)), _CELL_WIDTH) + 1
        if room < 0:
            break
        shown.append(sop)
    table = _table()
    table.add_column(words.say("report.office"), no_wrap=True)
    for sop in sorted(shown):
        table.add_column(_short(sop), justify="right", no_wrap=True)
    for office in offices:
        cells = {line.sop: line for line in office.practice}
        row: list[Text] = []
        for sop in sorted(shown):
            line = cells.get(sop)
            share = line.conforming / line.assessed if line is not None and line.assessed else None
            row.append(share_cell(share, color=color))
        table.add_row(Text(shortened(names[office.code], _OFFICE_WIDTH)), *row)
    return table, len(ranked) - len(shown)


def _short(sop: str) -> str:
    return sop.removeprefix("sop-")


def replication_table(offices: Sequence[OfficeLine], words: Words) -> Table | None:
    """Every generic SOP: in how many offices it is replicated, used, absent, behind, drifted."""
    found = replications(offices)
    if not found:
        return None
    table = _table()
    table.add_column(words.say("report.generic-sop"), no_wrap=True)
    names = ("report.required", "report.replicas", "report.used", "report.absent")
    for name in (*names, "report.behind", "report.drifted"):
        table.add_column(words.say(name), justify="right", no_wrap=True)
    for line in found:
        required = words.say("report.yes" if line.required else "report.no")
        figures = (line.replicas, line.used, line.absent, line.behind, line.drifted)
        table.add_row(line.sop, required, *map(str, figures))
    return table


def drawn(line: ExecutionLine, findings: Iterable[Finding], words: Words) -> Iterator[Text]:
    """One run step by step: done, skipped, extra, out of order, late.

    A run whose steps are all in order shows what else was found in it.
    """
    head = [line.subject, f"{line.sop} v{line.version}", words.say(f"run.{line.outcome}")]
    if line.fitness is not None:
        head.append(words.say("run.fitness", fitness=words.decimal(line.fitness)))
    if line.suspect:
        head.append(words.say("run.suspect"))
    yield Text(" · ".join(head), "bold")
    if line.reason is not None:
        yield Text(f"  {line.reason.of(words.lang)}", "dim")
    if not line.moves:
        for finding in findings:
            yield Text.assemble("  ", _MARKS["skip"], f" {finding.message.of(words.lang)}")
    size = max((cell_len(move.step) for move in line.moves), default=0)
    late = {found.event: found for found in line.late}
    for move in line.moves:
        mark, style = _MOVED if move.is_paired else _MARKS[move.move]
        found = late.get(move.event) if move.event is not None else None
        if found is not None and move.move == "sync":
            mark, style = _LATE
        text = what(move, words)
        if found is not None:
            text = f"{text} · {late_words(found, words)}".strip(" ·")
        yield Text.assemble("  ", (mark, style), f" {move.step:<{size}}  ", (text, "dim"))
    for found in line.late:
        if found.event is None:
            yield Text.assemble("  ", _LATE, f" {late_words(found, words)}")
