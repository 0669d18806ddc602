"""Executions in the report: what is seen of a run, how it came out, and what is counted of it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import jsonschema
import pytest
from conftest import judged_example
from example import FILES, judged

from sopcheck.model.execution_lines import DeviationLine, ExecutionLine
from sopcheck.model.finding import Finding
from sopcheck.model.report import Report
from sopcheck.report import View, render
from sopcheck.schemas import schema

Judge = Callable[..., Report]
BASE = Path(__file__).parent / "rules" / "base"
OFFICE = (BASE / "office.yaml").read_text(encoding="utf-8")
SOP_PATH = "sops/penataan-tatalaksana/sop-tl-01.yaml"
EVIDENCE_PATH = "evidence/penataan-tatalaksana/2021.yaml"
SOP = (BASE / SOP_PATH).read_text(encoding="utf-8").replace("2021-09-01", "2021-02-01")

DRAFT = "{step: konsep, role: kasubbag-pdi, day: 2021-10-04, output: [Konsep SOP]}"
TRIED = "{step: uji, role: anggota-hukum, day: 2021-10-05, decided: Ya, output: [Catatan uji]}"
SENT_BACK = TRIED.replace("decided: Ya", "decided: Tidak")
SIGNED = "{step: pengesahan, role: sekretaris, day: 2021-10-06, output: [SOP sah]}"
WHOLE = (DRAFT, TRIED, SIGNED)


def when(event: str, text: str) -> str:
    """The event with other times: `text` stands for its day."""
    before, _, rest = event.partition("day: ")
    return before + text + rest[len("2021-10-04") :]


def step(name: str, times: str, **fields: str) -> str:
    """An event of a step of the office's own SOP below, done right unless said otherwise."""
    role, output = fields.get("role", "ppid"), fields.get("output", f"Hasil {name}")
    return f"{{step: {name}, role: {role}, {times}, output: [{output}]}}"


def evidence(*events: str, head: str = "", sop: str = "{id: sop-tl-01, version: 1}") -> str:
    top = f"kind: evidence\nid: ev-1\narea: penataan-tatalaksana\nperiod: 2021\nsop: {sop}\n{head}"
    return top + "events:\n" + "".join(f"  - {event}\n" for event in events)


def several(runs: Mapping[str, Iterable[str]]) -> str:
    text = evidence().removesuffix("events:\n") + "runs:\n"
    for name, events in runs.items():
        text += f"  - id: {name}\n    events:\n"
        text += "".join(f"      - {event}\n" for event in events)
    return text


def sop(*steps: str, version: int = 1, effective: str = "2021-02-01", head: str = "") -> str:
    """An SOP of the office; steps as `name`, `name: limit`, or `name: limit, more`."""
    entries = []
    for text in steps:
        name, _, rest = text.partition(": ")
        entries.append(
            f"  - {{id: {name}, activity: Mengerjakan {name}, role: ppid, "
            f"output: [Hasil {name}], time: {rest or '5 hari kerja'}}}\n"
        )
    return (
        f"kind: sop\nid: sop-pp-01\narea: pelayanan-publik\nnumber: 0{version}/SOP/3512/2021\n"
        f"title: Pelayanan\nversion: {version}\nstatus: in-force\ncreated: 2020-11-02\n"
        "approved_by: {title: Sekretaris, date: 2020-11-03}\n"
        f"effective: {effective}\n{head}steps:\n{''.join(entries)}"
    )


OWN = "{id: sop-pp-01, version: 1}"


@pytest.fixture
def judge_files(judge: Judge) -> Judge:
    """Judge an office with its SOP and some more files, by path."""

    def run(files: Mapping[str, str | bytes], **options: Any) -> Report:
        options.setdefault("as_of", date(2021, 12, 31))
        return judge({"office.yaml": OFFICE, SOP_PATH: SOP} | dict(files), **options)

    return run


@pytest.fixture
def judge_run(judge_files: Judge) -> Callable[..., ExecutionLine]:
    """The line of the one run that these events make."""

    def run(*events: str, **options: Any) -> ExecutionLine:
        files = options.pop("files", {})
        head, name = options.pop("head", ""), options.pop("sop", "{id: sop-tl-01, version: 1}")
        text = evidence(*events, head=head, sop=name)
        (line,) = judge_files({EVIDENCE_PATH: text} | files, **options).executions
        return line

    return run


JudgeRun = Callable[..., ExecutionLine]


def steps_of(line: ExecutionLine) -> list[tuple[str, str, int | None]]:
    return [(move.move, move.step, move.event) for move in line.moves]


def conduct_findings(report: Report) -> list[Finding]:
    return [f for f in report.findings if f.code.startswith("CF")]


# The order of events


A, B, C = sop("a", "b", "c"), "day: 2021-10-04", "start: 2021-10-04 "


@pytest.mark.parametrize(
    "events",
    [
        [step("a", B), step("b", B), step("c", B)],
        [step("c", f"{C}10:00"), step("a", f"{C}08:00"), step("b", f"{C}09:00")],
        [step("a", f"{C}08:00"), step("b", B), step("c", f"{C}09:00")],
        [step("a", B), step("b", f"{C}08:00"), step("c", f"{C}09:00")],
        [step("a", f"{C}08:00"), step("b", f"{C}09:00"), step("c", B)],
        [step("c", f"{C}09:00"), step("b", B), step("a", f"{C}08:00")],  # the day stays second
        [step("b", f"{C}08:00"), step("c", f"{C}08:00"), step("a", "day: 2021-10-01")],
        [step("a", f"{C}08:00"), step("b", f"{C}08:00"), step("c", f"{C}08:00")],
        [step("c", "end: 2021-10-06 08:00"), step("b", B), step("a", "end: 2021-10-04 08:00")][
            ::-1
        ],
        [
            step("a", f"{C}10:00"),
            step("b", "start: 2021-10-04T03:30+00:00"),
            step("c", f"{C}11:00"),
        ],
        [step("b", "start: 2021-10-03T18:00+00:00"), step("a", "day: 2021-10-03"), step("c", B)],
    ],
)
def test_events_are_read_in_the_order_in_which_they_began(
    judge_run: JudgeRun, events: list[str]
) -> None:
    line = judge_run(*events, sop=OWN, files={"sops/x.yaml": A})
    assert (line.outcome, line.cost) == ("pass", 0)


