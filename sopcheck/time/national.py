"""National holidays and joint leave, from the `holidays` package."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.metadata import version


@lru_cache(maxsize=512)
def national_holidays(year: int) -> Mapping[date, str]:
    """Public holidays and joint leave (cuti bersama) of a year, with their Indonesian names."""
    from holidays import country_holidays  # noqa: PLC0415  # only where a limit is measured

    return dict(
        country_holidays("ID", years=year, categories=("public", "government"), language="id")
    )


def holidays_version() -> str:
    """The version of the table: a verdict on times depends on it."""
    return version("holidays")
