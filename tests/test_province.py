"""The example province: what was sown is found, and nothing else."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from sopcheck.model.report import Report
from sopcheck.personal import personal
from sopcheck.pipeline import audit
from sopcheck.report import View, render
from sopcheck.settings import find_settings

PROVINCE = Path(__file__).parent.parent / "examples" / "jawa-timur"
SCRIPT = "buat.py"
_STYLE = re.compile(r"\x1b\[[0-9;]*m")
WRITTEN = ("offices", "sops", "reviews", "waivers.yaml", "seeded.csv")


def files_of(root: Path) -> dict[str, bytes]:
    """Everything that the script writes, by path."""
    found = [path for name in WRITTEN for path in ((root / name).rglob("*"), [root / name])]
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for paths in found
        for path in paths
        if path.is_file()
    }


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return files_of(PROVINCE)


@pytest.fixture(scope="module")
def seeded(files: dict[str, bytes]) -> Counter[tuple[str, str]]:
    rows = csv.DictReader(files["seeded.csv"].decode().splitlines())
    return Counter((row["code"], row["subject"]) for row in rows)


@pytest.fixture(scope="module")
def report() -> Report:
    return audit(PROVINCE, find_settings(PROVINCE), jobs=1)


def test_every_seed_is_found_and_nothing_else(
    report: Report, seeded: Counter[tuple[str, str]]
) -> None:
    found = Counter((f.code, f"{f.office}/{f.subject}") for f in report.findings)
    assert sorted((seeded - found).elements()) == []
    assert sorted((found - seeded).elements()) == []


def test_many_kinds_of_defects_are_sown(seeded: Counter[tuple[str, str]]) -> None:
    codes = {code for code, _ in seeded}
    assert len(codes) >= 45
    assert codes >= {f"CF20{n}" for n in range(1, 9)} | {f"SD1{n:02}" for n in range(1, 11)}
    assert codes >= {f"EV3{n:02}" for n in range(1, 14)} | {f"PL80{n}" for n in range(1, 6)}
    assert len({subject.partition("/")[0] for _, subject in seeded}) == 38


def test_neglected_sops_are_the_exception(seeded: Counter[tuple[str, str]]) -> None:
    neglected = [subject[:4] for code, subject in seeded if code in ("SD105", "SD107")]
    assert len(set(neglected)) == 10  # as README.md says
    assert len(neglected) <= 120


def test_executions_of_all_kinds_are_shown(report: Report) -> None:
    kinds = Counter(execution.outcome for execution in report.executions)
    assert set(kinds) == {"pass", "fail", "open", "not-assessed"}
    assert kinds["pass"] > 500
    assert kinds["fail"] < kinds["pass"] // 10
    assert kinds["open"] >= 10
    passed = [e for e in report.executions if e.outcome == "pass"]
    ends = [execution.ended for execution in passed if execution.ended is not None]
    assert {(int(day[5:7]) + 2) // 3 for day in ends} == {1, 2, 3, 4}
    assert any("2021-04-13" <= day <= "2021-05-12" for day in ends), "Ramadan"
    assert any(execution.minutes is None for execution in passed), "only days are known"
    assert any(execution.minutes is not None for execution in passed)


def test_a_replica_without_steps_is_carried_out_like_the_generic_sop(
    report: Report, files: dict[str, bytes]
) -> None:
    bare = {
        path: yaml.safe_load(data)
        for path, data in files.items()
        if "/sops/" in path and b"replica_of" in data and b"steps:" not in data
    }
    assert bare
    for path, sop in bare.items():
        office = path.split("/")[1][:4]
        runs = [e for e in report.executions if (e.office, e.sop) == (office, sop["id"])]
        assert runs
        assert {run.outcome for run in runs} == {"pass"}


def test_a_calendar_of_the_office_changes_what_is_late(tmp_path: Path) -> None:
    [calendar] = (PROVINCE / "offices").glob("*/calendar.yaml")
    office = tmp_path / "offices" / calendar.parent.name
    shutil.copytree(calendar.parent, office)
    shutil.copytree(PROVINCE / "sops", tmp_path / "sops")
    shutil.copy(PROVINCE / "sopcheck.yaml", tmp_path)

    def late() -> set[str | None]:
        report = audit(tmp_path, find_settings(tmp_path))
        return {f.subject for f in report.findings if f.code == "CF205"}

    by_its_calendar = late()
    (office / "calendar.yaml").unlink()
    by_the_national_one = late()
    assert len(by_its_calendar) == len(by_the_national_one) == 1
    assert not by_its_calendar & by_the_national_one, "a day of duty; a day on which it was closed"


def test_runs_that_deviate_cost_the_best_answer_about_sops(
    report: Report, seeded: Counter[tuple[str, str]]
) -> None:
    """TL-P3 asks for runs that conform: the answer is lowered, and only the runs are findings."""
    best = {
        office.code: item.supported_value
        for office in report.offices
        for area in office.areas
        for item in area.items
        if item.item == "TL-P3" and item.claimed_value == 1
    }
    deviating = {subject[:4] for code, subject in seeded if code.startswith("CF")}
    assert sorted(value for value in best.values() if value is not None) == [0.67, 1, 1]
    assert {code for code, value in best.items() if value != 1} <= deviating
    assert not [subject for code, subject in seeded if code == "CV403" and "TL-P3" in subject]


def test_the_picture_of_february_2022(report: Report) -> None:
    assert report.summary.worksheets == {
        "none": 0,
        "incomplete": 29,
        "unsupported": 9,
        "supported": 0,
    }
    assert report.summary.set_aside == 0


def test_every_office_is_ranked_in_eight_areas_and_the_province_is_not(report: Report) -> None:
    province, *offices = report.offices
    assert (province.code, province.level, province.rank) == ("35", "provinsi", None)
    assert province.score.supported is None
    assert province.worksheet is None
    assert [o.code for o in offices] == [str(n) for n in (*range(3501, 3530), *range(3571, 3580))]
    assert min(o.rank for o in offices if o.rank is not None) == 1
    for office in offices:
        assert office.rank is not None
        assert [area.area for area in office.areas] == [a.area for a in report.areas]
        assert len(office.areas) == 8
        assert all(area.supported is not None for area in office.areas)


def test_honest_answers_are_what_the_evidence_shows(report: Report) -> None:
    """An item loses points only where something takes evidence of its area out, or it was claimed.

    Defects of SOPs take nothing out, nor do findings across documents and notes; those of runs only
    what TL-P3 rests on; a file that nobody can read weighs on every share of its office.
    """
    harmless = re.compile(
        r"CV401|CO50.|RV...|WV...|EV306|EV310|EV312|SD1..|CF20.|PL8..|MP119|PV701|CORE010"
    )
    found = [f for f in report.findings if not harmless.fullmatch(f.code)]
    unreadable = {f.office for f in found if re.fullmatch(r"CORE00[1-5]", f.code)}
    touched = {(f.office, f.area or f.path.split("/")[-2]) for f in found}
    compared = 0
    for office in report.offices[1:]:
        for area in office.areas:
            for item in area.items:
                if item.claimed_value:
                    assert (item.evidenced_value or 0) <= item.claimed_value
                apart = office.code in unreadable or (office.code, area.area) in touched
                if item.claimed_value and not apart and item.item != "TL-P3":
                    assert item.supported_value == item.claimed_value, (office.code, item.item)
                    compared += 1
    assert compared > 1000


def test_the_script_writes_what_is_committed(tmp_path: Path, files: dict[str, bytes]) -> None:
    shutil.copy(PROVINCE / SCRIPT, tmp_path)
    stale = tmp_path / "offices" / "3599-hilang" / "office.yaml"
    stale.parent.mkdir(parents=True)
    stale.write_text("kind: office\n", encoding="utf-8")
    subprocess.run([sys.executable, "-I", str(tmp_path / SCRIPT)], check=True, cwd=tmp_path)
    written = files_of(tmp_path)
    assert sorted(set(written) ^ set(files)) == []
    assert [path for path in files if written[path] != files[path]] == []


def test_worker_processes_do_not_change_a_byte(report: Report) -> None:
    parallel = audit(PROVINCE, find_settings(PROVINCE), jobs=2)
    assert render(parallel, "json", View()) == render(report, "json", View())


def test_the_label_is_in_every_format(report: Report) -> None:
    assert b"DATA CONTOH" in render(report, "terminal", View(lang="id", width=100))
    assert json.loads(render(report, "json", View()))["label"] == "DATA CONTOH"
    assert b"DATA CONTOH" not in render(replace(report, label=None), "json", View())


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize("alone", [False, True])
def test_the_heat_map_is_whole_at_any_usual_width(
    report: Report, width: int, color: bool, alone: bool
) -> None:
    offices = [office for office in report.offices if office.level != "provinsi"]
    if alone:
        offices = offices[:1]
    shown = replace(report, offices=tuple(offices))
    text = render(shown, "terminal", View(width=width, color=color)).decode()
    lines = [line for line in _STYLE.sub("", text).splitlines() if line[:4].isdigit()]
    rows = {line[:4]: line for line in reversed(lines)}  # the first map: of areas
    for office in offices:
        row = rows[office.code]
        assert len(row.rstrip()) <= width
        assert "…" not in row
        assert office.name.removeprefix("KPU ") in row
        figures = re.findall(r"[0-9/,]+", row.partition(office.name.split()[-1])[2])
        assert figures[:8] == [str(int((area.ratio or 0) * 100)) for area in office.areas]
        assert alone or figures[8] == f"{office.items_supported}/{office.items_applicable}"
        assert alone or figures[-1] == str(office.rank)


def test_no_personal_data_but_those_sown(
    files: dict[str, bytes], seeded: Counter[tuple[str, str]]
) -> None:
    sown = {subject.partition("/")[2] for code, subject in seeded if code == "PV701"}
    own = {name: (PROVINCE / name).read_bytes() for name in ("README.md", "sopcheck.yaml")}
    texts = {path: data.decode(errors="replace") for path, data in (files | own).items()}
    found = {
        path: [text[a:b] for _, a, b in personal(text)]
        for path, text in texts.items()
        if not path.endswith(".png") and [*personal(text)]
    }
    assert set(found) == sown
    for value in (value for values in found.values() for value in values):
        assert re.search(r"0{4}|\.example$", value), "personal data sown are obviously made up"


def test_attachments_are_small(files: dict[str, bytes]) -> None:
    attached = [data for path, data in files.items() if path.endswith((".pdf", ".png"))]
    assert max(map(len, attached)) <= 400
    assert sum(map(len, files.values())) < 5_000_000


def test_an_empty_office_folder_is_said_unless_it_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "sopcheck.yaml").write_text("version: 1\nperiod: 2021\nas_of: 2022-02-15\n")
    (tmp_path / ".gitignore").write_text("offices/lama/\n")
    for name in ("kosong", "hanya/files", "lama", ".simpanan"):
        (tmp_path / "offices" / name).mkdir(parents=True)
    shutil.copytree(PROVINCE / "offices" / "3527-kab-sampang", tmp_path / "offices" / "3527")

    report = audit(tmp_path, find_settings(tmp_path))
    said = [f.path for f in report.findings if f.message_id == "reference.no-profile"]
    assert said == ["offices/hanya/office.yaml", "offices/kosong/office.yaml"]

    office = tmp_path / "offices" / "3527"
    inside = audit(office, find_settings(office))
    assert not [f for f in inside.findings if f.message_id == "reference.no-profile"]
