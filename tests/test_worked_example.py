"""docs/menghitung-nilai.md computes one office by hand: its figures are worked out here once more,
from the pack's YAML and the answers alone, and have to equal what the program reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sopcheck.model.report import ItemLine, OfficeLine
from sopcheck.packs import load_pack
from sopcheck.pipeline import audit
from sopcheck.settings import find_settings

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "menghitung-nilai.md"
PROVINCE = ROOT / "examples" / "jawa-timur"
OFFICE = "3578"
PACK = ROOT / "rules" / "pmprb-2020-unit"
_TABLES = re.compile(r"(?<=<!-- hitung -->\n).*?(?=<!-- selesai -->)", re.DOTALL)


@cache
def office() -> OfficeLine:
    report = audit(PROVINCE, find_settings(PROVINCE))
    return next(o for o in report.offices if o.code == OFFICE)


@cache
def areas() -> dict[str, dict[str, Any]]:
    """The area files of the pack as they are written."""
    found = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(PACK.glob("*.yaml"))]
    by_id = {data["area"]: data for data in found if "area" in data}
    return {area.area: by_id[area.area] for area in office().areas}


@cache
def scales() -> dict[str, Any]:
    return dict(yaml.safe_load((PACK / "pack.yaml").read_text("utf-8"))["scales"])


def shown(value: Fraction, places: int = 4) -> str:
    """As Indonesia writes it, rounded half to even."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    return f"{rounded:.{places}f}".replace(".", ",")


def exact(value: object) -> Fraction:
    return Fraction(str(value))


def value_of(answer: str | None, scale: str) -> Fraction:
    if answer is None or answer == "–":
        return Fraction(0)
    if scale == "PCT":
        part = answer.replace("%", "").replace(",", ".").strip()
        number = Fraction(part) if "/" not in part else Fraction(*map(int, part.split("/")))
        return min(number / (100 if "%" in answer else 1), Fraction(1))
    answers = {str(k): v for k, v in scales()[scale].items()}
    return exact(answers[answer])


def counting(area: str) -> list[tuple[dict[str, Any], ItemLine]]:
    lines = {i.item: i for a in office().areas if a.area == area for i in a.items}
    items = [(item, lines[item["id"]]) for item in areas()[area]["items"]]
    return [(item, line) for item, line in items if line.status != "not-applicable"]


def sub_weight(area: str, item: dict[str, Any]) -> Fraction:
    block = areas()[area]["blocks"][item["block"]]
    return exact(block["subs"][item["sub"]] if "subs" in block else block["weight"])


Sums = tuple[Fraction, Fraction, Fraction, Fraction]


def rows(area: str) -> Iterator[tuple[str, Sums]]:
    """A table row for each item, with (maximum, claimed, evidenced, supported)."""
    items = counting(area)
    for item, line in items:
        group = (item["block"], item.get("sub"))
        count = sum(1 for other, _ in items if (other["block"], other.get("sub")) == group)
        weight = sub_weight(area, item)
        worth = weight / count
        claim = value_of(None if line.claimed_value is None else line.claimed, item["scale"])
        evidence = value_of(line.evidenced, item["scale"])
        supported = min(claim, evidence)
        sums = (worth, worth * claim, worth * evidence, worth * supported)
        name = item["block"] if item.get("sub") is None else f"{item['block']}/{item['sub']}"
        cells = [
            item["id"],
            name,
            f"{shown(weight, 2)} ÷ {count} = {shown(worth)}",
            f"{line.claimed or '–'} → {shown(claim)}",
            f"{line.evidenced or '–'} → {shown(evidence)}",
            f"{shown(supported)} × {shown(worth)} = {shown(sums[3])}",
        ]
        yield "| " + " | ".join(cells) + " |", sums


def tables() -> str:
    names = {area: data["name"]["id"] for area, data in areas().items()}
    total: Sums = (Fraction(0),) * 4
    lines: list[str] = []
    summary: list[str] = []
    for area, name in names.items():
        found = list(rows(area))
        sums: Sums = tuple(
            sum(column, Fraction(0)) for column in zip(*(s for _, s in found), strict=True)
        )  # type: ignore[assignment]
        lines += [f"\n### {name}\n"]
        lines += [
            "| Butir | Blok | Poin butir | Jawaban | Bukti | Didukung |",
            "|---|---|---|---|---|---|",
        ]
        lines += [row for row, _ in found]
        lines += [
            f"\nJumlah: maksimum {shown(sums[0])}, diklaim {shown(sums[1])}, bukti {shown(sums[2])}, didukung {shown(sums[3])}."
        ]
        total = tuple(a + b for a, b in zip(total, sums, strict=True))  # type: ignore[assignment]
        summary.append(f"| {name} | " + " | ".join(shown(s) for s in sums) + " |")
    ratio = total[3] / total[0]
    lines += [
        "\n### Seluruhnya\n",
        "| Area | Maksimum | Diklaim | Bukti | Didukung |",
        "|---|---:|---:|---:|---:|",
        *summary,
    ]
    lines += ["| **Jumlah** | " + " | ".join(f"**{shown(t)}**" for t in total) + " |"]
    lines += [f"\n{shown(total[3])} ÷ {shown(total[0])} = {shown(ratio * 100, 2)} %."]
    return "\n".join(lines) + "\n\n"


def test_the_page_equals_the_figures_worked_out_once_more(
    golden_part: Callable[[Path, re.Pattern[str], str], None],
) -> None:
    golden_part(PAGE, _TABLES, tables())


def test_the_figures_worked_out_equal_what_the_program_reports() -> None:
    report = {line.item: line for area in office().areas for line in area.items}
    total = [Fraction(0)] * 4
    count = 0
    for line in office().areas:
        sums = [Fraction(0)] * 4
        for row, values in rows(line.area):
            item = report[row.split(" | ")[0].removeprefix("| ")]
            assert float(shown(values[0]).replace(",", ".")) == item.worth
            sums = [a + b for a, b in zip(sums, values, strict=True)]
            count += 1
        told = [line.maximum, line.claimed, line.evidenced, line.supported]
        assert [float(shown(s).replace(",", ".")) for s in sums] == told
        total = [a + b for a, b in zip(total, sums, strict=True)]
    score = office().score
    told = [score.maximum, score.claimed, score.evidenced, score.supported]
    assert [float(shown(t).replace(",", ".")) for t in total] == told
    assert float(shown(total[3] / total[0]).replace(",", ".")) == score.ratio
    assert count == office().items_applicable
    percent = total[3] / total[0] * 100
    categories = load_pack("pmprb-2020-unit").categories
    assert next(c.name for c in categories if percent > c.above) == score.category
