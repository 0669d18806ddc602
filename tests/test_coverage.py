"""Sub-periods: due, on time, late, missed; what is asked of a year that is not over."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from example import FILES, judged
from hypothesis import given, settings
from hypothesis import strategies as st
from test_needs import END, YEAR, evidence, item, paper, support, the_pack

from sopcheck.coverage import due_parts, is_due, last_day, punctual, within
from sopcheck.model.evidence import Paper
from sopcheck.model.finding import Finding
from sopcheck.model.period import MONTHS, Grain, Period, parse_period
from sopcheck.model.report import Report
from sopcheck.model.rules import Needs, Pack
from sopcheck.model.standing import Support
from sopcheck.model.yardstick import PartState, Yardstick
from sopcheck.needs import parts_shown, shown
from sopcheck.pipeline import audit
from sopcheck.report import View, render
from sopcheck.settings import find_settings

PROVINCE = Path(__file__).parent.parent / "examples" / "jawa-timur"
REPORT = Needs(any_of=("laporan",), every="quarter")
GRAINS: tuple[Grain, ...] = ("month", "quarter", "semester", "year")


def states(
    pack: Pack, *supports: Support, needs: Needs = REPORT, as_of: date = END, grace: int = 14
) -> list[str]:
    return [part.state for part in parts(pack, supports, needs, as_of, grace)]


def parts(
    pack: Pack, supports: Sequence[Support], needs: Needs, as_of: date, grace: int
) -> tuple[PartState, ...]:
    yardstick = Yardstick(replace(pack, grace=grace), YEAR, as_of, frozenset(), None)
    return parts_shown(item(needs, pack), needs, supports, yardstick)


def quarter(number: int, day: str | None, *kinds: str) -> Support:
    when = None if day is None else date.fromisoformat(day)
    papers = [paper(kind, date=when) for kind in kinds or ("laporan",)]
    return support(*papers, period=f"2021-Q{number}", name=f"ev-{number}-{day}")


# Due, on time, late, missed


@pytest.mark.parametrize(
    ("grain", "day", "names"),
    [
        ("month", "2021-02-13", []),
        ("month", "2021-02-14", ["2021-01"]),
        ("quarter", "2021-04-13", []),
        ("quarter", "2021-04-14", ["2021-Q1"]),
        ("semester", "2021-07-13", []),
        ("semester", "2021-07-14", ["2021-S1"]),
        ("year", "2022-01-13", []),
        ("year", "2022-01-14", ["2021"]),
    ],
)
def test_a_part_is_due_on_its_last_day_of_grace(grain: Grain, day: str, names: list[str]) -> None:
    found = due_parts(YEAR, grain, date.fromisoformat(day), 14)
    assert [part.name for part in found] == names


def test_without_grace_a_part_is_due_on_its_last_day() -> None:
    march = parse_period("2021-03")
    assert not is_due(march, date(2021, 3, 30), 0)
    assert is_due(march, date(2021, 3, 31), 0)
    assert last_day(march, 0) == march.last


def test_a_pack_without_grace_has_none(pack: Pack) -> None:
    assert pack.grace == 14
    assert states(pack, quarter(1, "2021-04-14"))[0] == "on-time"
    assert states(pack, quarter(1, "2021-04-01"), grace=0)[0] == "late"


def test_on_time_up_to_the_last_day_of_grace_late_from_the_next(pack: Pack) -> None:
    supports = [quarter(1, "2021-04-14"), quarter(2, "2021-07-15"), quarter(4, "2022-01-20")]
    assert states(pack, *supports) == ["on-time", "late", "missed", "late"]
    assert states(pack, *supports, as_of=date(2021, 10, 13)) == [
        "on-time",
        "late",
        "not-due",
        "not-due",
    ]


def test_one_paper_in_time_is_enough_where_one_is_asked(pack: Pack) -> None:
    assert states(pack, quarter(1, "2021-06-25"), quarter(1, "2021-03-01"))[0] == "on-time"


def test_all_that_is_asked_must_come_in_time(pack: Pack) -> None:
    both = replace(REPORT, any_of=(), all_of=("laporan", "notula"))
    minutes = quarter(1, "2021-03-01", "notula")
    assert states(pack, minutes, quarter(1, "2021-04-14"), needs=both)[0] == "on-time"
    assert states(pack, minutes, quarter(1, "2021-04-15"), needs=both)[0] == "late"
    assert states(pack, minutes, needs=both)[0] == "missed"


def test_a_paper_without_a_date_is_as_old_as_the_dated_ones_beside_it(pack: Pack) -> None:
    bundle = Needs(all_of=("notula", "foto"), every="quarter")
    photo = paper("foto")

    def meeting(day: date | None) -> str:
        beside = support(paper("notula", date=day), photo, period="2021-Q1")
        return states(pack, beside, needs=bundle)[0]

    assert meeting(date(2021, 3, 8)) == "on-time"
    assert meeting(date(2021, 4, 15)) == "late"
    assert meeting(None) == "late", "that it was done is shown, when is not"
    elsewhere = quarter(1, "2021-03-08", "notula")
    apart = support(photo, period="2021-Q1", name="ev-foto")
    assert states(pack, elsewhere, apart, needs=bundle)[0] == "late"


def test_a_dated_paper_of_another_quarter_lends_no_date(pack: Pack) -> None:
    """Beside means: in the file and in the sub-period."""
    papers = [
        paper("laporan", own_period=parse_period("2021-Q1"), date=date(2021, 4, 1)),
        paper("laporan", own_period=parse_period("2021-Q2")),
    ]
    assert states(pack, support(*papers))[:2] == ["on-time", "late"]


def test_what_a_missed_part_lacks_is_said(pack: Pack) -> None:
    found = parts(pack, [quarter(1, "2021-03-01", "notula")], REPORT, END, 14)
    assert [[lack.message for lack in part.lacks] for part in found] == [
        ["lack.any-document"],
        ["lack.any-document"],
        ["lack.any-document"],
        ["lack.any-document"],
    ]
    assert [part.until for part in found][:2] == [date(2021, 4, 14), date(2021, 7, 14)]
    assert [len(part.supports) for part in found] == [1, 0, 0, 0]


# Against an oracle that counts days


def days(period: Period) -> set[date]:
    count = (period.last - period.first).days + 1
    return {period.first + timedelta(days=n) for n in range(count)}


@cache
def calendar(grain: Grain) -> list[set[date]]:
    """The parts of 2021 as sets of days, from months alone."""
    size = MONTHS[grain]
    every = [date(2021, 1, 1) + timedelta(days=n) for n in range(365)]
    return [{d for d in every if (d.month - 1) // size == k} for k in range(12 // size)]


def covers_by_days(one: Paper, file: Period, part: set[date]) -> bool:
    if one.own_period is not None:
        return days(one.own_period) <= part
    inside = days(file) <= part
    return inside or (part <= days(file) and one.date in part)


def expected(supports: Sequence[Support], grain: Grain, as_of: date, grace: int) -> list[str]:
    found = []
    for part in calendar(grain):
        limit = max(part) + timedelta(days=grace)
        groups = [
            [p for p in s.papers if covers_by_days(p, s.evidence.period, part)] for s in supports
        ]
        wanted = [(p, group) for group in groups for p in group if p.type == "laporan"]
        in_time = [
            any(q.date is not None and q.date <= limit for q in ([p] if p.date else group))
            for p, group in wanted
        ]
        if as_of < limit:
            found.append("not-due")
        elif not wanted:
            found.append("missed")
        else:
            found.append("on-time" if any(in_time) else "late")
    return found


PERIODS = ["2021", "2021-S1", "2021-S2", "2021-Q2", "2021-Q4", "2021-01", "2021-06", "2021-12"]
PAPERS = st.builds(
    lambda kind, day, own: paper(kind, date=day, own_period=own and parse_period(own)),
    st.sampled_from(["laporan", "laporan", "notula"]),
    st.one_of(st.none(), st.dates(date(2021, 1, 1), date(2022, 2, 15))),
    st.one_of(st.none(), st.sampled_from(PERIODS)),
)
FILES_OF_PAPERS = st.lists(
    st.builds(
        lambda period, papers: support(*papers, period=period),
        st.sampled_from(PERIODS),
        st.lists(PAPERS, min_size=1, max_size=4),
    ),
    max_size=6,
)
DAYS = st.dates(date(2021, 1, 1), date(2022, 3, 1))


@settings(max_examples=400, deadline=None)
@given(FILES_OF_PAPERS, st.sampled_from(GRAINS), DAYS, st.integers(0, 40))
def test_states_are_those_of_the_oracle(
    supports: list[Support], grain: Grain, as_of: date, grace: int
) -> None:
    needs = replace(REPORT, every=grain)
    found = states(the_pack(), *supports, needs=needs, as_of=as_of, grace=grace)
    assert found == expected(supports, grain, as_of, grace)


@settings(max_examples=300, deadline=None)
@given(FILES_OF_PAPERS, st.sampled_from(GRAINS), DAYS, st.integers(1, 12))
def test_the_score_and_its_lack_count_what_the_oracle_counts(
    supports: list[Support], grain: Grain, as_of: date, tenths: int
) -> None:
    """One notion of due and covered, whoever asks."""
    pack = the_pack()
    needs = replace(REPORT, every=grain, coverage=tenths / 12 * pack.scales["YT"]["Ya"])  # type: ignore[index]
    found = shown(item(needs, pack), supports, Yardstick(pack, YEAR, as_of, frozenset(), None))
    told = expected(supports, grain, as_of, pack.grace)
    due = [state for state in told if state != "not-due"]
    missed = [part.name for part, s in zip(YEAR.parts(grain), told, strict=True) if s == "missed"]
    holds = bool(due) and (len(due) - len(missed)) >= needs.coverage * len(due)
    assert (found.label == "Ya") == holds
    lacks = {lack.message: lack for lack in found.lacks.get("Ya", ())}
    assert ("lack.not-due" in lacks) == (not due)
    if "lack.coverage" in lacks:
        args = lacks["lack.coverage"].args
        assert (args["covered"], args["due"]) == (len(due) - len(missed), len(due))
        assert args["periods"] == missed
        assert sorted(p for gap in args["gaps"] for p in gap.args["periods"]) == sorted(missed)


ORDER = ["missed", "late", "on-time"]


@settings(max_examples=300, deadline=None)
@given(
    FILES_OF_PAPERS,
    st.sampled_from(GRAINS),
    st.sampled_from([REPORT, Needs(all_of=("laporan", "notula"), every="quarter")]),
    st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=6, max_size=6),
)
def test_taking_papers_away_never_makes_a_part_better(
    supports: list[Support], grain: Grain, needs: Needs, kept: list[list[bool]]
) -> None:
    needs = replace(needs, every=grain)
    fewer = []
    for one, keeps in zip(supports, kept, strict=False):
        papers = tuple(p for p, keep in zip(one.papers, keeps, strict=False) if keep)
        fewer.append(Support(replace(one.evidence, papers=papers), papers))
    before = states(the_pack(), *supports, needs=needs)
    after = states(the_pack(), *fewer, needs=needs)
    for old, new in zip(before, after, strict=True):
        assert ORDER.index(new) <= ORDER.index(old)


@settings(max_examples=200, deadline=None)
@given(FILES_OF_PAPERS, DAYS, st.integers(0, 30))
def test_more_days_of_grace_make_nothing_later(
    supports: list[Support], as_of: date, grace: int
) -> None:
    less = states(the_pack(), *supports, as_of=as_of, grace=grace)
    more = states(the_pack(), *supports, as_of=as_of, grace=grace + 10)
    for old, new in zip(less, more, strict=True):
        assert new == "not-due" or ORDER.index(new) >= ORDER.index(old)


def test_punctual_keeps_only_what_covers() -> None:
    march, q1 = date(2021, 3, 1), parse_period("2021-Q1")
    file = Support(evidence("ev"), (paper("laporan", date=march), paper("foto")))
    (cut,) = within([file], q1)
    assert [p.type for p in cut.papers] == ["laporan"], "an undated paper of a year covers nothing"
    assert punctual([cut], date(2021, 2, 28)) == []
    assert punctual([cut], march) == [cut]


# The findings


ONE_QUARTER = {
    path: data
    for path, data in FILES.items()
    if b"TL-P3" not in data or "q1" in path or not path.startswith("evidence/")
}


def of(report: Report, item_id: str) -> dict[str, Finding]:
    return {f.code: f for f in report.findings if f.item == item_id}


def test_one_quarter_of_four_shows_c_and_one_finding_names_the_three_others() -> None:
    report = judged(ONE_QUARTER)
    found = [f for f in report.findings if f.item == "TL-P3"]
    assert [f.code for f in found] == ["CV403", "CV404"]
    above, missed = found
    assert (above.args["answer"], above.args["shown"]) == ("A", "C")
    assert "“C”" in above.message.id
    assert missed.args["periods"] == ["2021-Q2", "2021-Q3", "2021-Q4"]
    assert all(name in missed.message.en for name in missed.args["periods"])
    assert (missed.args["missed"], missed.args["due"]) == (3, 4)
    assert above.cause == missed.fingerprint
    assert missed.cause is None
    (line,) = [i for o in report.offices for a in o.areas for i in a.items if i.item == "TL-P3"]
    assert (line.claimed, line.evidenced, line.supported) == ("A", "C", "C")
    assert line.supported_value == 0.33


def test_the_cause_is_shown_and_kept_in_json() -> None:
    report = judged(ONE_QUARTER)
    text = render(report, "terminal", View(lang="id", width=100, verbose=True)).decode()
    at = text.index("[CV403] TL-P3")
    assert "= sebab" in text[at : text.index("[CV404] TL-P3")]
    stored = json.loads(render(report, "json", View()))
    causes = {f["fingerprint"]: f["code"] for f in stored["findings"]}
    told = [f for f in stored["findings"] if f["cause"] is not None]
    assert told
    assert {(f["code"], causes[f["cause"]]) for f in told} == {("CV403", "CV404")}


@pytest.mark.parametrize("workers", [1, 2])
def test_causes_are_the_same_with_any_number_of_workers(workers: int) -> None:
    report = audit(PROVINCE, find_settings(PROVINCE), jobs=workers)
    prints = {f.fingerprint: f for f in report.findings}
    told = [f for f in report.findings if f.cause is not None]
    assert told
    for finding in told:
        cause = prints[finding.cause or ""]
        assert (cause.office, cause.item) == (finding.office, finding.item)


# The future is unseen, and asks nothing

MIDYEAR = date(2021, 6, 30)
LATER = ("2021-Q2", "2021-Q3", "2021-Q4", "2021-S1", "2021-S2", "2021-06", "2021-07", "2021-12")


@pytest.fixture(scope="module")
def midyear() -> dict[str, Report]:
    reports = {}
    for name, folder in (("satu-satker", PROVINCE.parent / "satu-satker"), ("jatim", PROVINCE)):
        reports[name] = audit(folder, replace(find_settings(folder), as_of=MIDYEAR))
    return reports


def test_at_midyear_the_example_office_has_no_finding(midyear: dict[str, Report]) -> None:
    report = midyear["satu-satker"]
    assert [f"{f.code} {f.message.en}" for f in report.findings] == []
    score = report.offices[0].score
    assert 0 < (score.supported or 0) < (score.claimed or 0)


@pytest.mark.parametrize("name", ["satu-satker", "jatim"])
def test_at_midyear_nothing_of_later_is_seen(midyear: dict[str, Report], name: str) -> None:
    report = midyear[name]
    assert report.summary.set_aside > 100
    days_of: dict[tuple[str, str], set[str]] = {}
    for line in report.evidence:
        for document in line.documents:
            reference = (line.office, f"{line.id}#{document['id']}")
            days_of.setdefault(reference, set()).add(document["date"] or "")
    counted = {
        (office.code, reference)
        for office in report.offices
        for area in office.areas
        for line in area.items
        for reference in line.evidence
    }
    assert len(counted) > 50
    assert not [ref for ref in counted if min(days_of[ref]) > MIDYEAR.isoformat()]
    assert [ref for ref in days_of if min(days_of[ref]) > MIDYEAR.isoformat()]


@pytest.mark.parametrize("name", ["satu-satker", "jatim"])
def test_at_midyear_nothing_is_asked_that_is_not_due(midyear: dict[str, Report], name: str) -> None:
    unanswered = ("claim.no-worksheet", "claim.other-worksheet", "claim.unanswered")
    asking = ("CV402", "CV403", "CV404", "CV406", "EV304")
    report = midyear[name]
    assert not [f for f in report.findings if f.message_id in unanswered], "CV401"
    found = [f for f in report.findings if f.code in asking]
    claims = {
        (office.code, line.item): line.claimed
        for office in report.offices
        for area in office.areas
        for line in area.items
    }
    pack = the_pack()
    for finding in found:
        levels = dict(pack.items[finding.item or ""].levels)
        every = levels[claims[finding.office or "", finding.item or ""] or ""].every
        assert every in ("month", "quarter"), "of a semester or a year nothing is due yet"
        assert not set(finding.args.get("periods", ())) & set(LATER), finding.message.en
        asked = {lack["message"] for lack in finding.args.get("lacks", ())}
        assert asked <= {"lack.coverage-brief", "lack.executions"}, finding.message.en
    assert bool(found) == (name == "jatim")


@pytest.mark.parametrize(
    ("missing", "answer", "said"),
    [([1], "A", True), ([1], "B", False), ([1, 2], "B", False), ([1, 2, 3], "B", True)],
)
def test_before_the_year_is_over_a_share_is_missed_when_it_is_out_of_reach(
    missing: list[int], answer: str, said: bool
) -> None:
    """Half of four quarters can still be reached while two are to come."""
    worksheet = FILES["self-assessment-2021.yaml"].replace(
        b"TL-P3:\n    answer: A", b"TL-P3:\n    answer: " + answer.encode()
    )
    kept = {
        path: data
        for path, data in FILES.items()
        if not any(f"2021-q{n}-rapat-sop" in path for n in missing) and "monitoring-sop" not in path
    }
    settings = replace(find_settings(PROVINCE.parent / "satu-satker"), as_of=date(2021, 11, 1))
    report = judged(kept | {"self-assessment-2021.yaml": worksheet}, settings)
    assert ("CV404" in of(report, "TL-P3")) == said
