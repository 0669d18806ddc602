"""The parts of the terminal's report that speak of single offices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from sopcheck.report.collaboration import collaboration_table
from sopcheck.report.decisions import review_rows, waiver_rows
from sopcheck.report.diagnostic import wrapped
from sopcheck.report.executions import drawn
from sopcheck.report.habit import (
    habit_block,
    habit_gaps,
    habit_legend,
    habit_table,
    habit_totals,
)
from sopcheck.report.next_steps import step_rows
from sopcheck.report.screen import Screen

if TYPE_CHECKING:
    from sopcheck.model.habit import HabitLine
    from sopcheck.model.report import ItemLine, OfficeLine

_MOST = 5


def items(screen: Screen) -> None:
    """The items of a single office that its evidence does not fully support."""
    judged = [o for o in screen.report.offices if o.score.supported is not None]
    if len(judged) != 1 and not screen.view.verbose:
        return
    for office in judged:
        lines = [i for a in office.areas for i in a.items if _is_shown(screen, i)]
        if lines:
            _item_table(screen, office, lines)


def _is_shown(screen: Screen, item: ItemLine) -> bool:
    if item.status == "not-applicable":
        return False
    return screen.view.verbose or item.status not in ("supported", "nothing-claimed")


def _item_table(screen: Screen, office: OfficeLine, lines: list[ItemLine]) -> None:
    title = "report.all-items" if screen.view.verbose else "report.open-items"
    screen.line((screen.say(title, office=office.name), "bold"))
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim", pad_edge=False)
    table.add_column(screen.say("report.item"), no_wrap=True)
    table.add_column(screen.say("report.claim"), no_wrap=True)
    table.add_column(screen.say("report.shown"), no_wrap=True)
    is_reviewed = any(line.verdict is not None for line in lines)
    if is_reviewed:
        table.add_column(screen.say("report.evaluator"), no_wrap=True)
    table.add_column(screen.say("report.missing"), ratio=1)
    for line in lines:
        missing = "; ".join(m.of(screen.view.lang) for m in line.missing)
        status = screen.say(f"status.{line.status}")
        cells = [line.item, line.claimed or "–", line.evidenced or "–"]
        if is_reviewed:
            cells.append(line.reviewed or "–")
        table.add_row(*cells, missing or status)
    screen.console.print(table)
    screen.console.print()


def next_steps(screen: Screen) -> None:
    """What lifts the score of a single office most."""
    judged = [o for o in screen.report.offices if o.score.supported is not None]
    if len(judged) != 1 and not screen.view.verbose:
        return
    for office in judged:
        if not office.next_actions:
            continue
        screen.line((screen.say("report.next-actions", office=office.name), "bold"))
        for row in step_rows(office, screen.words, everything=screen.view.verbose):
            for part in wrapped(row, screen.view.width, 4):
                screen.console.print(part)
        screen.console.print()


def habit(screen: Screen) -> None:
    """Whether areas keep their cadence: a table of offices, or an axis of months for one."""
    offices = [o for o in screen.report.offices if o.level != "provinsi"]
    table = habit_table(offices, screen.words, color=screen.view.color)
    if table is not None:
        screen.line((screen.say("report.habits"), "bold"))
        screen.console.print(table)
        with_stages = any(o.habit is not None and o.habit.elections for o in offices)
        meaning = "report.habits-mean-stages" if with_stages else "report.habits-mean"
        screen.line((screen.say(meaning), "dim"), indent=2)
        screen.console.print()
    if len(offices) == 1 or screen.view.verbose:
        for office in offices:
            if office.habit is not None and office.habit.areas:
                _habit_of(screen, office.name, office.habit)


def _habit_of(screen: Screen, name: str, habit: HabitLine) -> None:
    years = str(habit.last)
    if habit.first < habit.last:
        years = f"{habit.first}–{habit.last}"
    screen.line((screen.say("report.habit", office=name, years=years), "bold"))
    heads = screen.report.areas
    for line in habit_block(habit, heads, screen.words, screen.view.width):
        screen.console.print(line)
    if totals := habit_totals(habit, screen.words):
        screen.line(totals, indent=2)
    if gaps := habit_gaps(habit.areas, heads):
        screen.line(f"{screen.say('habit.gaps')} {gaps}", indent=2)
    for line in wrapped(habit_legend(habit, screen.words), screen.view.width, 2):
        screen.console.print(line)
    screen.console.print()


def runs(screen: Screen) -> None:
    """The runs of a single office that deviate, are late or cannot be judged, step by step."""
    offices = {line.office for line in screen.report.executions}
    if len(offices) != 1 and not screen.view.verbose:
        return
    told = [r for r in screen.report.executions if r.moves or r.outcome in ("fail", "not-assessed")]
    everything = screen.view.verbose or screen.view.complete
    shown = told if everything else told[:_MOST]
    if not told:
        return
    findings = screen.report.findings
    titles = {rule.code: rule.title.of(screen.view.lang) for rule in screen.report.rules}
    screen.line((screen.say("report.deviating-runs"), "bold"))
    for run in shown:
        own = [f for f in findings if (f.office, f.subject) == (run.office, run.subject)]
        for line in drawn(run, own, titles, screen.words):
            indent = len(line.plain) - len(line.plain.lstrip()) + 2
            for part in wrapped(line, screen.view.width, indent):
                screen.console.print(part)
    if len(shown) < len(told):
        rest = screen.words.count("n.run", len(told) - len(shown))
        screen.line((screen.say("report.more-runs", rest=rest), "dim"))
    screen.console.print()


def collaboration(screen: Screen) -> None:
    """Whether commissioners and secretariat worked together, in a single office."""
    judged = [o for o in screen.report.offices if o.score.supported is not None]
    if len(judged) != 1 and not screen.view.verbose:
        return
    for office in judged:
        table = collaboration_table(office, screen.report, screen.words)
        if table is not None:
            screen.line((screen.say("report.collaboration", office=office.name), "bold"))
            screen.console.print(table)
            screen.line((screen.say("report.collaboration-means"), "dim"))
            screen.console.print()


def decisions(screen: Screen) -> None:
    """What evaluators said, and what waivers lift."""
    everything = screen.view.verbose or screen.view.complete
    listed = (
        ("report.reviews", review_rows(screen.report, screen.words)),
        ("report.waivers", waiver_rows(screen.report, screen.words, everything=everything)),
    )
    for title, rows in listed:
        found = list(rows)
        if found:
            screen.line((screen.say(title), "bold"))
        for row in found:
            for part in wrapped(row, screen.view.width, 4):
                screen.console.print(part)
        if found:
            screen.console.print()
