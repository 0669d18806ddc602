"""PDF: evaluations of one office and of several, findings alone, minutes of reviews."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import judged_example, tool

from sopcheck.errors import SettingsError
from sopcheck.model.finding import Bilingual
from sopcheck.model.report import OfficeLine, Report
from sopcheck.report import View, format_of, render
from sopcheck.report.pdf.due import spans
from sopcheck.report.pdf.spelled import spelled
from sopcheck.report.pdf.texts import Texts
from sopcheck.words import words

EXAMPLES = Path(__file__).parent.parent / "examples"
HOSTILE = (
    '#panic("x") *tebal* $x^2$ @acuan \\ `kode` <script> [red] _a_ // c /* d */ ~ \u202eABC\x07'
)


@pytest.fixture(scope="module")
def one() -> Report:
    return judged_example("satu-satker")


@pytest.fixture(scope="module")
def three_years() -> Report:
    return judged_example("tiga-tahun")


@pytest.fixture(scope="module")
def province() -> Report:
    return judged_example("jawa-timur")


def only(report: Report, code: str) -> Report:
    return replace(report, offices=tuple(o for o in report.offices if o.code == code))


def with_office(report: Report, office: OfficeLine) -> Report:
    return replace(report, offices=(office,))


Read = Callable[..., str]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The text of a report's PDF, without the places where lines may break."""

    def text(report: Report, name: str = "pdf", lang: str = "id", *, layout: bool = True) -> str:
        program, path = tool("pdftotext"), tmp_path / "laporan.pdf"
        path.write_bytes(render(report, name, View(lang=lang)))
        command = [program, *(["-layout"] if layout else []), path, "-"]
        done = subprocess.run(command, capture_output=True, check=True, text=True)
        return done.stdout.replace("\u200b", "")

    return text


@pytest.fixture
def facts(tmp_path: Path) -> Callable[..., dict[str, str]]:
    """What pdfinfo tells about a report's PDF."""

    def tell(report: Report, name: str = "pdf", lang: str = "id") -> dict[str, str]:
        program, path = tool("pdfinfo"), tmp_path / "laporan.pdf"
        path.write_bytes(render(report, name, View(lang=lang)))
        done = subprocess.run([program, path], capture_output=True, check=True, text=True)
        pairs = (line.partition(":") for line in done.stdout.splitlines())
        return {key: value.strip() for key, _, value in pairs}

    return tell


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("lang", ["id", "en"])
def test_points_of_each_area_are_those_of_the_report(
    province: Report, read: Read, lang: str
) -> None:
    report, number = only(province, "3512"), words(lang).decimal
    lines = [flat(line) for line in read(report, lang=lang).splitlines()]
    names = {a.area: a.name.of(lang) for a in report.areas}
    for area in report.offices[0].areas:
        figures = (area.claimed, area.evidenced, area.supported, area.maximum)
        told = " ".join(number(f) for f in figures if f is not None)
        assert f"{names[area.area]} {told} {number((area.ratio or 0) * 100, 1)} %" in lines
    score = report.offices[0].score
    total = (score.claimed, score.evidenced, score.supported, score.maximum)
    assert any(" ".join(number(f) for f in total if f is not None) in line for line in lines)


def test_an_office_is_told_the_five_actions_that_lift_most(province: Report, read: Read) -> None:
    report = only(province, "3512")
    told = flat(read(report, layout=False))
    actions = report.offices[0].next_actions
    for action in actions[:5]:
        assert f"+{words('id').decimal(action.gain)}" in told
        assert action.item in told
        assert action.steps[0].id in told
    assert words("id").count("n.action", len(actions) - 5) in told


def test_an_office_is_told_what_is_due_and_decided(province: Report, read: Read) -> None:
    report = only(province, "3512")
    told = flat(read(report))
    mine = [f for f in report.findings if f.office == "3512"]
    assert "CV401" in told
    assert f"{sum(1 for f in mine if f.code == 'CV401')} self-assessment-2021.yaml:3" in told
    assert "Penguatan Pengawasan (3 dari 4): triwulan 2, triwulan 3, triwulan 4" in told
    assert "14 dari 16 yang dinilai sesuai SOP" in told
    assert "MP-P5: D → C (direvisi) · Naskahnya diperlihatkan di kantor" in told
    assert "MP (P, R)" in told
    assert "3513" not in told


