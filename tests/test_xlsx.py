"""The workbook: its totals are the report's, calculated or not; data never becomes a formula."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from conftest import judged_example, tool
from python_calamine import CalamineWorkbook

from sopcheck.model.finding import Bilingual
from sopcheck.model.report import OfficeLine, Points, Report
from sopcheck.report import View, format_of, render
from sopcheck.report.xlsx import book as books
from sopcheck.report.xlsx import worksheet

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item></oor:items>
"""
POINTS = ("claimed", "evidenced", "supported", "maximum")
HOSTILE = "=cmd|'/c calc'!A1"


@pytest.fixture(scope="module")
def one() -> Report:
    return judged_example("satu-satker")


@pytest.fixture(scope="module")
def many() -> Report:
    return judged_example("jawa-timur")


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
    return isinstance(shown, float) and abs(shown - reported) < margin


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
            yield f"Rekap {office.code} {short} %", area.ratio, recap[office.code][short]
        heads = {"claimed": "Diklaim", "supported": "Didukung", "maximum": "Maksimum"}
        heads |= {"ratio": "Persen", "reviewed": "Evaluator"}
        for name, head in heads.items():
            yield (
                f"Rekap {office.code} {name}",
                getattr(office.score, name),
                recap[office.code][head],
            )


def wrong(workbook: bytes, report: Report) -> list[tuple[str, Any, Any]]:
    listed = list(figures(workbook, report))
    assert len(listed) > 40
    return [
        (name, reported, shown)
        for name, reported, shown in listed
        if not same(reported, shown, margin=0.0001 if name.endswith("%") else 0.00005001)
    ]


def test_the_suffix_names_the_format() -> None:
    assert format_of("laporan.xlsx") == "xlsx"


@pytest.mark.parametrize("name", ["satu-satker", "tiga-tahun"])
def test_totals_of_one_office_are_the_report_s_as_stored_and_as_calculated(
    name: str, calculated: Callable[[bytes], bytes]
) -> None:
    report = judged_example(name)
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
            assert row[13] == pytest.approx((line.supported_value or 0) * row[10], abs=0.0001)


def test_the_same_report_gives_the_same_bytes(one: Report) -> None:
    assert made(one) == made(replace(one))


def formulas(workbook: bytes) -> Iterator[str]:
    for name, text in parts(workbook).items():
        if name.startswith("xl/worksheets/sheet"):
            yield from re.findall(r"<f>(.*?)</f>", text)


def with_hostile_texts(report: Report, text: str) -> Report:
    """Every kind of free text of a report with one office, replaced."""
    both = Bilingual(text, text)
    office = report.offices[0]
    line = office.areas[0].items[0]
    items = (replace(line, claimed=text, missing=(both,), review_note=text, evidence=(text,)),)
    area = replace(office.areas[0], items=items + office.areas[0].items[1:])
    action = replace(office.next_actions[0], steps=(both,), before=text)
    renamed = replace(office, name=text, areas=(area, *office.areas[1:]), next_actions=(action,))
    return replace(
        report,
        label=text,
        offices=(renamed,),
        items=(replace(report.items[0], question=both), *report.items[1:]),
        areas=(replace(report.areas[0], name=both), *report.areas[1:]),
        pack=replace(report.pack, title=both),
        sops=tuple(replace(sop, title=text) for sop in report.sops),
        executions=(replace(report.executions[0], subject=text, reason=both),),
    )


@pytest.mark.parametrize(
    "text", [HOSTILE, "+1+1", "-2+3", "@SUM(A1)", "https://contoh.id", "{=1}", "<b>&\"'</b>", "123"]
)
def test_texts_of_the_report_stay_texts(one: Report, text: str) -> None:
    workbook = made(with_hostile_texts(one, text))
    known = set(formulas(made(one)))
    assert set(formulas(workbook)) <= known
    assert not any("https://contoh" in p for n, p in parts(workbook).items() if n.endswith(".rels"))
    cells = [c for n in read(workbook).sheet_names for row in rows(workbook, n) for c in row]
    assert cells.count(text) >= 10