@pytest.mark.parametrize(
    ("events", "order"),
    [
        ([step("a", B), step("c", B), step("b", B)], "acb"),
        ([step("a", f"{C}10:00"), step("b", B), step("c", f"{C}08:00")], "cba"),
        ([step("b", B), step("a", f"{C}08:00"), step("c", f"{C}09:00")], "bac"),
        ([step("a", f"{C}08:00"), step("c", f"{C}09:00"), step("b", f"{C}09:00")], "acb"),
        ([step("a", "end: 2021-10-06"), step("b", B), step("c", "day: 2021-10-07")], "bac"),
    ],
)
def test_events_in_a_wrong_order(judge_run: JudgeRun, events: list[str], order: str) -> None:
    line = judge_run(*events, sop=OWN, files={"sops/x.yaml": A})
    assert line.outcome == "fail"
    assert "".join(move.step for move in line.moves if move.event is not None) == order


def test_moves_name_events_by_their_place_in_the_file(judge_run: JudgeRun) -> None:
    line = judge_run(SIGNED, when(SIGNED, "day: 2021-10-07"), TRIED, DRAFT)
    assert steps_of(line) == [
        ("sync", "konsep", 3),
        ("sync", "uji", 2),
        ("sync", "pengesahan", 0),
        ("extra", "pengesahan", 1),
    ]


# The future is not seen


def test_events_after_the_day_judged_are_not_seen_and_leave_the_run_open(
    judge_run: JudgeRun,
) -> None:
    events = (*WHOLE[:2], when(SIGNED, "day: 2021-10-09"))
    assert judge_run(*events, as_of=date(2021, 10, 9)).outcome == "pass"
    line = judge_run(*events, as_of=date(2021, 10, 8))
    assert (line.outcome, line.cost, line.ended, line.minutes) == ("open", 0, None, None)


def test_an_end_after_the_day_judged_is_not_seen(judge_run: JudgeRun) -> None:
    late = when(SIGNED, "start: 2021-10-06 08:00, end: 2021-10-20 10:00")
    line = judge_run(*WHOLE[:2], late, as_of=date(2021, 10, 6))
    assert (line.outcome, line.late, line.ended) == ("open", (), None)
    line = judge_run(
        *WHOLE[:2], late, as_of=date(2021, 10, 19)
    )  # its two hours are over all the same
    assert (line.outcome, len(line.late), line.ended) == ("fail", 1, None)
    line = judge_run(*WHOLE[:2], late, as_of=date(2021, 10, 20))
    assert (line.outcome, len(line.late), line.ended) == ("fail", 1, "2021-10-20")


def test_the_day_judged_is_that_of_the_office(judge_run: JudgeRun) -> None:
    tonight = when(SIGNED, "start: 2021-10-06T16:59+00:00, end: 2021-10-06T16:59+00:00")
    tomorrow = tonight.replace("16:59", "17:00")
    assert judge_run(*WHOLE[:2], tonight, as_of=date(2021, 10, 6)).outcome == "pass"
    assert judge_run(*WHOLE[:2], tomorrow, as_of=date(2021, 10, 6)).outcome == "open"


def test_a_run_that_has_not_begun_has_no_line_and_is_set_aside(judge_files: Judge) -> None:
    report = judge_files({EVIDENCE_PATH: evidence(*WHOLE)}, as_of=date(2021, 10, 3))
    assert report.executions == ()
    assert report.summary.set_aside == 3
    assert report.summary.executions["runs"] == 0


def test_an_event_that_has_begun_is_seen_before_its_end_is(judge_run: JudgeRun) -> None:
    again = when(DRAFT, "start: 2021-10-05 08:00, end: 2021-10-20 10:00")
    line = judge_run(DRAFT, again, as_of=date(2021, 10, 5))
    assert (line.outcome, line.cost) == ("fail", 1)
    assert steps_of(line) == [("sync", "konsep", 0), ("extra", "konsep", 1)]


def test_an_end_on_the_day_judged_is_seen(judge_run: JudgeRun) -> None:
    last = when(SIGNED, "start: 2021-10-06 08:00, end: 2021-10-06 09:00")
    line = judge_run(*WHOLE[:2], last, as_of=date(2021, 10, 6))
    assert (line.outcome, line.ended) == ("pass", "2021-10-06")


def test_what_deviates_already_fails_while_the_run_is_open(judge_run: JudgeRun) -> None:
    line = judge_run(DRAFT, when(DRAFT, "day: 2021-10-05"), head="open: true\n")
    assert (line.outcome, line.cost, line.ended) == ("fail", 1, None)
    assert line.fitness == 0.8


def test_an_open_run_may_have_reached_its_end(judge_run: JudgeRun) -> None:
    line = judge_run(*WHOLE, head="open: true\n")
    assert (line.outcome, line.cost, line.moves) == ("open", 0, ())


# The line of a run


def test_a_run_that_conforms(judge_run: JudgeRun) -> None:
    line = judge_run(
        when(DRAFT, "start: 2021-10-04 08:00, end: 2021-10-05 09:00"),
        when(TRIED, "start: 2021-10-05 10:00, end: 2021-10-05 11:00"),
        when(SIGNED, "start: 2021-10-05 13:00, end: 2021-10-05 14:00"),
    )
    assert line == ExecutionLine(
        subject="ev-1/events",
        office="3512",
        area="penataan-tatalaksana",
        sop="sop-tl-01",
        version=1,
        outcome="pass",
        cost=0,
        fitness=1.0,
        minutes=420 + 270 + 60,
        measured=1,
        ended="2021-10-05",
        reason=None,
        suspect=False,
        pace=0.5,
        moves=(),
        late=(),
        deviations=(),
    )


def test_a_run_that_skips_a_step_and_is_late(judge_run: JudgeRun) -> None:
    line = judge_run(when(DRAFT, "start: 2021-10-01, end: 2021-10-08"), SIGNED)
    assert (line.outcome, line.cost, line.fitness, line.pace) == ("fail", 1, 0.8, 1.6667)
    assert steps_of(line) == [
        ("sync", "konsep", 0),
        ("skip", "uji", None),
        ("sync", "pengesahan", 1),
    ]
    first, skipped, last = line.moves
    assert (first.start, first.end, first.roles) == ("2021-10-01", "2021-10-08", ("kasubbag-pdi",))
    assert (skipped.start, skipped.end, skipped.roles) == (None, None, ())
    assert (last.start, last.end, last.roles) == (None, "2021-10-06", ("sekretaris",))
    (late,) = line.late
    assert (late.step, late.event, late.share, late.until) == ("konsep", 0, 1.6667, "2021-10-06")
    assert (late.used.id, late.allowed.id) == ("5 hari kerja", "3 hari kerja")
    assert (late.used.en, late.allowed.en) == ("5 working days", "3 working days")


