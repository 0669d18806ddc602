"""SARIF, JUnit, GitHub annotations and GitLab code quality are what their readers accept."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import judged_example, tool
from junitparser import Failure, JUnitXml, Skipped, TestCase, TestSuite

from sopcheck.filters import Selection, selected
from sopcheck.model.finding import Bilingual, Finding, Place
from sopcheck.model.report import Report
from sopcheck.pipeline import audit
from sopcheck.report import View, format_of, render
from sopcheck.settings import find_settings
from sopcheck.single import check

ROOT = Path(__file__).parent.parent
HOSTS = ("sarif", "junit", "github", "gitlab")
SCHEMA = json.loads((ROOT / "tests/schemas/sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
SPECIAL = "\n::error::x\r\n##[error]y <b>&\"' ]]> [a](http://b) \x00\x1b\u202e\ud800 %0A::stop-commands::z"


@pytest.fixture(scope="module")
def province() -> Report:
    return selected(judged_example("jawa-timur"), Selection())


@pytest.fixture(scope="module")
def clean_office() -> Report:
    path = ROOT / "examples" / "satu-satker"
    return selected(audit(path, find_settings(path)), Selection())


@pytest.fixture
def faulty(office: Path) -> tuple[Path, Path]:
    """An office with one evidence file whose attachment is gone, and that file."""
    evidence = min((office / "evidence").rglob("*.yaml"))
    text = evidence.read_text(encoding="utf-8")
    evidence.write_text(text.replace("file: files/", "file: files/hilang-", 1), encoding="utf-8")
    return office, evidence


def run_of(report: Report, view: View | None = None) -> dict[str, Any]:
    log = json.loads(render(report, "sarif", view or View()))
    jsonschema.Draft7Validator(SCHEMA).validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def suites_of(report: Report, view: View | None = None) -> list[TestSuite]:
    xml = JUnitXml.fromstring(render(report, "junit", view or View()))
    suites = list(xml)
    for suite in suites:
        told = (suite.tests, suite.failures, suite.errors, suite.skipped)
        suite.update_statistics()
        assert (suite.tests, suite.failures, suite.errors, suite.skipped) == told
    assert xml.tests == sum(suite.tests for suite in suites)
    assert xml.failures == sum(suite.failures for suite in suites)
    assert xml.skipped == sum(suite.skipped for suite in suites)
    return suites


def case_of(suite: TestSuite, code: str) -> TestCase:
    return next(case for case in suite if case.name.startswith(f"{code} "))


def passes(case: TestCase) -> bool:
    return not any(isinstance(result, (Failure, Skipped)) for result in case.result)


def gitlab_of(report: Report, view: View | None = None) -> list[dict[str, Any]]:
    entries = json.loads(render(report, "gitlab", view or View()))
    assert isinstance(entries, list)
    return entries


def hostile(report: Report) -> Report:
    """The report, every text of its first findings and its label full of marks."""
    text = Bilingual(SPECIAL, SPECIAL * 100)
    place = Place(SPECIAL, 1, 1, 2, SPECIAL)
    findings = tuple(
        replace(
            f,
            title=text,
            message=text,
            remedy=text,
            source=SPECIAL,
            path=SPECIAL,
            subject=SPECIAL,
            related=(place,),
        )
        for f in [found for found in report.findings if found.severity == "error"][:3]
    )
    rules = tuple(replace(r, title=text, remedy=text, source=SPECIAL) for r in report.rules)
    offices = tuple(replace(o, name=SPECIAL) for o in report.offices)
    return replace(report, findings=findings, rules=rules, offices=offices, label=SPECIAL)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_sarif_fits_the_official_schema(clean_office: Report, province: Report, lang: str) -> None:
    assert run_of(clean_office, View(lang=lang))["results"] == []
    run = run_of(province, View(lang=lang))
    assert len(run["results"]) == len(province.findings) + len(province.waived)
    assert len(run["tool"]["driver"]["rules"]) == len(province.rules)


def test_sarif_says_what_the_finding_says(province: Report) -> None:
    run = run_of(province, View(lang="en", path_prefix="bukti rb/"))
    finding = next(f for f in province.findings if f.code == "CF208")
    found = next(r for r in run["results"] if r["ruleId"] == "CF208")
    physical = found["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == f"bukti%20rb/{finding.path}"
    assert physical["region"] == {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endColumn": finding.end_column,
        "snippet": {"text": "2021-03-01"},
    }
    assert found["message"]["text"] == f"DATA CONTOH: {finding.message.en}."
    assert found["partialFingerprints"]["primaryLocationLineHash"] == finding.fingerprint
    assert len(found["relatedLocations"]) == len(finding.related) == 2
    rule = run["tool"]["driver"]["rules"][found["ruleIndex"]]
    assert rule["id"] == "CF208"
    assert finding.remedy.en in rule["help"]["text"]
    assert finding.source in rule["help"]["text"]


def test_sarif_suppresses_what_is_waived_or_in_the_baseline(province: Report) -> None:
    first, *rest = province.findings
    run = run_of(replace(province, findings=tuple(rest), baselined=(first,)))
    suppressed = {
        r["partialFingerprints"]["sopcheck/v1"]: r["suppressions"]
        for r in run["results"]
        if "suppressions" in r
    }
    assert suppressed.keys() == {first.fingerprint, province.waived[0].fingerprint}
    (waived,) = suppressed[province.waived[0].fingerprint]
    waiver = next(w for w in province.waivers if w.id == province.waived[0].waiver)
    assert (waived["kind"], waived["status"]) == ("external", "accepted")
    assert waiver.decree
    assert waiver.decree in waived["justification"]
    assert waiver.reason in waived["justification"]
    assert "baseline" in suppressed[first.fingerprint][0]["justification"]


def test_sarif_keeps_the_gravest_and_says_that_it_left_some_out(province: Report) -> None:
    notes = [f for f in province.findings if f.severity == "note"]
    errors = [f for f in province.findings if f.severity == "error"]
    many = (*(notes * 1000)[:4999], *errors[:20])
    run = run_of(replace(province, findings=many))
    levels = Counter(r["level"] for r in run["results"])
    assert levels == {"error": 20, "note": 4980}
    remarks = run["invocations"][0]["toolExecutionNotifications"]
    said = [n["message"]["text"] for n in remarks if n["level"] == "warning"]
    assert len(said) == 1
    assert "5.000" in said[0]
    assert "5.020" in said[0]
    few = run_of(province)["invocations"][0]["toolExecutionNotifications"]
    assert [n for n in few if n["level"] == "warning"] == []


def test_uploads_of_single_documents_never_replace_those_of_an_audit(province: Report) -> None:
    ids = {
        run_of(r)["automationDetails"]["id"]
        for r in (province, replace(province, offices=()), replace(province, period=2022))
    }
    assert ids == {
        "sopcheck/pmprb-2020-unit/2021/",
        "sopcheck-check/pmprb-2020-unit/2021/",
        "sopcheck/pmprb-2020-unit/2022/",
    }


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_multitool_has_nothing_to_say(
    province: Report, clean_office: Report, tmp_path: Path, lang: str
) -> None:
    multitool = os.environ.get("SARIF_MULTITOOL") or tool("sarif-multitool")
    for report in (province, clean_office):
        (tmp_path / "in.sarif").write_bytes(render(report, "sarif", View(lang=lang)))
        options = ["--rule-kind", "Sarif;Ghas", "--log", "ForceOverwrite", "-o", "out.sarif"]
        subprocess.run(
            [multitool, "validate", "in.sarif", "--level", "Error;Warning", *options],
            cwd=tmp_path,
            env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
            capture_output=True,
            check=False,
        )
        log = json.loads((tmp_path / "out.sarif").read_text(encoding="utf-8-sig"))
        found = [r["ruleId"] for r in log["runs"][0].get("results", [])]
        # The project has no public address that informationUri could name.
        assert [code for code in found if code != "SARIF2005"] == []


def test_junit_has_a_suite_an_office_and_a_case_a_rule(province: Report) -> None:
    suites = suites_of(province)
    assert [s.name for s in suites] == [f"{o.code} {o.name}" for o in province.offices]
    for suite, office in zip(suites, province.offices, strict=True):
        outcomes = [*office.outcomes, *(r for a in office.areas for r in a.rules)]
        assert suite.tests == len(outcomes)
        assert {case.name.split()[0] for case in suite if passes(case)} >= {
            rule.code for rule in outcomes if rule.outcome == "pass"
        }
        for rule in outcomes:
            case = case_of(suite, rule.code)
            counted = any(
                f.severity == "error" and f.code == rule.code and f.office == office.code
                for f in province.findings
            )
            assert any(isinstance(r, Failure) for r in case.result) == counted
            if rule.outcome not in ("pass", "fail"):
                assert not passes(case), rule.code


@pytest.mark.parametrize("fail_on", ["error", "warning", "note", "never"])
def test_junit_fails_exactly_where_the_verdict_does(province: Report, fail_on: str) -> None:
    report = selected(province, Selection(fail_on=fail_on))
    suites = suites_of(report)
    assert any(suite.failures for suite in suites) == bool(report.verdict.exit)
    text = render(report, "junit", View()).decode()
    assert ("<system-out>" in text) == (fail_on != "note")
    for finding in report.findings[::50]:
        assert f"{finding.path}:{finding.line}:{finding.column}: " in text


def test_a_failed_rule_whose_findings_are_not_shown_is_no_pass(province: Report) -> None:
    finding = next(f for f in province.findings if f.severity == "error")
    hidden = selected(province, Selection(ignore=[finding.code]))
    stored = replace(hidden, baselined=(finding,))
    at = [o.code for o in province.offices].index(finding.office or "")
    for report, word in ((hidden, "disaring"), (stored, "baseline")):
        (result,) = case_of(suites_of(report)[at], finding.code).result
        assert isinstance(result, Skipped)
        assert word in str(result.message)


def test_junit_words_a_waived_rule(province: Report) -> None:
    waived = province.waived[0]
    at = [o.code for o in province.offices].index(waived.office or "")
    (result,) = case_of(suites_of(province, View(lang="en"))[at], waived.code).result
    assert isinstance(result, Skipped)
    assert result.message == "waived"


def test_what_is_in_no_office_has_a_suite_of_its_own(province: Report) -> None:
    stray = replace(province.findings[0], office=None, severity="error")
    suites = suites_of(replace(province, findings=(*province.findings, stray)))
    assert len(suites) == len(province.offices) + 1
    assert (suites[-1].name, suites[-1].tests, suites[-1].failures) == ("Di luar kantor", 1, 1)


def test_the_least_score_is_a_case_of_each_office_but_the_province(province: Report) -> None:
    report = selected(province, Selection(min_score=80, fail_on="never"))
    below = 0
    for suite, office in zip(suites_of(report), report.offices, strict=True):
        cases = [case for case in suite if case.name == "Nilai yang didukung bukti"]
        assert len(cases) == (office.level != "provinsi")
        failed = office.score.ratio is None or office.score.ratio < 0.8
        assert [passes(case) for case in cases] == [not failed] * len(cases)
        below += suite.failures
    assert below > 0
    assert report.verdict.exit == 1


@pytest.mark.parametrize("lang", ["id", "en"])
def test_github_shows_ten_of_a_level_and_counts_all(province: Report, lang: str) -> None:
    *commands, last = render(province, "github", View(lang=lang)).decode().splitlines()
    levels = [command[2:].split(" ")[0] for command in commands]
    assert levels == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 8
    assert last.startswith("sopcheck: 812 ")
    assert str(len(province.findings) - 28) in last
    assert last.endswith("DATA CONTOH")


def test_github_alone_is_told_a_place_and_a_title(faulty: tuple[Path, Path]) -> None:
    office, evidence = faulty
    report = audit(office, find_settings(office))
    command = render(report, "github", View(path_prefix="a,b/")).decode().splitlines()[0]
    path = evidence.relative_to(office).as_posix()
    finding = report.findings[0]
    assert command.startswith(f"::error file=a%2Cb/{path},line={finding.line},")
    assert f",col={finding.column},endColumn={finding.end_column},title=DATA CONTOH%3A " in command
    assert command.endswith(f"::{finding.message.id}")


def test_gitlab_has_the_keys_that_it_asks_for(province: Report, clean_office: Report) -> None:
    assert gitlab_of(clean_office) == []
    entries = gitlab_of(province, View(path_prefix="bukti/"))
    assert len(entries) == len(province.findings)
    for entry, finding in zip(entries, province.findings, strict=True):
        assert entry["check_name"] == finding.code
        assert entry["location"]["path"] == f"bukti/{finding.path}"
        assert entry["location"]["lines"]["begin"] == finding.line
        assert finding.message.id in entry["description"]
    assert {e["severity"] for e in entries} == {"info", "minor", "major"}
    assert len({e["fingerprint"] for e in entries}) == len(entries)


def test_gitlab_tells_equal_fingerprints_apart(province: Report) -> None:
    twice = replace(province, findings=province.findings[:5] * 3)
    assert len({e["fingerprint"] for e in gitlab_of(twice)}) == 15


def test_moved_lines_keep_their_fingerprints(faulty: tuple[Path, Path]) -> None:
    office, evidence = faulty

    def seen() -> tuple[list[str], list[str], list[int]]:
        report = audit(office, find_settings(office))
        results = run_of(report)["results"]
        entries = gitlab_of(report)
        return (
            [r["partialFingerprints"]["primaryLocationLineHash"] for r in results],
            [e["fingerprint"] for e in entries],
            [e["location"]["lines"]["begin"] for e in entries],
        )

    before = seen()
    text = evidence.read_text(encoding="utf-8")
    evidence.write_text(f"# satu\n# dua\n{text}", encoding="utf-8")
    after = seen()
    assert before[0]
    assert before[:2] == after[:2]
    assert before[2] != after[2]


@pytest.mark.parametrize("lang", ["id", "en"])
def test_data_is_never_a_command_nor_markup(province: Report, lang: str) -> None:
    report, view = hostile(province), View(lang=lang)
    lines = render(report, "github", view).decode().split("\n")
    assert len(lines) == 3 + 1 + 1
    assert all(line.startswith("::error file=") for line in lines[:3])
    assert lines[3].startswith("sopcheck: ")
    assert not any("##[" in line or "\r" in line for line in lines)
    for line in lines[:3]:
        properties = line.split("::")[1]
        assert [p.split("=")[0] for p in properties.removeprefix("error ").split(",")] == [
            "file",
            "line",
            "endLine",
            "col",
            "endColumn",
            "title",
        ]
    assert all(suite.tests for suite in suites_of(report, view))
    for found in run_of(report, view)["results"]:
        assert "](" not in found["message"]["text"]
        assert "\n" not in found["message"]["text"]
        assert len(found["message"]["text"]) < 2100
        uri = found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert not set(uri) & set(' :<>"\n?#[]')
    assert all("\n" not in e["description"] for e in gitlab_of(report, view))
    for name in HOSTS:
        assert b"\x1b" not in render(report, name, view)
        assert b"\x00" not in render(report, name, view)


@pytest.mark.parametrize("name", HOSTS)
@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_same_report_gives_the_same_bytes_with_its_label(
    province: Report, name: str, lang: str
) -> None:
    written = render(province, name, View(lang=lang))
    assert written == render(province, name, View(lang=lang, width=200, color=True, quiet=True))
    assert "DATA CONTOH" in written.decode()


def test_single_documents_are_reported_without_offices(faulty: tuple[Path, Path]) -> None:
    office, evidence = faulty
    settings = find_settings(office)
    broken = selected(check([evidence], settings), Selection())
    (suite,) = suites_of(broken)
    assert suite.failures == len({f.code for f in broken.findings if f.severity == "error"}) > 0
    assert len(run_of(broken)["results"]) == len(broken.findings)
    whole = check([office / "office.yaml"], settings)
    (suite,) = suites_of(whole, View(lang="en"))
    assert [case.name for case in suite] == ["Judged: 1 document"]
    assert suite.failures == suite.skipped == 0
    assert gitlab_of(whole) == []
    assert render(whole, "github", View()).decode().startswith("sopcheck: 0 galat")


def test_only_formats_with_a_suffix_are_known_by_it() -> None:
    assert format_of("a.sarif") == "sarif"
    assert format_of("a.xml") == "junit"
    assert format_of("github") is None


def test_the_summary_counts_what_the_baseline_holds(province: Report) -> None:
    kept: tuple[Finding, ...] = province.findings[:7]
    last = render(replace(province, baselined=kept), "github", View()).decode().splitlines()[-1]
    assert "7 sudah ada dalam daftar awal" in last