def test_findings_that_look_like_formulas_stay_texts(many: Report) -> None:
    message = Bilingual(HOSTILE, HOSTILE)
    found = replace(many.findings[0], message=message, path=HOSTILE, source=HOSTILE)
    workbook = made(replace(many, findings=(found,), offices=()))
    row = table(workbook, "Temuan", "Tingkat")[0]
    assert (row["Temuan"], row["Berkas"], row["Dasar"]) == (HOSTILE,) * 3
    assert not any("cmd" in formula for formula in formulas(workbook))


@pytest.mark.parametrize("text", ["a\x00b\x1b[31m", "\u202eterbalik", "\ud800 tunggal", "\uffff"])
def test_control_characters_are_shown_and_the_file_stays_readable(one: Report, text: str) -> None:
    workbook = made(with_hostile_texts(one, text))
    shown = rows(workbook, "LKE 3512")[0][0]
    assert shown.isprintable()
    assert "\\" in shown


def test_what_looks_like_an_escape_of_excel_stays_as_written(one: Report) -> None:
    workbook = made(with_hostile_texts(one, "_x0041_"))
    assert rows(workbook, "LKE 3512")[0][0].endswith("_x0041_")


def test_texts_longer_than_a_cell_are_cut_at_its_limit(one: Report) -> None:
    for text in ("ab" * 20_000, "😀" * 20_000):
        office = replace(one.offices[0], name=text)
        shown = rows(made(replace(one, offices=(office,))), "Rekap")
        cell = max((str(c) for row in shown for c in row), key=len)
        assert cell.endswith("…")
        assert 32_700 < len(cell.encode("utf-16-le")) // 2 <= 32_767


def test_names_of_sheets_are_short_unlike_and_allowed(one: Report) -> None:
    codes = ["a/b:c*d?[e]", "3512", "3512", "'x'", "x" * 60, "X" * 60, ""]
    offices = tuple(replace(one.offices[0], code=code) for code in codes)
    workbook = made(replace(one, offices=offices))
    names = read(workbook).sheet_names
    assert len(names) == 5 + len(codes)
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def copies(report: Report, count: int) -> Report:
    """The report with an office many times, each with a code of its own."""
    offices = tuple(replace(report.offices[0], code=f"{1000 + i}") for i in range(count))
    return replace(report, offices=offices)


def test_very_many_offices_share_one_worksheet_with_a_filter(
    one: Report, calculated: Callable[[bytes], bytes]
) -> None:
    report = copies(one, worksheet.MOST_SHEETS + 1)
    workbook = made(report)
    assert [name for name in read(workbook).sheet_names if name.startswith("LKE")] == ["LKE"]
    wanted = report.offices[0].score.supported
    for book in (workbook, calculated(workbook)):
        found = [row["Didukung"] for row in table(book, "Rekap", "Kode")[: len(report.offices)]]
        assert found == pytest.approx([wanted] * len(report.offices), abs=0.00005001)
    totals = [row for row in rows(workbook, "LKE") if str(row[3]).startswith("Jumlah")]
    assert [row[0][:4] for row in totals] == [office.code for office in report.offices]