def test_a_late_run_that_keeps_the_order_shows_its_moves(judge_run: JudgeRun) -> None:
    line = judge_run(when(DRAFT, "start: 2021-10-01, end: 2021-10-08"), TRIED, SIGNED)
    assert line.cost == 0
    assert [move.move for move in line.moves] == ["sync"] * 3


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (SIGNED.replace("sekretaris", "ketua"), "CF204"),
        (SIGNED.replace("sekretaris", "kasubag"), "CORE008"),
        (SIGNED.replace("SOP sah", "Surat"), "CF206"),
        (when(SIGNED, "start: 2021-10-06 10:00, end: 2021-10-06 09:00"), "CF207"),
        (SIGNED.replace("output", "decided: Ya, output"), "CORE008"),
    ],
    ids=["role", "unknown-role", "output", "backwards", "decided"],
)
def test_other_faults_fail_a_run_that_costs_nothing(
    judge_run: JudgeRun, event: str, code: str
) -> None:
    line = judge_run(*WHOLE[:2], event)
    assert (line.outcome, line.cost, line.fitness, line.late) == ("fail", 0, 1.0, ())
    assert [(move.move, move.event) for move in line.moves] == [("sync", i) for i in range(3)]
    assert line.deviations == (DeviationLine(code, "pengesahan", 2),)


def test_a_branch_that_was_not_decided_fails_a_run_that_costs_nothing(judge_run: JudgeRun) -> None:
    line = judge_run(DRAFT, SENT_BACK, SIGNED)
    assert (line.outcome, line.cost, line.fitness) == ("fail", 0, 1.0)
    assert line.deviations == (DeviationLine("CF203", "uji", 2),)


def test_what_deviates_is_told_by_code_step_and_event(judge_files: Judge) -> None:
    late = when(DRAFT, "start: 2021-10-01, end: 2021-10-08").replace("kasubbag-pdi", "sekretaris")
    runs = several({"a": [late, SIGNED], "b": [when(DRAFT, "day: 2021-01-29"), TRIED, SIGNED]})
    first, second = judge_files({EVIDENCE_PATH: runs}).executions
    assert set(first.deviations) == {
        DeviationLine("CF201", "uji", 1),
        DeviationLine("CF204", "konsep", 0),
        DeviationLine("CF205", "konsep", 0),
    }
    assert second.deviations == (DeviationLine("CF208", None, 0),)


def test_an_error_at_an_event_to_come_is_told_without_its_step(judge_run: JudgeRun) -> None:
    later = when(SIGNED, "day: 2021-11-06").replace("sekretaris", "kasubag")
    line = judge_run(*WHOLE[:2], later, as_of=date(2021, 10, 31))
    assert (line.outcome, line.deviations) == ("fail", (DeviationLine("CORE008", None, 2),))


def test_a_version_that_is_written_twice_is_no_measure(judge_files: Judge) -> None:
    text = evidence(step("a", B), step("b", "day: 2021-10-05"), sop=OWN)
    for names in (("x", "y"), ("y", "x")):  # whichever comes first
        files = {
            f"sops/{names[0]}.yaml": sop("a", "b"),
            f"sops/{names[1]}.yaml": sop("a", "c", "b"),
        }
        report = judge_files({EVIDENCE_PATH: text, **files})
        assert "CORE007" in {f.code for f in report.findings}
        assert "sop-pp-01 versi 1" in not_assessed(report.executions[0])


@pytest.mark.parametrize(
    ("name", "outcome"), [("sop-pp-02", "pass"), ("sop-pp-01", "not-assessed")]
)
def test_an_sop_that_cannot_be_judged_voids_no_other_that_it_mentions(
    judge_files: Judge, name: str, outcome: str
) -> None:
    text = evidence(step("a", B), sop=OWN)
    broken = sop("a", version=2, effective="2021-11-01", head="related: [sop-pp-01]\n")
    broken = broken.replace("id: sop-pp-01", f"id: {name}").replace("status: in-force", "status: x")
    files = {"sops/x.yaml": sop("a"), "sops/y.yaml": broken}
    report = judge_files({EVIDENCE_PATH: text, **files})
    assert "CORE006" in {f.code for f in report.findings}
    assert [line.outcome for line in report.executions] == [outcome]


def test_a_replica_is_no_measure_while_what_it_leaves_out_is_not_known(judge_files: Judge) -> None:
    whole = sop("a", head="replica_of: {id: sop-pp-01, version: 1}\n")
    text = evidence(step("a", B), sop=OWN)
    (line,) = judge_files({EVIDENCE_PATH: text, "sops/x.yaml": whole}).executions
    assert line.outcome == "pass"
    report = judge_files(
        {EVIDENCE_PATH: text, "sops/x.yaml": whole.replace(", time: 5 hari kerja", "")}
    )
    assert "generic" in not_assessed(report.executions[0])
    assert "SD103" not in {f.code for f in report.findings}


def test_a_limit_of_the_whole_run_is_no_step_s(judge_files: Judge) -> None:
    text = evidence(step("a", B), step("b", "day: 2021-10-08"), sop=OWN)
    flow = sop("a: 1 hari kerja", "b: 1 hari kerja", head="total_time: 2 hari kerja\n")
    (line,) = judge_files({EVIDENCE_PATH: text, "sops/x.yaml": flow}).executions
    assert line.deviations == (DeviationLine("CF205", None, 1),)


def test_a_waived_deviation_is_none(judge_files: Judge) -> None:
    waiver = (
        'kind: waiver\nid: wv-1\nrule: CF206\noffice: "3512"\nreason: Arsip terbakar\n'
        "approved_by: Sekretaris\ndecree: 1/SD/2021\nfrom: 2021-01-01\nuntil: 2021-12-31\n"
    )
    text = evidence(*WHOLE[:2], SIGNED.replace("SOP sah", "Surat"))
    (line,) = judge_files({EVIDENCE_PATH: text, "waivers.yaml": waiver}).executions
    assert (line.outcome, line.deviations) == ("pass", ())


def test_an_event_under_a_misspelt_name_is_the_step_that_it_means(judge_files: Judge) -> None:
    text = evidence(DRAFT, TRIED.replace("step: uji", "step: ujii"), SIGNED)
    report = judge_files({EVIDENCE_PATH: text})
    (line,) = report.executions
    assert [(m.step, m.twin) for m in line.moves if m.twin] == [("ujii", "uji"), ("uji", "ujii")]
    assert line.deviations == (DeviationLine("CF202", "uji", 1),)
    assert report.procedures[0].most_skipped is None


def test_every_run_that_fails_tells_why_and_no_other() -> None:
    for report in (judged(FILES), judged_example("jawa-timur")):
        for line in report.executions:
            assert (line.outcome == "fail") == bool(line.deviations)
            assert bool(line.moves) <= (line.outcome == "fail" or bool(line.late))


