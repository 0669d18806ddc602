"""report.json: the report itself. Its schema is printed by `sopcheck schema report`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sopcheck.model.report import Report
    from sopcheck.report import View


def render(report: Report, view: View) -> bytes:
    """UTF-8 JSON, keys in the order of the contract, a final newline."""
    del view
    text = json.dumps(plain(report), ensure_ascii=False, indent=1)
    return text.encode(errors="backslashreplace") + b"\n"


def plain(value: Any) -> Any:
    """Dataclasses as mappings, tuples as lists."""
    if isinstance(value, str) or value is None:
        return value
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return value
