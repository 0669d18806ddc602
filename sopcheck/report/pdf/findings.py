"""Findings alone, where no office has a score: after `check`, or for a province's own folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sopcheck.model.finding import gravest_first
from sopcheck.report.pdf.due import codes, more_codes
from sopcheck.report.pdf.texts import Texts, joined

if TYPE_CHECKING:
    from sopcheck.model.finding import Finding

_CODES = 40
_FINDINGS = 400
_PATH = 90


def findings_page(texts: Texts) -> dict[str, Any]:
    """Counts by code, then each finding with its place, the gravest first."""
    report, say, found = texts.report, texts.say, list(texts.report.findings)
    ordered = gravest_first(found)
    hidden = len(ordered) - _FINDINGS
    counts = report.summary.findings
    office = next((o.name for o in report.offices), say("pdf.check"))
    return {
        **texts.frame(
            office,
            say("pdf.findings-title"),
            say("report.year", year=str(report.period)),
        ),
        "document": f"{say('pdf.findings-title')} {report.period}",
        "labels": texts.labels(
            "pdf.code", "pdf.what", "pdf.how-many", "pdf.where", "pdf.section-codes"
        )
        | {
            "each": say("pdf.section-each"),
            "place": say("pdf.place"),
            "none": say("report.no-findings"),
        },
        "counts": joined(
            (
                texts.count("n.error", counts["error"]),
                texts.count("n.warning", counts["warning"]),
                texts.count("n.note", counts["note"]),
                texts.count("n.waived", report.summary.waived),
                texts.count("n.document", report.summary.documents),
            )
        ),
        "codes": codes(texts, found, _CODES),
        "more_codes": more_codes(texts, found, _CODES),
        "findings": [_finding(texts, finding) for finding in ordered[:_FINDINGS]],
        "more": say("pdf.more", rest=texts.count("n.finding", hidden)) if hidden > 0 else None,
    }


def _finding(texts: Texts, finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": texts.text(finding.message.of(texts.lang), 300),
        "place": texts.place(finding, _PATH),
    }