def test_seconds_tell_the_order_and_whole_minutes_the_time(judge_run: JudgeRun) -> None:
    hasty = [
        when(SIGNED, "start: 2021-10-06 08:00:50, end: 2021-10-06 10:00:59"),
        when(TRIED, "start: 2021-10-06 08:00:10, end: 2021-10-06 08:00:40"),
    ]
    line = judge_run(DRAFT, *hasty)
    assert (line.outcome, line.cost, line.pace) == ("pass", 0, 1.0)


def test_an_end_that_is_not_known_leaves_the_start_as_the_last_day(judge_run: JudgeRun) -> None:
    assert judge_run(*WHOLE[:2], when(SIGNED, "start: 2021-11-05")).ended == "2021-11-05"


def test_a_warning_fails_no_run(judge_files: Judge) -> None:
    same = [when(event, "start: 2021-10-04 08:00") for event in WHOLE]
    report = judge_files({EVIDENCE_PATH: evidence(*same)})
    assert [(f.code, f.severity) for f in conduct_findings(report)] == [("CF207", "warning")] * 2
    assert report.executions[0].outcome == "pass"


def test_a_skip_and_an_extra_event_of_one_step_belong_together(judge_run: JudgeRun) -> None:
    line = judge_run(DRAFT, when(SIGNED, "day: 2021-10-05"), when(TRIED, "day: 2021-10-06"))
    assert [(m.move, m.step, m.is_paired) for m in line.moves] == [
        ("sync", "konsep", False),
        ("extra", "pengesahan", True),
        ("sync", "uji", False),
        ("skip", "pengesahan", True),
    ]


def test_in_a_loop_only_the_round_out_of_order_is_paired(judge_run: JudgeRun) -> None:
    rounds = [step(name, f"day: 2021-10-{day:02}") for day, name in enumerate("abcacb", 4)]
    loop = sop("a", "b", "c: 5 hari kerja, next: [a, end]")
    line = judge_run(*rounds, sop=OWN, files={"sops/x.yaml": loop})
    assert [(m.move, m.step, m.is_paired) for m in line.moves] == [
        ("sync", "a", False),
        ("sync", "b", False),
        ("sync", "c", False),
        ("sync", "a", False),
        ("extra", "c", True),
        ("sync", "b", False),
        ("skip", "c", True),
    ]


def test_fitness_is_one_less_cost_by_events_and_the_shortest_way(judge_files: Judge) -> None:
    chance = random.Random(5)
    traces = [chance.choices("abcdex", k=chance.randint(1, 8)) for _ in range(150)]
    traces += [list("abcde"), list("abce"), list("abde"), list("abccdde")]
    runs = {
        f"run-{number}": [step(name, f"day: 2021-10-{day:02}") for day, name in enumerate(trace, 1)]
        for number, trace in enumerate(traces)
    }
    text = (
        several(runs)
        .replace("sop-tl-01", "sop-pp-01")
        .replace("  - id: run-0\n", "  - id: run-0\n    open: true\n")
    )
    steps = ["a", "b", "c: 5 hari kerja, next: [d, e]", "d", "e"]  # the shortest way has four
    report = judge_files({"sops/x.yaml": sop(*steps), EVIDENCE_PATH: text})
    costs = set()
    for line, trace in zip(report.executions, traces, strict=True):
        assert line.cost is not None
        exact = 1 - Fraction(line.cost, len(trace) + 4)
        assert line.fitness == pytest.approx(float(exact), abs=5e-5)
        assert line.cost == sum(1 for m in line.moves if m.move != "sync")
        assert [m.event for m in line.moves if m.event is not None] in ([], [*range(len(trace))])
        assert (line.outcome == "fail") is bool(line.cost)
        costs.add(line.cost)
    assert costs >= set(range(8))


@pytest.mark.parametrize(
    ("events", "fitness"),
    [(WHOLE, 1.0), ((DRAFT, SIGNED), 0.8), ((DRAFT,), 0.5), ((SIGNED, SIGNED, SIGNED), 0.3333)],
)
def test_fitness_is_rounded_once(
    judge_run: JudgeRun, events: tuple[str, ...], fitness: float
) -> None:
    assert judge_run(*events).fitness == fitness


@pytest.mark.parametrize(
    ("events", "minutes"),
    [
        ([step("a", "start: 2021-10-04 08:00, end: 2021-10-04 09:00")], 60),
        ([step("a", "start: 2021-10-01 16:00, end: 2021-10-04 08:00")], 60),
        ([step("a", "start: 2021-10-04 08:00, end: 2021-10-04 08:00")], 0),
        ([step("a", "start: 2021-10-04 08:00, end: 2021-10-04")], None),
        ([step("a", "day: 2021-10-04")], None),
        ([step("a", "start: 2021-10-04 08:00")], None),
        ([step("a", "end: 2021-10-04 08:00")], None),
        ([step("a", "start: 2022-01-03 08:00, end: 2021-12-30 15:00")], None),
        ([step("a", f"{C}08:00"), step("a", f"{C}09:00, end: 2021-10-04 10:00")], None),
        ([step("a", f"{C}08:00, end: 2021-10-04 09:00"), step("a", "end: 2021-10-04 10:00")], None),
    ],
)
def test_minutes_lie_between_the_first_start_and_the_last_end(
    judge_run: JudgeRun, events: list[str], minutes: int | None
) -> None:
    files = {"sops/x.yaml": sop("a")}
    line = judge_run(*events, sop=OWN, files=files, as_of=date(2022, 2, 15))
    assert line.minutes == minutes


def test_the_last_end_need_not_be_that_of_the_last_event(judge_run: JudgeRun) -> None:
    line = judge_run(
        step("a", "start: 2021-10-04 08:00, end: 2021-10-05 09:00"),
        step("b", "start: 2021-10-04 10:00, end: 2021-10-04 11:00"),
        sop=OWN,
        files={"sops/x.yaml": sop("a", "b", head="total_time: 10 jam\n")},
    )
    assert (line.minutes, line.ended, line.pace) == (510, "2021-10-05", 0.85)


def test_the_whole_run_is_late_without_a_step(judge_run: JudgeRun) -> None:
    line = judge_run(
        step("a", "start: 2021-10-04, end: 2021-10-06"),
        step("b", "start: 2021-10-07, end: 2021-10-11"),
        sop=OWN,
        files={"sops/x.yaml": sop("a", "b", head="total_time: 4 hari kerja\n")},
    )
    (late,) = line.late
    assert (late.step, late.event, late.share, late.until) == (None, None, 1.25, "2021-10-08")
    assert line.outcome == "fail"


