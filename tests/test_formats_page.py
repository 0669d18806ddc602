"""Samples on the page of formats are what the program writes."""

from __future__ import annotations

import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from test_docs import ROOT, commands, run

from sopcheck.model.report import Report
from sopcheck.pipeline import audit
from sopcheck.report import FORMATS, View, render
from sopcheck.settings import find_settings

PAGE = ROOT / "docs" / "bentuk.md"
LOST = "files/akuntabilitas/2021-07-rapat-undangan.pdf"
GoldenPart = Callable[[Path, re.Pattern[str], str], None]


@pytest.fixture
def broken(office: Path) -> Report:
    """The example office with one attachment lost."""
    (office / LOST).unlink()
    report = audit(office, find_settings(office))
    assert [f.code for f in report.findings] == ["EV301"]
    return report


def sample(report: Report, name: str) -> str:
    """The part of a format that speaks of the finding."""
    if name == "quiet":
        return render(report, "terminal", View(quiet=True)).decode()
    text = render(report, name, View()).decode()
    match name:
        case "jsonl":
            lines = [line for line in text.splitlines() if '"type": "finding"' in line]
            return json.dumps(json.loads(lines[0]), ensure_ascii=False, indent=1) + "\n"
        case "sarif":
            results = json.loads(text)["runs"][0]["results"]
            return json.dumps(results[0], ensure_ascii=False, indent=1) + "\n"
        case "junit":
            cases = ET.fromstring(text).iter("testcase")  # noqa: S314  # written here
            case = next(c for c in cases if c.find("failure") is not None)
            ET.indent(case)
            return ET.tostring(case, encoding="unicode").strip() + "\n"
        case "markdown":
            part = text[text.index("### 1 galat") :]
            return part[: part.index("### Tindak")].rstrip() + "\n"
        case _:
            return text.replace("\r\n", "\n")


@pytest.mark.parametrize(
    "name", ["markdown", "jsonl", "csv", "sarif", "junit", "github", "gitlab", "quiet"]
)
def test_sample_on_the_page_is_what_the_program_writes(
    name: str, broken: Report, golden_part: GoldenPart
) -> None:
    part = re.compile(rf"(?<=^<!-- {name} -->\n```text\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
    text = sample(broken, name)
    assert "EV301" in text or name == "quiet"
    golden_part(PAGE, part, text)


def test_page_names_every_format_and_suffix() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| ([^|]+) \|", PAGE.read_text("utf-8"), re.MULTILINE))
    assert set(rows) == set(FORMATS)
    for name, form in FORMATS.items():
        assert set(re.findall(r"`(\.[a-z]+)`", rows[name])) == set(form.suffixes)


def test_commands_of_the_page_run(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for command in commands(PAGE):
        result = run(command, tmp_path)
        assert result.returncode == 0, result.stderr
        assert result.stdout
    assert (tmp_path / "3512.xlsx").read_bytes().startswith(b"PK")
