"""What an office has to settle: errors first, periods without evidence, runs that deviate."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sopcheck.model.finding import SEVERITIES
from sopcheck.report.execution_words import late_words
from sopcheck.report.pdf.texts import Texts, joined

if TYPE_CHECKING:
    from sopcheck.model.execution_lines import ExecutionLine
    from sopcheck.model.finding import Finding
    from sopcheck.model.report import OfficeLine

_CODES = 6
_PLACES = 2
_PATH = 66
_RUNS = 4


def due(texts: Texts, office: OfficeLine) -> dict[str, Any]:
    """Three lists with their headings; an empty one says that nothing is due."""
    own = [f for f in texts.report.findings if f.office in (office.code, None)]
    return {
        "labels": texts.labels(
            "pdf.code", "pdf.what", "pdf.how-many", "pdf.where", "pdf.to-mend", "pdf.missed-periods"
        )
        | {"deviating": texts.say("pdf.deviating-runs"), "none": texts.say("report.no-findings")},
        "codes": codes(texts, own, _CODES, office.folder),
        "more": more_codes(texts, own, _CODES),
        "periods": _periods(texts, office),
        "runs": _runs(texts, office),
    }


def codes(
    texts: Texts, findings: list[Finding], most: int, folder: str = ""
) -> list[dict[str, Any]]:
    """Findings by code, the gravest first, each with its first places and its remedy."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.code, []).append(finding)
    return [
        {
            "code": code,
            "severity": groups[code][0].severity,
            "severity-name": texts.say(f"severity.{groups[code][0].severity}"),
            "title": texts.text(groups[code][0].title.of(texts.lang), 110),
            "remedy": texts.text(groups[code][0].remedy.of(texts.lang), 150),
            "count": texts.words.integer(len(groups[code])),
            "places": _places(texts, groups[code], folder),
        }
        for code in _by_gravity(groups)[:most]
    ]


def _places(texts: Texts, findings: list[Finding], folder: str) -> list[str]:
    """The first places, each named once."""
    places = dict.fromkeys(texts.place(f, _PATH, folder) for f in findings)
    return list(places)[:_PLACES]


def more_codes(texts: Texts, findings: list[Finding], most: int) -> str | None:
    """How many findings the codes left out have."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.code, []).append(finding)
    hidden = sum(len(groups[code]) for code in _by_gravity(groups)[most:])
    return texts.say("pdf.more", rest=texts.count("n.finding", hidden)) if hidden else None


def _by_gravity(groups: dict[str, list[Finding]]) -> list[str]:
    return sorted(
        groups, key=lambda c: (SEVERITIES.index(groups[c][0].severity), -len(groups[c]), c)
    )


def _periods(texts: Texts, office: OfficeLine) -> list[str]:
    """The periods of the judged year without evidence, area by area."""
    if office.habit is None:
        return []
    year = str(texts.report.period)
    lines = []
    for area in office.habit.areas:
        gaps = [gap for gap in area.whole.gaps if gap.startswith(year)]
        if gaps:
            name = texts.area_names.get(area.area, area.area)
            due_now = sum(
                1 for p in area.periods if p.period.startswith(year) and p.state != "not-due"
            )
            count = texts.say("pdf.of-due", missed=len(gaps), due=due_now)
            lines.append(texts.text(f"{name} ({count}): {spans(texts, gaps)}", 240))
    return lines


def spans(texts: Texts, periods: list[str]) -> str:
    """Periods of one year in words: months one after the other as a span, others by their number."""
    runs: list[list[int]] = []
    named = []
    for rest in (period[5:] for period in periods):
        if rest.isdecimal():
            month = int(rest)
            if runs and runs[-1][-1] == month - 1:
                runs[-1].append(month)
            else:
                runs.append([month])
        elif rest:
            grain = "quarter" if rest[0] == "Q" else "semester"
            named.append(f"{texts.say(f'grain.{grain}')} {rest[1:]}")
    for run in runs:
        first, last = texts.month(run[0]), texts.month(run[-1])
        named.append(first if first == last else f"{first}–{last}")
    return ", ".join(named) or texts.say("grain.year")


def _runs(texts: Texts, office: OfficeLine) -> list[str]:
    """How many runs there are, and those that skip steps or are late."""
    own = [run for run in texts.report.executions if run.office == office.code]
    if not own:
        return []
    outcomes = Counter(run.outcome for run in own)
    late = sum(1 for run in own if run.late)
    skipped = sum(1 for run in own if _skipped(run))
    judged = outcomes["pass"] + outcomes["fail"]
    lines = [
        joined(
            (
                texts.say("report.runs-conform", conforming=outcomes["pass"], judged=judged),
                texts.say("pdf.runs-skipping", runs=skipped) if skipped else "",
                texts.say("pdf.runs-late", runs=late) if late else "",
            )
        )
    ]
    told = [run for run in own if run.outcome == "fail"]
    lines += [_run(texts, run) for run in told[:_RUNS]]
    if len(told) > _RUNS:
        lines.append(texts.say("pdf.more", rest=texts.count("n.run", len(told) - _RUNS)))
    return lines


def _skipped(run: ExecutionLine) -> list[str]:
    return [m.step for m in run.moves if m.move == "skip" and not m.is_paired]


def _run(texts: Texts, run: ExecutionLine) -> str:
    """One run: its SOP, and what is wrong with it."""
    parts = []
    if skipped := _skipped(run):
        parts.append(texts.say("pdf.skips", steps=skipped))
    if moved := [m.step for m in run.moves if m.move == "skip" and m.is_paired]:
        parts.append(f"{texts.say('run.out-of-order')}: {', '.join(moved)}")
    for late in run.late[:2]:
        told = late_words(late, texts.words)
        parts.append(told if late.step is None else f"{late.step}: {told}")
    said = "; ".join(parts) or texts.say("run.fail")
    return texts.text(f"{run.sop or '–'} ({run.subject}): {said}", 200)
