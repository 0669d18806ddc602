"""Waivers lift findings for a time: what they give back to the score, and that nothing is dropped."""

from __future__ import annotations

from datetime import date

import pytest

from sopcheck.model.report import Report
from sopcheck.settings import Settings, find_settings
from tests.example import EXAMPLE, FILES, judged

PAPER = "evidence/manajemen-perubahan/2021-tim-rb.yaml"
WAIVER = """
kind: waiver
id: wv-2021-001
rule: EV307
office: "3512"
subject: ev-3512-mp-2021-tim
reason: Naskah asli dipinjam inspektorat
approved_by: Sekretaris KPU Provinsi Jawa Timur
from: 2021-03-01
until: 2021-12-31
"""


def unsigned() -> dict[str, bytes]:
    """The example with one decree that nobody signed."""
    text = FILES[PAPER].decode()
    assert text.count("signed: basah") >= 1
    return {**FILES, PAPER: text.replace("signed: basah", "signed: false", 1).encode()}


def test_a_waiver_gives_back_exactly_what_the_finding_took() -> None:
    whole, without = judged(FILES), judged(unsigned())
    lifted = judged({**unsigned(), "waivers.yaml": WAIVER.encode()})
    score, before = lifted.offices[0].score, without.offices[0].score
    assert before.supported < whole.offices[0].score.supported  # type: ignore[operator]
    assert score.supported == whole.offices[0].score.supported
    assert score.supported_before_waivers == before.supported
    assert before.supported_before_waivers == before.supported


def test_a_lifted_finding_is_listed_and_counts_for_nothing() -> None:
    report = judged({**unsigned(), "waivers.yaml": WAIVER.encode()})
    assert [f.code for f in report.findings] == []
    assert [(f.code, f.waiver) for f in report.waived] == [("EV307", "wv-2021-001")]
    assert report.summary.waived == 1
    outcomes = {o.code: o.outcome for o in report.offices[0].outcomes}
    assert outcomes["EV307"] == "waived"
    (waiver,) = report.waivers
    assert (waiver.state, waiver.findings, waiver.subject) == (
        "in-force",
        1,
        "ev-3512-mp-2021-tim",
    )


def _on(day: date) -> Settings:
    return find_settings(EXAMPLE).with_options(as_of=day)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2021, 2, 28), "upcoming"),
        (date(2021, 3, 1), "in-force"),
        (date(2021, 12, 31), "in-force"),
        (date(2022, 2, 15), "in-force"),  # the last day of the judged period decides
    ],
)
def test_a_waiver_is_in_force_on_the_day_or_the_last_day_of_the_period(
    day: date, state: str
) -> None:
    report = judged({**unsigned(), "waivers.yaml": WAIVER.encode()}, _on(day))
    assert [waiver.state for waiver in report.waivers] == [state]


@pytest.mark.parametrize(
    "broken",
    [
        WAIVER.replace("until: 2021-12-31\n", ""),
        WAIVER.replace("EV307", "EV370"),
        WAIVER.replace("until: 2021-12-31", "until: 2021-11-30"),
        WAIVER.replace("3512-mp-2021-tim", "3512-mp-2021"),
        WAIVER + "\n\t",
        "",
    ],
    ids=["no-end", "unknown-rule", "expired", "other-subject", "torn", "empty"],
)
def test_a_waiver_that_does_not_hold_lifts_nothing_and_is_said(broken: str) -> None:
    report = judged({**unsigned(), "waivers.yaml": broken.encode()})
    plain = judged(unsigned())
    assert report.offices[0].score.supported == plain.offices[0].score.supported
    assert not report.waived
    assert {f.path for f in report.findings} == {PAPER, "waivers.yaml"}


def _two_offices(waivers: str) -> Report:
    """Two offices that hold the very same file, with waivers at the root."""
    files = {
        f"offices/{code}-{slug}/{name}": data.replace(b"3512", code.encode())
        for code, slug in (("3511", "kab-bondowoso"), ("3512", "kab-situbondo"))
        for name, data in FILES.items()
        if name != "sopcheck.yaml" and not name.startswith("sops/")
    }
    shared = {name: data for name, data in FILES.items() if name.startswith("sops/")}
    return judged({**files, **shared, "waivers.yaml": waivers.encode()})


def test_findings_across_offices_are_lifted_in_the_office_of_the_waiver_alone() -> None:
    waiver = WAIVER.replace("EV307", "EV309").replace("subject: ev-3512-mp-2021-tim\n", "")
    report = _two_offices(waiver)
    assert {f.office for f in report.waived if f.code == "EV309"} == {"3512"}
    assert {f.office for f in report.findings if f.code == "EV309"} == {"3511"}
    by_code = {o.code: {r.code: r.outcome for r in o.outcomes} for o in report.offices}
    assert (by_code["3512"]["EV309"], by_code["3511"]["EV309"]) == ("waived", "fail")
    assert not [f for f in report.findings if f.code.startswith("WV")]


def test_waivers_of_offices_that_were_not_judged_are_passed_over() -> None:
    waiver = WAIVER.replace('office: "3512"', 'office: "3511"')
    report = judged({**unsigned(), "waivers.yaml": waiver.encode()})
    assert {f.code for f in report.findings if f.path == "waivers.yaml"} == {"CORE008"}
    assert report.waivers == ()
