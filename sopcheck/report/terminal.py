"""The report on a screen: a heat map, the findings with their lines, a closing block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sopcheck.report.diagnostic import STYLES, diagnostic, wrapped
from sopcheck.report.heat_map import bands, heat_map
from sopcheck.words import Words, shortened, words

if TYPE_CHECKING:
    from datetime import date

    from sopcheck.model.finding import Finding
    from sopcheck.model.report import ItemLine, OfficeLine, Points, Report
    from sopcheck.report import View

_SHOWN_FINDINGS = 40
_WORST = 3
_MOST = 5
_LEAST = 20
_SCALED = 10_000  # points are compared as whole ten-thousandths


def render(report: Report, view: View) -> bytes:
    """UTF-8 text, `view.width` columns wide at most; colour codes only where the view has colour."""
    out = StringIO()
    console = Console(
        file=out,
        width=view.width,
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
        screen.findings()
    screen.closing()
    return _trimmed(out.getvalue()).encode()


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
        self.console.print(heat_map(offices, heads, self.words, color=self.view.color))
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

    def _item_table(self, office: OfficeLine, lines: Iterable[ItemLine]) -> None:
        title = "report.all-items" if self.view.verbose else "report.open-items"
        self.line((self.say(title, office=office.name), "bold"))
        table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim", pad_edge=False)
        table.add_column(self.say("report.item"), no_wrap=True)
        table.add_column(self.say("report.claim"), no_wrap=True)
        table.add_column(self.say("report.shown"), no_wrap=True)
        table.add_column(self.say("report.missing"), ratio=1)
        for line in lines:
            missing = "; ".join(m.of(self.view.lang) for m in line.missing)
            status = self.say(f"status.{line.status}")
            table.add_row(line.item, line.claimed or "–", line.evidenced or "–", missing or status)
        self.console.print(table)
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
        """Counts, scores, the worst areas, and one next command."""
        summary, count = self.report.summary, self.words.count
        counts = [
            (count("n.error", summary.findings["error"]), STYLES["error"]),
            (count("n.warning", summary.findings["warning"]), STYLES["warning"]),
            (count("n.note", summary.findings["note"]), STYLES["note"]),
        ]
        quiet = [(text, "") for text in [count("n.waived", summary.waived)]]
        if summary.set_aside:
            quiet.append((count("n.set-aside", summary.set_aside), ""))
        if summary.passed_over:
            quiet.append((count("n.passed-over", summary.passed_over), ""))
        self._joined([*counts, *quiet])
        self._judged()
        self._score()
        self._below()
        self._worst()
        if self.report.pack.assumed:
            names = self._assumed_blocks()
            self.line((f"{self.say('report.assumed')} {names}", "dim"), indent=2)
        self.line(
            (self.say("report.next"), "bold"), " ", (f"{self.view.command} {self._next()}", "bold")
        )

    def _assumed_blocks(self) -> str:
        """The blocks by area, or that it is all of them."""
        assumed = self.report.pack.assumed
        names = {a.area: a.short for a in self.report.areas}
        blocks: dict[str, list[str]] = {}
        for area, _, block in (name.partition("/") for name in assumed):
            blocks.setdefault(names.get(area, area), []).append(block)
        return ", ".join(f"{area} ({', '.join(found)})" for area, found in blocks.items())

    def _joined(self, parts: list[tuple[str, str]]) -> None:
        pieces: list[str | tuple[str, str]] = []
        for text, style in parts:
            pieces += [" · "] if pieces else []
            pieces.append((text, style))
        self.line(*pieces, indent=2)

    def _judged(self) -> None:
        summary = self.report.summary
        judged = [
            self.words.count("n.office", summary.offices),
            self.words.count("n.document", summary.documents),
            self.words.count("n.rule", summary.judged.get("rules", 0)),
            self.words.count("n.item", summary.judged.get("items", 0)),
        ]
        self.line(self.say("report.judged"), " ", ", ".join(judged), indent=2)
        missing = {k: v for k, v in summary.not_assessed.items() if v}
        if missing:
            parts = [self.words.count(f"n.{kind}", n) for kind, n in missing.items()]
            self.line(self.say("report.not-assessed"), " ", ", ".join(parts), indent=2)

    def _score(self) -> None:
        score: Points = self.report.summary.score
        if len(self.report.offices) == 1 and self.report.offices[0].score.supported is not None:
            score = self.report.offices[0].score
        if score.supported is None or score.ratio is None:
            return
        self.line(
            self.say(
                "report.score",
                claimed=self._number(score.claimed),
                supported=self._number(score.supported),
                maximum=self._number(score.maximum),
            ),
            " · ",
            self.words.percent(round(score.ratio, 3)),
            " · ",
            self.say("report.category", category=score.category),
            indent=2,
        )

    def _below(self) -> None:
        """The offices whose score made the run fail."""
        least = self.report.verdict.min_score
        if least is None:
            return
        below = [
            f"{o.code} {self.words.percent(round(o.score.ratio, 3)) if o.score.ratio else '–'}"
            for o in self.report.offices
            if o.level != "provinsi" and (o.score.ratio is None or o.score.ratio * 100 < least)
        ]
        if below:
            head = self.say("report.below", least=self.words.decimal(least, 1))
            self.line((f"{head} {', '.join(below)}", "bold red"), indent=2)

    def _worst(self) -> None:
        """The areas with the largest share of points that evidence does not support."""
        gaps: Counter[str] = Counter()
        for office in self.report.offices:
            for area in office.areas:
                if area.maximum is not None and area.supported is not None:
                    gaps[area.area] += area.maximum - area.supported  # type: ignore[assignment]
        names = {a.area: a.name.of(self.view.lang) for a in self.report.areas}
        offices = max(1, sum(1 for o in self.report.offices if o.score.supported is not None))
        worst = [
            f"{names[area]} −{self.words.decimal(gap / offices)}"
            for area, gap in gaps.most_common(_WORST)
            if gap > 0
        ]
        if worst:
            self.line(self.say("report.worst"), " ", " · ".join(worst), indent=2)

    def _next(self) -> str:
        """Explain the code said most among the gravest, else the item with the most to gain."""
        by_severity = Counter(f.code for f in self.report.findings if f.severity == self._gravest())
        if by_severity:
            code = min(by_severity, key=lambda c: (-by_severity[c], c))
            return f"explain {code}"
        gains: Counter[str] = Counter()
        for line in (i for o in self.report.offices for a in o.areas for i in a.items):
            if line.worth is not None:
                gains[line.item] += round(line.worth * (1 - (line.supported_value or 0)) * _SCALED)
        if gains.total():
            return f"explain {min(gains, key=lambda item: (-gains[item], item))}"
        return "audit"

    def _gravest(self) -> str:
        counts = self.report.summary.findings
        return next((s for s in ("error", "warning", "note") if counts.get(s)), "error")


def _same_place(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings in groups that say the same kind of thing at the same place."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        place = (finding.code, finding.path, finding.line, finding.column, finding.message_id)
        groups.setdefault(place, []).append(finding)
    return list(groups.values())


def _first(findings: tuple[Finding, ...], count: int) -> tuple[Finding, ...]:
    """The gravest findings, still in the order of the report."""
    if len(findings) <= count:
        return findings
    order = {"error": 0, "warning": 1, "note": 2}
    kept = sorted(range(len(findings)), key=lambda i: (order[findings[i].severity], i))[:count]
    return tuple(findings[i] for i in sorted(kept))