@pytest.mark.parametrize(
    "first",
    [
        step("x", "start: 2021-10-04, end: 2021-10-04"),
        step("a", "start: 2021-10-04 08:00"),
        step("a", "end: 2021-10-04 08:00"),
        step("a", "day: 2021-10-04"),
        step("a", "start: 2021-10-04 08:00, end: 2021-10-04 07:00"),
    ],
    ids=["unknown step", "no end", "no start", "no time", "end before start"],
)
def test_an_event_that_cannot_be_timed_hides_no_delay_after_it(
    judge_run: JudgeRun, first: str
) -> None:
    line = judge_run(
        first,
        step("b", "start: 2021-10-05, end: 2021-10-08"),
        sop=OWN,
        files={"sops/x.yaml": sop("a: 15 menit", "b: 2 hari kerja")},
    )
    assert [(late.step, late.event, late.share) for late in line.late] == [("b", 1, 1.5)]
    assert line.pace == 1.5


@pytest.mark.parametrize(
    ("start", "end", "pace"),
    [
        ("2021-10-04 08:00", "2021-10-04 08:00", 0.0),
        ("2021-10-04 08:00", "2021-10-04", 0.0),
        ("2021-10-04", "2021-10-04 08:00", 0.0),
        ("2021-10-04 08:00", "2021-10-04 07:59", None),
        ("2021-10-04", "2021-10-03", None),
    ],
)
def test_only_an_end_that_is_surely_before_the_start_tells_no_time(
    judge_run: JudgeRun, start: str, end: str, pace: float | None
) -> None:
    event = step("a", f"start: {start}, end: {end}")
    assert judge_run(event, sop=OWN, files={"sops/x.yaml": sop("a")}).pace == pace


@pytest.mark.parametrize(
    ("limit", "start", "end", "used", "allowed"),
    [
        ("1 hari kerja", "2021-10-04", "2021-10-06", "2 working days", "1 working day"),
        ("1 hari kalender", "2021-10-04", "2021-10-06", "2 calendar days", "1 calendar day"),
        ("1 minggu", "2021-10-04", "2021-10-12", "8 calendar days", "7 calendar days"),
        ("1 bulan", "2021-10-04", "2021-11-05", "2 months", "1 month"),
        ("15 menit", "08:00", "08:16", "16 working minutes", "15 working minutes"),
        ("59 menit", "08:00", "09:00", "60 working minutes", "59 working minutes"),
        ("60 menit", "08:00", "09:01", "1 h 1 min of working time", "1 h of working time"),
        ("2 jam 30 menit", "08:00", "11:00", "3 h of working time", "2 h 30 min of working time"),
        ("'1,5 menit'", "08:00", "08:02", "2 working minutes", "1,5 menit"),
        ("15 menit, clock: elapsed", "11:50", "12:10", "20 minutes", "15 minutes"),
        ("2 jam, clock: elapsed", "11:00", "13:30", "2 h 30 min", "2 h"),
        ("90 menit, clock: elapsed", "11:00", "13:00", "2 h", "1 h 30 min"),
    ],
)
def test_time_used_and_time_allowed_are_told_in_the_unit_of_the_limit(
    judge_run: JudgeRun, limit: str, start: str, end: str, used: str, allowed: str
) -> None:
    day = "2021-10-04 " if ":" in start else ""
    event = step("a", f"start: {day}{start}, end: {day}{end}")
    line = judge_run(event, sop=OWN, files={"sops/x.yaml": sop(f"a: {limit}")})
    assert [(late.used.en, late.allowed.en) for late in line.late] == [(used, allowed)]


def test_pace_is_none_where_nothing_could_be_timed(judge_run: JudgeRun) -> None:
    files = {"sops/x.yaml": sop("a: 15 menit")}
    line = judge_run(step("a", "day: 2021-10-04"), sop=OWN, files=files)
    assert (line.outcome, line.pace) == ("pass", None)


def test_hours_of_a_year_whose_fasting_month_is_not_known_are_not_judged(
    judge_run: JudgeRun,
) -> None:
    old = sop("a: 1 jam", "b: 1 hari kerja", effective="2016-01-04").replace("2020-11", "2015-11")
    line = judge_run(
        step("a", "start: 2017-10-04 08:00, end: 2017-10-04 16:00"),
        step("b", "start: 2017-10-05 08:00, end: 2017-10-09 16:00"),
        sop=OWN,
        files={"sops/x.yaml": old},
    )
    assert (line.minutes, line.pace) == (None, 2.0)
    assert [late.step for late in line.late] == ["b"]


# Versions


FIRST, SECOND = sop("a", "b"), sop("a", "b", "c", version=2, effective="2021-10-05")
VERSIONS = {"sops/x.yaml": FIRST, "sops/y.yaml": SECOND}
NEWER = "{id: sop-pp-01, version: 2}"


@pytest.mark.parametrize(
    ("day", "name", "measured", "outcome"),
    [
        ("2021-10-04", OWN, 1, "pass"),
        ("2021-10-05", OWN, 2, "fail"),
        ("2021-10-04", NEWER, 1, "fail"),
        ("2021-01-31", OWN, 1, "fail"),  # none was in force: the one named is the measure
        ("2021-01-31", NEWER, 2, "fail"),
    ],
)
def test_the_measure_is_the_version_in_force_on_the_first_day(
    judge_run: JudgeRun, day: str, name: str, measured: int, outcome: str
) -> None:
    line = judge_run(
        step("a", f"day: {day}"), step("b", "day: 2021-10-20"), sop=name, files=VERSIONS
    )
    assert (line.measured, line.outcome) == (measured, outcome)
    assert line.version == int(name[-2])
    assert line.cost == (measured == 2)


def test_runs_under_an_older_version_than_the_one_now_in_force_are_suspect(
    judge_files: Judge,
) -> None:
    runs = [step("a", "day: 2021-10-04"), step("b", "day: 2021-10-20")]
    text = evidence(*runs, sop=OWN)
    for as_of, suspect in ((date(2021, 10, 4), False), (date(2021, 10, 31), True)):
        report = judge_files({EVIDENCE_PATH: text} | VERSIONS, as_of=as_of)
        assert report.executions[0].suspect is suspect
        assert report.summary.executions["suspect"] == suspect
        assert report.procedures[0].suspect == suspect


# Runs that are not assessed


