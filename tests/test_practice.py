"""How the report shows the ways in which SOPs are carried out: by SOP, by deviation, by office, by run."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from conftest import judged_example
from example import FILES, judged

from sopcheck.filters import Selection, selected
from sopcheck.model.report import Report
from sopcheck.report import View, render
from sopcheck.report.execution_words import drawn_moves, pace_percent, undrawn


@pytest.fixture(scope="module")
def province() -> Report:
    return judged_example("jawa-timur")


def part(text: str, title: str) -> list[str]:
    """The lines under a title, down to the empty line."""
    lines = text.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(title))
    return lines[start + 1 : lines.index("", start)]


def on_screen(report: Report, **view: object) -> str:
    return render(report, "terminal", replace(View(width=100), **view)).decode()  # type: ignore[arg-type]


def test_the_sop_that_conforms_least_comes_first(province: Report) -> None:
    rows = part(on_screen(province), "Pelaksanaan SOP")[1:17]
    shares = [int(row.split(" %")[0].split()[-1]) for row in rows]
    assert shares == sorted(shares)
    assert rows[0].startswith("sop-tl-11 ")


def test_what_deviates_is_told_by_step_and_office(province: Report) -> None:
    rows = part(on_screen(province), "Penyimpangan dari SOP")
    assert rows[1].split(maxsplit=4)[:4] == ["2", "sop-tl-01", "–", "CF208"]
    assert rows[1].endswith("3501, 3522")
    assert len(rows) == 12  # a heading, ten lines, and how many more
    everything = part(on_screen(province, verbose=True), "Penyimpangan dari SOP")
    told = sum(int(row.split()[0]) for row in everything[1:])
    assert told == len(
        {(run, d.code, d.step) for run in province.executions for d in run.deviations}
    )


def test_of_one_office_the_table_does_not_name_it(province: Report) -> None:
    alone = selected(province, Selection(offices=("3512",)))
    rows = part(on_screen(alone), "Penyimpangan dari SOP")
    assert len(rows) == 3
    assert all("3512" not in row for row in rows)


@pytest.mark.parametrize("width", [80, 100, 140])
def test_with_v_every_sop_has_its_column(province: Report, width: int) -> None:
    sops = {line.sop.removeprefix("sop-") for line in province.procedures}
    rows = part(on_screen(province, width=width, verbose=True), "Satuan kerja × SOP")
    heads = [row.split()[2:] for row in rows if row.startswith("Satuan kerja")]
    assert len(heads) > 1 or width == 140
    assert {name for head in heads for name in head} == sops
    assert sum(map(len, heads)) == len(sops)
    assert all(len(row) <= width for row in rows)


def test_the_map_s_last_row_is_that_of_all_offices(province: Report) -> None:
    rows = part(on_screen(province), "Satuan kerja × SOP")
    names = rows[0].split()[2:]
    totals = next(row for row in rows if row.startswith("semua")).split()[1:]
    shares = {line.sop: 100 * line.conforming // line.assessed for line in province.procedures}
    assert [int(cell.lstrip("█▓▒░·")) for cell in totals] == [shares[f"sop-{n}"] for n in names]


def test_a_comment_names_the_sops_that_are_followed_least(province: Report) -> None:
    text = render(province, "markdown", View()).decode()
    rows = re.findall(
        r"^\| `(sop-[a-z0-9-]+)` \| (\d+)/(\d+) \| (\d+) \| (.*) \|$", text, re.MULTILINE
    )
    assert [row[0] for row in rows][:2] == ["sop-tl-11", "sop-tl-01"]
    assert len(rows) == 5
    by_sop = {line.sop: line for line in province.procedures}
    for sop, conforming, assessed, share, where in rows:
        line = by_sop[sop]
        assert (line.conforming, line.assessed) == (int(conforming), int(assessed))
        assert int(share) == 100 * line.conforming // line.assessed
        assert f"{line.deviations[0].code} " in where
    assert (
        "### Pelaksanaan SOP"
        not in render(judged_example("satu-satker"), "markdown", View()).decode()
    )


def test_filters_show_the_executions_of_what_is_in_scope(province: Report) -> None:
    area = selected(province, Selection(areas=("penataan-tatalaksana",)))
    known = {sop.id for sop in province.sops if sop.area == "penataan-tatalaksana"}
    assert {line.sop for line in area.procedures} <= known
    assert {p.sop for office in area.offices for p in office.practice} <= known
    alone = selected(province, Selection(offices=("3512",)))
    runs = [run for run in province.executions if run.office == "3512"]
    assert alone.summary.executions["runs"] == len(runs)
    passed = sum(1 for run in runs if run.outcome == "pass")
    judged = sum(1 for run in runs if run.outcome in ("pass", "fail"))
    text = on_screen(alone)
    assert f"Pelaksanaan: {passed} dari {judged} yang dinilai sesuai SOP" in text
    assert "Dinilai seluruhnya: 39 satker" in text
    assert alone.summary.offices == province.summary.offices


def test_what_could_not_be_assessed_names_its_reason_where_there_is_one(province: Report) -> None:
    unassessed = [run for run in province.executions if run.outcome == "not-assessed"]
    first = unassessed[0]
    own = [run for run in unassessed if run.office == first.office]
    alone = selected(province, Selection(offices=(first.office,)))
    assert first.reason is not None
    closing = " ".join(
        on_screen(alone, width=400).split("Tidak dinilai:")[1].split("\n")[0].split()
    )
    assert closing == f"{len(own)} pelaksanaan SOP ({first.reason.id})"
    assert "Tidak dinilai: 2 pelaksanaan SOP\n" in on_screen(province)


def test_an_evidence_file_that_cannot_be_read_is_told_with_what_it_costs() -> None:
    path = next(p for p in sorted(FILES) if p.startswith("evidence/"))
    broken = judged({**FILES, path: FILES[path] + b"\nnotes: [belum ditutup\n"})
    sound = judged(FILES)
    assert (broken.summary.score.supported or 0) < (sound.summary.score.supported or 0)
    assert "1 berkas bukti tidak terbaca" in on_screen(broken)
    assert "tidak terbaca" not in on_screen(sound)


def drawing(report: Report, code: str) -> tuple[str, list[str]]:
    """The first run that deviates by one code alone: its subject, and how it is drawn."""
    run = next(r for r in report.executions if [d.code for d in r.deviations] == [code])
    alone = selected(report, Selection(offices=(run.office,)))
    lines = on_screen(alone, width=160, verbose=True).splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(run.subject))
    end = next(i for i in range(start + 1, len(lines)) if not lines[i].startswith("  "))
    return run.subject, lines[start + 1 : end]


@pytest.mark.parametrize("code", ["CF204", "CF206", "CF207", "CORE008"])
def test_what_is_wrong_stands_below_its_event(province: Report, code: str) -> None:
    subject, lines = drawing(province, code)
    finding = next(f for f in province.findings if f.subject == subject and f.code == code)
    at = next(i for i, line in enumerate(lines) if line.startswith("  ! "))
    assert lines[at + 1] == f"      {code} {finding.message.id}"
    assert all(line.startswith(("  ✔ ", "  ! ", "      ")) for line in lines)


def test_a_wrong_version_is_that_of_the_whole_run(province: Report) -> None:
    _, lines = drawing(province, "CF208")
    assert lines[-1].startswith("  ! CF208 ")
    assert all(line.startswith("  ✔ ") for line in lines[:-1])


def test_filters_of_codes_leave_no_run_without_a_reason(province: Report) -> None:
    run = next(r for r in province.executions if [d.code for d in r.deviations] == ["CORE008"])
    alone = selected(province, Selection(offices=(run.office,), select=("CF",)))
    lines = on_screen(alone, width=160, verbose=True).splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(run.subject))
    title = next(rule.title.id for rule in province.rules if rule.code == "CORE008")
    assert f"      CORE008 {title}" in lines[start:]


def test_a_waived_delay_says_so(province: Report) -> None:
    run = next(r for r in province.executions if r.outcome == "pass" and r.late)
    alone = selected(province, Selection(offices=(run.office,)))
    lines = on_screen(alone, width=160, verbose=True).splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(run.subject))
    assert next(line for line in lines[start:] if "⏱" in line).endswith("· dikecualikan")


def test_a_misspelt_step_is_drawn_once(province: Report) -> None:
    run = next(r for r in province.executions if any(m.twin for m in r.moves))
    assert [m.move for m in run.moves if m.twin] in (["extra", "skip"], ["skip", "extra"])
    shown = [m for m in drawn_moves(run) if m.twin]
    assert [m.move for m in shown] == ["extra"]
    assert undrawn(run) == []


@pytest.mark.parametrize(
    ("share", "percent"),
    [
        (None, None),
        (0.0, 0),
        (0.999, 99),
        (1.0, 100),
        (1.0001, 101),
        (1.5, 150),
        (0.5, 50),
        (1.1, 110),
        (0.29, 29),
    ],
)
def test_100_percent_of_a_limit_is_a_limit_kept(share: float | None, percent: int | None) -> None:
    assert pace_percent(share) == percent
