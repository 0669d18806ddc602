"""Habit: the example of three years, and what is counted, against counting by hand."""

from __future__ import annotations

import json
import random
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sopcheck.cli.main import main
from sopcheck.discover import MemoryTree
from sopcheck.filters import Selection, selected
from sopcheck.habit import is_inside
from sopcheck.habit_lines import figures, streaks
from sopcheck.model.habit import AreaHabit, Beat, HabitLine
from sopcheck.model.period import parse_period
from sopcheck.model.report import Report
from sopcheck.packs import load_pack
from sopcheck.packs.core import election_stages
from sopcheck.pipeline import audit, audit_tree
from sopcheck.report import View, render
from sopcheck.schemas import schema
from sopcheck.settings import find_settings

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "tiga-tahun"
PROVINCE = ROOT / "examples" / "jawa-timur"
GOLDEN = Path(__file__).parent / "golden" / "tiga-tahun.txt"
WRITTEN = ("evidence", "files")
AREAS = {
    "mp": "manajemen-perubahan",
    "sdm": "sdm-aparatur",
    "ak": "akuntabilitas",
    "pw": "pengawasan",
    "pp": "pelayanan-publik",
}
STATES = {"t": "on-time", "l": "late", "-": "missed"}
_STYLE = re.compile(r"\x1b\[[0-9;]*m")
FILES = {
    path.relative_to(EXAMPLE).as_posix(): path.read_bytes()
    for path in sorted(EXAMPLE.rglob("*"))
    if path.is_file() and path.suffix in (".yaml", ".pdf")
}


def judged(files: Mapping[str, bytes] = FILES, **options: Any) -> Report:
    own = replace(find_settings(EXAMPLE), **options)
    return audit_tree(MemoryTree(files), own, load_pack("zi-2021"))


def habit(report: Report) -> HabitLine:
    (office,) = report.offices
    assert office.habit is not None
    return office.habit


def areas(report: Report) -> dict[str, AreaHabit]:
    return {area.area: area for area in habit(report).areas}


@pytest.fixture(scope="module")
def report() -> Report:
    return judged()


@pytest.fixture(scope="module")
def kept() -> dict[str, str]:
    """What the script says was done: a letter for each month of three years."""
    table = runpy.run_path(str(EXAMPLE / "buat.py"))["KEPT"]
    return {AREAS[code]: "".join(years) for code, years in table.items()}


# The example


def test_it_is_recorded(report: Report, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN, render(report, "terminal", View(lang="id", width=80)).decode())


def test_the_script_writes_what_is_committed(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE / "buat.py", tmp_path)
    subprocess.run([sys.executable, "-I", str(tmp_path / "buat.py")], check=True, cwd=tmp_path)
    written = {p.relative_to(tmp_path).as_posix(): p for p in tmp_path.rglob("*") if p.is_file()}
    own = {path for path in FILES if path.startswith(WRITTEN) or path.startswith("self-assessment")}
    assert set(written) - {"buat.py"} == own
    assert [path for path in own if written[path].read_bytes() != FILES[path]] == []


def test_the_commands_of_its_readme_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    text = (EXAMPLE / "README.md").read_text("utf-8")
    commands = [line for line in text.splitlines() if line.startswith("sopcheck ")]
    assert len(commands) == 4
    for command in commands:
        assert main(shlex.split(command)[1:]) == 0, command
        shown = capsys.readouterr()
        assert shown.out
        assert not shown.err


def test_every_month_is_as_the_script_says(report: Report, kept: Mapping[str, str]) -> None:
    found = areas(report)
    for area, letters in kept.items():
        assert found[area].every == "month"
        assert [p.state for p in found[area].periods] == [STATES[letter] for letter in letters]
    assert [p.state for p in found["penataan-tatalaksana"].periods] == [
        *["on-time"] * 8,
        "missed",
        "on-time",
        "late",
        "on-time",
    ]


