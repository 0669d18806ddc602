"""The workbook: its totals are the report's, calculated or not; data never becomes a formula."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, tool
from python_calamine import CalamineWorkbook

from sopcheck.model.finding import Bilingual
from sopcheck.model.report import OfficeLine, Points, Report
from sopcheck.pipeline import audit
from sopcheck.report import View, format_of, render
from sopcheck.report.xlsx import book as books
from sopcheck.report.xlsx import worksheet
from sopcheck.settings import find_settings

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item></oor:items>
"""
POINTS = ("claimed", "evidenced", "supported", "maximum")
HOSTILE = "=cmd|'/c calc'!A1"


def audited(name: str) -> Report:
    root = ROOT / "examples" / name
    return audit(root, find_settings(root))


@pytest.fixture(scope="module")
def one() -> Report:
    return audited("satu-satker")


@pytest.fixture(scope="module")
def many() -> Report:
    return audited("jawa-timur")


@pytest.fixture(scope="module")
def many_made(many: Report) -> bytes:
    return made(many)


def made(report: Report, **view: Any) -> bytes:
    return render(report, "xlsx", View(**view))


def read(workbook: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(workbook))


def rows(workbook: bytes, sheet: str) -> list[list[Any]]:
    return read(workbook).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def parts(workbook: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def table(workbook: bytes, sheet: str, first: str) -> list[dict[str, Any]]:
    """The rows below the heading that begins with `first`, by heading."""
    listed = iter(rows(workbook, sheet))
    head = next(row for row in listed if row[0] == first)
    return [dict(zip(head, row, strict=True)) for row in listed]


def without_results(workbook: bytes) -> bytes:
    """The same workbook with 12345 as the stored result of every formula."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(rb"</f><v>[^<]*</v>", b"</f><v>12345</v>", text)
                text = re.sub(rb' t="str"(><f>)', rb"\1", text)
            new.writestr(name, text)
    return out.getvalue()


@pytest.fixture(scope="session")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], bytes]:
    """What LibreOffice makes of a workbook after calculating all of its formulas."""
    soffice = tool("soffice")
    home = tmp_path_factory.mktemp("libreoffice")
    (home / "user").mkdir()
    (home / "user" / "registrymodifications.xcu").write_text(ALWAYS)

    def convert(workbook: bytes) -> bytes:
        folder = tmp_path_factory.mktemp("convert")
        (folder / "laporan.xlsx").write_bytes(without_results(workbook))
        subprocess.run(
            [
                soffice,
                f"-env:UserInstallation={home.as_uri()}",
                "--headless",
                "--convert-to",
                "xlsx:Calc MS Excel 2007 XML",
                "--outdir",
                folder / "out",
                folder / "laporan.xlsx",
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )
        return (folder / "out" / "laporan.xlsx").read_bytes()

    return convert


def places(total: Points, row: list[Any]) -> dict[str, tuple[Any, Any]]:
    """A figure of the report beside the cell of a row of the worksheet, by name."""
    columns = {"maximum": 10, "claimed": 11, "evidenced": 12, "supported": 13, "reviewed": 19}
    return {name: (getattr(total, name), row[at]) for name, at in columns.items()}


def same(reported: float | None, shown: Any, *, margin: float = 0.00005001) -> bool:
    if reported is None:
        return bool(shown == "–")
    return isinstance(shown, float) and abs(shown - reported) < 0.00005001


def figures(workbook: bytes, report: Report) -> Iterator[tuple[str, Any, Any]]:
    """Every total of the workbook beside the report's: areas, offices, recapitulation."""
    shorts = {head.area: head.short for head in report.areas}
    recap = {row["Kode"]: row for row in table(workbook, "Rekap", "Kode")}
    for office in report.offices:
        if office.level == "provinsi":
            continue
        sheet = rows(workbook, f"LKE {office.code}")
        total = next(row for row in sheet if str(row[2]).startswith("Jumlah "))
        for name, (reported, shown) in places(office.score, total).items():
            yield f"{office.code} {name}", reported, shown
        for area in office.areas:
            short = shorts[area.area]
            line = next(row for row in sheet if row[0] == short and row[1] == "")
            for name, (reported, shown) in places(area, line).items():
                yield f"{office.code} {short} {name}", reported, shown
            yield f"Rekap {office.code} {short}", area.ratio, recap[office.code][short]
        heads = {"claimed": "Diklaim", "supported": "Didukung", "maximum": "Maksimum"}
        heads |= {"ratio": "Persen", "reviewed": "Evaluator"}
        for name, head in heads.items():
            yield f"Rekap {office.code}", getattr(office.score, name), recap[office.code][head]


def wrong(workbook: bytes, report: Report) -> list[tuple[str, Any, Any]]:
    listed = list(figures(workbook, report))
    assert len(listed) > 40
    return [found for found in listed if not same(*found[1:])]


def test_the_suffix_names_the_format() -> None:
    assert format_of("laporan.xlsx") == "xlsx"


@pytest.mark.parametrize("name", ["satu-satker", "tiga-tahun"])
def test_totals_of_one_office_are_the_report_s_as_stored_and_as_calculated(
    name: str, calculated: Callable[[bytes], bytes]
) -> None:
    report = audited(name)
    workbook = made(report)
    assert wrong(workbook, report) == []
    assert wrong(without_results(workbook), report) != []
    assert wrong(calculated(workbook), report) == []


def test_totals_of_38_offices_are_the_report_s(many: Report, many_made: bytes) -> None:
    assert wrong(many_made, many) == []


def test_totals_of_38_offices_come_from_the_formulas(
    many: Report, many_made: bytes, calculated: Callable[[bytes], bytes]
) -> None:
    workbook = calculated(many_made)
    assert wrong(workbook, many) == []
    mean = next(row for row in rows(workbook, "Rekap") if str(row[1]).startswith("Rata-rata"))
    score = many.summary.score
    assert [round(x, 4) for x in mean[10:14]] == pytest.approx(
        [score.claimed, score.supported, score.maximum, score.ratio], abs=0.00011
    )
    judged = [o for o in many.offices if o.score.supported is not None]
    assert f" {len(judged)} " in mean[1]


def test_every_point_is_value_times_worth(one: Report) -> None:
    sheet = rows(made(one), "LKE 3512")
    lines = {i.item: i for a in one.offices[0].areas for i in a.items}
    found = [row for row in sheet if row[1] in lines]
    assert len(found) == len(lines)
    for row in found:
        line = lines[row[1]]
        if line.worth is None:
            assert row[10:14] == ["–"] * 4
        else:
            assert row[10] == pytest.approx(line.worth, abs=0.00005)
            assert row[13] == pytest.approx((line.supported_value or 0) * row[10])


def test_the_same_report_gives_the_same_bytes(one: Report) -> None:
    assert made(one) == made(replace(one))
