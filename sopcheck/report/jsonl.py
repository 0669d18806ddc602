"""The report as JSON Lines: one object a line, for streams. Its keys are those of report.json."""

from __future__ import annotations

import io
import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sopcheck.report.json import as_dict

if TYPE_CHECKING:
    from sopcheck.model.report import Report
    from sopcheck.report import View

# The lists of the report, and the `type` of the lines that they become.
LINES = {
    "areas": "area",
    "items": "item",
    "rules": "rule",
    "sops": "sop",
    "evidence": "evidence",
    "offices": "office",
    "executions": "execution",
    "procedures": "procedure",
    "findings": "finding",
    "waived": "waived",
    "waivers": "waiver",
    "reviews": "review",
    "baselined": "baselined",
}
# Legal inside JSON, but some readers end a line there.
_BREAKS = str.maketrans({c: f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029"})


def render(report: Report, view: View) -> bytes:
    """UTF-8 lines that end with a line feed: first the `run`, then every list, in report order."""
    del view
    written = io.BytesIO()
    text = io.TextIOWrapper(written, "utf-8", errors="backslashreplace", newline="")
    names = [field.name for field in fields(report)]
    run = {name: getattr(report, name) for name in names if name not in LINES}
    text.write(_line("run", run))
    for name in names:
        if name in LINES:
            text.writelines(_line(LINES[name], as_dict(entry)) for entry in getattr(report, name))
    text.flush()
    return written.getvalue()


def _line(kind: str, keys: dict[str, Any]) -> str:
    line = json.dumps({"type": kind, **keys}, ensure_ascii=False, default=as_dict)
    return f"{line.translate(_BREAKS)}\n"
