"""Replicas of generic SOPs: what they take over, how they are held to it, and what is said of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from sopcheck.build import build_sop, inherited
from sopcheck.discover import MemoryTree
from sopcheck.model.document import Document
from sopcheck.model.execution_lines import ExecutionLine, ReplicationLine
from sopcheck.model.finding import Finding
from sopcheck.model.report import Report
from sopcheck.model.rules import Pack
from sopcheck.model.sop import Sop
from sopcheck.pipeline import audit, audit_tree
from sopcheck.settings import Settings, find_settings

Judge = Callable[..., Report]
BASE = Path(__file__).parent / "rules" / "base"
OFFICE = (BASE / "office.yaml").read_text(encoding="utf-8")
HOME = "offices/3512-kab-situbondo/"
INNER = "sops/pelayanan-publik/sop-pp-09.yaml"
NEXT = "sops/pelayanan-publik/sop-pp-09-v2.yaml"
REPLICA = HOME + INNER
RUN = HOME + "evidence/pelayanan-publik/2021-q4.yaml"

RECEIVE = (
    "{id: terima, activity: Menerima, role: petugas-layanan, "
    "requires: [Formulir], time: 1 hari kerja, output: [Tanda terima]}"
)
ANSWER = "{id: jawab, activity: Menjawab, role: ppid, time: 3 hari kerja, output: [Surat jawaban]}"
ARCHIVE = (
    "{id: arsip, activity: Mengarsipkan, role: ppid, time: 24 jam, clock: elapsed, output: [Arsip]}"
)
HEAD = (
    "kind: sop\nid: sop-pp-09\narea: pelayanan-publik\ntitle: Permintaan informasi\n"
    "status: in-force\ncreated: 2021-01-04\n"
    "approved_by: {title: Sekretaris, date: 2021-01-05}\n"
)


def steps_text(*entries: str) -> str:
    return "steps:\n" + "".join(f"  - {entry}\n" for entry in entries) if entries else ""


def generic(*entries: str, version: int = 1, effective: str = "2021-02-01", more: str = "") -> str:
    return (
        f"{HEAD}number: 00{version}/SOP/35/II/2021\nversion: {version}\neffective: {effective}\n"
        f"replicate: required\ntotal_time: 10 hari kerja\n{more}"
        + steps_text(*(entries or (RECEIVE, ANSWER, ARCHIVE)))
    )


def replica(*entries: str, version: int = 1, of: int = 1, more: str = "") -> str:
    """The office's copy; without entries, with the steps of the generic SOP."""
    return (
        f"{HEAD}number: 00{version}/SOP/3512/III/2021\nversion: {version}\neffective: 2021-03-01\n"
        f"{more}replica_of: {{id: sop-pp-09, version: {of}}}\n" + steps_text(*entries)
    )


def run(*events: str, version: int = 1) -> str:
    listed = "".join(f"  - {event}\n" for event in events)
    return (
        "kind: evidence\nid: ev-1\narea: pelayanan-publik\nperiod: 2021-Q4\n"
        f"sop: {{id: sop-pp-09, version: {version}}}\nevents:\n{listed}"
    )


RECEIVED = (
    "{step: terima, role: petugas-layanan, start: 2021-10-04 08:00, end: 2021-10-05 08:00, "
    "output: [Tanda terima]}"
)
ANSWERED = "{step: jawab, role: ppid, day: 2021-10-06, output: [Surat jawaban]}"
ARCHIVED = (
    "{step: arsip, role: ppid, start: 2021-10-07 15:00, end: 2021-10-08 15:00, output: [Arsip]}"
)
WHOLE = (RECEIVED, ANSWERED, ARCHIVED)


@pytest.fixture
def judge_files(judge: Judge) -> Judge:
    """Judge a province of one office with a generic SOP, and some more files."""

    def call(files: Mapping[str, str], **options: Any) -> Report:
        options.setdefault("as_of", date(2021, 12, 31))
        return judge({f"{HOME}office.yaml": OFFICE, INNER: generic()} | dict(files), **options)

    return call


def said(report: Report, *codes: str) -> list[Finding]:
    return [f for f in report.findings if f.code in codes]


def only(report: Report) -> ReplicationLine:
    """What became of the one generic SOP in the one office."""
    ((line,),) = (office.replication for office in report.offices)
    return line


