"""JUnit XML: a suite an office, a case a rule. Only a rule that was judged and held is a passed case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from sopcheck.model.finding import SEVERITIES
from sopcheck.model.report import RuleLine
from sopcheck.report.hosts import line_of, path_from_root
from sopcheck.words import words

if TYPE_CHECKING:
    from sopcheck.model.finding import Finding
    from sopcheck.model.report import OfficeLine, Report
    from sopcheck.report import View

_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PERCENT = 100
_REASONS = {
    "waived": "host.waived",
    "not-applicable": "host.not-applicable",
    "not-assessed": "host.not-assessed",
    "blocked": "host.blocked",
}


def render(report: Report, view: View) -> bytes:
    """UTF-8 XML. An office's suite has a case for every rule; what is in no office has its own suite."""
    suites = list(_Suites(report, view).all())
    root = ET.Element("testsuites", {"name": _legal(" · ".join(_heads(report, view)))})
    root.extend(suites)
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, 0)) for suite in suites)))
    ET.indent(root)
    written: bytes = ET.tostring(root, "utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + written + b"\n"


def _legal(text: str) -> str:
    """The text, what XML cannot hold replaced."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)


def _heads(report: Report, view: View) -> list[str]:
    """What was judged, as a title; the label first."""
    label = [line_of(report.label, view)] if report.label else []
    return [
        *label,
        f"sopcheck {report.tool['version']}",
        line_of(report.pack.title, view),
        words(view.lang).say("report.year", year=str(report.period)),
    ]


class _Suites:
    """The suites of a report, with its findings by office and code."""

    def __init__(self, report: Report, view: View) -> None:
        self.report, self.view, self.words = report, view, words(view.lang)
        self._titles = {rule.code: line_of(rule.title, view) for rule in report.rules}
        fail_on = report.verdict.fail_on
        at = 0 if fail_on == "never" else SEVERITIES.index(fail_on) + 1
        self._counted = SEVERITIES[:at]
        known = {office.code for office in report.offices}
        self._shown = _by_rule(report.findings, known)
        self._waived = _by_rule(report.waived, known)
        self._baselined = _by_rule(report.baselined, known)

    def all(self) -> Iterator[ET.Element]:
        """One for each office, one for what is in none; of single documents only one."""
        for office in self.report.offices:
            rules = [*office.outcomes, *(rule for area in office.areas for rule in area.rules)]
            cases = [*self._cases(office.code, rules), *self._score(office)]
            yield self._suite(f"{office.code} {office.name}", cases)
        cases = list(self._cases(None, ()))
        if not self.report.offices:
            yield self._suite(self._say("host.documents"), [self._documents(), *cases])
        elif cases:
            yield self._suite(self._say("host.no-office"), cases)

    def _say(self, message: str, **args: object) -> str:
        return self.words.say(message, **args)

    def _suite(self, name: str, cases: list[ET.Element]) -> ET.Element:
        suite = ET.Element("testsuite", {"name": _legal(line_of(name, self.view))})
        suite.set("tests", str(len(cases)))
        suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
        suite.set("errors", "0")
        suite.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
        properties = ET.SubElement(suite, "properties")
        report = self.report
        known = {
            "label": report.label,
            "pack": report.pack.id,
            "period": str(report.period),
            "as-of": report.as_of,
            "assumed-weights": ", ".join(report.pack.assumed),
        }
        for key, value in known.items():
            if value:
                ET.SubElement(properties, "property", {"name": key, "value": _legal(value)})
        for case in cases:
            case.set("classname", suite.get("name", ""))
        suite.extend(cases)
        return suite

    def _cases(self, office: str | None, rules: Iterable[RuleLine]) -> Iterator[ET.Element]:
        """A case for each outcome, and for each code that only findings name."""
        outcomes = {rule.code: rule.outcome for rule in rules}
        for findings, outcome in (
            (self._shown, "fail"),
            (self._baselined, "fail"),
            (self._waived, "waived"),
        ):
            for code in findings.get(office, {}):
                outcomes.setdefault(code, outcome)
        for code, outcome in outcomes.items():
            yield self._case(office, code, outcome)

    def _case(self, office: str | None, code: str, outcome: str) -> ET.Element:
        shown = self._shown.get(office, {}).get(code, [])
        failures = [f for f in shown if f.severity in self._counted]
        case = ET.Element("testcase", {"name": _legal(f"{code} {self._titles.get(code, '')}")})
        if shown:
            first = (failures or shown)[0]
            case.set("file", _legal(path_from_root(first.path, self.view)))
            case.set("line", str(first.line))
        if failures:
            self._fail(case, failures)
        elif not shown and outcome != "pass":
            ET.SubElement(case, "skipped", {"message": self._reason(office, code, outcome)})
        below = [finding for finding in shown if finding not in failures]
        if below:
            ET.SubElement(case, "system-out").text = self._places(below)
        return case

    def _fail(self, case: ET.Element, findings: list[Finding]) -> None:
        first = line_of(findings[0].message, self.view)
        count = self.words.count("n.finding", len(findings))
        message = first if len(findings) == 1 else f"{count}: {first}"
        failure = ET.SubElement(case, "failure", {"message": _legal(message)})
        failure.set("type", findings[0].severity)
        remedy = f"{self._say('report.remedy')}: {line_of(findings[0].remedy, self.view)}"
        source = f"{self._say('report.source')}: {line_of(findings[0].source, self.view)}"
        failure.text = _legal(f"{self._places(findings)}\n{source}\n{remedy}")

    def _places(self, findings: Iterable[Finding]) -> str:
        return _legal(
            "\n".join(
                f"{path_from_root(f.path, self.view)}:{f.line}:{f.column}: "
                f"{self._say(f'severity.{f.severity}')}[{f.code}] {line_of(f.message, self.view)}"
                for f in findings
            )
        )

    def _reason(self, office: str | None, code: str, outcome: str) -> str:
        """Why a rule without a finding to show is no passed case."""
        if outcome == "fail":
            is_baselined = code in self._baselined.get(office, {})
            return self._say("host.baselined" if is_baselined else "host.filtered")
        return self._say(_REASONS.get(outcome, "host.not-assessed"))

    def _score(self, office: OfficeLine) -> Iterator[ET.Element]:
        """The office's score against the least asked; a province has none."""
        least = self.report.verdict.min_score
        if least is None or office.level == "provinsi":
            return
        ratio = office.score.ratio
        case = ET.Element("testcase", {"name": self._say("host.score")})
        if ratio is None or ratio * _PERCENT < least:
            reached = "–" if ratio is None else self.words.percent(round(ratio, 3))
            limit = self.words.decimal(least, 1)
            message = self._say("host.below", reached=reached, least=limit)
            ET.SubElement(case, "failure", {"message": message, "type": "score"})
        yield case

    def _documents(self) -> ET.Element:
        """Of single documents, that they were judged: the outcome of each rule is not known."""
        documents = self.report.summary.documents
        name = self._say("host.judged", documents=self.words.count("n.document", documents))
        case = ET.Element("testcase", {"name": name})
        if not documents:
            ET.SubElement(case, "skipped", {"message": self._say("host.not-assessed")})
        return case


def _by_rule(
    findings: Iterable[Finding], known: Iterable[str]
) -> dict[str | None, dict[str, list[Finding]]]:
    """The findings by office and code; those of no office in the report under None."""
    offices = set(known)
    found: dict[str | None, dict[str, list[Finding]]] = {}
    for finding in findings:
        office = finding.office if finding.office in offices else None
        found.setdefault(office, {}).setdefault(finding.code, []).append(finding)
    return found
