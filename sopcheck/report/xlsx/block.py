"""One office's rows of the worksheet: its total, its areas, their items; points as formulas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

from sopcheck.report.xlsx.book import DASH, PERCENT, POINTS, Cell, Formula, Sheet, quoted
from sopcheck.report.xlsx.exact import adjusted, exact, settled, share, worths

if TYPE_CHECKING:
    from sopcheck.model.report import AreaLine, ItemLine, OfficeLine, Points

KEYS = (
    ("area", "centre"),
    ("item", "code"),
    ("question", "text"),
    ("scale", "centre"),
    ("claimed", "centre"),
    ("evidenced", "centre"),
    ("supported", "centre"),
    ("claimed_value", "points"),
    ("evidenced_value", "points"),
    ("supported_value", "points"),
    ("worth", "worth"),
    ("claimed_points", "points"),
    ("evidenced_points", "points"),
    ("supported_points", "points"),
    ("evidence", "text"),
    ("missing", "text"),
    ("verdict", "text"),
    ("answer", "centre"),
    ("value", "points"),
    ("points", "points"),
    ("note", "text"),
)
FIGURES = {"claimed": "claimed_points", "evidenced": "evidenced_points"}
FIGURES |= {"supported": "supported_points", "maximum": "worth", "reviewed": "points"}
_ANSWERS = ("claimed", "evidenced", "supported")
_SHOWN = ("supported", "missing")
_OPEN = ("verdict", "answer", "value", "note")
_OPEN_COLOUR = "#FFFBE6"
_AREA = {"bold": True, "bg_color": "#DCE6F1"}
_TOTAL = {"bold": True, "bg_color": "#B8CCE4", "top": 2, "bottom": 2}
_STATUS = {"supported": "#E2F2E4", "partly-supported": "#FFF4D6", "unsupported": "#FBE0DC"}


@dataclass(frozen=True, slots=True)
class Totals:
    """Where an office's figures stand: its sheet, the row of its total, the rows of its areas."""

    sheet: str
    row: int
    areas: dict[str, int]
    letters: dict[str, str]

    def at(self, figure: str, row: int) -> str:
        """The cell of a figure in a row, from any sheet; rows count from 0."""
        return f"{quoted(self.sheet)}!{self.letters[FIGURES[figure]]}{row + 1}"


