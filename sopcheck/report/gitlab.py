"""GitLab's Code Quality report: a JSON array with one entry a finding."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sopcheck.report.hosts import labelled, path_from_root

if TYPE_CHECKING:
    from sopcheck.model.finding import Finding
    from sopcheck.model.report import Report
    from sopcheck.report import View

_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def render(report: Report, view: View) -> bytes:
    """UTF-8 JSON. GitLab joins entries of equal fingerprint, so each has its own."""
    seen: dict[str, int] = {}
    entries = []
    for finding in report.findings:
        ordinal = seen[finding.fingerprint] = seen.get(finding.fingerprint, 0) + 1
        entries.append(_entry(finding, ordinal, report, view))
    text = json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
    return text.encode(errors="backslashreplace")


def _entry(finding: Finding, ordinal: int, report: Report, view: View) -> dict[str, Any]:
    return {
        "description": labelled(f"{finding.code} {finding.message.of(view.lang)}", report, view),
        "check_name": finding.code,
        "fingerprint": _fingerprint(finding.fingerprint, ordinal),
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": path_from_root(finding.path, view),
            "lines": {"begin": finding.line},
        },
    }


def _fingerprint(fingerprint: str, ordinal: int) -> str:
    """The finding's own; a second of the same is told apart by its ordinal."""
    if ordinal == 1:
        return fingerprint
    return hashlib.sha256(f"{fingerprint}\0{ordinal}".encode()).hexdigest()
