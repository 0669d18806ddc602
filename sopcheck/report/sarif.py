"""SARIF 2.1.0: one run, every rule with its remedy, the gravest findings, waived ones as suppressed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sopcheck.model.finding import gravest_first
from sopcheck.report.hosts import line_of
from sopcheck.report.sarif_results import Suppressed, result
from sopcheck.report.sarif_rules import reporting_rule, sentence
from sopcheck.words import words

if TYPE_CHECKING:
    from sopcheck.model.finding import Finding
    from sopcheck.model.report import Report
    from sopcheck.report import View

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_MOST = 5000  # GitHub shows no more results of a run


@dataclass(frozen=True, slots=True)
class _Listed:
    finding: Finding
    suppressed: Suppressed | None


def render(report: Report, view: View) -> bytes:
    """UTF-8 JSON. Above 5,000 findings the gravest are kept, and a notification says so."""
    everything = list(_listed(report, view))
    rules = [reporting_rule(rule, view) for rule in report.rules]
    at = {rule.code: index for index, rule in enumerate(report.rules)}
    results = [
        result(entry.finding, at[entry.finding.code], entry.suppressed, report, view)
        for entry in everything[:_MOST]
    ]
    run = {
        "tool": {"driver": _driver(report, view, rules)},
        "invocations": [_invocation(report, view, len(everything))],
        "automationDetails": _automation(report, view),
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": _properties(report),
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    text = json.dumps(log, ensure_ascii=False, indent=1) + "\n"
    return text.encode(errors="backslashreplace")


def _listed(report: Report, view: View) -> Iterator[_Listed]:
    """What is shown, then what is waived, then what the baseline holds; each the gravest first."""
    say = words(view.lang).say
    waivers = {(w.office, w.id): w for w in report.waivers}
    for finding in gravest_first(report.findings):
        yield _Listed(finding, None)
    for finding in gravest_first(report.waived):
        waiver = waivers.get((finding.office or "", finding.waiver or ""))
        yield _Listed(finding, Suppressed.by_waiver(finding, waiver, view))
    for finding in gravest_first(report.baselined):
        yield _Listed(finding, Suppressed(sentence(say("host.baselined"))))


def _driver(report: Report, view: View, rules: list[dict[str, Any]]) -> dict[str, Any]:
    version = report.tool["version"]
    return {
        "name": "sopcheck",
        "fullName": line_of(f"sopcheck {version}: {report.pack.title.of(view.lang)}", view),
        "version": version,
        "semanticVersion": version,
        "language": view.lang,
        "rules": rules,
    }


def _invocation(report: Report, view: View, total: int) -> dict[str, Any]:
    """The exit code, and what a reader has to know of the whole run."""
    say = words(view.lang)
    remarks = []
    if total > _MOST:
        text = say.say("host.capped", shown=say.integer(_MOST), all=say.integer(total))
        remarks.append(_notification("warning", text))
    if report.label:
        remarks.append(_notification("note", line_of(report.label, view)))
    if report.pack.assumed:
        text = f"{say.say('report.assumed')} {', '.join(report.pack.assumed)}"
        remarks.append(_notification("note", line_of(text, view)))
    return {
        "executionSuccessful": True,
        "exitCode": report.verdict.exit,
        "toolExecutionNotifications": remarks,
    }


def _notification(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": sentence(text)}}


def _automation(report: Report, view: View) -> dict[str, Any]:
    """What tells uploads apart: single documents never replace a whole audit, nor one year another."""
    kind = "sopcheck" if report.offices else "sopcheck-check"
    say = words(view.lang).say
    heads = [
        *([report.label] if report.label else []),
        report.pack.title.of(view.lang),
        say("report.year", year=str(report.period)),
    ]
    return {
        "id": f"{kind}/{view.path_prefix}{report.pack.id}/{report.period}/",
        "description": {"text": sentence(line_of(" · ".join(heads), view))},
    }


def _properties(report: Report) -> dict[str, Any]:
    known = {
        "label": report.label,
        "pack": report.pack.id,
        "packSha256": report.pack.sha256,
        "period": report.period,
        "asOf": report.as_of,
        "assumedWeights": list(report.pack.assumed),
    }
    return {key: value for key, value in known.items() if value}
