"""report.json keeps its schema and its promises; findings are located, worded and fingerprinted."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import legible

from sopcheck.discover import MemoryTree
from sopcheck.model.report import Report
from sopcheck.model.rules import Pack
from sopcheck.pipeline import audit_tree
from sopcheck.report import FORMATS, View, format_of, render
from sopcheck.schemas import schema
from sopcheck.settings import find_settings

EXAMPLE = Path(__file__).parent.parent / "examples" / "satu-satker"
Judge = Callable[..., Report]

OFFICE = (Path(__file__).parent / "rules" / "base" / "office.yaml").read_bytes()
EVIDENCE = """\
kind: evidence
id: ev-1
area: penataan-tatalaksana
items: [TL-P3]
period: 2021-Q1
documents:
  - {id: satu, type: laporan, title: "Rapat\tA", signed: true, date: 2021-02-03, file: files/a.pdf}
  - {id: dua, type: laporan, signed: true, date: 2021-02-03, file: files/b.pdf}
"""


def as_json(report: Report) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(render(report, "json", View()))
    return loaded


@pytest.fixture(scope="module")
def broken(pack: Pack) -> Report:
    """The example with a fault of every stage."""
    files = {
        p.relative_to(EXAMPLE).as_posix(): p.read_bytes() for p in EXAMPLE.rglob("*") if p.is_file()
    }
    evidence = sorted(p for p in files if p.startswith("evidence/"))
    files[evidence[0]] += b"\nkunci: 1\n"
    files[evidence[1]] = b"a: [1\n"
    files[evidence[2]] += b"\nnotes: hubungi contoh@gmail.com\n"
    del files[min(p for p in files if p.startswith("files/penataan-tatalaksana"))]
    return audit_tree(MemoryTree(files), find_settings(EXAMPLE), pack)


def test_report_json_fits_its_published_schema(broken: Report) -> None:
    for report in (broken,):
        jsonschema.Draft202012Validator(schema("report")).validate(as_json(report))
    assert {f.code for f in broken.findings} >= {"CORE002", "CORE006", "EV301", "PV701"}


def test_its_keys_are_those_of_the_report_in_order(broken: Report) -> None:
    assert list(as_json(broken)) == [f.name for f in fields(Report)]
    added = {"baseline"}  # since the first reports of version 1
    assert set(schema("report")["required"]) == set(as_json(broken)) - added
    assert set(schema("report")["properties"]) == set(as_json(broken))


def test_findings_are_sorted_and_have_distinct_fingerprints(broken: Report) -> None:
    keys = [(f.path, f.line, f.column, f.code) for f in broken.findings]
    assert keys == sorted(keys)
    assert len({f.fingerprint for f in broken.findings}) == len(broken.findings)


def test_summary_counts_what_is_there(broken: Report) -> None:
    counts = broken.summary.findings
    for severity in ("error", "warning", "note"):
        assert counts[severity] == sum(1 for f in broken.findings if f.severity == severity)
    assert broken.summary.offices == 1
    runs = broken.summary.executions
    assert runs["runs"] == len(broken.executions) == runs["pass"] + runs["fail"]
    assert broken.summary.not_assessed["executions"] == runs["not-assessed"] == 0


def test_every_rule_has_an_outcome_in_the_office(broken: Report) -> None:
    office = broken.offices[0]
    said = [line.code for line in office.outcomes]
    said += [line.code for area in office.areas for line in area.rules]
    assert sorted(said) == sorted(rule.code for rule in broken.rules)


def test_personal_data_are_masked_everywhere(broken: Report) -> None:
    for name in (n for n in FORMATS if n != "berita-acara"):  # there is no review
        shown = legible(broken, name, View(verbose=True))
        assert b"PV701" in shown
        assert b"contoh@gmail.com" not in shown


def test_fingerprints_survive_moved_lines_but_not_another_place(judge: Judge) -> None:
    def found(text: str) -> list[tuple[str, int, str]]:
        report = judge({"office.yaml": OFFICE, "evidence/e.yaml": text})
        return [(f.fingerprint, f.line, f.subject) for f in report.findings if f.code == "EV301"]

    first = found(EVIDENCE)
    moved = found("# satu\n# dua\n" + EVIDENCE.replace("  - {id: satu", "\n  - {id: satu"))
    assert [f[0] for f in first] == [f[0] for f in moved]
    assert [f[1] for f in first] != [f[1] for f in moved]
    assert [f[2] for f in first] == ["ev-1#satu", "ev-1#dua"]
    swapped = found(EVIDENCE.replace("id: satu", "id: tiga"))
    assert swapped[0][0] != first[0][0]
    assert swapped[1][0] == first[1][0]


def test_a_long_line_is_cut_around_its_caret(judge: Judge) -> None:
    long = EVIDENCE.replace("files/a.pdf", "files/" + "a" * 150 + ".pdf")
    report = judge({"office.yaml": OFFICE, "evidence/e.yaml": long})
    finding = next(f for f in report.findings if f.code == "EV301")
    line = finding.snippet[-1]
    assert line.offset > 0
    assert len(line.text) == 100
    text = render(report, "terminal", View(width=80)).decode()
    assert max(map(len, text.splitlines())) <= 80


def test_carets_stand_under_wide_characters(judge: Judge) -> None:
    wide = EVIDENCE.replace('"Rapat\tA"', '"会議"')
    report = judge({"office.yaml": OFFICE, "evidence/e.yaml": wide})
    text = render(report, "terminal", View(width=120)).decode().splitlines()
    at = next(i for i, line in enumerate(text) if "会議" in line)
    before = text[at].index("files/a.pdf")
    assert text[at + 1].index("^") == before + 2, "two characters take two columns each"


@pytest.mark.parametrize("lang", ["id", "en"])
def test_quiet_and_verbose(broken: Report, lang: str) -> None:
    quiet = render(broken, "terminal", View(lang=lang, quiet=True)).decode()
    usual = render(broken, "terminal", View(lang=lang)).decode()
    verbose = render(broken, "terminal", View(lang=lang, verbose=True)).decode()
    assert len(quiet) < len(usual) < len(verbose)
    assert "-->" not in quiet
    assert "MP-P12" in verbose


def test_the_format_of_a_file_follows_its_suffix() -> None:
    assert format_of("a/b/laporan.json") == "json"
    assert format_of("LAPORAN.TXT") == "terminal"
    assert format_of("laporan.doc") is None


def test_control_characters_never_reach_the_screen(judge: Judge) -> None:
    files: Mapping[str, bytes | str] = {
        "office.yaml": OFFICE,
        "evidence/e.yaml": EVIDENCE.replace("type: laporan", 'type: "x\\e[31m"', 1),
    }
    for name in (n for n in FORMATS if n != "berita-acara"):  # there is no review
        shown = legible(judge(files), name, View())
        assert shown
        assert b"\x1b" not in shown
