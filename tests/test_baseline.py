"""A baseline sets known findings apart: they no longer fail the run, and it may only shrink."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from sopcheck.baseline import adopted, shrunk, split
from sopcheck.baseline_file import read_baseline, write_baseline
from sopcheck.errors import SettingsError
from sopcheck.filters import Selection, selected
from sopcheck.model.baseline import KnownFinding
from sopcheck.model.report import Report
from sopcheck.pipeline import audit
from sopcheck.report import View, render
from sopcheck.schemas import schema
from sopcheck.settings import find_settings

BOOK = ".sopcheck-baseline.yaml"
SPARE = KnownFinding("123456789012e345", "EV301", "3512", "evidence/x.yaml", date(2021, 1, 5), None)
Run = Callable[..., subprocess.CompletedProcess[str]]


def spoil(office: Path, count: int) -> list[Path]:
    """Empty that many attachments: an EV303 at each document that names one."""
    files = sorted((office / "files").rglob("*.pdf"))[:count]
    for file in files:
        file.write_bytes(b"")
    return files


@pytest.fixture
def report(office: Path) -> Report:
    spoil(office, 2)
    return audit(office, find_settings(office))


def entries(report: Report) -> tuple[KnownFinding, ...]:
    return adopted(report)


def test_known_findings_fail_no_run_and_change_no_score(report: Report) -> None:
    assert selected(report, Selection()).verdict.exit == 1
    known = split(report, entries(report), whole=True)
    shown = selected(known, Selection(fail_on="note"))
    assert (shown.verdict.exit, shown.findings) == (0, ())
    assert shown.baselined == report.findings
    assert shown.summary.baselined == len(report.findings)
    assert set(shown.summary.findings.values()) == {0}
    assert shown.offices == report.offices
    assert shown.summary.score == report.summary.score


def test_a_new_finding_beside_known_ones_fails(report: Report) -> None:
    error = next(f for f in report.findings if f.severity == "error")
    known = [e for e in entries(report) if e.fingerprint != error.fingerprint]
    shown = selected(split(report, known, whole=True), Selection())
    assert shown.verdict.exit == 1
    assert [f.fingerprint for f in shown.findings] == [error.fingerprint]


def test_splitting_again_changes_nothing(report: Report) -> None:
    once = split(report, entries(report)[:1], whole=True)
    assert split(once, entries(report)[:1], whole=True) == once
    back = split(once, (), whole=True)
    assert (back.findings, back.baselined) == (report.findings, ())
    assert adopted(once) == adopted(report)


def test_entries_tell_their_age_and_what_they_match(report: Report) -> None:
    own = replace(entries(report)[0], since=date(2022, 2, 5), owner="Sekretaris")
    book = split(report, (own, SPARE), whole=True).baseline
    assert book is not None
    by_print = {e.fingerprint: e for e in book.entries}
    line = by_print[own.fingerprint]
    days = (date.fromisoformat(report.as_of) - date(2022, 2, 5)).days
    assert (line.days, line.findings, line.owner) == (max(days, 0), 1, "Sekretaris")
    assert by_print[SPARE.fingerprint].findings == 0
    part = split(report, (own, SPARE), whole=False).baseline
    assert part is not None
    assert {e.fingerprint: e.findings for e in part.entries} == {
        own.fingerprint: 1,
        SPARE.fingerprint: None,
    }


def test_a_waived_finding_keeps_its_entry(report: Report) -> None:
    first = replace(report.findings[0], waiver="wv-1")
    lifted = replace(report, findings=report.findings[1:], waived=(first,))
    own = [e for e in entries(report) if e.fingerprint == first.fingerprint]
    shown = split(lifted, own, whole=True)
    assert shown.baseline is not None
    assert (shown.waived, shown.baselined) == ((first,), ())
    assert shown.baseline.entries[0].findings == 1
    assert list(shrunk(own, lifted)) == own


def test_shrinking_takes_away_and_never_adds(report: Report) -> None:
    own = replace(entries(report)[0], since=date(2021, 1, 1), owner="Sekretaris")
    assert shrunk((own, SPARE), report) == (own,)
    assert shrunk((), report) == ()


@pytest.mark.parametrize("code", ["CORE001", "CORE002", "CORE006"])
def test_what_a_file_that_cannot_be_read_may_hold_is_kept(report: Report, code: str) -> None:
    broken = replace(report.findings[0], code=code, severity="error", office="3512")
    torn = replace(report, findings=(broken,))
    other = replace(SPARE, fingerprint="0" * 16, office="3511")
    assert shrunk((SPARE, other), torn) == (SPARE,)
    everywhere = replace(torn, findings=(replace(broken, office=None),))
    assert set(shrunk((SPARE, other), everywhere)) == {SPARE, other}


def test_filters_leave_out_known_findings_too(report: Report) -> None:
    known = split(report, (*entries(report), SPARE), whole=True)
    only = selected(known, Selection(select=("EV303",)))
    assert only.baseline is not None
    assert {f.code for f in only.baselined} == {"EV303"}
    assert {e.code for e in only.baseline.entries} == {"EV303"}
    assert only.summary.baselined == len(only.baselined)
    none = selected(known, Selection(areas=("deregulasi-kebijakan",)))
    assert SPARE.fingerprint not in {e.fingerprint for e in none.baseline.entries}  # type: ignore[union-attr]


def test_the_report_fits_its_schema_with_and_without(report: Report) -> None:
    check = jsonschema.Draft202012Validator(schema("report"))
    for each in (report, split(report, (*entries(report), SPARE), whole=False)):
        check.validate(json.loads(render(each, "json", View())))
    old = json.loads(render(report, "json", View()))
    del old["baseline"], old["summary"]["baselined"]
    check.validate(old)


def test_a_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    odd = KnownFinding(
        "0" * 16, "CORE001", None, 'a "b"\\ : #c\x85.yaml', date(2022, 1, 2), "- Tim: A"
    )
    numbers = replace(SPARE, fingerprint="1234567890123456")
    write_baseline(str(path), (odd, SPARE, numbers), "id")
    assert read_baseline(str(path)) == (odd, SPARE, numbers)
    assert len(path.read_text(encoding="utf-8").splitlines()) == 6
    write_baseline(str(path), (), "id")
    assert read_baseline(str(path)) == ()
    assert [p.name for p in tmp_path.iterdir()] == ["b.yaml"]
    assert read_baseline(str(tmp_path / "none.yaml")) is None


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "version"),
        ("version: 1\nentries: [a\n", 2, ""),
        ("version: 2\nentries: []\n", 1, ""),
        ("version: 1\nentries: []\nkind: baseline\n", 3, "kind"),
        ("version: 1\nentries:\n  - {fingerprint: 1234567890123456, code: EV301}\n", 3, ""),
        ("version: 1\nentries: []\n---\nversion: 1\nentries: []\n", 4, "documents"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int, reason: str
) -> None:
    path = tmp_path / "b.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_baseline(str(path))
    assert caught.value.message == "error.baseline"
    assert caught.value.args_by_name["line"] == line
    assert reason in str(caught.value.args_by_name["reason"]) or not reason


def test_a_fingerprint_twice_is_refused_at_the_second(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    write_baseline(str(path), (SPARE, SPARE), "en")
    with pytest.raises(SettingsError) as caught:
        read_baseline(str(path))
    assert caught.value.args_by_name["line"] == 5
    assert caught.value.args_by_name["reason"].message == "baseline.duplicate"


def test_adopting_then_mending_then_shrinking(office: Path, run: Run) -> None:
    first, _ = spoil(office, 2)
    whole = first.read_bytes()
    assert run("audit", office).returncode == 1
    missing = run("audit", office, "--baseline", BOOK)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "--baseline-update" in missing.stderr
    made = run("audit", office, "--baseline", BOOK, "--baseline-update", "--lang", "id")
    assert made.returncode == 0
    assert "dibuat" in made.stderr
    assert "dalam garis dasar (tertua 0 hari)" in " ".join(made.stdout.split())
    assert "Tidak ada temuan di luar garis dasar." in made.stdout
    book = office.parent / BOOK
    before = book.read_text(encoding="utf-8")
    again = run("audit", office, "--baseline", BOOK, "--baseline-update")
    assert (again.returncode, book.read_text(encoding="utf-8")) == (0, before)
    assert whole == b""
    first.write_bytes(b"%PDF-1.7 laporan")
    third = sorted((office / "files").rglob("*.pdf"))[2]
    third.write_bytes(b"")
    shown = run("audit", office, "--baseline", BOOK)
    assert shown.returncode == 1
    assert "tidak ditemukan lagi" in shown.stdout
    shrunken = run("audit", office, "--baseline", BOOK, "--baseline-update")
    assert shrunken.returncode == 1
    after = book.read_text(encoding="utf-8")
    assert set(after.splitlines()) < set(before.splitlines())
    assert "tidak ditemukan lagi" not in shrunken.stdout


def test_owners_are_shown_for_one_office(office: Path, run: Run) -> None:
    spoil(office, 1)
    run("audit", office, "--baseline", BOOK, "--baseline-update")
    book = office.parent / BOOK
    book.write_text(book.read_text(encoding="utf-8").replace("}", ', owner: "Tim [red] B"}'))
    shown = run("audit", office, "--baseline", BOOK).stdout
    assert "menurut penanggung jawab" in shown
    assert "Tim [red] B" in shown


def test_an_update_that_would_not_see_everything_is_refused(
    office: Path, run: Run, tmp_path: Path
) -> None:
    given = ("--baseline", BOOK, "--baseline-update")
    assert run("audit", office, "--baseline-update").returncode == 2
    for filters in (
        ("--office", "3512"),
        ("--area", "pengawasan"),
        ("--select", "EV"),
        ("--ignore", "EV"),
    ):
        assert run("audit", office, *given, *filters).returncode == 2
    assert run("audit", office / "evidence", *given).returncode == 2
    document = next((office / "evidence").rglob("*.yaml"))
    assert run("check", document, *given).returncode == 2
    assert not (tmp_path / BOOK).exists()
    unwritable = run("audit", office, "--baseline", "tidak/ada.yaml", "--baseline-update")
    assert unwritable.returncode == 2


def test_single_files_know_the_baseline_and_call_nothing_outdated(office: Path, run: Run) -> None:
    spoil(office, 1)
    run("audit", office, "--baseline", BOOK, "--baseline-update")
    book = json.loads(run("audit", office, "--baseline", BOOK, "-f", "json").stdout)
    path = next(f["path"] for f in book["baselined"] if f["code"] == "EV303")
    assert run("check", office / path).returncode == 1
    known = run("check", office / path, "--baseline", BOOK, "--lang", "id")
    assert known.returncode == 0
    assert "tidak ditemukan lagi" not in known.stdout


def test_its_schema_is_printed(run: Run) -> None:
    printed = json.loads(run("schema", "baseline").stdout)
    jsonschema.Draft202012Validator.check_schema(printed)
    assert printed["additionalProperties"] is False
