"""SOP compliance checker for bureaucratic reform at Indonesia's election commission.

The public API: `audit` and `check` give a Report, `render` turns one into any format, `load_pack`
reads a rule pack. Names are imported when first used, so that `import sopcheck` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sopcheck.errors import SopcheckError
    from sopcheck.model.report import Report
    from sopcheck.packs import load_pack
    from sopcheck.pipeline import audit
    from sopcheck.report import View, render
    from sopcheck.settings import Settings, find_settings
    from sopcheck.single import check

_HOMES = {
    "Report": "sopcheck.model.report",
    "Settings": "sopcheck.settings",
    "SopcheckError": "sopcheck.errors",
    "View": "sopcheck.report",
    "audit": "sopcheck.pipeline",
    "check": "sopcheck.single",
    "find_settings": "sopcheck.settings",
    "load_pack": "sopcheck.packs",
    "render": "sopcheck.report",
}

__all__ = [
    "Report",
    "Settings",
    "SopcheckError",
    "View",
    "audit",
    "check",
    "find_settings",
    "load_pack",
    "render",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(name)