def test_figures_are_those_counted_by_hand(report: Report, kept: Mapping[str, str]) -> None:
    for area, letters in kept.items():
        found = areas(report)[area]
        whole = found.whole
        assert (whole.on_time, whole.late, whole.missed) == tuple(map(letters.count, "tl-"))
        assert whole.due == 36
        assert whole.share == round(letters.count("t") / 36, 4)
        runs = letters.replace("l", "t").split("-")
        assert whole.longest == whole.longest_months == max(map(len, runs))
        assert whole.current == len(runs[-1])
        names = [f"{2022 + i // 12}-{i % 12 + 1:02}" for i in range(36)]
        gaps = tuple(n for n, letter in zip(names, letters, strict=True) if letter == "-")
        assert whole.gaps == gaps
        assert found.inside.due + found.outside.due == 36
        assert found.inside.on_time + found.outside.on_time == whole.on_time
        # August 2022 to March 2024, and May to December 2024: 28 months; 3 days of July, 14 of April
        inside = {p.period for p in found.periods if p.inside}
        assert inside == {*names[7:27], *names[28:]}


def test_totals_add_up(report: Report) -> None:
    found = habit(report)
    assert (found.first, found.last) == (2022, 2024)
    assert found.elections == ("pemilu-2024", "pilkada-2024")
    for part in ("whole", "inside", "outside"):
        total = getattr(found, part)
        own = [getattr(area, part) for area in found.areas]
        for name in ("due", "on_time", "late", "missed"):
            assert getattr(total, name) == sum(getattr(one, name) for one in own)
        assert total.longest_months == max(one.longest_months for one in own)
    assert found.whole.longest_months == 36


def test_the_cadence_that_broke_is_noted_and_no_other(report: Report) -> None:
    notes = {f.area: f for f in report.findings if f.code == "HB601"}
    assert set(notes) == set(AREAS.values()) - {"pengawasan", "pelayanan-publik"} | {
        "penataan-tatalaksana"
    }
    assert {f.severity for f in notes.values()} == {"note"}
    change = notes["manajemen-perubahan"]
    assert (change.path, change.pointer) == ("office.yaml", "/code")
    periods = [gap["periods"] for gap in change.args["gaps"]]
    assert periods == [["2024-01", "2024-02", "2024-03"], ["2024-09", "2024-10", "2024-11"]]
    assert [gap["election"]["id"] for gap in change.args["gaps"]] == ["Pemilu 2024", "Pilkada 2024"]
    others = [f.code for f in report.findings if f.code != "HB601"]
    assert others == ["CV403", "CV404"]


def test_filling_the_first_gap_leaves_the_second() -> None:
    path = "evidence/manajemen-perubahan/2024-pemantauan.yaml"
    filled = FILES[path].decode()
    for month in ("01", "02", "03"):
        filled += (
            f"  - {{id: susulan-{month}, type: rekap, title: Rekap, period: 2024-{month}, "
            f"date: 2024-04-02, file: files/manajemen-perubahan/2024-pemantauan-mei.pdf}}\n"
        )
    report = judged({**FILES, path: filled.encode()})
    (note,) = [f for f in report.findings if (f.code, f.area) == ("HB601", "manajemen-perubahan")]
    assert [gap["periods"] for gap in note.args["gaps"]] == [["2024-09", "2024-10", "2024-11"]]
    assert note.args["kept"] == 24 + 3 + 5


def test_an_earlier_year_sees_no_later_evidence() -> None:
    report = judged(period=2023, as_of=date(2024, 2, 10))
    assert [f.code for f in report.findings] == []
    found = areas(report)["manajemen-perubahan"]
    assert found.whole.due == 24
    assert {p.period[:4] for p in found.periods} == {"2022", "2023"}


def test_what_is_not_due_is_not_missed() -> None:
    report = judged(period=2024, as_of=date(2024, 2, 13))
    found = areas(report)["manajemen-perubahan"]
    assert [p.state for p in found.periods[24:]] == ["not-due"] * 12
    assert (found.whole.due, found.whole.gaps) == (24, ())
    report = judged(period=2024, as_of=date(2024, 2, 14))
    assert areas(report)["manajemen-perubahan"].whole.gaps == ("2024-01",)