def place(text: str, part: str) -> tuple[int, int]:
    """Line and column of the first place of a part of a text."""
    before = text[: text.index(part)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def built(own: str, original: str | None = None) -> Sop:
    """A replica's SOP, adopted from its generic one."""
    document = Document("r.yaml", 0, yaml.load(own, yaml.BaseLoader))  # noqa: S506
    if original is None:
        return build_sop(document, "3512")
    source = Document("g.yaml", 0, yaml.load(original, yaml.BaseLoader))  # noqa: S506
    return build_sop(document, "3512", build_sop(source, None))


# What a replica takes over


IDENTITY = {
    "legal_basis": ["PermenPANRB 35/2012"],
    "qualifications": ["Memahami"],
    "related": ["sop-dk-01"],
    "equipment": ["Komputer"],
    "warnings": ["Apabila tidak dijawab"],
    "records": ["Register"],
    "total_time": "10 hari kerja",
    "particulars": {"channel": "PPID"},
}


@pytest.mark.parametrize("key", IDENTITY)
def test_an_entry_left_out_is_taken_over_and_one_written_is_kept_whole(key: str) -> None:
    assert inherited({"id": "x"}, {key: IDENTITY[key]})[key] == IDENTITY[key]
    assert inherited({"id": "x", key: "sendiri"}, {key: IDENTITY[key]})[key] == "sendiri"


OF_ONE_VERSION = {
    "created": "2019-01-02",
    "revised": "2019-01-03",
    "effective": "2019-01-04",
    "withdrawn": "2019-01-05",
    "approved_by": {"title": "Sekretaris", "date": "2019-01-03"},
    "replicate": "required",
    "office": "35",
    "notes": "Catatan",
}


@pytest.mark.parametrize("key", OF_ONE_VERSION)
def test_dates_approval_and_what_a_province_decides_are_never_taken_over(key: str) -> None:
    assert key not in inherited({"id": "x"}, {key: OF_ONE_VERSION[key]})
    assert inherited({key: "sendiri"}, {key: OF_ONE_VERSION[key]})[key] == "sendiri"


def test_status_and_number_stay_those_of_the_replica() -> None:
    own = replica(more="").replace("in-force", "draft")
    sop = built(own, generic())
    assert (sop.status, sop.number, sop.replicate) == ("draft", "001/SOP/3512/III/2021", None)


def test_taking_over_changes_neither_document() -> None:
    own, original = (yaml.safe_load(text) for text in (replica(RECEIVE), generic()))
    before = repr((own, original))
    inherited(own, original)
    assert repr((own, original)) == before


def test_roles_are_those_of_both_and_the_replica_wins() -> None:
    common = "roles:\n  %s\n"
    sop = built(
        replica(more=common % "juru: {title: Juru kita, group: secretariat}"),
        generic(more=common % "juru: {title: Juru, group: mixed}")
        .replace("group: mixed}", "group: mixed}\n  tamu: {title: Tamu, group: mixed}")
        .replace("00:00", ""),
    )
    assert {name: role.title for name, role in sop.roles.items()} == {
        "juru": "Juru kita",
        "tamu": "Tamu",
    }


def test_a_step_of_like_id_takes_its_quality_standard_where_it_says_nothing() -> None:
    bare = [
        "{id: terima, activity: Menerima, role: ppid}",
        "{id: arsip, activity: Menyimpan, role: ppid}",
        "{id: baru, activity: Menambah, role: ppid}",
    ]
    sop = built(replica(*bare), generic())
    receive, archive, new = sop.steps
    assert (receive.time, receive.outputs, receive.by_clock) == (
        "1 hari kerja",
        ("Tanda terima",),
        False,
    )
    assert sop.written["steps"][0]["requires"] == ["Formulir"]
    assert (archive.time, archive.outputs, archive.by_clock) == ("24 jam", ("Arsip",), True)
    assert (new.time, new.outputs, new.by_clock) == (None, (), False)
    assert [step.activity for step in sop.steps] == ["Menerima", "Menyimpan", "Menambah"]


def test_a_step_that_says_something_keeps_it() -> None:
    own = "{id: arsip, activity: A, role: ppid, time: 1 jam, clock: working, output: [Berkas]}"
    (step,) = built(replica(own), generic()).steps
    assert (step.time, step.outputs, step.by_clock) == ("1 jam", ("Berkas",), False)


def test_the_way_from_step_to_step_is_never_taken_over() -> None:
    winding = ("{id: terima, activity: A, role: ppid, next: [jawab, end]}", ANSWER)
    sop = built(replica("{id: terima, activity: A, role: ppid}", ANSWER), generic(*winding))
    assert dict(sop.successors)["terima"] == ("jawab",)


def test_without_steps_those_of_the_generic_sop_are_its_flow() -> None:
    sop = built(replica(), generic())
    assert [step.id for step in sop.steps] == ["terima", "jawab", "arsip"]
    assert (sop.document.path, sop.flow.path) == ("r.yaml", "g.yaml")
    assert built(replica(RECEIVE), generic()).flow.path == "r.yaml"


def test_without_its_generic_sop_a_replica_takes_nothing() -> None:
    sop = built(replica())
    assert (sop.steps, sop.total_time, sop.original) == ((), None, None)


# What is judged of it


def test_approval_of_the_generic_sop_approves_no_replica(judge_files: Judge) -> None:
    text = replica().replace("approved_by: {title: Sekretaris, date: 2021-01-05}\n", "")
    (finding,) = said(judge_files({REPLICA: text}), "SD104")
    assert (finding.path, finding.line, finding.column) == (REPLICA, *place(text, "in-force"))


def test_a_replica_outlives_the_withdrawal_of_its_generic_sop(judge_files: Judge) -> None:
    gone = generic(more="withdrawn: 2021-05-01\n")
    report = judge_files({INNER: gone, REPLICA: replica(), RUN: run(*WHOLE)})
    (line,) = report.executions
    assert (line.outcome, line.measured) == ("pass", 1)
    assert [x.replication for x in report.offices] == [()]


def test_a_replica_need_not_be_replicated_itself(judge_files: Judge) -> None:
    report = judge_files({REPLICA: replica()})
    assert said(report, "SD107") == []
    assert only(report).required


def with_rules_for_replicas(pack: Pack, *codes: str) -> Pack:
    """The pack with rules that exempt replicas speaking about them too."""
    areas = {
        name: replace(
            area,
            rules=tuple(
                replace(r, when={k: v for k, v in (r.when or {}).items() if k != "not"})
                if r.code in codes
                else r
                for r in area.rules
            ),
        )
        for name, area in pack.areas.items()
    }
    return replace(pack, areas=areas)


WARNED = 'warnings: ["Apabila tidak dijawab"]\n'


@pytest.mark.parametrize(
    ("in_generic", "in_replica", "complains"),
    [("", "", True), (WARNED, "", False), ("", WARNED, False)],
    ids=["nowhere", "generic", "replica"],
)
def test_area_rules_see_what_was_taken_over(
    pack: Pack, in_generic: str, in_replica: str, complains: bool
) -> None:
    area = ("area: pelayanan-publik", "area: penataan-tatalaksana")
    own = replica(more=in_replica).replace(*area)
    files = {
        f"{HOME}office.yaml": OFFICE,
        INNER: generic(more=in_generic).replace(*area),
        REPLICA: own,
    }
    report = audit_tree(
        MemoryTree({path: text.encode() for path, text in files.items()}),
        Settings(root=Path(), period=2021, as_of=date(2021, 12, 31)),
        with_rules_for_replicas(pack, "TL102"),
    )
    assert [f.path for f in said(report, "TL102")].count(REPLICA) == complains


MP = ("area: pelayanan-publik", "area: manajemen-perubahan")


def test_what_is_wrong_with_steps_taken_over_is_said_at_replica_of(judge_files: Judge) -> None:
    own = replica().replace(*MP)
    report = judge_files({INNER: generic().replace(*MP), REPLICA: own})
    found = {f.path: f for f in said(report, "MP115")}
    assert set(found) == {INNER, REPLICA}
    finding = found[REPLICA]
    assert (finding.line, finding.column) == place(own, "{id: sop-pp-09, version")
    assert (finding.office, finding.subject) == ("3512", "sop-pp-09@1")


def test_what_is_wrong_with_own_steps_is_said_in_the_replica(judge_files: Judge) -> None:
    own = replica(RECEIVE, ANSWER, ARCHIVE).replace(*MP)
    report = judge_files({INNER: generic().replace(*MP), REPLICA: own})
    (finding,) = (f for f in said(report, "MP115") if f.path == REPLICA)
    assert finding.line in (place(own, "steps:")[0], place(own, "- {id: terima")[0])
    assert finding.pointer == ("/steps")


def test_a_fault_in_a_standard_taken_over_is_said_at_the_step_that_is_written(
    pack: Pack,
) -> None:
    schema = {
        "properties": {
            "steps": {"items": {"properties": {"output": {"items": {"const": "Bukti"}}}}},
            "warnings": {"items": {"const": "Bukti"}},
        }
    }
    rules = with_rules_for_replicas(pack, "TL102")
    area = rules.areas["penataan-tatalaksana"]
    strict = replace(
        area, rules=tuple(replace(r, schema=schema) for r in area.rules if r.code == "TL102")
    )
    own = replica(
        "{id: terima, activity: Menerima, role: petugas-layanan}",
        "{id: jawab, activity: Menjawab, role: ppid, output: [Surat]}",
    ).replace("pelayanan-publik", "penataan-tatalaksana")
    report = audit_tree(
        MemoryTree(
            {
                f"{HOME}office.yaml": OFFICE.encode(),
                INNER: generic(more=WARNED)
                .replace("pelayanan-publik", "penataan-tatalaksana")
                .encode(),
                REPLICA: own.encode(),
            }
        ),
        Settings(root=Path(), period=2021, as_of=date(2021, 12, 31)),
        replace(rules, areas={**rules.areas, area.id: strict}),
    )
    places = [(f.line, f.column) for f in said(report, "TL102") if f.path == REPLICA]
    assert places == [
        place(own, "{id: sop-pp-09, version"),
        place(own, "{id: terima"),
        place(own, "Surat]"),
    ]


def test_an_unknown_role_of_steps_taken_over_is_said_once_at_replica_of(
    judge_files: Judge,
) -> None:
    odd = generic(RECEIVE.replace("petugas-layanan", "juru-kita"), ANSWER)
    own = replica()
    report = judge_files({INNER: odd, REPLICA: own})
    (finding,) = said(report, "CORE008")
    assert (finding.path, finding.line) == (REPLICA, place(own, "replica_of")[0])
    assert "juru-kita" in finding.message.id


def test_roles_of_the_generic_sop_are_known_in_the_replica(judge_files: Judge) -> None:
    roles = "roles:\n  juru-kita: {title: Juru kita, group: secretariat}\n"
    odd = generic(RECEIVE.replace("petugas-layanan", "juru-kita"), ANSWER, more=roles)
    events = (RECEIVED.replace("petugas-layanan", "juru-kita"), ANSWERED)
    report = judge_files({INNER: odd, REPLICA: replica(), RUN: run(*events)})
    assert said(report, "CORE008", "CF204") == []
    assert [x.outcome for x in report.executions] == ["pass"]


def test_faults_of_steps_taken_over_are_said_once_where_they_stand(judge_files: Judge) -> None:
    vague = generic(RECEIVE.replace("1 hari kerja", "secukupnya"), ANSWER)
    report = judge_files({INNER: vague, REPLICA: replica()})
    assert [(f.code, f.path, f.office) for f in said(report, "SD101", "SD102", "SD103")] == [
        ("SD103", INNER, None)
    ]


# Runs of a replica


def measured(report: Report) -> ExecutionLine:
    (line,) = report.executions
    return line


def test_without_steps_runs_are_measured_by_the_steps_of_the_generic_sop(
    judge_files: Judge,
) -> None:
    line = measured(judge_files({REPLICA: replica(), RUN: run(*WHOLE)}))
    assert (line.outcome, line.cost, line.measured) == ("pass", 0, 1)
    report = judge_files({REPLICA: replica(), RUN: run(RECEIVED, ARCHIVED)})
    assert (measured(report).outcome, measured(report).cost) == ("fail", 1)
    (finding,) = said(report, "CF201")
    (related,) = finding.related
    assert (finding.path, related.path) == (RUN, INNER)
    assert (related.line, related.column) == place(generic(), "jawab")


def test_with_steps_runs_are_measured_by_those(judge_files: Judge) -> None:
    own = replica(RECEIVE, ARCHIVE)
    report = judge_files({REPLICA: own, RUN: run(RECEIVED, ARCHIVED)})
    assert measured(report).outcome == "pass"
    report = judge_files({REPLICA: own, RUN: run(*WHOLE)})
    assert [(f.code, f.related[0].path) for f in said(report, "CF202")] == [("CF202", REPLICA)]


def test_a_limit_taken_over_is_kept_to_by_the_clock_that_was_taken_over(
    judge_files: Judge,
) -> None:
    own = replica(RECEIVE, ANSWER, "{id: arsip, activity: Mengarsipkan, role: ppid}")
    slow = ARCHIVED.replace("10-08 15:00", "10-08 15:01")
    assert measured(judge_files({REPLICA: own, RUN: run(*WHOLE)})).outcome == "pass"
    report = judge_files({REPLICA: own, RUN: run(RECEIVED, ANSWERED, slow)})
    assert [late.step for late in measured(report).late] == ["arsip"]
    assert [f.code for f in said(report, "CF205", "CF206")] == ["CF205"]


def test_an_output_taken_over_is_asked_for(judge_files: Judge) -> None:
    own = replica(RECEIVE, "{id: jawab, activity: Menjawab, role: ppid}")
    events = (RECEIVED, ANSWERED.replace("Surat jawaban", "Surat"))
    report = judge_files({REPLICA: own, RUN: run(*events)})
    assert [f.code for f in said(report, "CF206")] == ["CF206"]
    assert said(report, "SD103") == []


@pytest.mark.parametrize("entries", [(), (RECEIVE, ANSWER, ARCHIVE)], ids=["without", "with"])
def test_the_limit_of_the_whole_run_is_taken_over_and_related_where_it_stands(
    judge_files: Judge, entries: tuple[str, ...]
) -> None:
    slow = [event.replace("10-0", "10-2") for event in (ANSWERED, ARCHIVED)]
    report = judge_files({REPLICA: replica(*entries), RUN: run(RECEIVED, *slow)})
    (finding,) = said(report, "CF205")
    (late,) = measured(report).late
    assert late.step is None
    (related,) = finding.related
    assert (related.path, related.line) == (INNER, place(generic(), "total_time")[0])


def test_a_limit_of_its_own_for_the_whole_run_replaces_that_of_the_generic_sop(
    judge_files: Judge,
) -> None:
    own = replica(more="total_time: 3 hari kerja\n")
    (finding,) = said(judge_files({REPLICA: own, RUN: run(*WHOLE)}), "CF205")
    (related,) = finding.related
    assert (related.path, related.line) == (REPLICA, place(own, "total_time")[0])


BROKEN = {
    "syntax": lambda text: text + "oops: [\n",
    "key": lambda text: text + "kunci: 1\n",
    "id": lambda text: text.replace("id: sop-pp-09", "id: SOP!", 1),
    "empty": lambda _: "",
    "SD101": lambda text: text.replace("id: arsip,", "id: arsip, next: jawab,"),
    "SD102": lambda text: text.replace("id: jawab,", "id: jawab, decision: {Ya: arsip},"),
    "SD103": lambda text: text.replace("time: 3 hari kerja, ", "time: secukupnya, "),
}


@pytest.mark.parametrize("break_it", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("events", [WHOLE, (RECEIVED, ARCHIVED)], ids=["whole", "gap"])
@pytest.mark.parametrize("which", [INNER, REPLICA])
def test_no_run_is_assessed_while_the_sop_that_measures_it_is_broken(
    judge_files: Judge, which: str, events: tuple[str, ...], break_it: Callable[[str], str]
) -> None:
    own = replica() if which == INNER else replica(RECEIVE, ANSWER, ARCHIVE)
    files = {INNER: generic(), REPLICA: own}
    files[which] = break_it(files[which])
    report = judge_files(files | {RUN: run(*events)})
    line = measured(report)
    assert (line.outcome, line.cost, line.fitness) == ("not-assessed", None, None)
    assert line.reason is not None
    assert line.reason.id != line.reason.en
    assert [f for f in report.findings if f.code.startswith("CF")] == []


def test_a_broken_generic_sop_is_said_once_and_no_replica_is_blamed(judge_files: Judge) -> None:
    report = judge_files({INNER: generic() + "kunci: 1\n", REPLICA: replica()})
    others = [(f.code, f.path) for f in report.findings if f.code != "SD105"]
    assert others == [("CORE006", INNER)]


# The report on replication


LIMIT, ROLE = ("3 hari kerja", "4 hari kerja"), ("role: ppid", "role: sekretaris")
DRIFTED = [
    ((), 0),
    ((RECEIVE, ANSWER, ARCHIVE), 0),
    ((RECEIVE, ANSWER), 1),
    ((RECEIVE,), 2),
    ((RECEIVE, ANSWER.replace(*LIMIT), ARCHIVE), 1),
    ((RECEIVE, ANSWER.replace(*ROLE), ARCHIVE), 1),
    ((RECEIVE, ANSWER.replace(*ROLE).replace(*LIMIT)), 3),
    ((RECEIVE, ANSWER, ARCHIVE.replace("elapsed", "working")), 1),
    ((RECEIVE, ANSWER.replace("3 hari", "2 hari"), ARCHIVE), 0),
    ((RECEIVE, ANSWER, ARCHIVE, ANSWER.replace("jawab", "kirim")), 0),
    ((RECEIVE, ANSWER, "{id: arsip, activity: A, role: ppid}"), 0),
    ((ARCHIVE, ANSWER, RECEIVE), 0),
]


@pytest.mark.parametrize(("entries", "drift"), DRIFTED)
@pytest.mark.parametrize("total", [0, 1])
def test_drift_is_the_number_of_differences_that_are_said(
    judge_files: Judge, entries: tuple[str, ...], drift: int, total: int
) -> None:
    more = "total_time: 11 hari kerja\n" if total else ""
    report = judge_files({REPLICA: replica(*entries, more=more)})
    assert only(report) == ReplicationLine(
        sop="sop-pp-09", required=True, state="replica", version=1, current=1, drift=drift + total
    )
    assert len(said(report, "SD109")) == drift + total
    assert all(f.office == "3512" and f.path == REPLICA for f in said(report, "SD109"))


def test_the_difference_is_related_to_its_place_in_the_generic_sop(judge_files: Judge) -> None:
    report = judge_files({REPLICA: replica(RECEIVE, ANSWER.replace(*LIMIT), ARCHIVE)})
    (finding,) = said(report, "SD109")
    (related,) = finding.related
    assert (related.path, related.line, related.column) == (
        INNER,
        *place(generic(), LIMIT[0]),
    )


def test_every_finding_about_replication_is_worded_in_both_languages(judge_files: Judge) -> None:
    newer = generic(RECEIVE, ANSWER, ARCHIVE, version=2, effective="2021-05-03")
    other = generic().replace("sop-pp-09", "sop-pp-08").replace("001/SOP", "008/SOP")
    bad = replica(
        ANSWER.replace(*LIMIT).replace(*ROLE),
        ARCHIVE.replace("elapsed", "working"),
        more="total_time: 1 bulan\n",
    )
    report = judge_files({NEXT: newer, "sops/lain.yaml": other, REPLICA: bad})
    found = said(report, "SD107", "SD108", "SD109")
    assert [f.code for f in found].count("SD109") == 5
    assert {f.code for f in found} == {"SD107", "SD108", "SD109"}
    for finding in found:
        assert finding.message.id != finding.message.en
        assert "{" not in finding.message.id + finding.message.en
        assert finding.message.id
        assert finding.message.en


MONITORED = (
    "kind: evidence\nid: ev-2\narea: pelayanan-publik\nperiod: 2021-S2\n"
    "about: [{sop: sop-pp-09, as: monitoring}]\n"
    "documents:\n  - {id: notula, type: notula, title: N, date: 2021-11-04}\n"
)


@pytest.mark.parametrize(
    ("files", "state"),
    [
        ({}, "absent"),
        ({RUN: run(*WHOLE)}, "used"),
        ({RUN: MONITORED}, "used"),
        ({RUN: MONITORED.replace("2021-S2", "2022-S1")}, "absent"),
        ({REPLICA: replica()}, "replica"),
        ({REPLICA: replica(), RUN: run(*WHOLE)}, "replica"),
        ({REPLICA: replica().replace("in-force", "draft")}, "absent"),
        ({REPLICA: replica().replace("in-force", "draft"), RUN: run(*WHOLE)}, "used"),
        ({REPLICA: replica().replace("2021-03-01", "2022-01-03")}, "absent"),
        ({REPLICA: replica(more="withdrawn: 2021-12-30\n")}, "absent"),
        ({REPLICA: replica(more="withdrawn: 2021-12-31\n")}, "replica"),
        ({REPLICA: replica().replace("id: sop-pp-09", "id: sop-pp-77", 1)}, "replica"),
        (
            {REPLICA: replica(RECEIVE).replace("replica_of: {id: sop-pp-09, version: 1}\n", "")},
            "absent",
        ),
    ],
)
def test_a_generic_sop_is_replicated_or_used_or_absent(
    judge_files: Judge, files: dict[str, str], state: str
) -> None:
    report = judge_files(files)
    line = only(report)
    assert line.state == state
    assert (line.version is None) is (line.drift is None) is (state != "replica")
    assert bool(said(report, "SD107")) is (state == "absent")


def test_an_optional_generic_sop_may_be_absent(judge_files: Judge) -> None:
    text = generic().replace("replicate: required", "replicate: optional")
    report = judge_files({INNER: text})
    assert (only(report).required, only(report).state) == (False, "absent")
    assert said(report, "SD107") == []


def test_a_province_has_no_replication(judge_files: Judge) -> None:
    province = (
        OFFICE.replace("3512", "35")
        .replace("kab-situbondo", "provinsi")
        .replace("level: kabupaten", "level: provinsi")
        .replace('parent: "35"\n', "")
    )
    report = judge_files({"offices/35-provinsi/office.yaml": province, REPLICA: replica()})
    found = {office.code: len(office.replication) for office in report.offices}
    assert found == {"35": 0, "3512": 1}
    assert outcome(report, "SD107", code="35") == "not-applicable"


def outcome(report: Report, rule: str, code: str = "3512") -> str:
    (office,) = (o for o in report.offices if o.code == code)
    return next(line.outcome for line in office.outcomes if line.code == rule)


def test_a_generic_sop_that_is_not_in_force_has_no_line(judge_files: Judge) -> None:
    for changed in (
        generic().replace("in-force", "draft"),
        generic(effective="2022-01-03"),
        generic(more="withdrawn: 2021-10-01\n"),
    ):
        report = judge_files({INNER: changed})
        assert [office.replication for office in report.offices] == [()]
        assert said(report, "SD107") == []


@pytest.mark.parametrize("text", [replica(), replica(RECEIVE)], ids=["without", "with"])
def test_where_generic_sops_are_not_known_replicas_are_not_assessed(
    judge: Judge, text: str
) -> None:
    files = {"office.yaml": OFFICE, INNER: text}
    report = judge(files, as_of=date(2021, 12, 31))
    assert [office.replication for office in report.offices] == [()]
    assert said(report, "SD107", "SD108", "SD109", "CORE008") == []
    for rule in ("SD107", "SD108", "SD109"):
        assert outcome(report, rule) == "not-assessed"


def test_rules_about_replicas_pass_or_fail_where_generic_sops_are_known(
    judge_files: Judge,
) -> None:
    report = judge_files({REPLICA: replica()})
    assert [outcome(report, rule) for rule in ("SD107", "SD108", "SD109")] == ["pass"] * 3
    report = judge_files({})
    assert [outcome(report, rule) for rule in ("SD107", "SD108", "SD109")] == [
        "fail",
        "not-applicable",
        "not-applicable",
    ]


# Behind the generic SOP


SECOND = generic(RECEIVE, ANSWER, version=2, effective="2021-10-01")


def test_a_replica_is_behind_until_it_follows_the_version_in_force(judge_files: Judge) -> None:
    old = replica(RECEIVE, ANSWER, ARCHIVE)
    report = judge_files({NEXT: SECOND, REPLICA: old})
    (finding,) = said(report, "SD108")
    assert (finding.path, finding.line) == (REPLICA, place(old, "replica_of")[0])
    assert finding.related[0].path == NEXT
    line = only(report)
    assert (line.version, line.current, line.drift) == (1, 2, 0)
    new = replica(RECEIVE, ANSWER, ARCHIVE, version=2, of=2).replace("2021-03-01", "2021-10-04")
    for files in ({REPLICA: new}, {REPLICA: old, f"{HOME}{NEXT}": new}):
        report = judge_files({NEXT: SECOND} | files)
        assert said(report, "SD108", "SD109", "SD107") == []
        assert (only(report).version, only(report).current, only(report).drift) == (2, 2, 0)


def test_raising_replica_of_alone_is_enough_to_be_up_to_date(judge_files: Judge) -> None:
    report = judge_files({NEXT: SECOND, REPLICA: replica(of=2)})
    assert said(report, "SD108") == []


def test_a_replica_is_not_behind_before_the_next_version_takes_effect(judge_files: Judge) -> None:
    files = {NEXT: SECOND, REPLICA: replica()}
    assert said(judge_files(files, as_of=date(2021, 9, 30)), "SD108") == []
    assert len(said(judge_files(files, as_of=date(2021, 10, 1)), "SD108")) == 1


def test_a_replica_takes_over_from_the_version_that_it_names(judge_files: Judge) -> None:
    events = (RECEIVED, ANSWERED)
    files = {NEXT: SECOND, RUN: run(*events)}
    assert measured(judge_files(files | {REPLICA: replica()})).outcome == "fail"
    assert measured(judge_files(files | {REPLICA: replica(of=2)})).outcome == "pass"


def test_drift_is_unknown_where_the_version_replicated_does_not_exist(judge_files: Judge) -> None:
    report = judge_files({REPLICA: replica(RECEIVE, of=7)})
    line = only(report)
    assert (line.state, line.version, line.drift) == ("replica", 7, None)
    assert [f.code for f in said(report, "CORE008", "SD109")] == ["CORE008"]


# Generic SOPs of another folder


@pytest.fixture
def on_disk(tmp_path: Path) -> Callable[..., Report]:
    """Judge a repository of one office whose province lies beside it."""

    def call(files: Mapping[str, str], generic_path: str = "../prov") -> Report:
        settings = (
            "version: 1\npack: pmprb-2020-unit\nperiod: 2021\nas_of: 2021-12-31\n"
            f"generic: {generic_path}\n"
        )
        own = {"office/sopcheck.yaml": settings, "office/office.yaml": OFFICE}
        for name, text in (own | {f"prov/{INNER}": generic()} | dict(files)).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        root = tmp_path / "office"
        return audit(root, find_settings(root), jobs=1)

    return call


HERE = f"office/{INNER}"
EVIDENCE = "office/evidence/pelayanan-publik/2021-q4.yaml"


def test_generic_sops_elsewhere_are_named_by_their_path_from_the_root(
    on_disk: Callable[..., Report],
) -> None:
    report = on_disk({HERE: replica(), EVIDENCE: run(RECEIVED, ARCHIVED)})
    (finding,) = said(report, "CF201")
    (related,) = finding.related
    assert (related.path, related.line) == (
        f"../prov/{INNER}",
        place(generic(), "{id: jawab")[0],
    )
    assert {line.path for line in report.sops} == {INNER, f"../prov/{INNER}"}
    assert measured(report).measured == 1


def test_generic_sops_elsewhere_are_replicated_like_any_other(
    on_disk: Callable[..., Report],
) -> None:
    report = on_disk({HERE: replica(RECEIVE, ANSWER)})
    line = only(report)
    assert (line.state, line.current, line.drift) == ("replica", 1, 1)
    (finding,) = said(report, "SD109")
    assert finding.path == INNER
    assert finding.related[0].path == f"../prov/{INNER}"


def test_what_is_wrong_in_generic_sops_elsewhere_is_the_affair_of_their_province(
    on_disk: Callable[..., Report],
) -> None:
    vague = generic(RECEIVE.replace("1 hari kerja", "secukupnya"), ANSWER)
    report = on_disk({f"prov/{INNER}": vague, HERE: replica(), EVIDENCE: run(*WHOLE)})
    assert said(report, "SD103") == []
    line = measured(report)
    assert line.outcome == "not-assessed"
    assert line.reason is not None
    assert f"../prov/{INNER}" in line.reason.id


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (generic() + "oops: [\n", "CORE002"),
        (generic() + "kunci: 1\n", "CORE006"),
        (generic() + "id: lagi\n", "CORE003"),
        (generic().replace("kind: sop", "kind: sopp"), "CORE005"),
        ("", "CORE005"),
        ("\x00", "CORE001"),
    ],
)
@pytest.mark.parametrize("own", [replica(), None], ids=["replica", "as-it-is"])
def test_a_broken_generic_sop_elsewhere_is_said_and_its_runs_are_not_assessed(
    on_disk: Callable[..., Report], broken: str, code: str, own: str | None
) -> None:
    files = {f"prov/{INNER}": broken, EVIDENCE: run(*WHOLE)}
    report = on_disk(files if own is None else files | {HERE: own})
    assert [f.path for f in said(report, code)] == [f"../prov/{INNER}"]
    line = measured(report)
    assert line.outcome == "not-assessed"
    assert line.reason is not None
    assert said(report, "CF201", "CF202", "SD107", "SD109") == []


def test_a_second_broken_generic_sop_elsewhere_takes_out_only_runs_of_its_own_sop(
    on_disk: Callable[..., Report],
) -> None:
    other = generic().replace("sop-pp-09", "sop-pp-08").replace("001/SOP", "008/SOP")
    files = {HERE: replica(), EVIDENCE: run(*WHOLE), "prov/sops/b.yaml": other + "kunci: 1\n"}
    assert measured(on_disk(files)).outcome == "pass"


def test_a_generic_path_without_a_repository_file_still_gives_its_sops(
    on_disk: Callable[..., Report], tmp_path: Path
) -> None:
    deeper = os.path.join("..", "prov", "..", "prov")  # noqa: PTH118
    report = on_disk({HERE: replica()}, generic_path=deeper)
    assert only(report).state == "replica"
    assert f"{tmp_path}" not in repr(report)
