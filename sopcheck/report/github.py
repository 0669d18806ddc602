"""GitHub's workflow commands: annotations of the gravest findings, then one line that counts all.

GitHub shows ten annotations of a level a step. A line is a command only where `::` starts it or `##[`
is in it, so no text of the report may begin a line or hold the older mark.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sopcheck.model.finding import gravest_first
from sopcheck.report.hosts import labelled, line_of, path_from_root
from sopcheck.words import words

if TYPE_CHECKING:
    from sopcheck.model.finding import Finding
    from sopcheck.model.report import Report
    from sopcheck.report import View

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}
_SHOWN = 10
_IN_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = _IN_DATA | {":": "%3A", ",": "%2C"}
_AS_DATA = str.maketrans(_IN_DATA)
_AS_PROPERTY = str.maketrans(_IN_PROPERTIES)


def render(report: Report, view: View) -> bytes:
    """UTF-8 lines: a command for each finding shown, and a plain one at the end."""
    shown: Counter[str] = Counter()
    lines = []
    for finding in gravest_first(report.findings):
        shown[finding.severity] += 1
        if shown[finding.severity] <= _SHOWN:
            lines.append(_annotation(finding, report, view))
    lines.append(_summary(report, view, len(report.findings) - len(lines)))
    text = "".join(f"{line}\n" for line in lines).replace("##[", "## [")
    return text.encode(errors="backslashreplace")


def _annotation(finding: Finding, report: Report, view: View) -> str:
    properties = {
        "file": path_from_root(finding.path, view),
        "line": str(finding.line),
        "endLine": str(finding.line),
        "col": str(finding.column),
        "endColumn": str(finding.end_column),
        "title": labelled(f"{finding.code} {finding.title.of(view.lang)}", report, view),
    }
    shown = ",".join(f"{key}={value.translate(_AS_PROPERTY)}" for key, value in properties.items())
    message = line_of(finding.message, view).translate(_AS_DATA)
    return f"::{_LEVELS[finding.severity]} {shown}::{message}"


def _summary(report: Report, view: View, hidden: int) -> str:
    """The counts of all findings; it starts with the program's name, never with data."""
    say = words(view.lang)
    counts = report.summary.findings
    parts = [
        say.count("n.error", counts["error"]),
        say.count("n.warning", counts["warning"]),
        say.count("n.note", counts["note"]),
        say.count("n.waived", report.summary.waived),
    ]
    if report.baselined:
        parts.append(say.count("host.n-baselined", len(report.baselined)))
    if hidden:
        parts.append(say.count("host.n-hidden", hidden))
    if report.label:
        parts.append(line_of(report.label, view))
    return f"sopcheck: {' · '.join(parts)}"