class Block:
    """The rows of one office, from a row of a sheet down."""

    def __init__(self, sheet: Sheet, office: OfficeLine, *, joint: bool) -> None:
        self.sheet, self.office, self.joint = sheet, office, joint
        self.book, self.lang = sheet.book, sheet.book.view.lang
        first = 1 if joint else 0
        self.letters = {key: xl_col_to_name(first + i) for i, (key, _) in enumerate(KEYS)}
        self.heads = {head.item: head for head in self.book.report.items}
        self.names = {a.area: a.name.of(self.lang) for a in self.book.report.areas}
        self.worths = worths((i for a in office.areas for i in a.items), self.heads)
        self.height = 1 + sum(1 + len(area.items) for area in office.areas)
        self.end = 0

    def write(self, row: int) -> Totals:
        """Everything of the office; its total stands first."""
        areas, at = {}, row + 1
        for area in self.office.areas:
            areas[at] = area
            self._area(at, area)
            for below, line in enumerate(area.items, at + 1):
                self._item(below, line)
            at += 1 + len(area.items)
        self.end = at
        self._total(row, areas)
        places = {area.area: at for at, area in areas.items()}
        return Totals(self.sheet.name, row, places, self.letters)

    def _put(self, row: int, cells: Mapping[str, Cell], **more: Any) -> None:
        """Cells by the keys of their columns; what is not given stays blank."""
        own = more.pop("own", {})
        values: list[Cell] = [f"{self.office.code} {self.office.name}"] if self.joint else []
        first = len(values)
        values += [cells.get(key, "") for key, _ in KEYS]
        self.sheet.fit(row, values)
        for index, value in enumerate(values):
            key, style = KEYS[index - first] if index >= first else ("", "text")
            self.sheet.put(row, index, value, style, **more | own.get(key, {}))

    def _at(self, key: str, row: int) -> str:
        return f"{self.letters[key]}{row + 1}"

    def _range(self, key: str, area: AreaLine, at: int) -> str:
        """The cells of an area's items in a column."""
        return f"{self._at(key, at + 1)}:{self._at(key, at + len(area.items))}"

    # An item

    def _item(self, row: int, line: ItemLine) -> None:
        head, worth = self.heads[line.item], self.worths.get(line.item)
        cells: dict[str, Cell] = {
            "area": self.book.shorts.get(head.area, head.area),
            "item": line.item,
            "question": head.question.of(self.lang),
            "scale": head.scale,
            "claimed": line.claimed,
            "evidenced": line.evidenced,
            "supported": line.supported,
            "claimed_value": _value(line, "claimed"),
            "evidenced_value": _value(line, "evidenced"),
            "supported_value": _value(line, "supported"),
            "worth": None if worth is None else Formula(worth.formula, float(worth.exact)),
            "evidence": _by_file(line.evidence),
            "missing": self._missing(line),
        }
        for figure in _ANSWERS:
            value = _share(line, figure)
            cells[FIGURES[figure]] = None
            if worth is not None:
                formula = f"=N({self._at(f'{figure}_value', row)})*{self._at('worth', row)}"
                cells[FIGURES[figure]] = Formula(formula, float(value * worth.exact))
        self._put(row, cells | self._review(row, line), own=self._own(line))

    def _own(self, line: ItemLine) -> dict[str, dict[str, Any]]:
        """How single cells of an item differ: those to be filled in, and what its evidence is worth."""
        own: dict[str, dict[str, Any]] = {}
        if line.worth is not None:
            own = {key: {"locked": False, "bg_color": _OPEN_COLOUR} for key in _OPEN}
        if line.status in _STATUS:
            own |= {key: {"bg_color": _STATUS[line.status]} for key in _SHOWN}
        return own

    def _missing(self, line: ItemLine) -> str:
        """The status, and what the claimed level still lacks."""
        status = self.book.say(f"status.{line.status}")
        lacks = "; ".join(lack.of(self.lang) for lack in line.missing)
        return f"{status}: {lacks}" if lacks else status

    def _review(self, row: int, line: ItemLine) -> dict[str, Cell]:
        """The evaluator's columns: what a review said, the value that its verdict gives, points."""
        worth = self.worths.get(line.item)
        if worth is None:
            return {"verdict": None, "answer": None, "value": None, "points": None}
        verdict, claimed = self._at("verdict", row), self._at("claimed_value", row)
        by_verdict: float | None = None
        if line.verdict in ("dikonfirmasi", "tidak-tersedia"):
            by_verdict = line.claimed_value if line.verdict == "dikonfirmasi" else 0.0
        formula = (
            f'=IF({verdict}="dikonfirmasi",IF(ISNUMBER({claimed}),{claimed},""),'
            f'IF({verdict}="tidak-tersedia",0,""))'
        )
        value: Cell = Formula(formula, "" if by_verdict is None else by_verdict)
        if line.reviewed_value is not None and line.reviewed_value != by_verdict:
            value = line.reviewed_value
        at, points = self._at("value", row), ""
        shown: float | str = points
        if line.reviewed_value is not None:
            shown = float(_reviewed_share(line) * worth.exact)
        return {
            "verdict": line.verdict or "",
            "answer": line.reviewed or "",
            "value": value,
            "points": Formula(f'=IF(ISNUMBER({at}),{at}*{self._at("worth", row)},"")', shown),
            "note": line.review_note or "",
        }

    # Sums

    def _calculated(self, area: AreaLine, figure: str) -> Fraction:
        """What the formulas of an area's items add up to."""
        found = ((self.worths.get(line.item), line) for line in area.items)
        if figure == "maximum":
            return sum((worth.exact for worth, _ in found if worth), Fraction())
        return sum((w.exact * _share(x, figure) for w, x in found if w), Fraction())

    def _area(self, row: int, area: AreaLine) -> None:
        cells: dict[str, Cell] = {
            "area": self.book.shorts.get(area.area, area.area),
            "question": self.names.get(area.area, area.area),
        }
        for figure, key in FIGURES.items():
            reported = getattr(area, figure)
            if area.maximum is None or not area.items:
                cells[key] = None
            elif figure != "reviewed":
                formula = f"=SUM({self._range(key, area, row)})"
                calculated = self._calculated(area, figure)
                cells[key] = Formula(adjusted(formula, calculated, reported), reported)
            else:
                cells[key] = self._reviewed({row: area}, area.reviewed)
        self._sums(row, cells, area, _AREA)

    def _total(self, row: int, areas: Mapping[int, AreaLine]) -> None:
        score = self.office.score
        cells: dict[str, Cell] = {
            "question": f"{self.book.say('xlsx.total')} {self.office.name}",
            "missing": self.book.say("xlsx.not-assessed"),
        }
        if score.category is not None:
            cells["missing"] = self.book.say("report.category", category=score.category)
        counting = {at: a for at, a in areas.items() if a.maximum is not None and a.items}
        for figure, key in FIGURES.items():
            reported = getattr(score, figure)
            if score.maximum is None:
                cells[key] = None
            elif figure != "reviewed":
                formula = f"=SUM({','.join(self._at(key, at) for at in counting)})"
                parts = (
                    settled(self._calculated(a, figure), getattr(a, figure))
                    for a in counting.values()
                )
                calculated = sum(parts, Fraction())
                cells[key] = Formula(adjusted(formula, calculated, reported), reported)
            else:
                cells[key] = self._reviewed(counting, score.reviewed)
        self._sums(row, cells, score, _TOTAL)

    def _reviewed(self, areas: Mapping[int, AreaLine], reported: float | None) -> Cell:
        """The evaluator's points, once every item that counts has a value."""
        points, worth = (
            ",".join(self._range(key, area, at) for at, area in areas.items())
            for key in ("points", "worth")
        )
        lines = [line for area in areas.values() for line in area.items]
        found = ((self.worths.get(line.item), line) for line in lines)
        calculated = sum((w.exact * _reviewed_share(x) for w, x in found if w), Fraction())
        summed = f"SUM({points})"
        if reported is not None:
            summed = adjusted(summed, calculated, reported)
        formula = f'=IF(AND(COUNT({worth})>0,COUNT({points})=COUNT({worth})),{summed},"{DASH}")'
        return Formula(formula, DASH if reported is None else reported)

    def _sums(
        self, row: int, cells: dict[str, Cell], line: AreaLine | Points, look: Mapping[str, Any]
    ) -> None:
        """A row of sums, with the shares of the maximum in the columns of values."""
        own = {}
        for figure in (*_ANSWERS, "reviewed"):
            key = "value" if figure == "reviewed" else f"{figure}_value"
            own[key] = {"num_format": PERCENT}
            cells[key] = None
            if isinstance(cells[FIGURES[figure]], Formula):
                points, worth = self._at(FIGURES[figure], row), self._at("worth", row)
                formula = f'=IF(N({worth})*ISNUMBER({points})=0,"{DASH}",{points}/{worth})'
                value, most = getattr(line, figure), line.maximum
                share = DASH if value is None or not most else value / most
                cells[key] = Formula(formula, share)
        own["worth"] = {"num_format": POINTS}
        self._put(row, cells, own=own, **look)


def _share(line: ItemLine, figure: str) -> Fraction:
    return share(getattr(line, f"{figure}_value"), getattr(line, figure))


def _reviewed_share(line: ItemLine) -> Fraction:
    """What the evaluator's cell holds: a confirmed answer is worth just what the claim is."""
    if line.verdict == "dikonfirmasi" and line.reviewed_value == line.claimed_value:
        return _share(line, "claimed")
    return exact(line.reviewed_value)


def _value(line: ItemLine, figure: str) -> Cell:
    """A value as a number; as a division where four decimals do not hold it."""
    value, whole = getattr(line, f"{figure}_value"), _share(line, figure)
    if value is None or whole == exact(value):
        return float(value) if value is not None else None
    return Formula(f"={whole.numerator}/{whole.denominator}", value)


def _by_file(references: Iterable[str]) -> str:
    """References `file#document`, one line a file."""
    files: dict[str, list[str]] = {}
    for reference in references:
        file, _, document = reference.partition("#")
        files.setdefault(file, []).extend([document] if document else [])
    return "\n".join(f"{f}: {', '.join(d)}" if d else f for f, d in files.items())
