"""Shares of the maximum: the cells of the heat map and the bars of the charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sopcheck.report.bands import band_of

if TYPE_CHECKING:
    from sopcheck.model.report import AreaLine, OfficeLine, Points, Report

GAPS = (0.30, 0.15, 0.05, 0.0001)


class Cell(NamedTuple):
    """Shares of the maximum with their bands; None where nothing was assessed."""

    supported: float | None
    claimed: float | None
    gap: float | None
    bands: tuple[int, int, int]


class HeatRow(NamedTuple):
    """One office: a cell for each of its areas, then its whole score."""

    office: OfficeLine
    by_area: Mapping[str, Cell]
    whole: Cell


class Bar(NamedTuple):
    """One bar: shares from 0 to 1 of its maximum."""

    key: str
    label: str
    claimed: float
    supported: float
    claimed_points: float
    supported_points: float
    maximum: float


def heat_rows(offices: Sequence[OfficeLine]) -> list[HeatRow]:
    """A row for each office, in their order."""
    return [HeatRow(o, {a.area: _cell(a) for a in o.areas}, _cell(o.score)) for o in offices]


def _cell(points: AreaLine | Points) -> Cell:
    most = points.maximum
    if not most or points.supported is None:
        return Cell(None, None, None, (0, 0, 0))
    supported = points.supported / most if points.ratio is None else points.ratio
    claimed = (points.claimed or 0) / most
    gap = max(claimed - supported, 0.0)
    return Cell(supported, claimed, gap, (band(supported), band(claimed), _gap_band(gap)))


def band(share: float) -> int:
    """The band of a share, from 1 (least) to 5."""
    return 5 - band_of(share)


def _gap_band(share: float) -> int:
    """From 1 (none) to 5 (widest)."""
    return next((5 - i for i, least in enumerate(GAPS) if share >= least), 1)


def area_bars(report: Report, lang: str) -> list[Bar]:
    """The mean of the judged offices, by area."""
    bars = []
    for head in report.areas:
        lines = [
            a
            for o in report.offices
            for a in o.areas
            if a.area == head.area and a.supported is not None and a.maximum
        ]
        if lines:
            sums = [
                sum(v or 0 for v in values)
                for values in zip(
                    *((a.claimed, a.supported, a.maximum) for a in lines), strict=True
                )
            ]
            label = f"{head.short} {head.name.of(lang)}"
            bars.append(_bar(head.area, label, *(s / len(lines) for s in sums)))
    return bars


def office_bars(offices: Sequence[OfficeLine]) -> list[Bar]:
    """Judged offices, the first in rank first."""
    judged = [o for o in offices if o.score.supported is not None and o.score.maximum]
    judged.sort(key=lambda o: (o.rank is None, o.rank, o.code))
    return [
        _bar(
            o.code,
            o.name.removeprefix("KPU "),
            o.score.claimed or 0,
            o.score.supported or 0,
            o.score.maximum or 0,
        )
        for o in judged
    ]


def _bar(key: str, label: str, claimed: float, supported: float, maximum: float) -> Bar:
    return Bar(key, label, claimed / maximum, supported / maximum, claimed, supported, maximum)