def test_a_lost_paper_never_fills_a_gap_nor_makes_anything_earlier(report: Report) -> None:
    order = ["missed", "late", "on-time"]
    before = areas(report)
    papers = [p for p in FILES if p.endswith(".pdf")]
    for path in random.Random(3).sample(papers, 12):
        after = areas(judged({k: v for k, v in FILES.items() if k != path}))
        changed = 0
        for name, area in after.items():
            for old, new in zip(before[name].periods, area.periods, strict=True):
                assert order.index(new.state) <= order.index(old.state), path
                changed += new.state != old.state
        assert changed == 1, path


def test_a_file_that_cannot_be_read_hides_what_it_may_explain() -> None:
    path = "evidence/akuntabilitas/2023-data-kinerja.yaml"
    torn = {**FILES, path: FILES[path].replace(b"documents:", b"documents: [")}
    report = judged(torn)
    assert "akuntabilitas" not in {f.area for f in report.findings if f.code == "HB601"}
    outcomes = {line.code: line.outcome for line in report.offices[0].outcomes}
    assert outcomes["HB601"] == "fail", "other areas are still noted"
    assert areas(report)["akuntabilitas"].whole.missed > 6


def test_it_fits_the_published_schema(report: Report) -> None:
    stored = json.loads(render(report, "json", View()))
    jsonschema.Draft202012Validator(schema("report")).validate(stored)
    (office,) = stored["offices"]
    assert office["habit"]["areas"][0]["whole"]["gaps"][:1] == ["2024-01"]
    broken = json.loads(json.dumps(stored))
    del broken["offices"][0]["habit"]["inside"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema("report")).validate(broken)


def test_a_filter_shows_the_habit_of_its_areas(report: Report) -> None:
    shown = selected(report, Selection(areas=["PW"]))
    assert [area.area for area in habit(shown).areas] == ["pengawasan"]
    assert habit(shown).whole == habit(report).whole


# On the screen


def block(text: str) -> list[str]:
    return next(p for p in text.split("\n\n") if p.startswith(("Kebiasaan:", "Habit:"))).split("\n")


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize("lang", ["id", "en"])
def test_an_office_is_drawn_month_by_month(
    report: Report, kept: Mapping[str, str], width: int, color: bool, lang: str
) -> None:
    text = render(report, "terminal", View(lang=lang, width=width, color=color)).decode()
    lines = block(_STYLE.sub("", text))
    assert max(map(len, lines)) <= width
    rows = {line.split()[0]: line for line in reversed(lines)}
    heads = {area.area: area.short for area in report.areas}
    for area, letters in kept.items():
        marks = re.sub(r"[^●◐○·]", "", rows[heads[area]])
        assert marks == letters.translate(str.maketrans("tl-", "●◐○"))
    axis, mp = lines[1], rows["MP"]
    for year in ("2022", "2023", "2024"):
        assert mp[axis.index(year) - 1] == " "
        assert len(mp[axis.index(year) :].split(" ")[0]) == 12
    stages = rows["tahapan" if lang == "id" else "stages"]
    assert stages.count("━") == 28
    assert stages.index("━") == axis.index("2022") + 7, "from August 2022 on"
    assert re.search(r" 77 % +1 +24 ", mp)


def test_years_that_have_no_room_are_left_out_and_said(report: Report) -> None:
    text = render(report, "terminal", View(width=60)).decode()
    lines = block(text)
    assert "2022" not in lines[1]
    assert "2024" in lines[1]
    assert any("2022" in line for line in lines if line.startswith("("))
    assert max(map(len, lines)) <= 60


@pytest.fixture(scope="module")
def province() -> Report:
    return audit(PROVINCE, find_settings(PROVINCE))


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("color", [False, True])
def test_a_province_has_a_line_for_each_office(province: Report, width: int, color: bool) -> None:
    text = render(province, "terminal", View(width=width, color=color)).decode()
    lines = block(_STYLE.sub("", text))
    assert max(map(len, lines)) <= width
    rows = {line[:4]: line for line in lines if line[:4].isdigit()}
    offices = [o for o in province.offices if o.level != "provinsi"]
    assert len(rows) == len(offices) == 38
    for office in offices:
        assert office.habit is not None
        whole = office.habit.whole
        row = rows[office.code]
        assert f" {whole.missed}/{whole.due} " in row
        assert row.split()[-1] == str(whole.longest_months)
        assert str(int((whole.share or 0) * 100)) in row
    assert province.offices[0].habit is None, "a province has no areas to keep"


