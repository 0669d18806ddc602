"""sopcheck.yaml and the options of a run -> Settings."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sopcheck.discover import SETTINGS_NAMES
from sopcheck.errors import SettingsError, reason_of
from sopcheck.fitting import read_fitting
from sopcheck.load import DEFAULT_MAX_BYTES
from sopcheck.model.finding import Term
from sopcheck.model.standing import Lack
from sopcheck.packs import DEFAULT_PACK

DEFAULT_ZONE = "Asia/Jakarta"


@dataclass(frozen=True, slots=True)
class Settings:
    """What one run is told. `root` marks where relative paths begin; `period` is a year."""

    root: Path
    pack: str = DEFAULT_PACK
    period: int | None = None
    as_of: date | None = None
    timezone: str = DEFAULT_ZONE
    language: str | None = None
    fail_on: str = "error"
    label: str | None = None
    generic: str | None = None
    exclude: tuple[str, ...] = ()
    max_file_size: int = DEFAULT_MAX_BYTES

    def today(self) -> date:
        """The day that "today" means: `as_of`, else the real day in the time zone."""
        return self.as_of or datetime.now(ZoneInfo(self.timezone)).date()

    def with_options(self, **options: Any) -> Settings:
        """These settings with the options that were given (not None)."""
        return replace(self, **{k: v for k, v in options.items() if v is not None})


def find_settings(path: Path) -> Settings:
    """The settings found upward from a path; without any, defaults with the path as root.

    Raises SettingsError, naming file, line and reason, when they cannot be used.
    """
    try:
        start = Path(os.path.abspath(path))  # noqa: PTH100  # symlinks in the path stay as typed
    except OSError as error:
        raise SettingsError("error.path", path=str(path), reason=reason_of(error)) from None
    for folder in (start, *start.parents):
        for name in SETTINGS_NAMES:
            if os.path.isfile(folder / name):  # noqa: PTH113  # False, not an error, where refused
                return _read(folder, name)
    is_folder = os.path.isdir(start)  # noqa: PTH112  # the same
    return Settings(root=start if is_folder else start.parent)


def _read(root: Path, name: str) -> Settings:
    try:
        if (root / name).stat().st_size > DEFAULT_MAX_BYTES:
            raise SettingsError("error.settings-unreadable", file=name, reason=Term("os.too-large"))
        data = (root / name).read_bytes()
    except OSError as error:
        raise SettingsError(
            "error.settings-unreadable", file=name, reason=reason_of(error)
        ) from None
    content, line_of = read_fitting(name, data, "settings", failure="error.settings")
    zone = content.get("timezone", DEFAULT_ZONE)
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        reason = Lack("error.timezone", {"name": zone})
        line = line_of(("timezone",))
        raise SettingsError("error.settings", file=name, line=line, reason=reason) from None
    return Settings(
        root=root,
        pack=content.get("pack", DEFAULT_PACK),
        period=int(content["period"]),
        as_of=date.fromisoformat(content["as_of"]) if "as_of" in content else None,
        timezone=zone,
        language=content.get("language"),
        fail_on=content.get("fail_on", "error"),
        label=content.get("label"),
        generic=content.get("generic"),
        exclude=tuple(content.get("exclude", ())),
        max_file_size=content.get("max_file_size", DEFAULT_MAX_BYTES),
    )