def test_a_waiver_in_force_is_named(province: Report, read: Read) -> None:
    told = flat(read(only(province, "3516")))
    assert "wv-2021-001" in told
    assert "Jaringan padam tiga hari" in told


def test_an_office_needs_two_pages_at_most(
    one: Report, three_years: Report, province: Report, facts: Callable[..., dict[str, str]]
) -> None:
    assert facts(one)["Pages"] == "1"
    assert int(facts(three_years)["Pages"]) <= 2
    most = max(
        (o for o in province.offices if o.level != "provinsi"),
        key=lambda o: len({f.code for f in province.findings if f.office == o.code}),
    )
    for code in ("3512", most.code):
        for lang in ("id", "en"):
            assert int(facts(only(province, code), lang=lang)["Pages"]) <= 2


def test_signatures_name_positions_and_never_a_person(
    one: Report, province: Report, read: Read
) -> None:
    for report in (one, province):
        end = flat(read(report).rpartition("…, …")[2])
        assert re.match(r"…+ Ketua Sekretaris sopcheck", end), end
    minutes = flat(read(province, "berita-acara")).partition("sebagaimana mestinya.")[2]
    assert minutes.strip().startswith(
        "Tim evaluasi, Satuan kerja, Tim Evaluasi KPU Provinsi Jawa Timur KPU Kabupaten Situbondo "
        "Ketua Tim Sekretaris Catatan."
    )
    assert read(one, lang="en").count("Secretary") == 1


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_province_ranks_every_office_on_one_page(province: Report, read: Read, lang: str) -> None:
    page = read(province, lang=lang).split("\f")[1]
    lines = [flat(line) for line in page.splitlines()]
    for office in (o for o in province.offices if o.level != "provinsi"):
        shares = " ".join(str(int((a.ratio or 0) * 100)) for a in office.areas)
        row = f"{office.rank} {office.code} {office.name.removeprefix('KPU ')} {shares}"
        found = [line for line in lines if line.startswith(row)]
        assert len(found) == 1, row
        assert words(lang).decimal(office.score.supported or 0) in found[0]
    ranks = [int(m.group(1)) for line in lines if (m := re.match(r"(\d+) 35\d\d ", line))]
    assert ranks == list(range(1, 39))


def test_a_province_is_summed_up_on_its_first_page(province: Report, read: Read) -> None:
    page = flat(read(province).split("\f")[0])
    summary = province.summary
    assert "KPU PROVINSI JAWA TIMUR" in page
    assert "DATA CONTOH" in page
    assert words("id").decimal(summary.score.supported or 0) in page
    assert f"{summary.worksheets['incomplete']} belum lengkap" in page
    for missed in summary.missed_items[:8]:
        assert f"{missed.item} {missed.offices}/{missed.applicable}" in page
    for common in summary.common_codes[:8]:
        assert f"{common.code} {common.offices}" in page
    assert "3527 KPU Kabupaten Sampang peringkat 38" in page


def test_five_hundred_offices_repeat_the_head_on_each_page(province: Report, read: Read) -> None:
    offices = [o for o in province.offices if o.level != "provinsi"]
    many = [replace(offices[n % len(offices)], code=str(1000 + n), rank=n + 1) for n in range(500)]
    pages = read(replace(province, offices=tuple(many))).split("\f")[:-1]
    ranked = [page for page in pages if re.search(r"^ *\d+ +1\d\d\d Kabupaten", page, re.MULTILINE)]
    assert len(ranked) > 5
    assert all("Satuan kerja" in page and "SDM" in page for page in ranked)
    told = flat(" ".join(pages))
    assert all(f" {n + 1} {1000 + n} K" in told for n in range(500))