def test_inside_and_outside_are_columns_where_an_election_was_run(report: Report) -> None:
    other = replace(report.offices[0], code="3513")
    two = replace(report, offices=(report.offices[0], other))
    lines = block(render(two, "terminal", View(lang="en", width=80)).decode())
    assert lines[1].split()[-2:] == ["in", "out"]
    assert lines[2].startswith("3512 ")
    assert lines[2].split()[-2:] == ["▓82", "▓78"]


def test_areas_that_ask_for_nothing_regular_have_no_line(province: Report) -> None:
    office = province.offices[1]
    assert office.habit is not None
    assert {a.area for a in office.habit.areas} == {a.area for a in province.areas} - {
        "deregulasi-kebijakan",
        "penataan-organisasi",
    }
    assert office.habit.elections == ()
    assert office.habit.inside.due == 0
    assert office.habit.inside.share is None


# Counting, against counting by hand

BEATS = st.lists(
    st.builds(
        Beat,
        st.just(parse_period("2021-Q1")),
        st.sampled_from(["on-time", "late", "missed", "not-due"]),
        st.booleans(),
    ),
    max_size=30,
)


@settings(max_examples=300, deadline=None)
@given(BEATS)
def test_streaks_are_the_longest_rows_without_a_miss(beats: list[Beat]) -> None:
    due = [beat for beat in beats if beat.state != "not-due"]
    letters = "".join("-" if beat.state == "missed" else "t" for beat in due)
    found = figures(beats, "quarter")
    lengths = [
        end - start
        for start in range(len(letters) + 1)
        for end in range(start, len(letters) + 1)
        if "-" not in letters[start:end]
    ]
    assert found.longest == max(lengths)
    assert found.longest_months == 3 * found.longest
    assert found.current == next(
        n for n in range(len(letters), -1, -1) if set(letters[len(letters) - n :]) <= {"t"}
    )
    assert found.due == len(due) == found.on_time + found.late + found.missed
    assert len(found.gaps) == found.missed == letters.count("-")
    assert (found.share is None) == (not due)
    assert sum(streaks(beats)) == found.on_time + found.late


@settings(max_examples=200, deadline=None)
@given(st.integers(2022, 2025), st.sampled_from(["", "-S1", "-S2", "-Q1", "-Q2", "-Q3", "-Q4"]))
def test_inside_means_more_than_half_of_the_days(year: int, part: str) -> None:
    period = parse_period(f"{year}{part}")
    days = [period.first + timedelta(days=n) for n in range((period.last - period.first).days + 1)]
    burdened = [
        day
        for day in days
        if any(
            stage.first <= day <= stage.last and not stage.is_national
            for election in election_stages()
            for stage in election.stages
        )
    ]
    assert is_inside(period, election_stages()) == (2 * len(burdened) > len(days))


def test_election_stages_are_those_of_the_regulations() -> None:
    general, regional = election_stages()
    assert (general.id, general.source) == ("pemilu-2024", "PKPU 3/2022")
    assert (regional.id, regional.source) == ("pilkada-2024", "PKPU 2/2024")
    days = {
        (election.id, stage.id): (stage.first.isoformat(), stage.last.isoformat())
        for election in (general, regional)
        for stage in election.stages
    }
    assert days["pemilu-2024", "kampanye"] == ("2023-11-28", "2024-02-10")
    assert days["pemilu-2024", "pemungutan-suara"] == ("2024-02-14", "2024-02-14")
    assert days["pemilu-2024", "rekapitulasi"] == ("2024-02-15", "2024-03-20")
    assert days["pilkada-2024", "kampanye"] == ("2024-09-25", "2024-11-23")
    assert days["pilkada-2024", "pemungutan-suara"] == ("2024-11-27", "2024-11-27")
    assert min(stage.first for stage in general.stages) == date(2022, 6, 14)