def test_rows_beyond_the_end_of_a_sheet_are_counted(
    many: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(books, "MAX_ROWS", 20)
    listed = rows(made(replace(many, offices=())), "Temuan")
    assert len(listed) == 20
    assert (
        listed[-1][0]
        == f"{len(many.findings) + len(many.waived) - 14} baris lagi tidak muat pada lembar Excel."
    )


def test_offices_beyond_the_end_of_the_worksheet_are_counted(
    one: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worksheet, "MAX_ROWS", 300)
    workbook = made(copies(one, worksheet.MOST_SHEETS + 1))
    listed = rows(workbook, "LKE")
    assert listed[-1][0] == "39 satuan kerja lagi tidak muat pada lembar Excel."
    found = table(workbook, "Rekap", "Kode")[: worksheet.MOST_SHEETS + 1]
    assert {row["Didukung"] for row in found} == {one.offices[0].score.supported}


def test_offices_that_were_not_judged_are_dashes_and_stay_out_of_the_mean(one: Report) -> None:
    nothing = Points(*[None] * 8)
    office = one.offices[0]
    areas = tuple(
        replace(
            area,
            **dict.fromkeys((*POINTS, "ratio")),
            items=tuple(replace(i, worth=None, supported_value=None) for i in area.items),
        )
        for area in office.areas
    )
    unjudged: OfficeLine = replace(
        office, code="9999", score=nothing, rank=None, areas=areas, next_actions=()
    )
    other = replace(office, code="3513")
    report = replace(one, offices=(office, other, unjudged))
    listed = table(made(report), "Rekap", "Kode")
    assert {listed[2][head] for head in ("Diklaim", "Didukung", "Persen", "Peringkat")} == {"–"}
    assert listed[3]["Satuan kerja"] == "Rata-rata 2 satuan kerja yang dinilai"
    assert listed[3]["TL"] == office.areas[3].ratio


def test_a_province_has_no_worksheet(many: Report, many_made: bytes) -> None:
    province = next(o for o in many.offices if o.level == "provinsi")
    assert f"LKE {province.code}" not in read(many_made).sheet_names
    assert province.code not in {row["Kode"] for row in table(many_made, "Rekap", "Kode")}


def test_every_finding_is_listed_with_its_state(many: Report, many_made: bytes) -> None:
    listed = table(many_made, "Temuan", "Tingkat")
    assert [row["Sidik temuan"] for row in listed] == [
        f.fingerprint for f in (*many.findings, *many.waived, *many.baselined)
    ]
    states = {row["Keadaan"] for row in listed}
    assert states == {"berlaku", f"dikecualikan ({many.waived[0].waiver})"}
    known = made(replace(many, baselined=many.findings[:1], findings=(), waived=()))
    assert table(known, "Temuan", "Tingkat")[0]["Keadaan"] == "sudah tercatat (baseline)"


def test_a_late_step_and_a_skipped_one_are_told_in_words(many: Report, many_made: bytes) -> None:
    listed = {row["Pelaksanaan"]: row for row in table(many_made, "Pelaksanaan", "Satuan kerja")}
    assert len(listed) == len(many.executions)
    late = next(line for line in many.executions if line.late)
    assert late.late[0].used.id in listed[late.subject]["Keterlambatan"]
    skipped = next(
        x for x in many.executions if any(m.move == "skip" and not m.is_paired for m in x.moves)
    )
    assert "dilewati" in listed[skipped.subject]["Penyimpangan"]
    sops = table(many_made, "Pelaksanaan per SOP", "SOP")
    assert [row["Dinilai"] for row in sops] == [p.assessed for p in many.procedures]


def test_next_actions_leave_room_for_who_until_when_and_how_far(one: Report) -> None:
    workbook = made(one)
    listed = table(workbook, "Tindak lanjut", "Satuan kerja")
    actions = one.offices[0].next_actions
    assert [row["Tambahan poin"] for row in listed] == [action.gain for action in actions]
    assert listed[0]["Menuju kategori"] == "A"
    assert {row["Penanggung jawab"] for row in listed} == {""}
    page = next(p for p in parts(workbook).values() if "belum mulai" in p and "<dataValid" in p)
    assert '"belum mulai,sedang dikerjakan,selesai"' in page.replace("&quot;", '"')


def test_the_label_and_recalled_weights_stand_on_the_sheets(one: Report) -> None:
    workbook = made(one)
    for name in read(workbook).sheet_names:
        assert rows(workbook, name)[2][0] == "DATA CONTOH"
    told = [str(row[0]) for row in rows(workbook, "Rekap")]
    assert any(text.startswith("Bobot diingat") and "TL (P, R)" in text for text in told)


def test_an_english_report_has_english_sheets(one: Report) -> None:
    workbook = made(one, lang="en")
    names = read(workbook).sheet_names
    assert names == [
        *("Summary", "Findings", "Executions", "Executions by SOP", "Next actions"),
        "Worksheet 3512",
    ]
    assert table(workbook, "Summary", "Code")[0]["Rank"] == 1.0
    cells = [str(c) for n in names for row in rows(workbook, n) for c in row]
    assert not [cell for cell in cells if cell.startswith("xlsx.")]


def test_a_report_without_offices_has_its_findings(many: Report) -> None:
    workbook = made(replace(many, offices=(), executions=(), procedures=()))
    assert read(workbook).sheet_names == ["Rekap", "Temuan", "Pelaksanaan", "Tindak lanjut"]
    assert len(table(workbook, "Temuan", "Tingkat")) == len(many.findings) + len(many.waived)
    assert any("984 temuan" in str(r[0]) or "galat" in str(r[0]) for r in rows(workbook, "Rekap"))


def test_a_report_without_findings_says_so(one: Report) -> None:
    assert one.findings == ()
    assert rows(made(one), "Temuan")[-1][0] == "Tidak ada temuan."


def reviewed(report: Report) -> Report:
    """The report with a verdict on every item that counts: confirmed, but for one in five."""
    areas = []
    for area in report.offices[0].areas:
        lines, total = [], 0.0
        for index, line in enumerate(area.items):
            if line.worth is None:
                lines.append(line)
                continue
            verdict, value = "dikonfirmasi", line.claimed_value or 0.0
            if index % 5 == 1:
                verdict, value = ("direvisi", 0.5) if index % 2 else ("tidak-tersedia", 0.0)
            total += line.worth * value
            lines.append(replace(line, verdict=verdict, reviewed="B", reviewed_value=value))
        areas.append(replace(area, items=tuple(lines), reviewed=round(total, 4)))
    office = report.offices[0]
    score = replace(office.score, reviewed=round(sum(a.reviewed or 0 for a in areas), 4))
    return replace(report, offices=(replace(office, areas=tuple(areas), score=score),))


def test_a_review_gives_the_evaluator_s_points(
    one: Report, calculated: Callable[[bytes], bytes]
) -> None:
    report = reviewed(one)
    workbook = made(report)
    assert wrong(workbook, report) == []
    assert wrong(calculated(workbook), report) == []


def test_a_verdict_typed_in_by_hand_changes_the_points(
    one: Report, calculated: Callable[[bytes], bytes]
) -> None:
    report = reviewed(one)
    workbook = made(report)
    sheets = parts(workbook)
    shared = re.findall(r"<si>(.*?)</si>", sheets["xl/sharedStrings.xml"], re.DOTALL)
    confirmed, absent = (
        next(i for i, text in enumerate(shared) if f">{word}<" in text)
        for word in ("dikonfirmasi", "tidak-tersedia")
    )
    name = next(n for n, p in sheets.items() if "dikonfirmasi,direvisi" in p)
    pattern = rf'(<c r="Q9" s="\d+" t="s"><v>){confirmed}<'
    sheets[name], changed = re.subn(pattern, rf"\g<1>{absent}<", sheets[name])
    assert changed == 1
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for part, text in sheets.items():
            new.writestr(part, text)
    before = table(workbook, "Rekap", "Kode")[0]["Evaluator"]
    after = table(calculated(out.getvalue()), "Rekap", "Kode")[0]["Evaluator"]
    line = report.offices[0].areas[0].items[0]
    assert line.claimed_value
    assert line.worth
    assert before - after == pytest.approx(line.claimed_value * line.worth, abs=0.0001)


def test_only_the_reviewer_s_cells_are_open(one: Report) -> None:
    pages = parts(made(one))
    name = next(n for n, p in pages.items() if "dikonfirmasi,direvisi" in p)
    assert "<sheetProtection " in pages[name]
    assert "password" not in pages[name]
    styles = pages["xl/styles.xml"]
    listed = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", styles[styles.index("<cellXfs") :])
    row = re.search(r'<row r="9".*?</row>', pages[name])
    assert row is not None
    cells = re.findall(r'<c r="([A-Z]+)9" s="(\d+)"', row.group())
    opened = {letter for letter, style in cells if 'locked="0"' in listed[int(style)]}
    assert opened == {"Q", "R", "S", "U"}


def test_sheets_print_on_landscape_a4_with_their_headings(one: Report) -> None:
    workbook = made(one)
    pages = [p for n, p in parts(workbook).items() if n.startswith("xl/worksheets/sheet")]
    assert len(pages) == len(read(workbook).sheet_names)
    for page in pages:
        assert 'paperSize="9" ' in page
        assert 'orientation="landscape"' in page
        assert 'fitToHeight="0"' in page
        assert "Halaman &amp;P dari &amp;N" in page
        assert 'state="frozen"' in page
    titles = parts(workbook)["xl/workbook.xml"].count("_xlnm.Print_Titles")
    assert titles == len(pages)


def test_cells_have_no_link_but_to_sheets_of_the_workbook(many_made: bytes) -> None:
    pages = parts(many_made)
    links = [x for p in pages.values() for x in re.findall(r"<hyperlink .*?/>", p)]
    assert len(links) == 38 * 2
    assert all("location=" in link and "r:id" not in link for link in links)
    assert not [p for n, p in pages.items() if n.endswith(".rels") and "External" in p]
