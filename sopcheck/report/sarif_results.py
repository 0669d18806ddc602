"""Findings as SARIF's results: regions, snippets, related places, fingerprints, suppressions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sopcheck.report.hosts import labelled, line_of, path_from_root
from sopcheck.report.sarif_rules import sentence
from sopcheck.words import words

if TYPE_CHECKING:
    from sopcheck.model.decision_lines import WaiverLine
    from sopcheck.model.finding import Finding, Place
    from sopcheck.model.report import Report
    from sopcheck.report import View

_MOST_RELATED = 100  # GitHub shows no more of a result


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Why a finding does not count."""

    justification: str

    @classmethod
    def by_waiver(cls, finding: Finding, waiver: WaiverLine | None, view: View) -> Suppressed:
        """The waiver's id, decree, reason, and who approved it until when."""
        say = words(view.lang)
        parts = [say.say("host.waiver", waiver=finding.waiver)]
        if waiver is not None:
            last = say.date(date.fromisoformat(waiver.last))
            parts += [*([waiver.decree] if waiver.decree else []), waiver.reason]
            parts += [say.say("host.approved", by=waiver.approved_by)]
            parts += [say.say("host.until", day=last)]
        return cls(sentence(line_of("; ".join(parts), view)))


def result(
    finding: Finding, rule: int, suppressed: Suppressed | None, report: Report, view: View
) -> dict[str, Any]:
    """One result; `rule` is the index of its rule in the driver."""
    said: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": sentence(labelled(finding.message, report, view))},
        "locations": [{"physicalLocation": _physical(finding, view)}],
    }
    if finding.related:
        related = finding.related[:_MOST_RELATED]
        said["relatedLocations"] = [_related(i, p, view) for i, p in enumerate(related, 1)]
    said["partialFingerprints"] = {
        "primaryLocationLineHash": finding.fingerprint,
        "sopcheck/v1": finding.fingerprint,
    }
    if suppressed is not None:
        said["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": suppressed.justification,
            }
        ]
    known = {
        "office": finding.office,
        "area": finding.area,
        "item": finding.item,
        "subject": finding.subject,
    }
    said["properties"] = {key: value for key, value in known.items() if value}
    return said


def _artifact(path: str, view: View) -> dict[str, Any]:
    """A path as a relative URI; no character of it can be read as a scheme, query or fragment."""
    whole = path_from_root(path, view)
    return {"uri": quote(whole, safe="/", errors="replace"), "uriBaseId": "%SRCROOT%"}


def _region(place: Finding | Place) -> dict[str, Any]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endColumn": max(place.column, place.end_column),
    }


def _physical(finding: Finding, view: View) -> dict[str, Any]:
    """Where the finding is, with the text there and the line around it as far as they are known."""
    region = _region(finding)
    physical = {"artifactLocation": _artifact(finding.path, view), "region": region}
    line = next((row for row in finding.snippet if row.line == finding.line), None)
    if line is not None:
        first, last = (region[key] - 1 - line.offset for key in ("startColumn", "endColumn"))
        text = line.text[max(first, 0) : max(last, 0)]
        if text:
            region["snippet"] = {"text": text}
        if len(finding.snippet) > 1:
            physical["contextRegion"] = {
                "startLine": finding.snippet[0].line,
                "endLine": finding.line,
                "snippet": {"text": "\n".join(row.text for row in finding.snippet)},
            }
    return physical


def _related(number: int, place: Place, view: View) -> dict[str, Any]:
    """Another place, named by its pointer."""
    related = {"artifactLocation": _artifact(place.path, view), "region": _region(place)}
    name = sentence(line_of(place.pointer or place.path, view))
    return {"id": number, "physicalLocation": related, "message": {"text": name}}
