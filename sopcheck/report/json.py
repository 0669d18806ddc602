"""report.json: the report itself. Its schema is printed by `sopcheck schema report`."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sopcheck.model.report import Report
    from sopcheck.report import View


def render(report: Report, view: View) -> bytes:
    """UTF-8 JSON, keys in the order of the contract, a final newline."""
    del view
    written = io.BytesIO()
    text = io.TextIOWrapper(written, "utf-8", errors="backslashreplace", newline="")
    json.dump(report, text, ensure_ascii=False, indent=1, default=as_dict)  # never whole in memory
    text.write("\n")
    text.flush()
    return written.getvalue()


def as_dict(value: Any) -> dict[str, Any]:
    """A dataclass or a mapping as the encoder knows it."""
    if isinstance(value, Mapping):
        return dict(value)
    return {field.name: getattr(value, field.name) for field in fields(value)}
