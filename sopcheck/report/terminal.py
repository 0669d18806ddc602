"""The report on a screen: a heat map, the findings with their lines, a closing block."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sopcheck.report.closing import closing
from sopcheck.report.collaboration import collaboration_table
from sopcheck.report.decisions import review_rows, waiver_rows
from sopcheck.report.diagnostic import diagnostic, wrapped
from sopcheck.report.executions import drawn, practice_map, procedure_table, replication_table
from sopcheck.report.heat_map import bands, heat_map
from sopcheck.report.next_steps import step_rows
from sopcheck.words import Words, shortened, words

if TYPE_CHECKING:
    from datetime import date

    from sopcheck.model.finding import Finding
    from sopcheck.model.report import ItemLine, OfficeLine, Report
    from sopcheck.report import View

_SHOWN_FINDINGS = 40
_HEIGHT = 100  # given so that rich does not ask the environment
_MOST = 5
_LEAST = 20


def render(report: Report, view: View) -> bytes:
    """UTF-8 text, `view.width` columns wide at most; colour codes only where the view has colour."""
    out = StringIO()
    console = Console(
        file=out,
        width=view.width,
        height=_HEIGHT,
        force_terminal=view.color,
        color_system="256" if view.color else None,
        no_color=not view.color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        soft_wrap=False,
    )
    screen = _Screen(report, view, console)
    if view.complete or not view.quiet:
        screen.head()
        screen.heat_map()
        screen.province()
        screen.items()
        screen.next_steps()
        screen.executions()
        screen.runs()
        screen.collaboration()
        screen.decisions()
        screen.findings()
    screen.closing()
    return _trimmed(out.getvalue()).encode(errors="backslashreplace")


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.rstrip("\n").split("\n")) + "\n"


class _Screen:
    def __init__(self, report: Report, view: View, console: Console) -> None:
        self.report, self.view, self.console = report, view, console
        self.words: Words = words(view.lang)
        self.say = self.words.say

    def line(self, *parts: str | tuple[str, str], indent: int = 0) -> None:
        """One paragraph, wrapped to the width; further lines are indented."""
        for line in wrapped(Text.assemble(*parts), self.view.width, indent):
            self.console.print(line)

    def head(self) -> None:
        """Who judged what, for when."""
        report = self.report
        parts = [
            f"sopcheck {report.tool['version']}",
            report.pack.title.of(self.view.lang),
            self.say("report.year", year=str(report.period)),
            self.say("report.as-of", day=self._day(report.as_of)),
        ]
        self.line((" · ".join(parts), "bold"), indent=2)
        if report.label:
            self.line((report.label, "bold reverse"))
        self.console.print()

    def _day(self, text: str) -> date:
        from datetime import date  # noqa: PLC0415

        return date.fromisoformat(text)

    def heat_map(self) -> None:
        """Office × area: the share of the maximum that evidence supports."""
        offices = [o for o in self.report.offices if o.level != "provinsi"]
        if not offices:
            return
        shown = [a.area for a in offices[0].areas]
        heads = [a for a in self.report.areas if a.area in shown]
        self.line((self.say("report.heat-map"), "bold"))
        table = heat_map(offices, heads, self.words, self.console, color=self.view.color)
        self.console.print(table)
        legend = [f"{head.short} {head.name.of(self.view.lang)}" for head in heads]
        self.line((" · ".join(legend), "dim"), indent=2)
        self.console.print(bands(color=self.view.color))
        if any(o.score.supported is None for o in offices):
            self.line((self.say("report.dash-means"), "dim"))
        self.console.print()

    def _number(self, value: float | None) -> str:
        return "–" if value is None else self.words.decimal(value)

    def province(self) -> None:
        """Of several offices: the items that most miss, and the codes that most have."""
        summary = self.report.summary
        if sum(1 for o in self.report.offices if o.rank is not None) <= 1:
            return
        questions = {i.item: i.question.of(self.view.lang) for i in self.report.items}
        missed = summary.missed_items if self.view.verbose else summary.missed_items[:_MOST]
        rows = [(m.item, f"{m.offices}/{m.applicable}", questions[m.item]) for m in missed]
        self._counted("report.missed-items", rows)
        titles = {r.code: r.title.of(self.view.lang) for r in self.report.rules}
        common = summary.common_codes if self.view.verbose else summary.common_codes[:_MOST]
        self._counted(
            "report.common-codes", [(c.code, str(c.offices), titles[c.code]) for c in common]
        )

    def _counted(self, title: str, rows: list[tuple[str, str, str]]) -> None:
        if not rows:
            return
        self.line((self.say(title), "bold"))
        name, count = (max(len(row[i]) for row in rows) for i in (0, 1))
        for row in rows:
            head = f"{row[0]:<{name}} {row[1]:>{count}} "
            self.line(head, shortened(row[2], max(self.view.width - len(head), _LEAST)))
        self.console.print()

    def items(self) -> None:
        """The items of a single office that its evidence does not fully support."""
        judged = [o for o in self.report.offices if o.score.supported is not None]
        if len(judged) != 1 and not self.view.verbose:
            return
        for office in judged:
            lines = [i for a in office.areas for i in a.items if self._is_shown(i)]
            if lines:
                self._item_table(office, lines)

    def _is_shown(self, item: ItemLine) -> bool:
        if item.status == "not-applicable":
            return False
        return self.view.verbose or item.status not in ("supported", "nothing-claimed")

    def _item_table(self, office: OfficeLine, lines: list[ItemLine]) -> None:
        title = "report.all-items" if self.view.verbose else "report.open-items"
        self.line((self.say(title, office=office.name), "bold"))
        table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim", pad_edge=False)
        table.add_column(self.say("report.item"), no_wrap=True)
        table.add_column(self.say("report.claim"), no_wrap=True)
        table.add_column(self.say("report.shown"), no_wrap=True)
        is_reviewed = any(line.verdict is not None for line in lines)
        if is_reviewed:
            table.add_column(self.say("report.evaluator"), no_wrap=True)
        table.add_column(self.say("report.missing"), ratio=1)
        for line in lines:
            missing = "; ".join(m.of(self.view.lang) for m in line.missing)
            status = self.say(f"status.{line.status}")
            cells = [line.item, line.claimed or "–", line.evidenced or "–"]
            if is_reviewed:
                cells.append(line.reviewed or "–")
            table.add_row(*cells, missing or status)
        self.console.print(table)
        self.console.print()

    def next_steps(self) -> None:
        """What lifts the score of a single office most."""
        judged = [o for o in self.report.offices if o.score.supported is not None]
        if len(judged) != 1 and not self.view.verbose:
            return
        for office in judged:
            if not office.next_actions:
                continue
            self.line((self.say("report.next-actions", office=office.name), "bold"))
            for row in step_rows(office, self.words, everything=self.view.verbose):
                for part in wrapped(row, self.view.width, 4):
                    self.console.print(part)
            self.console.print()

    def executions(self) -> None:
        """How SOPs are carried out: by SOP, by office, and how generic SOPs are replicated."""
        offices = [o for o in self.report.offices if o.level != "provinsi"]
        procedures = procedure_table(self.report, self.words, self.view.width)
        if procedures is not None:
            self.line((self.say("report.executions"), "bold"))
            self.console.print(procedures)
            self.line((self.say("report.pace-means"), "dim"))
            self.console.print()
        practised = practice_map(offices, self.words, self.view.width, color=self.view.color)
        if practised is not None:
            table, unseen = practised
            self.line((self.say("report.practice"), "bold"))
            self.console.print(table)
            if unseen:
                self.line((self.words.count("n.more-sops", unseen), "dim"))
            self.console.print()
        replicated = replication_table(offices, self.words)
        if replicated is not None and len(offices) > 1:
            self.line((self.say("report.replication"), "bold"))
            self.console.print(replicated)
            self.console.print()

    def runs(self) -> None:
        """The runs of a single office that deviate, are late or cannot be judged, step by step."""
        offices = {line.office for line in self.report.executions}
        if len(offices) != 1 and not self.view.verbose:
            return
        told = [
            r for r in self.report.executions if r.moves or r.outcome in ("fail", "not-assessed")
        ]
        everything = self.view.verbose or self.view.complete
        shown = told if everything else told[:_MOST]
        if not told:
            return
        self.line((self.say("report.deviating-runs"), "bold"))
        for run in shown:
            own = (f for f in self.report.findings if f.subject == run.subject)
            for line in drawn(run, own, self.words):
                for part in wrapped(line, self.view.width, 4):
                    self.console.print(part)
        if len(shown) < len(told):
            rest = self.words.count("n.run", len(told) - len(shown))
            self.line((self.say("report.more-runs", rest=rest), "dim"))
        self.console.print()

    def collaboration(self) -> None:
        """Whether commissioners and secretariat worked together, in a single office."""
        judged = [o for o in self.report.offices if o.score.supported is not None]
        if len(judged) != 1 and not self.view.verbose:
            return
        for office in judged:
            table = collaboration_table(office, self.report, self.words)
            if table is not None:
                self.line((self.say("report.collaboration", office=office.name), "bold"))
                self.console.print(table)
                self.line((self.say("report.collaboration-means"), "dim"))
                self.console.print()

    def decisions(self) -> None:
        """What evaluators said, and what waivers lift."""
        everything = self.view.verbose or self.view.complete
        listed = (
            ("report.reviews", review_rows(self.report, self.words)),
            ("report.waivers", waiver_rows(self.report, self.words, everything=everything)),
        )
        for title, rows in listed:
            found = list(rows)
            if found:
                self.line((self.say(title), "bold"))
            for row in found:
                for part in wrapped(row, self.view.width, 4):
                    self.console.print(part)
            if found:
                self.console.print()

    def findings(self) -> None:
        """Every finding with its line; long lists are cut unless the view is verbose."""
        findings = self.report.findings
        if not findings:
            self.line((self.say("report.no-findings"), "bold green"))
            self.console.print()
        everything = self.view.verbose or self.view.complete
        shown = findings if everything else _first(findings, _SHOWN_FINDINGS)
        for finding, *also in _same_place(shown):
            for line in diagnostic(finding, self.words, self.view.width, also):
                self.console.print(line, soft_wrap=True)
            self.console.print()
        if len(shown) < len(findings):
            rest = self.words.count("n.finding", len(findings) - len(shown))
            self.line((self.say("report.more-findings", rest=rest), "dim"))
            self.console.print()

    def closing(self) -> None:
        """Counts, scores, the largest gaps, and one next command."""
        for parts in closing(self.report, self.words, self.view.command):
            self.line(*parts, indent=2)


def _same_place(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings in groups that say the same kind of thing at the same place."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        named = None if finding.item else finding.message.id
        place = (
            finding.code,
            finding.path,
            finding.line,
            finding.column,
            finding.message_id,
            named,
        )
        groups.setdefault(place, []).append(finding)
    return list(groups.values())


def _first(findings: tuple[Finding, ...], count: int) -> tuple[Finding, ...]:
    """The gravest findings, still in the order of the report."""
    if len(findings) <= count:
        return findings
    order = {"error": 0, "warning": 1, "note": 2}
    kept = sorted(range(len(findings)), key=lambda i: (order[findings[i].severity], i))[:count]
    return tuple(findings[i] for i in sorted(kept))
