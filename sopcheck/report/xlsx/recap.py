"""The recapitulation: office × area, the figures of every office, their mean, a chart, what was judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

from sopcheck.report.closing import closing
from sopcheck.report.xlsx.book import (
    DASH,
    SCALE,
    Book,
    Cell,
    Column,
    Formula,
    Link,
    Sheet,
)
from sopcheck.report.xlsx.worksheet import Places, ranked

if TYPE_CHECKING:
    from sopcheck.model.report import AreaHead, AreaLine, OfficeLine, Points
    from sopcheck.report.xlsx.block import Totals

_FIGURES = ("claimed", "supported", "maximum")
_MEAN = {"bold": True, "bg_color": "#DCE6F1"}
_CHART_ROWS = 20
_ON_A_PAGE = 20  # offices beside which the chart still finds room on one page


def sheet(book: Book) -> Sheet:
    """The sheet, still empty, so that it stands first."""
    say = book.say
    columns = [Column(say("xlsx.office-code"), 7, "code"), Column(say("report.office"), 28)]
    columns += [Column(head.short, 8, "percent") for head in _areas(book)]
    columns += [Column(say(f"xlsx.sum-{name}"), 10, "points") for name in _FIGURES]
    columns += [
        Column(say("xlsx.percent"), 9, "percent"),
        Column(say("xlsx.sum-reviewed"), 10, "points"),
        Column(say("xlsx.category"), 10, "centre"),
        Column(say("xlsx.items-supported"), 9, "integer"),
        Column(say("xlsx.items-applicable"), 8, "integer"),
        Column(say("xlsx.place"), 9.5, "integer"),
    ]
    return book.sheet(say("xlsx.sheet-recap"), say("xlsx.title"), columns)


def _areas(book: Book) -> list[AreaHead]:
    offices = ranked(book.report.offices)
    shown = {area.area for _, office in offices for area in office.areas}
    return [head for head in book.report.areas if head.area in shown]


def write(page: Sheet, places: Places) -> None:
    """Fill the sheet, now that the totals it refers to have their places."""
    _Recap(page, places).write()


class _Recap:
    def __init__(self, page: Sheet, places: Places) -> None:
        self.page, self.places, self.book = page, places, page.book
        self.say, self.areas = page.book.say, _areas(page.book)
        self.offices = ranked(page.book.report.offices)
        self.first = page.top + 1
        names = ["code", "office", *(head.area for head in self.areas), *_FIGURES]
        names += ["percent", "reviewed", "category", "items", "applicable", "rank"]
        self.columns = {name: index for index, name in enumerate(names)}

    def write(self) -> None:
        row = self.page.top
        if self.offices:
            self.page.table((self._office(i) for i in range(len(self.offices))), empty="", frozen=2)
            row = self._mean(self.first + len(self.offices))
            self._colours()
            row = self._chart(row + 1)
        self._notes(row + 1)

    def _letter(self, name: str) -> str:
        return str(xl_col_to_name(self.columns[name]))

    def _office(self, index: int) -> tuple[Cell, ...]:
        """One office; its figures refer to its worksheet."""
        place, office = self.offices[index]
        totals, row = self.places.totals.get(place), self.first + index + 1
        areas = {area.area: area for area in office.areas}
        score = office.score
        has_rank = office.rank is not None
        return (
            office.code,
            _linked(office, totals, joint=self.places.joint),
            *(_share(areas.get(head.area), totals) for head in self.areas),
            *(_points(score, figure, totals) for figure in _FIGURES),
            self._percent(score, row),
            _points(score, "reviewed", totals),
            score.category,
            office.items_supported if has_rank else None,
            office.items_applicable if has_rank else None,
            office.rank,
        )

    def _percent(self, score: Points, row: int) -> Cell:
        if score.supported is None or not score.maximum or score.ratio is None:
            return None
        supported, most = (f"{self._letter(name)}{row}" for name in ("supported", "maximum"))
        return Formula(f"={supported}/{most}", score.ratio)

    def _mean(self, row: int) -> int:
        """The mean of the offices that were judged: dashes are text, which AVERAGE passes over."""
        judged = [office for _, office in self.offices if office.score.supported is not None]
        if len(judged) <= 1:
            return row
        cells: list[Cell] = ["", self.say("xlsx.mean", count=len(judged))]
        for head in self.areas:
            lines = [a for office in judged for a in office.areas if a.area == head.area]
            shares = [_ratio(a) for a in lines]
            cells.append(self._average(head.area, [s for s in shares if s is not None]))
        score = self.book.report.summary.score
        for figure in _FIGURES:
            mean = getattr(score, figure)
            cells.append(self._average(figure, [] if mean is None else [mean]))
        cells.append(self._percent(score, row + 1))
        given = [o.score.reviewed for o in judged if o.score.reviewed is not None]
        formula = f'=IFERROR(AVERAGE({self._column("reviewed")}),"{DASH}")'
        cells.append(Formula(formula, sum(given) / len(given) if given else DASH))
        cells += [score.category or "", "", "", ""]
        self.page.row(row, cells, **_MEAN)
        return row + 1

    def _column(self, name: str) -> str:
        letter = self._letter(name)
        return f"{letter}{self.first + 1}:{letter}{self.first + len(self.offices)}"

    def _average(self, name: str, values: list[float]) -> Cell:
        if not values:
            return None
        return Formula(f"=AVERAGE({self._column(name)})", sum(values) / len(values))

    def _colours(self) -> None:
        """A scale from none to all, the same in every report."""
        low, middle, high = SCALE
        rule: dict[str, Any] = {"type": "3_color_scale"}
        rule |= {"min_type": "num", "mid_type": "num", "max_type": "num"}
        rule |= {"min_value": 0, "mid_value": 0.5, "max_value": 1}
        rule |= {"min_color": low, "mid_color": middle, "max_color": high}
        last = self.first + len(self.offices)
        spans = [("percent", "percent")]
        if self.areas:
            spans.append((self.areas[0].area, self.areas[-1].area))
        for left, right in spans:
            self.page.page.conditional_format(
                self.first, self.columns[left], last, self.columns[right], rule
            )

    def _chart(self, row: int) -> int:
        """Claimed and supported points side by side, office by office; areas where there is one."""
        if len(self.offices) == 1:
            office, totals = self.offices[0][1], self.places.totals.get(self.offices[0][0])
            if totals is None or office.score.supported is None:
                return row
            first, last = self._table_of_areas(row, office, totals)
            names, figures, row = 1, {"claimed": 4, "supported": 6}, last + 2
        else:
            first, last = self.first, self.first + len(self.offices) - 1
            names, figures = 0, {name: self.columns[name] for name in ("claimed", "supported")}
        chart = self.book.file.add_chart({"type": "column"})
        for (figure, column), colour in zip(figures.items(), ("#AFC3DB", "#1F5FA8"), strict=True):
            chart.add_series(
                {
                    "name": self.say(f"xlsx.sum-{figure}"),
                    "categories": [self.page.name, first, names, last, names],
                    "values": [self.page.name, first, column, last, column],
                    "fill": {"color": colour},
                    "gap": 60,
                    "overlap": 0,
                }
            )
        if len(self.offices) > _ON_A_PAGE:
            self.page.page.set_h_pagebreaks([row])
        self._draw(chart, row)
        return row + _CHART_ROWS

    def _draw(self, chart: Any, row: int) -> None:
        font = {"name": "Arial", "size": 9}
        title = "xlsx.chart-areas" if len(self.offices) == 1 else "xlsx.chart"
        chart.set_title({"name": self.say(title), "name_font": {"name": "Arial", "size": 11}})
        axis: dict[str, Any] = {"num_font": font}
        if len(self.offices) > 1:
            axis["num_font"] = font | {"rotation": -90}
        chart.set_x_axis(axis)
        chart.set_y_axis(
            {
                "num_font": font,
                "num_format": "#,##0",
                "min": 0,
                "major_gridlines": {"visible": True, "line": {"color": "#E3E8EE"}},
                "line": {"none": True},
            }
        )
        chart.set_legend({"position": "top", "font": font})
        width = sum(int(column.width * 7 + 5) for column in self.page.columns) - 8
        chart.set_size({"width": width, "height": 380})
        place = {"x_offset": 4, "y_offset": 4, "description": self.say(title)}
        self.page.page.insert_chart(row, 0, chart, place)

    def _table_of_areas(self, row: int, office: OfficeLine, totals: Totals) -> tuple[int, int]:
        """The areas of the only office: points and shares, from its worksheet."""
        put = self.page.put
        heads = ("maximum", "claimed", "evidenced", "supported", "reviewed")
        self.page.page.set_row(row, 28)
        put(row, 1, self.say("xlsx.area"), "head")
        put(row, 2, "", "head")
        for column, name in enumerate(heads, 3):
            put(row, column, self.say(f"xlsx.sum-{name}"), "head")
        names = {head.area: head.name.of(self.book.view.lang) for head in self.areas}
        for at, area in enumerate(office.areas, row + 1):
            put(at, 1, names.get(area.area, area.area), "text")
            put(at, 2, self.book.shorts.get(area.area, area.area), "centre")
            for column, figure in enumerate(heads, 3):
                put(at, column, _area_points(area, figure, totals), "points")
        return row + 1, row + len(office.areas)

    def _notes(self, row: int) -> None:
        """What the areas are called, how to read the sheet, and the counts of the run."""
        put, say = self.page.put, self.say
        lines = []
        if self.areas:
            names = (f"{head.short} = {head.name.of(self.book.view.lang)}" for head in self.areas)
            lines = [" · ".join(names), say("xlsx.recap-means"), say("report.dash-means")]
        put(row, 0, say("xlsx.reading"), "section")
        paragraphs = list(closing(self.book.report, self.book.words, ""))[:-1]
        for parts in paragraphs:
            lines.append("".join(part if isinstance(part, str) else part[0] for part in parts))
        last = max(len(self.page.columns) - 1, 1)
        for at, line in enumerate(lines, row + 1):
            self.page.across(at, 0, last, line, "note")
            if len(line) > _wide(self.page):
                self.page.page.set_row(at, 12 * (1 + len(line) // _wide(self.page)))


def _wide(page: Sheet) -> int:
    """About how many characters all columns hold side by side."""
    return int(sum(column.width for column in page.columns) * 1.3)


def _linked(office: OfficeLine, totals: Totals | None, *, joint: bool) -> Cell:
    if totals is None:
        return office.name
    if joint:
        return Link(totals.sheet, office.name, f"A{totals.row + 1}")
    return Link(totals.sheet, office.name)


def _points(score: Points, figure: str, totals: Totals | None) -> Cell:
    value = getattr(score, figure)
    if totals is None or score.maximum is None:
        return None if value is None else float(value)
    return Formula(f"={totals.at(figure, totals.row)}", DASH if value is None else value)


def _area_points(area: AreaLine, figure: str, totals: Totals) -> Cell:
    value, row = getattr(area, figure), totals.areas[area.area]
    if area.maximum is None or not area.items:
        return None
    return Formula(f"={totals.at(figure, row)}", DASH if value is None else value)


def _ratio(area: AreaLine | None) -> float | None:
    if area is None or area.supported is None or not area.maximum:
        return None
    return area.ratio


def _share(area: AreaLine | None, totals: Totals | None) -> Cell:
    """The share that evidence supports, from the area's row of the worksheet."""
    value = _ratio(area)
    if value is None or area is None or totals is None or not area.items:
        return value
    row = totals.areas[area.area]
    return Formula(f"={totals.at('supported', row)}/{totals.at('maximum', row)}", value)
