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

from sopcheck.model.report import Report
from sopcheck.personal import personal
from sopcheck.pipeline import audit
from sopcheck.report import View, render
from sopcheck.settings import find_settings

PROVINCE = Path(__file__).parent.parent / "examples" / "jawa-timur"
SCRIPT = "buat.py"
_STYLE = re.compile(r"\x1b\[[0-9;]*m")
WRITTEN = ("offices", "sops", "seeded.csv")


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
    assert len({code for code, _ in seeded}) >= 20
    assert len({subject.partition("/")[0] for _, subject in seeded}) == 38


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


def test_honest_answers_are_what_the_evidence_shows(
    report: Report, seeded: Counter[tuple[str, str]]
) -> None:
    """Only offices with a defect that takes evidence out, or a claim above it, lose points."""
    lowering = {
        subject.partition("/")[0] for code, subject in seeded if code not in ("CV401", "EV306")
    }
    for office in report.offices[1:]:
        if office.code not in lowering:
            assert office.score.supported == office.score.claimed
        for item in (i for area in office.areas for i in area.items):
            if item.claimed_value:
                assert (item.evidenced_value or 0) <= item.claimed_value


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
    rows = {line[:4]: line for line in _STYLE.sub("", text).splitlines() if line[:4].isdigit()}
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
