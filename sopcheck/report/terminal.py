"""The report on a screen: a heat map, the findings with their lines, a closing block."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console

from sopcheck.model.finding import gravest_first
from sopcheck.report import office_parts
from sopcheck.report.baseline import baseline
from sopcheck.report.brief import office_lines
from sopcheck.report.closing import closing, counts
from sopcheck.report.diagnostic import diagnostic
from sopcheck.report.heat_map import bands, heat_map
from sopcheck.report.practice import (
    deviation_table,
    practice_maps,
    procedure_table,
    replication_table,
)
from sopcheck.report.screen import Screen
from sopcheck.words import shortened

if TYPE_CHECKING:
    from datetime import date

    from sopcheck.model.finding import Finding
    from sopcheck.model.report import Report
    from sopcheck.report import View

_SHOWN_FINDINGS = 40
_HEIGHT = 100  # given so that rich does not ask the environment
_MOST = 5
_DEVIATIONS = 10
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
    screen = _Terminal(report, view, console)
    if view.quiet and not view.complete:
        screen.brief()
    else:
        screen.head()
        screen.heat_map()
        screen.province()
        office_parts.items(screen)
        office_parts.next_steps(screen)
        office_parts.habit(screen)
        screen.executions()
        office_parts.runs(screen)
        office_parts.collaboration(screen)
        office_parts.decisions(screen)
        screen.findings()
        baseline(screen)
        screen.closing()
    return _trimmed(out.getvalue()).encode(errors="backslashreplace")


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.rstrip("\n").split("\n")) + "\n"


class _Terminal(Screen):
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

    def brief(self) -> None:
        """One line an office, and one for all."""
        for line in office_lines(self.report, self.words):
            self.console.print(line, soft_wrap=True)
        self.line(*counts(self.report, self.words))

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

    def executions(self) -> None:
        """How SOPs are carried out: by SOP, by office, and how generic SOPs are replicated."""
        offices = [o for o in self.report.offices if o.level != "provinsi"]
        everything = self.view.verbose or self.view.complete
        procedures = procedure_table(self.report, self.words, self.view.width)
        if procedures is not None:
            self.line((self.say("report.executions"), "bold"))
            self.console.print(procedures)
            self.line((self.say("report.pace-means"), "dim"), indent=2)
            self.console.print()
        self._deviations(everything=everything)
        practised = practice_maps(
            self.report, self.words, self.view.width, color=self.view.color, everything=everything
        )
        if practised is not None:
            tables, unseen = practised
            self.line((self.say("report.practice"), "bold"))
            for table in tables:
                self.console.print(table)
            self.console.print(bands(color=self.view.color))
            if unseen:
                self.line((self.words.count("n.more-sops", unseen), "dim"))
            self.console.print()
        replicated = replication_table(offices, self.words)
        if replicated is not None and len(offices) > 1:
            self.line((self.say("report.replication"), "bold"))
            self.console.print(replicated)
            self.console.print()

    def _deviations(self, *, everything: bool) -> None:
        found = deviation_table(self.report, self.words, most=None if everything else _DEVIATIONS)
        if found is None:
            return
        table, unseen = found
        self.line((self.say("report.deviations"), "bold"))
        self.console.print(table)
        if unseen:
            self.line((self.words.count("n.more-deviations", unseen), "dim"))
        self.console.print()

    def findings(self) -> None:
        """Every finding with its line; long lists are cut unless the view is verbose."""
        findings = self.report.findings
        if not findings:
            known = self.report.summary.baselined
            self.line(
                (self.say("baseline.no-new" if known else "report.no-findings"), "bold green")
            )
            self.console.print()
        everything = self.view.verbose or self.view.complete
        shown = findings if everything else _first(findings, _SHOWN_FINDINGS)
        codes = {finding.fingerprint: finding.code for finding in findings}
        for finding, *also in _same_place(shown):
            cause = codes.get(finding.cause or "")
            for line in diagnostic(finding, self.words, self.view.width, also, cause):
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
    kept = {id(finding) for finding in gravest_first(findings)[:count]}
    return tuple(finding for finding in findings if id(finding) in kept)