def not_assessed(line: ExecutionLine) -> str:
    """Why a run is not assessed, after checking that nothing was measured."""
    assert line.outcome == "not-assessed"
    measured = (line.cost, line.fitness, line.minutes, line.measured, line.pace, line.ended)
    assert measured == (None,) * 6
    assert (line.moves, line.late, line.suspect) == ((), (), False)
    assert line.reason is not None
    assert line.reason.id
    assert line.reason.en
    assert line.reason.id != line.reason.en
    return line.reason.id


def test_without_the_sop_or_its_version_a_run_is_not_assessed(judge_run: JudgeRun) -> None:
    for name in ("{id: sop-lain, version: 1}", "{id: sop-tl-01, version: 2}"):
        reason = not_assessed(judge_run(*WHOLE, sop=name))
        assert reason == "SOP atau versi yang disebut tidak ada"


@pytest.mark.parametrize(
    "flow",
    [
        ["a: 1 hari kerja, next: b", "b: 1 hari kerja, next: a"],
        ["a: '1 hari kerja, decision: {Ya: b, Tidak: b}'".replace("'", ""), "b"],
        ["a: secukupnya", "b"],
        ["a: 1 hari kerja, next: c", "b"],
    ],
    ids=["SD101", "SD102", "SD103", "CORE008"],
)
def test_an_sop_with_errors_is_no_measure(judge_files: Judge, flow: list[str]) -> None:
    text = evidence(step("a", B), sop=OWN)
    report = judge_files({EVIDENCE_PATH: text, "sops/x.yaml": sop(*flow)})
    assert "sops/x.yaml" in not_assessed(report.executions[0])
    assert conduct_findings(report) == []


@pytest.mark.parametrize(
    "calendar",
    [
        "kind: calendar\nholidays: {2021-10-05: x\n",
        "kind: calendar\nholidays: {2021-10-05: x}\nduty: {2021-10-05: x}\n",
        "kind: calendar\nlibur: {2021-10-05: x}\n",
        "kind: kalender\n",
        "holidays: {2021-10-05: x}\n",
        "\x00",
    ],
)
def test_while_a_calendar_cannot_be_read_no_run_is_assessed(
    judge_files: Judge, calendar: str
) -> None:
    report = judge_files({EVIDENCE_PATH: evidence(*WHOLE), "calendar.yaml": calendar})
    assert "calendar.yaml" in not_assessed(report.executions[0])
    assert conduct_findings(report) == []
    assert report.procedures[0].assessed == 0


def test_the_calendar_of_all_offices_and_then_that_of_the_office(judge: Judge) -> None:
    events = (when(DRAFT, "start: 2021-10-04, end: 2021-10-08"), *WHOLE[1:])
    home = "offices/3512-kab-situbondo/"
    files = {
        f"{home}office.yaml": OFFICE,
        f"{home}{SOP_PATH}": SOP,
        f"{home}{EVIDENCE_PATH}": evidence(*events),
    }
    free, duty = (f"kind: calendar\n{k}: {{2021-10-06: Hari jadi}}\n" for k in ("holidays", "duty"))

    def outcome(shared: str | None = None, own: str | None = None) -> str:
        calendars = {"calendar.yaml": shared, f"{home}calendar.yaml": own}
        written = {path: text for path, text in calendars.items() if text is not None}
        return judge(files | written, as_of=date(2021, 12, 31)).executions[0].outcome

    assert outcome() == "fail"
    assert outcome(shared=free) == "pass"
    assert outcome(own=free) == "pass"
    assert outcome(shared=free, own=duty) == "fail"
    assert outcome(shared=duty, own=free) == "pass"
    assert outcome(shared=free, own="kind: kalender\n") == "not-assessed"
    assert outcome(shared="kind: kalender\n", own=free) == "not-assessed"


@pytest.mark.parametrize(
    "head",
    ["items: [TL-X9]\n", "about: [{sop: sop-lain, as: monitoring}]\n", "area: tata-laksana\n"],
)
def test_the_runs_of_a_rejected_file_are_not_assessed(judge_files: Judge, head: str) -> None:
    text = evidence(*WHOLE).replace("area: penataan-tatalaksana\n", head)
    report = judge_files({EVIDENCE_PATH: text})
    assert [line.status for line in report.evidence] == ["rejected"]
    (line,) = report.executions
    assert line.outcome == "not-assessed"
    assert line.reason is not None
    assert line.reason.id == "berkas bukti ini ditolak"
    assert report.procedures[0].assessed == 0


def test_a_run_that_broke_its_form_is_not_assessed_and_the_others_are(judge_files: Judge) -> None:
    torn = DRAFT.replace("day: 2021-10-04", "day: 2021-10-99")
    text = several({"satu": WHOLE, "dua": [torn, TRIED, SIGNED], "tiga": (DRAFT, SIGNED)})
    report = judge_files({EVIDENCE_PATH: text})
    found = {line.subject.partition("/")[2]: line for line in report.executions}
    assert {name: line.outcome for name, line in found.items()} == {
        "satu": "pass",
        "dua": "not-assessed",
        "tiga": "fail",
    }
    assert not_assessed(found["dua"]) == "catatan pelaksanaan tidak sesuai bentuk"
    assert {f.subject for f in conduct_findings(report)} == {"ev-1/tiga"}


def test_an_error_in_one_run_takes_out_only_that_run(judge_files: Judge) -> None:
    runs = {
        "baik": WHOLE,
        "jabatan": (DRAFT.replace("kasubbag-pdi", "kasubag-pdi"), TRIED, SIGNED),
        "terbalik": (when(DRAFT, "start: 2021-10-04, end: 2021-10-01"), TRIED, SIGNED),
        "lagi": WHOLE,
    }
    report = judge_files({EVIDENCE_PATH: several(runs)})
    outcomes = {line.subject.partition("/")[2]: line.outcome for line in report.executions}
    assert outcomes == {"baik": "pass", "jabatan": "fail", "terbalik": "fail", "lagi": "pass"}
    assert [line.status for line in report.evidence] == ["partly-rejected"]


def test_documents_beside_a_failing_run_still_count(judge_files: Judge) -> None:
    paper = (
        "documents:\n  - {id: laporan, type: laporan, title: Laporan, date: 2021-10-20, "
        "signed: true, signed_by: sekretaris, status: final, file: files/laporan.pdf}\n"
    )
    report = judge_files(
        {EVIDENCE_PATH: evidence(DRAFT, SIGNED) + paper, "files/laporan.pdf": "%PDF-1.4\n%%EOF\n"}
    )
    assert [line.status for line in report.evidence] == ["partly-rejected"]
    assert [paper["status"] for paper in report.evidence[0].documents] == ["valid"]


# Counts