def test_offices_without_a_score_show_dashes_and_come_last(province: Report, read: Read) -> None:
    office = next(o for o in province.offices if o.code == "3573")
    blank = replace(
        office,
        rank=None,
        worksheet="none",
        items_supported=None,
        score=replace(
            office.score, claimed=None, supported=None, evidenced=None, ratio=None, category=None
        ),
        areas=tuple(replace(a, ratio=None, claimed=None, supported=None) for a in office.areas),
        next_actions=(),
        next_category=None,
    )
    offices = tuple(blank if o.code == "3573" else o for o in province.offices)
    told = read(replace(province, offices=offices))
    rows = [flat(line) for line in told.split("\f")[1].splitlines()]
    assert any(row.startswith("– 3573 Kota Malang – – – – – – – – –") for row in rows)
    assert "3573 KPU Kota Malang belum ada LKE" in flat(told)
    alone = flat(read(with_office(province, blank)))
    assert "belum dapat dinilai" in alone
    assert "0,00" not in alone.partition("2. Dokumen")[0]


def test_a_check_gives_its_findings(province: Report, read: Read) -> None:
    report = replace(province, offices=(), findings=province.findings[:30])
    told = flat(read(report))
    assert "DAFTAR TEMUAN" in told
    for finding in report.findings:
        assert finding.code in told
    assert flat(read(replace(report, findings=()))).count("Tidak ada temuan.") == 1


def test_many_findings_are_cut_and_counted(province: Report, read: Read) -> None:
    told = flat(read(replace(province, offices=())))
    assert f"dan {len(province.findings) - 400} temuan lagi" in told


def test_minutes_tell_each_item_as_reviewed(province: Report, read: Read) -> None:
    told = flat(read(province, "berita-acara"))
    assert "BERITA ACARA" in told
    assert "Nomor: …" in told
    assert (
        "Pada hari ini, Kamis tanggal sepuluh bulan Februari tahun dua ribu dua puluh dua "
        "(10-02-2022), Tim Evaluasi KPU Provinsi Jawa Timur telah melakukan reviu"
    ) in told
    office = next(o for o in province.offices if o.code == "3512")
    for item in (i for a in office.areas for i in a.items if i.verdict is not None):
        assert re.search(rf"{item.item} .*? {item.claimed} {item.evidenced} {item.verdict}", told)
    assert "4 dari 114 butir yang berlaku (dikonfirmasi 2, direvisi 2, tidak tersedia 0)" in told
    assert "Butir yang direviu 0,46 0,42 0,42 0,46 0,59" in told
    assert "Seluruh LKE 11,09 10,29 9,82 – 36,30" in told


def test_minutes_in_english(province: Report, read: Read) -> None:
    told = flat(read(province, "berita-acara", "en"))
    assert "On Thursday, day ten of February, year two thousand and twenty-two" in told
    assert "(confirmed 2, revised 2, not available 0)" in told


def test_each_reviewed_office_has_minutes_of_its_own(
    province: Report, facts: Callable[..., dict[str, str]], read: Read
) -> None:
    first = province.reviews[0]
    office = next(o for o in province.offices if o.code == "3512")
    other = replace(office, code="3599", name="KPU Kabupaten Contoh")
    both = replace(
        province,
        offices=(office, other),
        reviews=(first, replace(first, office="3599"), replace(first, by="Tim Lama", counts=False)),
    )
    assert facts(both, "berita-acara")["Pages"] == "2"
    told = flat(read(both, "berita-acara"))
    assert "KPU Kabupaten Contoh (kode satuan kerja 3599)" in told
    assert "Tim Lama" not in told


def test_minutes_count_the_points_of_reviewed_items(province: Report, read: Read) -> None:
    office = next(o for o in province.offices if o.code == "3512")
    values = {"claimed_value": 1.0, "evidenced_value": 0.75, "supported_value": 0.5}
    areas = tuple(
        replace(
            a,
            items=tuple(
                replace(i, worth=2.0, reviewed_value=0.25, **values) if i.verdict else i
                for i in a.items
            ),
        )
        for a in office.areas
    )
    score = replace(office.score, reviewed=9.87)
    told = flat(
        read(with_office(province, replace(office, areas=areas, score=score)), "berita-acara")
    )
    assert "Butir yang direviu 8,00 6,00 4,00 2,00 8,00" in told
    assert "Seluruh LKE 11,09 10,29 9,82 9,87 36,30" in told


