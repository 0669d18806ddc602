"""The heat map: office × area, to take in at a glance, with and without colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from sopcheck.model.report import AreaHead, AreaLine, OfficeLine
    from sopcheck.words import Words

# The least share of a band, its shade where there is no colour, its style where there is.
_BANDS = (
    (0.90, "█", "black on green"),
    (0.75, "▓", "black on green3"),
    (0.60, "▒", "black on yellow"),
    (0.40, "░", "black on dark_orange"),
    (-1.0, "·", "white on red"),
)
_PERCENT = 100


def heat_map(
    offices: Sequence[OfficeLine], heads: Sequence[AreaHead], words: Words, *, color: bool
) -> Table:
    """One row an office: percent of the maximum supported, area by area, then its figures.

    Several judged offices are ranked; a single one shows its maximum instead.
    """
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim", pad_edge=False)
    table.add_column(words.say("report.office"), no_wrap=True, overflow="ellipsis", ratio=1)
    ranked = sum(1 for office in offices if office.rank is not None) > 1
    names = ["report.supported", "report.claimed", "report.of-maximum"]
    if ranked:
        names = ["report.items", "report.supported", "report.claimed", "report.rank"]
    for title in [*(head.short for head in heads), *map(words.say, names)]:
        table.add_column(title, justify="right", no_wrap=True)
    for office in offices:
        cells = [_cell(area, color=color) for area in office.areas]
        figures = _ranked_figures(office, words) if ranked else _figures(office, words)
        table.add_row(f"{office.code} {office.name}", *cells, *figures)
    return table


def bands(*, color: bool) -> Text:
    """What the cells mean: colours where there are any, else shades."""
    parts: list[str | tuple[str, str]] = []
    above = _PERCENT + 1
    for least, shade, style in _BANDS:
        floor = max(int(least * _PERCENT), 0)
        label = f"{floor}–{above - 1}"
        parts += [(f" {label} ", style), " "] if color else [f"{shade} {label}", " · "]
        above = floor
    return Text.assemble(*parts[:-1])


def _cell(area: AreaLine, *, color: bool) -> Text:
    if area.ratio is None:
        return Text("–")
    share = area.ratio
    shade, style = next((shade, style) for least, shade, style in _BANDS if share >= least)
    percent = f"{int(share * _PERCENT):>3}"
    return Text(f" {percent} ", style) if color else Text(f"{shade}{percent}")


def _figures(office: OfficeLine, words: Words) -> list[str]:
    score = office.score
    return [_number(value, words) for value in (score.supported, score.claimed, score.maximum)]


def _ranked_figures(office: OfficeLine, words: Words) -> list[str]:
    supported, claimed, _ = _figures(office, words)
    if office.rank is None:
        return ["–", supported, claimed, "–"]
    items = f"{office.items_supported}/{office.items_applicable}"
    return [items, supported, claimed, str(office.rank)]


def _number(value: float | None, words: Words) -> str:
    return "–" if value is None else words.decimal(value)