RUNS = {
    "baik": WHOLE,
    "tanpa-uji": (DRAFT, SIGNED),
    "tanpa-uji-lagi": (DRAFT, when(SIGNED, "day: 2021-10-08")),
    "putar": (DRAFT, when(SIGNED, "day: 2021-10-05"), when(TRIED, "day: 2021-10-06")),
    "berjalan": (DRAFT, TRIED, when(SIGNED, "day: 2022-03-01")),
    "robek": (DRAFT.replace("2021-10-04", "4 Oktober"),),
}


def test_counts_of_runs_by_outcome(judge_files: Judge) -> None:
    unknown = evidence(*WHOLE, sop="{id: sop-lain, version: 1}").replace("ev-1", "ev-2")
    report = judge_files({EVIDENCE_PATH: several(RUNS), "evidence/lain.yaml": unknown})
    assert report.summary.executions == {
        "runs": 7,
        "pass": 1,
        "fail": 3,
        "open": 1,
        "not-assessed": 2,
        "suspect": 0,
    }
    assert report.summary.not_assessed["executions"] == 2
    assert report.summary.judged["executions"] == 4
    jsonschema.Draft202012Validator(schema("report")).validate(
        json.loads(render(report, "json", View()))
    )


def test_the_line_of_an_sop(judge_files: Judge) -> None:
    report = judge_files({EVIDENCE_PATH: several(RUNS)})
    (procedure,) = report.procedures
    assert (procedure.sop, procedure.runs, procedure.assessed) == ("sop-tl-01", 6, 4)
    assert (procedure.conforming, procedure.open, procedure.suspect) == (1, 1, 0)
    assert procedure.most_skipped is not None
    assert (procedure.most_skipped.step, procedure.most_skipped.runs) == ("uji", 2)
    assert procedure.fitness == pytest.approx((1 + 0.8 + 0.8 + 0.6667) / 4, abs=1e-4)
    paces = [line.pace for line in report.executions if line.outcome in ("pass", "fail")]
    assert procedure.median_pace == median(pace for pace in paces if pace is not None)
    (practice,) = report.offices[0].practice
    assert (practice.sop, practice.runs, practice.assessed) == ("sop-tl-01", 6, 4)
    assert practice.conforming == 1


def test_sops_are_counted_over_all_offices_and_each_office_for_itself(judge: Judge) -> None:
    names = ("3511-kab-bondowoso", "3512-kab-situbondo")
    files: dict[str, str] = {SOP_PATH: SOP}
    for name, events in zip(names, (WHOLE, (DRAFT, SIGNED)), strict=True):
        profile = OFFICE.replace("3512", name[:4]).replace("kab-situbondo", name[5:])
        files[f"offices/{name}/office.yaml"] = profile
        files[f"offices/{name}/{EVIDENCE_PATH}"] = evidence(*events)
    report = judge(files, as_of=date(2021, 12, 31))
    assert [(line.office, line.outcome) for line in report.executions] == [
        ("3511", "pass"),
        ("3512", "fail"),
    ]
    (procedure,) = report.procedures
    assert (procedure.runs, procedure.conforming) == (2, 1)
    assert [[line.conforming for line in o.practice] for o in report.offices] == [[1], [0]]


def test_an_sop_without_runs_has_no_line(judge_files: Judge) -> None:
    report = judge_files({})
    assert (report.procedures, report.executions) == ((), ())
    assert report.offices[0].practice == ()


def test_the_longest_of_the_paces_is_the_worst(judge_files: Judge) -> None:
    runs = {
        f"run-{days}": (when(DRAFT, f"start: 2021-10-04, end: 2021-10-{4 + days:02}"),)
        for days in (1, 2, 4)
    }
    (procedure,) = judge_files({EVIDENCE_PATH: several(runs)}).procedures
    assert (procedure.median_pace, procedure.worst_pace) == (0.6667, 1.3333)


# Words


def test_every_finding_about_a_run_is_worded_in_both_languages(judge_files: Judge) -> None:
    odd = "{step: pengesahn, role: ketua, start: 2021-10-20 10:00, end: 2021-10-20 09:00}"
    late = when(DRAFT, "start: 2021-02-01, end: 2021-03-01")
    same = when(TRIED, "start: 2021-03-01")
    swapped = [DRAFT, when(SIGNED, "day: 2021-10-05"), when(TRIED, "day: 2021-10-06")]
    text = several({"satu": [late, same, odd], "dua": swapped, "tiga": [DRAFT, DRAFT]})
    found = conduct_findings(judge_files({EVIDENCE_PATH: text}))
    assert {f.code for f in found} == {f"CF20{n}" for n in (1, 2, 3, 4, 5, 6, 7)}
    for finding in found:
        assert finding.message.id
        assert finding.message.en
        assert finding.message.id != finding.message.en
        assert "{" not in finding.message.id + finding.message.en


def test_findings_about_a_run_name_it_and_the_sop(judge_files: Judge) -> None:
    report = judge_files({EVIDENCE_PATH: several({"satu": (DRAFT, SIGNED)})})
    (finding,) = conduct_findings(report)
    assert (finding.code, finding.subject) == ("CF201", "ev-1/satu")
    assert finding.office == "3512"
    assert finding.area == "penataan-tatalaksana"
    (related,) = finding.related
    uji = next(i for i, line in enumerate(SOP.splitlines(), 1) if "id: uji" in line)
    assert (related.path, related.line) == (SOP_PATH, uji)


def test_roles_have_the_titles_of_the_version_that_the_run_is_measured_by(
    judge_files: Judge,
) -> None:
    files = {
        f"sops/{number}.yaml": sop(
            "a",
            version=number,
            effective=f"2021-{month}-01",
            head=f"roles: {{ppid: {{title: {title}, group: secretariat}}}}\n",
        )
        for number, month, title in ((1, "02", "Petugas lama"), (2, "11", "Petugas baru"))
    }
    text = evidence(step("a", B, role="ketua"), sop=OWN)
    (found,) = conduct_findings(judge_files({EVIDENCE_PATH: text} | files))
    assert found.code == "CF204"
    assert "Petugas lama" in found.message.id
    assert "Petugas baru" not in found.message.id


LINE_BY_LINE = """\
kind: sop
id: sop-tl-01
area: penataan-tatalaksana
number: 001/SOP/3512/II/2021
title: Penyusunan SOP
version: 1
status: in-force
created: 2021-01-11
approved_by: {title: Sekretaris, date: 2021-01-20}
effective: 2021-02-01
total_time: 10 hari kerja
steps:
  - id: konsep
    activity: Menyusun konsep SOP
    role: kasubbag-pdi
    time: 3 hari kerja
    output: [Konsep SOP]
  - id: uji
    activity: Menguji konsep dengan pelaksana
    role: anggota-hukum
    time: 1 hari kerja
    output: [Catatan uji]
    decision: {Ya: pengesahan, Tidak: konsep}
  - id: pengesahan
    activity: Mengesahkan dan menomori
    role: sekretaris
    time: 120 menit
    output: [SOP sah]
"""


