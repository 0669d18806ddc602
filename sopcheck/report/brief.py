"""The brief report: one line an office, for batch runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len

from sopcheck.model.finding import SEVERITIES, Severity

if TYPE_CHECKING:
    from sopcheck.model.report import OfficeLine, Report
    from sopcheck.words import Words


def office_lines(report: Report, words: Words) -> Iterator[str]:
    """Code, percent of the maximum, points, findings by severity, name: in columns, never wrapped."""
    counts = Counter((f.office, f.severity) for f in report.findings)
    rows = [_row(office, counts, words) for office in report.offices]
    sizes = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        code, *figures, name = row
        cells = [code.ljust(sizes[0])]
        cells += [f.rjust(size) for f, size in zip(figures, sizes[1:], strict=False)]
        yield "  ".join([*cells, name])


def _row(
    office: OfficeLine, counts: Counter[tuple[str | None, Severity]], words: Words
) -> list[str]:
    score = office.score
    points = [words.points(value) for value in (score.supported, score.maximum)]
    share = "–" if score.ratio is None else f"{words.decimal(score.ratio * 100, 1)} %"
    found = [words.count(f"n.{s}", counts[office.code, s]) for s in SEVERITIES]
    return [office.code, share, " / ".join(points), *found, office.name]
