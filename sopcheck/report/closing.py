"""The closing block: counts, what was judged, the score, the largest gaps, one next command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sopcheck.report.baseline import counted
from sopcheck.report.diagnostic import STYLES

if TYPE_CHECKING:
    from sopcheck.model.report import Points, Report
    from sopcheck.words import Words

Part = str | tuple[str, str]
Paragraph = list[Part]

_WORST = 3
_UNREADABLE = ("CORE001", "CORE002", "CORE003", "CORE004", "CORE009")
_EVIDENCE = "/evidence/"
_PERCENT = 100
_SCALED = 10_000  # points are compared as whole ten-thousandths


def closing(report: Report, words: Words, command: str) -> Iterator[Paragraph]:
    """Paragraphs of plain texts and (text, style)."""
    yield counts(report, words)
    yield from _judged(report, words)
    yield from _illegible(report, words)
    yield from _together(report, words)
    yield from _score(report, words)
    yield from _below(report, words)
    yield from _gaps(report, words)
    if report.pack.assumed:
        yield [(f"{words.say('report.assumed')} {assumed_blocks(report)}", "dim")]
    yield [(words.say("report.next"), "bold"), " ", (f"{command} {_next(report)}", "bold")]


def counts(report: Report, words: Words) -> Paragraph:
    """Findings by severity, and what else was counted."""
    summary, count = report.summary, words.count
    parts: Paragraph = [
        (count("n.error", summary.findings["error"]), STYLES["error"]),
        (count("n.warning", summary.findings["warning"]), STYLES["warning"]),
        (count("n.note", summary.findings["note"]), STYLES["note"]),
        count("n.waived", summary.waived),
    ]
    if report.baseline is not None or summary.baselined:
        parts.append(counted(report, words))
    if summary.set_aside:
        parts.append(count("n.set-aside", summary.set_aside))
    if summary.passed_over:
        parts.append(count("n.passed-over", summary.passed_over))
    return _joined(parts)


def _joined(parts: Paragraph) -> Paragraph:
    return [piece for part in parts for piece in (" · ", part)][1:]


def _judged(report: Report, words: Words) -> Iterator[Paragraph]:
    summary = report.summary
    judged = [
        words.count("n.office", summary.offices),
        words.count("n.document", summary.documents),
        words.count("n.rule", summary.judged.get("rules", 0)),
        words.count("n.item", summary.judged.get("items", 0)),
    ]
    is_part = 0 < len(report.offices) < summary.offices  # filters show less than was judged
    head = words.say("report.judged-in-all" if is_part else "report.judged")
    yield [head, " ", ", ".join(judged)]
    runs = summary.executions
    if runs["runs"] > runs["not-assessed"]:
        parts = [
            words.say(
                "report.runs-conform", conforming=runs["pass"], judged=runs["pass"] + runs["fail"]
            )
        ]
        if runs["open"]:
            parts.append(words.count("n.open-run", runs["open"]))
        if runs["suspect"]:
            parts.append(words.count("n.suspect-run", runs["suspect"]))
        yield [words.say("report.runs-judged"), " ", ", ".join(parts)]
    missing = {kind: number for kind, number in summary.not_assessed.items() if number}
    if missing:
        counted = {kind: words.count(f"n.{kind}", number) for kind, number in missing.items()}
        reasons = {x.reason.of(words.lang) for x in report.executions if x.reason is not None}
        if "executions" in counted and len(reasons) == 1:
            counted["executions"] += f" ({reasons.pop()})"
        parts = list(counted.values())
        yield [words.say("report.not-assessed"), " ", ", ".join(parts)]


def _illegible(report: Report, words: Words) -> Iterator[Paragraph]:
    """Evidence files that nobody can read: what they cost is far more than what they hold."""
    lost = {f.path for f in report.findings if f.code in _UNREADABLE and _EVIDENCE in f"/{f.path}"}
    if lost:
        yield [(words.count("n.illegible", len(lost)), "bold red")]


def _together(report: Report, words: Words) -> Iterator[Paragraph]:
    """In how many of the quarters with records both groups took part."""
    quarters = [
        quarter
        for office in report.offices
        for area in office.areas
        if area.collaboration is not None
        for quarter in area.collaboration.quarters
    ]
    if quarters:
        both = sum(1 for q in quarters if q.commissioner and q.secretariat)
        yield [words.say("report.both", both=both, all=len(quarters))]


def shown_score(report: Report) -> Points:
    """The only office's score, else the mean of all judged."""
    if len(report.offices) == 1 and report.offices[0].score.supported is not None:
        return report.offices[0].score
    return report.summary.score


