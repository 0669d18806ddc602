"""Who took part in an office's work, by area and quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

if TYPE_CHECKING:
    from sopcheck.model.collaboration import QuarterLine
    from sopcheck.model.report import OfficeLine, Report
    from sopcheck.words import Words

_BOTH, _NEITHER = "●", "○"


def collaboration_table(office: OfficeLine, report: Report, words: Words) -> Table | None:
    """A row for each area with records, a column for each quarter of the year; None without any."""
    recorded = [area for area in office.areas if area.collaboration is not None]
    if not recorded:
        return None
    names = [f"{report.period}-Q{number}" for number in range(1, 5)]
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    table.add_column("", no_wrap=True)
    for name in names:
        table.add_column(name[-2:], justify="center", no_wrap=True)
    table.add_column(words.say("report.together"), justify="right", no_wrap=True)
    table.add_column(words.say("report.persons"), no_wrap=True)
    shorts = {head.area: head.short for head in report.areas}
    for area in recorded:
        line = area.collaboration
        if line is None:
            continue
        quarters = {quarter.period: quarter for quarter in line.quarters}
        cells = [_cell(quarters.get(name), words) for name in names]
        share = "–" if line.together is None else words.percent(round(line.together, 2))
        persons = words.say("report.present", **line.persons) if any(line.persons.values()) else "–"
        table.add_row(shorts[area.area], *cells, share, persons)
    return table


def _cell(quarter: QuarterLine | None, words: Words) -> str:
    if quarter is None:
        return "·"
    if quarter.commissioner and quarter.secretariat:
        return _BOTH
    if quarter.commissioner:
        return words.say("report.only-commissioners")
    return words.say("report.only-secretariat") if quarter.secretariat else _NEITHER