@pytest.mark.parametrize(
    ("events", "code", "place"),
    [
        ([DRAFT, SIGNED], "CF201", "uji.id"),
        ([*WHOLE, DRAFT.replace("konsep", "rapat")], "CF202", "steps"),
        ([*WHOLE, DRAFT.replace("konsep", "konsepp")], "CF202", "konsep.id"),
        ([*WHOLE, when(SIGNED, "day: 2021-10-07")], "CF202", "pengesahan.id"),
        ([DRAFT, when(SIGNED, "day: 2021-10-05"), TRIED], "CF203", "pengesahan.id"),
        ([DRAFT, SENT_BACK, SIGNED], "CF203", "uji.decision"),
        ([DRAFT, TRIED.replace("Ya", "Yaa"), SIGNED], "CORE008", "uji.id"),
        ([DRAFT.replace("kasubbag-pdi", "ketua"), *WHOLE[1:]], "CF204", "konsep.role"),
        ([when(DRAFT, "start: 2021-09-27, end: 2021-10-04"), *WHOLE[1:]], "CF205", "konsep.time"),
        ([when(DRAFT, "day: 2021-09-01"), *WHOLE[1:]], "CF205", "total_time"),
        ([DRAFT.replace("Konsep SOP", "Surat"), *WHOLE[1:]], "CF206", "konsep.output"),
    ],
)
def test_a_finding_about_a_run_shows_the_place_in_the_sop(
    judge_files: Judge, events: list[str], code: str, place: str
) -> None:
    places, parent = {}, ""
    for number, line in enumerate(LINE_BY_LINE.splitlines(), 1):
        key, _, value = line.strip(" -").partition(": ")
        parent = f"{value}." if line.startswith("  - ") else parent
        places[number] = f"{parent}{key.rstrip(':')}"
    report = judge_files({SOP_PATH: LINE_BY_LINE, EVIDENCE_PATH: evidence(*events)})
    (found,) = (f for f in report.findings if f.code == code)
    assert (found.subject, found.path) == ("ev-1/events", EVIDENCE_PATH)
    assert [(r.path, places[r.line]) for r in found.related] == [(SOP_PATH, place)]


def test_a_finding_about_a_version_shows_both(judge_files: Judge) -> None:
    old = LINE_BY_LINE.replace("in-force", "withdrawn").replace(
        "total_time:", "withdrawn: 2021-08-01\ntotal_time:"
    )
    report = judge_files({SOP_PATH: old, EVIDENCE_PATH: evidence(*WHOLE)})
    (found,) = conduct_findings(report)
    assert found.code == "CF208"
    assert [(r.path, r.line) for r in found.related] == [(EVIDENCE_PATH, 5), (SOP_PATH, 10)]


# Laws


def torn(data: bytes) -> bytes:
    return data[: len(data) // 2]


def scrambled(data: bytes) -> bytes:
    return random.Random(len(data)).randbytes(len(data))


def misspelt(data: bytes) -> bytes:
    return data + b"\nkunci_asing: 1\n"


def unclosed(data: bytes) -> bytes:
    return data + b"\nnotes: [belum ditutup\n"


GARBLES = [torn, scrambled, misspelt, unclosed]
Garble = Callable[[bytes], bytes]

BROKEN_RUNS = {
    path: data.replace(b"output: [", b"output: [Bukan ", 1)
    for path, data in FILES.items()
    if path.startswith("evidence/") and (b"\nevents:" in data or b"\nruns:" in data)
}


def shares(report: Report) -> dict[str, float]:
    return {
        line.item: line.supported_value
        for area in report.offices[0].areas
        for line in area.items
        if line.supported_value is not None
    }


@cache
def with_deviating_runs() -> Mapping[str, float]:
    return shares(judged(FILES | BROKEN_RUNS))


def test_deviating_runs_lower_the_item_that_asks_for_conforming_ones() -> None:
    assert len(BROKEN_RUNS) >= 5
    before, after = shares(judged(FILES)), with_deviating_runs()
    assert after["TL-P3"] < before["TL-P3"]
    assert all(value <= before[item] for item, value in after.items())


@pytest.mark.parametrize(
    ("path", "garble"),
    # every file, each with one garble after the other
    [(path, GARBLES[i % len(GARBLES)]) for i, path in enumerate(sorted(BROKEN_RUNS))],
)
def test_garbling_the_file_of_a_run_that_deviates_raises_nothing(path: str, garble: Garble) -> None:
    after = shares(judged(FILES | BROKEN_RUNS | {path: garble(BROKEN_RUNS[path])}))
    assert {k for k, value in after.items() if value > with_deviating_runs()[k]} == set()


SUPERSEDED = {
    "office.yaml": OFFICE,
    "calendar.yaml": "kind: calendar\nduty: {2021-10-09: Rekapitulasi}\n",
    "sops/x.yaml": sop("a: 2 hari kerja", "b"),
    "sops/y.yaml": sop("a: 2 hari kerja", "b", "c", version=2, effective="2021-10-11"),
    EVIDENCE_PATH: several(
        {
            "baik": [step("a", "day: 2021-10-04"), step("b", "day: 2021-10-05")],
            "lama": [step("a", "day: 2021-10-11"), step("b", "day: 2021-10-12")],
            "lambat": [
                step("a", "start: 2021-10-07, end: 2021-10-11"),
                step("b", "day: 2021-10-12"),
            ],
        }
    ).replace("sop-tl-01", "sop-pp-01"),
}


def passing(report: Report) -> set[str]:
    return {line.subject for line in report.executions if line.outcome == "pass"}


def test_a_superseded_version_and_a_day_of_duty_fail_runs(judge_files: Judge) -> None:
    outcomes = {x.subject: x.outcome for x in judge_files(SUPERSEDED).executions}
    assert outcomes == {"ev-1/baik": "pass", "ev-1/lama": "fail", "ev-1/lambat": "fail"}


@pytest.mark.parametrize("garble", GARBLES)
@pytest.mark.parametrize("path", sorted(SUPERSEDED))
def test_no_run_conforms_because_a_file_was_garbled(
    judge_files: Judge, path: str, garble: Garble
) -> None:
    files = SUPERSEDED | {path: garble(SUPERSEDED[path].encode())}
    assert passing(judge_files(files)) <= {"ev-1/baik"}
