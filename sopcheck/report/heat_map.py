"""The heat map: office × area, to take in at a glance, with and without colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from sopcheck.report.bands import band_of, ranges, whole_percent

if TYPE_CHECKING:
    from rich.console import Console

    from sopcheck.model.report import AreaHead, AreaLine, OfficeLine
    from sopcheck.words import Words

# A band's shade where there is no colour, its style where there is; the best first.
_LOOKS = (
    ("█", "black on green"),
    ("▓", "black on green3"),
    ("▒", "black on yellow"),
    ("░", "black on dark_orange"),
    ("·", "white on red"),
)
_ENDLESS = 10_000


class _Layout(NamedTuple):
    """`airy` cells and whole names; `claimed` points beside the supported ones."""

    airy: bool
    claimed: bool


_LAYOUTS = (
    _Layout(airy=True, claimed=True),
    _Layout(airy=False, claimed=True),
    _Layout(airy=False, claimed=False),
)


def heat_map(
    offices: Sequence[OfficeLine],
    heads: Sequence[AreaHead],
    words: Words,
    console: Console,
    *,
    color: bool,
) -> Table:
    """One row an office: percent of the maximum supported, area by area, then its figures.

    Several judged offices are ranked; a single one shows its maximum instead. What the console has
    no room for goes in this order: air, the claimed points, the ends of names.
    """
    room = console.options.max_width
    options = console.options.update(max_width=_ENDLESS)
    for layout in _LAYOUTS:
        table = _table(offices, heads, words, layout, color=color)
        if Measurement.get(console, options, table).maximum <= room:
            break
    return table


def _table(
    offices: Sequence[OfficeLine],
    heads: Sequence[AreaHead],
    words: Words,
    layout: _Layout,
    *,
    color: bool,
) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim", pad_edge=False)
    table.add_column(words.say("report.office"))
    ranked = sum(1 for office in offices if office.rank is not None) > 1
    titles = [head.short for head in heads]
    titles += [words.say(name) for name in _figure_names(layout, ranked=ranked)]
    for title in titles:
        table.add_column(title, justify="right", no_wrap=True)
    for office in offices:
        figures = _figures(office, words)
        table.add_row(
            _name(office, layout),
            *(_cell(area, layout, color=color) for area in office.areas),
            *(figures[name] for name in _figure_names(layout, ranked=ranked)),
        )
    return table


def bands(*, color: bool) -> Text:
    """What the cells mean: colours where there are any, else shades."""
    parts: list[str | tuple[str, str]] = []
    for label, (shade, style) in zip(ranges(), _LOOKS, strict=True):
        parts += [(f" {label} ", style), " "] if color else [f"{shade} {label}", " · "]
    return Text.assemble(*parts[:-1])


def _name(office: OfficeLine, layout: _Layout) -> Text:
    """The only column that gives way where there is too little room."""
    name = office.name if layout.airy else office.name.removeprefix("KPU ")
    return Text(f"{office.code} {name}", no_wrap=True, overflow="ellipsis")


def _cell(area: AreaLine, layout: _Layout, *, color: bool) -> Text:
    return share_cell(area.ratio, color=color, airy=layout.airy)


def share_cell(share: float | None, *, color: bool, airy: bool = False) -> Text:
    """A share in percent on its band; a dash where there is none."""
    if share is None:
        return Text("–")
    shade, style = _LOOKS[band_of(share)]
    percent = whole_percent(share)
    if color:
        return Text(f" {percent:>3} " if airy else f"{percent:>3}", style)
    return Text(f"{shade}{percent:>3}" if airy else f"{shade}{percent:>2}")


def _figure_names(layout: _Layout, *, ranked: bool) -> tuple[str, ...]:
    """The titles, as message ids, of the figures shown."""
    claimed = ("report.claimed",) if layout.claimed else ()
    if not ranked:
        return ("report.supported", *claimed, "report.of-maximum")
    return ("report.items", "report.supported", *claimed, "report.rank")


def _figures(office: OfficeLine, words: Words) -> dict[str, str]:
    score = office.score
    has_rank = office.rank is not None
    return {
        "report.items": f"{office.items_supported}/{office.items_applicable}" if has_rank else "–",
        "report.supported": words.points(score.supported),
        "report.claimed": words.points(score.claimed),
        "report.of-maximum": words.points(score.maximum),
        "report.rank": str(office.rank) if has_rank else "–",
    }