def _score(report: Report, words: Words) -> Iterator[Paragraph]:
    score = shown_score(report)
    if score.supported is None or score.ratio is None:
        return
    figures = {
        "claimed": words.decimal(score.claimed or 0),
        "supported": words.decimal(score.supported),
        "maximum": words.decimal(score.maximum or 0),
    }
    ranked = sum(1 for office in report.offices if office.rank is not None) > 1
    parts: Paragraph = [
        words.say("report.mean-score" if ranked else "report.score", **figures),
        words.percent(round(score.ratio, 3)),
        words.say("report.category", category=score.category),
    ]
    unwaived = score.supported_before_waivers
    if unwaived is not None and unwaived != score.supported:
        parts.append(words.say("report.without-waivers", points=words.decimal(unwaived)))
    if score.reviewed is not None:
        parts.append(words.say("report.reviewed-score", points=words.decimal(score.reviewed)))
    yield _joined(parts)


def _below(report: Report, words: Words) -> Iterator[Paragraph]:
    """The offices whose score made the run fail."""
    least = report.verdict.min_score
    if least is None:
        return
    below = [
        f"{o.code} {'–' if o.score.ratio is None else words.percent(round(o.score.ratio, 3))}"
        for o in report.offices
        if o.level != "provinsi" and (o.score.ratio is None or o.score.ratio * _PERCENT < least)
    ]
    if below:
        head = words.say("report.below", least=words.decimal(least, 1))
        yield [(f"{head} {', '.join(below)}", "bold red")]


def _gaps(report: Report, words: Words) -> Iterator[Paragraph]:
    """The areas in which evidence supports the least of the maximum, as a mean of offices."""
    gaps: dict[str, float] = {}
    for area in (a for office in report.offices for a in office.areas):
        if area.maximum is not None and area.supported is not None:
            gaps[area.area] = gaps.get(area.area, 0) + area.maximum - area.supported
    names = {a.area: a.name.of(words.lang) for a in report.areas}
    offices = max(1, sum(1 for o in report.offices if o.score.supported is not None))
    largest = sorted(gaps, key=lambda area: (-round(gaps[area], 4), area))[:_WORST]
    shown = [f"{names[a]} −{words.decimal(gaps[a] / offices)}" for a in largest if gaps[a] > 0]
    if shown:
        yield [words.say("report.worst"), " ", " · ".join(shown)]


def assumed_blocks(report: Report) -> str:
    """The blocks whose weights are recalled, by area."""
    names = {a.area: a.short for a in report.areas}
    blocks: dict[str, list[str]] = {}
    for area, _, block in (name.partition("/") for name in report.pack.assumed):
        blocks.setdefault(names.get(area, area), []).append(block)
    return ", ".join(f"{area} ({', '.join(found)})" for area, found in blocks.items())


def _next(report: Report) -> str:
    """Explain the code said most among the gravest, else the item with the most to gain."""
    counts = report.summary.findings
    gravest = next((s for s in ("error", "warning", "note") if counts.get(s)), None)
    codes = Counter(f.code for f in report.findings if f.severity == gravest)
    if codes:
        return f"explain {min(codes, key=lambda code: (-codes[code], code))}"
    gains: Counter[str] = Counter()
    for line in (i for o in report.offices for a in o.areas for i in a.items):
        if line.worth is not None:
            gains[line.item] += round(line.worth * (1 - (line.supported_value or 0)) * _SCALED)
    if gains.total():
        return f"explain {min(gains, key=lambda item: (-gains[item], item))}"
    return "audit"
