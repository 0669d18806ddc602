"""How SOPs are carried out, on a screen: by SOP, by deviation, office × SOP, and replication."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from sopcheck.report.bands import whole_percent
from sopcheck.report.execution_words import (
    deviations,
    pace_percent,
    replications,
    sop_titles,
    worst_first,
)
from sopcheck.report.heat_map import share_cell
from sopcheck.words import shortened

if TYPE_CHECKING:
    from sopcheck.model.execution_lines import ProcedureLine
    from sopcheck.model.report import OfficeLine, Report
    from sopcheck.words import Words

_OFFICE_WIDTH = 26
_CELL_WIDTH = 4


def procedure_table(report: Report, words: Words, width: int) -> Table | None:
    """Runs by SOP, the worst first: how many conform, fitness, time used, the step most skipped."""
    if not any(line.assessed or line.open for line in report.procedures):
        return None  # `check` assesses no run
    lines = worst_first(report.procedures)
    heads = ("report.runs", "report.conforming", "report.fitness", "report.pace")
    rows = [[words.say(name) for name in (*heads, "report.most-skipped")]]
    rows += [_figures(line, words) for line in lines]
    taken = sum(max(cell_len(row[i]) for row in rows) + 1 for i in range(len(rows[0])))
    titles = {sop: f"{sop} {title}" for sop, title in sop_titles(report).items()}
    room = max(width - taken - 1, *(cell_len(line.sop) for line in lines))
    table = _table()
    table.add_column(words.say("report.sop"), no_wrap=True)
    for head in rows[0][:-1]:
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column(rows[0][-1], no_wrap=True)
    for line, row in zip(lines, rows[1:], strict=True):
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
    if line.share is None:
        return "–"
    return f"{line.conforming}/{line.assessed} {whole_percent(line.share):>3} %"


def _pace(line: ProcedureLine) -> str:
    """Median and worst share of a limit that runs used, in whole percent."""
    median, worst = pace_percent(line.median_pace), pace_percent(line.worst_pace)
    return "–" if median is None else f"{median} % / {worst} %"


def deviation_table(report: Report, words: Words, *, most: int | None) -> tuple[Table, int] | None:
    """What deviates, at which step, in how many runs and whose; and how many lines are left out."""
    found = deviations(report)
    if not found:
        return None
    titles = {rule.code: rule.title.of(words.lang) for rule in report.rules}
    several = len({office for line in found for office in line.offices}) > 1
    table = _table()
    table.add_column(words.say("report.runs"), justify="right", no_wrap=True)
    table.add_column(words.say("report.sop"), no_wrap=True)
    table.add_column(words.say("report.step"), no_wrap=True)
    table.add_column(words.say("report.deviation"))
    if several:
        table.add_column(words.say("report.office"))
    for line in found[:most]:
        what = f"{line.code} {titles.get(line.code, '')}".rstrip()
        cells = [str(line.runs), line.sop, line.step or "–", what]
        table.add_row(*cells, *([", ".join(line.offices)] if several else []))
    return table, 0 if most is None else max(len(found) - most, 0)


def practice_maps(
    report: Report, words: Words, width: int, *, color: bool, everything: bool
) -> tuple[list[Table], int] | None:
    """Office × SOP: percent of assessed runs that conform; and how many SOPs found no room.

    The SOPs that conform least stand first; with `everything` further ones in tables below. The last
    row is that of all offices. A dash: no run, or none could be assessed.
    """
    offices = [o for o in report.offices if o.level != "provinsi" and o.practice]
    if len(offices) <= 1:
        return None
    names = {o.code: f"{o.code} {o.name.removeprefix('KPU ')}" for o in offices}
    room = width - min(_OFFICE_WIDTH, max(map(cell_len, names.values()))) - 1
    blocks = list(_blocks(worst_first(report.procedures), room))
    shown = blocks if everything else blocks[:1]
    unseen = sum(len(block) for block in blocks[len(shown) :])
    tables = [_map(offices, names, block, words, color=color) for block in shown]
    return tables, unseen


def _blocks(lines: Sequence[ProcedureLine], room: int) -> Iterator[list[ProcedureLine]]:
    """The SOPs in groups that find room side by side."""
    block: list[ProcedureLine] = []
    left = room
    for line in lines:
        needed = max(cell_len(_short(line.sop)), _CELL_WIDTH) + 1
        if block and needed > left:
            yield block
            block, left = [], room
        block.append(line)
        left -= needed
    if block:
        yield block


def _map(
    offices: Sequence[OfficeLine],
    names: dict[str, str],
    block: Sequence[ProcedureLine],
    words: Words,
    *,
    color: bool,
) -> Table:
    table = _table()
    table.add_column(words.say("report.office"), no_wrap=True)
    for total in block:
        table.add_column(_short(total.sop), justify="right", no_wrap=True)
    for office in offices:
        cells = {line.sop: line for line in office.practice}
        row: list[Text] = []
        for total in block:
            line = cells.get(total.sop)
            row.append(share_cell(None if line is None else line.share, color=color))
        table.add_row(Text(shortened(names[office.code], _OFFICE_WIDTH)), *row)
    everyone = Text(words.say("report.all-offices"), "bold")
    table.add_row(everyone, *(share_cell(total.share, color=color) for total in block))
    return table


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