def test_an_office_reviewed_in_whole_shows_the_evaluators_points(
    province: Report, read: Read
) -> None:
    office = next(o for o in province.offices if o.code == "3512")
    areas = tuple(replace(a, reviewed=0.77) for a in office.areas)
    score = replace(office.score, reviewed=6.16)
    told = flat(read(with_office(province, replace(office, areas=areas, score=score))))
    assert "Manajemen Perubahan 1,59 1,59 1,59 0,77 5,00 31,8 %" in told
    assert "Jumlah 11,09 10,29 9,82 6,16 36,30 27,1 %" in told
    assert "menurut evaluator 6,16" in told


def test_without_a_review_there_are_no_minutes(one: Report, province: Report) -> None:
    for report in (one, only(province, "3573"), replace(one, offices=())):
        with pytest.raises(SettingsError) as raised:
            render(report, "berita-acara", View())
        assert raised.value.message == "pdf.no-review"
        assert words("id").knows(raised.value.message)


@pytest.mark.parametrize("name", ["pdf", "berita-acara"])
def test_without_typst_the_extra_is_named(
    province: Report, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(SettingsError) as raised:
        render(province, name, View())
    assert "pip install 'sopcheck[pdf]'" in words("en").say(raised.value.message)


def test_minutes_have_no_suffix_of_their_own() -> None:
    assert format_of("berita-acara.pdf") == "pdf"
    assert format_of("berita-acara") is None


def test_files_are_written_from_the_command_line(
    office: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = run("audit", office, "-q", "-o", "laporan.pdf", cwd=office)
    assert done.returncode == 0, done.stderr
    assert (office / "laporan.pdf").read_bytes().startswith(b"%PDF-")
    done = run("audit", office, "-q", "-o", "berita-acara=ba.pdf", cwd=office)
    assert done.returncode == 2
    assert "berita acara" in done.stderr
    assert not (office / "ba.pdf").exists()


def test_the_same_report_gives_the_same_bytes_elsewhere(one: Report, office: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from sopcheck.pipeline import audit\n"
        "from sopcheck.report import View, render; from sopcheck.settings import find_settings\n"
        "p = Path(sys.argv[1]); r = audit(p, find_settings(p))\n"
        "sys.stdout.buffer.write(render(r, 'pdf', View()))"
    )
    other = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "HOME": str(office)}
    done = subprocess.run(
        [sys.executable, "-c", program, office],
        capture_output=True,
        check=True,
        env=os.environ | other | {"SOURCE_DATE_EPOCH": "86400"},
        cwd=office,
    )
    assert done.stdout == render(one, "pdf", View())


@pytest.mark.parametrize(("lang", "title"), [("id", "Laporan Hasil"), ("en", "Evaluation")])
def test_title_and_language_are_in_the_file(
    one: Report, facts: Callable[..., dict[str, str]], lang: str, title: str
) -> None:
    told = facts(one, lang=lang)
    assert told["Title"].startswith(title)
    assert "KPU Kabupaten Situbondo" in told["Title"]
    assert told["Page size"].endswith("(A4)")
    assert "CreationDate" not in told
    assert f"/Lang({lang})".encode() in render(one, "pdf", View(lang=lang))


def test_fonts_are_those_inside_typst(province: Report, tmp_path: Path) -> None:
    path = tmp_path / "laporan.pdf"
    path.write_bytes(render(province, "pdf", View()))
    done = subprocess.run([tool("pdffonts"), path], capture_output=True, check=True, text=True)
    for line in done.stdout.splitlines()[2:]:
        assert re.match(r"[A-Z]{6}\+(LibertinusSerif|NewCM|DejaVuSansMono)", line), line
        assert " yes " in line


def _hostile(report: Report, text: str) -> Report:
    """The report with a text in every field that comes from files."""
    both = Bilingual(text, text)
    office = report.offices[-1]
    areas = tuple(
        replace(
            a,
            items=tuple(replace(i, review_note=i.verdict and text) for i in a.items),
        )
        for a in office.areas
    )
    actions = tuple(replace(a, steps=(both,) * 5) for a in office.next_actions)
    findings = tuple(
        replace(f, path=text, title=both, message=both, remedy=both) for f in report.findings
    )
    waivers = tuple(replace(w, reason=text, approved_by=text, id=text) for w in report.waivers)
    return replace(
        report,
        label=text,
        offices=(replace(office, name=text, areas=areas, next_actions=actions),),
        items=tuple(replace(i, question=both) for i in report.items),
        findings=findings,
        waivers=tuple(replace(w, office=office.code, state="in-force") for w in waivers),
        reviews=tuple(replace(r, by=text) for r in report.reviews),
        executions=tuple(replace(e, subject=text, sop=text) for e in report.executions),
    )


def test_markup_in_data_appears_as_text(province: Report, read: Read) -> None:
    report = _hostile(only(province, "3512"), HOSTILE)
    told = flat(read(report, layout=False))
    assert '#PANIC("X") *TEBAL* $X^2$ @ACUAN \\ `KODE` <SCRIPT>' in told
    assert "\\u202eABC\\x07" in told
    assert "\u202e" not in told
    assert "#panic" in flat(read(report, "berita-acara", layout=False))
    assert "*tebal*" in flat(read(replace(report, offices=()), layout=False))


@pytest.mark.parametrize("piece", ["kata ", "x", "\u0645\u0631", "# "])
def test_ten_thousand_characters_stay_on_two_pages(
    province: Report, facts: Callable[..., dict[str, str]], piece: str
) -> None:
    text = (piece * 10_000)[:10_000]
    report = _hostile(only(province, "3512"), text)
    assert int(facts(report)["Pages"]) <= 2
    assert int(facts(report, "berita-acara")["Pages"]) <= 3


def test_long_words_stay_inside_the_page(province: Report, tmp_path: Path) -> None:
    path = tmp_path / "laporan.pdf"
    report = _hostile(only(province, "3512"), "W" * 10_000)
    path.write_bytes(render(replace(report, label=None), "pdf", View()))
    command = [tool("pdftotext"), "-bbox", path, "-"]
    boxes = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert max(float(x) for x in re.findall(r'xMax="([\d.]+)"', boxes)) <= 595.3 - 45


@pytest.mark.parametrize(
    ("number", "in_indonesian", "in_english"),
    [
        (1, "satu", "one"),
        (10, "sepuluh", "ten"),
        (11, "sebelas", "eleven"),
        (17, "tujuh belas", "seventeen"),
        (20, "dua puluh", "twenty"),
        (31, "tiga puluh satu", "thirty-one"),
        (111, "seratus sebelas", "one hundred and eleven"),
        (1999, "seribu sembilan ratus sembilan puluh sembilan", None),
        (2000, "dua ribu", "two thousand"),
        (2022, "dua ribu dua puluh dua", "two thousand and twenty-two"),
    ],
)
def test_numbers_in_words(number: int, in_indonesian: str, in_english: str | None) -> None:
    assert spelled(number, "id") == in_indonesian
    if in_english is not None:
        assert spelled(number, "en") == in_english


def test_every_day_and_year_can_be_written_in_words() -> None:
    for number in [*range(1, 32), *range(1900, 2200)]:
        assert spelled(number, "id").strip()
        assert "zero" not in spelled(number, "en")
    assert date(2022, 2, 10).weekday() == 3


def test_missed_months_are_told_as_spans(one: Report) -> None:
    texts = Texts(one, "id")
    months = ["2021-01", "2021-02", "2021-03", "2021-07", "2021-11", "2021-12"]
    assert spans(texts, months) == "Januari–Maret, Juli, November–Desember"
    assert spans(texts, ["2021-S1"]) == "semester 1"
    assert spans(texts, ["2021"]) == "tahun"
