"""JSON Lines, CSV and Markdown: whole, the same each time, and data in them is only text."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import judged_example
from markdown_it import MarkdownIt
from markdown_it.token import Token

from sopcheck.model.finding import Bilingual, Finding
from sopcheck.model.report import Report, Verdict
from sopcheck.pipeline import audit
from sopcheck.report import View, format_of, render
from sopcheck.report.csv import COLUMNS
from sopcheck.report.jsonl import LINES
from sopcheck.report.markdown import LIMIT
from sopcheck.report.markdown_text import code, escaped, fitted
from sopcheck.settings import find_settings

EXAMPLES = Path(__file__).parent.parent / "examples"
TEXTS = ("jsonl", "csv", "markdown")
NO_WIDTH = "\u200b"
HOSTILE = (
    "<script>alert(1)</script> <!-- x --> &lt; &copy; ::error:: :smile: [red] [a](http://b) ![i](j) "
    "@kpu #12 !34 ~bug $1 GH-7 www.kpu.go.id a|b `c` ``d`` **e** __f__ ~~g~~ \\* \u202egnp\u202c \x07 "
    "a\nb\r\n# h\n- l\n/close \"q\" =cmd|' /C calc'!A0"
)
DISTURBING = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    " =1",
    "\uff1d1",
    "\uff0b",
    "\uff20",
)


@pytest.fixture(scope="module")
def province() -> Report:
    return judged_example("jawa-timur")


@pytest.fixture(scope="module")
def single() -> Report:
    folder = EXAMPLES / "satu-satker"
    return audit(folder, find_settings(folder))


def hostile(report: Report, text: str) -> Report:
    """The report with a text wherever data may stand."""
    both = Bilingual(text, text)
    findings = tuple(
        replace(
            f,
            title=both,
            message=both,
            remedy=both,
            source=text,
            path=f"{text}.yaml",
            subject=text,
            items=(text,),
        )
        for f in report.findings[:40]
    )
    offices = tuple(
        replace(
            o,
            name=text,
            next_actions=tuple(replace(a, steps=(both,)) for a in o.next_actions),
        )
        for o in report.offices
    )
    return replace(
        report,
        label=text,
        pack=replace(report.pack, title=both),
        areas=tuple(replace(a, name=both) for a in report.areas),
        items=tuple(replace(i, question=both) for i in report.items),
        findings=findings,
        waived=findings[:2],
        baselined=findings[2:4],
        offices=offices,
    )


def lines(report: Report) -> list[dict[str, Any]]:
    return [json.loads(line) for line in render(report, "jsonl", View()).decode().splitlines()]


def rows(report: Report, lang: str = "id") -> list[dict[str, str]]:
    text = render(report, "csv", View(lang=lang)).decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def markdown(report: Report, **options: Any) -> str:
    return render(report, "markdown", View(**options)).decode()


def parts(text: str) -> list[Token]:
    """Every block and inline token of a page."""
    blocks = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return [token for block in blocks for token in (block, *(block.children or ()))]


def shown(tokens: list[Token]) -> str:
    """What a reader sees, but signs without width."""
    seen = "".join(t.content for t in tokens if t.type in ("text", "text_special", "code_inline"))
    return seen.replace(NO_WIDTH, "")


def visible(text: str) -> str:
    """The text as it is to be seen: on one line, control characters spelt out."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


# All three


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("lang", ["id", "en"])
def test_same_report_same_bytes(name: str, lang: str, province: Report) -> None:
    first = render(province, name, View(lang=lang))
    assert render(replace(province), name, View(lang=lang)) == first
    assert first.decode("utf-8")


@pytest.mark.parametrize(
    ("file", "name"),
    [("a.jsonl", "jsonl"), ("a.NDJSON", "jsonl"), ("a.csv", "csv"), ("a.md", "markdown")],
)
def test_suffix_says_the_format(file: str, name: str) -> None:
    assert format_of(file) == name


@pytest.mark.parametrize("name", TEXTS)
def test_label_is_shown(name: str, province: Report) -> None:
    assert b"DATA CONTOH" in render(province, name, View())


@pytest.mark.parametrize("name", TEXTS)
def test_report_of_single_files_is_written_too(name: str, province: Report) -> None:
    single_files = replace(province, offices=())
    text = render(single_files, name, View()).decode()
    assert province.findings[0].code in text


@pytest.mark.parametrize("name", TEXTS)
def test_lone_surrogates_in_paths_are_written(name: str, province: Report) -> None:
    odd = replace(province.findings[0], path="evidence/\udce9.yaml")
    text = render(replace(province, findings=(odd,)), name, View()).decode("utf-8")
    assert "\\udce9" in text


# JSON Lines


def test_first_line_is_the_run_and_types_follow_the_report(province: Report) -> None:
    found = lines(province)
    assert found[0]["type"] == "run"
    assert [line["type"] for line in found].count("run") == 1
    order = list(dict.fromkeys(line["type"] for line in found))
    assert order == ["run", *(kind for kind in LINES.values() if kind in order)]


def test_lines_joined_again_are_report_json(province: Report) -> None:
    found = lines(hostile(province, HOSTILE))
    whole = {key: value for key, value in found[0].items() if key != "type"}
    whole |= {name: [] for name in LINES}
    names = {kind: name for name, kind in LINES.items()}
    for line in found[1:]:
        whole[names[line.pop("type")]].append(line)
    expected = json.loads(render(hostile(province, HOSTILE), "json", View()))
    assert whole == expected


def test_every_list_of_the_report_becomes_lines(province: Report) -> None:
    lists = {f.name for f in fields(Report) if isinstance(getattr(province, f.name), tuple)}
    assert lists == set(LINES)


@pytest.mark.parametrize("sign", ["\n", "\r", "\x85", "\u2028", "\u2029", "\x1c"])
def test_a_line_ends_only_at_its_end(sign: str, single: Report) -> None:
    odd = replace(single, label=f"a{sign}b")
    assert lines(odd)[0]["label"] == f"a{sign}b"
    assert len(lines(odd)) == len(lines(single))


# CSV


def test_csv_is_rfc_4180(province: Report) -> None:
    data = render(province, "csv", View())
    assert data.startswith(b"label,pack,period,as_of,status,severity,code,")
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == len(province.findings) + 2  # one is waived
    assert all(len(row) == len(COLUMNS) for row in csv.reader(io.StringIO(data.decode())))


def test_one_row_a_finding_with_its_status(province: Report) -> None:
    kept = replace(province, findings=province.findings[3:], baselined=province.findings[:3])
    found = rows(kept)
    assert [r["status"] for r in found] == ["open"] * 981 + ["waived"] + ["baselined"] * 3
    assert found[-4]["waiver"] == province.waived[0].waiver
    first, finding = found[0], kept.findings[0]
    assert first["fingerprint"] == finding.fingerprint
    assert (first["path"], first["line"]) == (finding.path, str(finding.line))
    assert first["office_name"].startswith("KPU ")
    assert {r["label"] for r in found} == {"DATA CONTOH"}


@pytest.mark.parametrize("lang", ["id", "en"])
def test_messages_are_in_the_language_of_the_view(lang: str, province: Report) -> None:
    expected = [f.message.of(lang) for f in (*province.findings, *province.waived)]
    assert [r["message"].removeprefix("'") for r in rows(province, lang)] == expected


@pytest.mark.parametrize("text", DISTURBING)
def test_no_cell_is_a_formula(text: str, province: Report) -> None:
    cells = [cell for row in rows(hostile(province, text)) for cell in row.values()]
    assert sum(cell.startswith("'") for cell in cells) > 40
    for cell in cells:
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff20"))
        assert cell.isprintable()


def test_numbers_stay_numbers(province: Report) -> None:
    assert all(r["line"].isdigit() and r["column"].isdigit() for r in rows(province))


# Markdown


@pytest.mark.parametrize("lang", ["id", "en"])
def test_hostile_data_is_shown_as_text(lang: str, province: Report) -> None:
    text = markdown(hostile(replace(province, offices=province.offices[:3]), HOSTILE), lang=lang)
    tokens = parts(text)
    html = {t.content.strip() for t in tokens if t.type in ("html_block", "html_inline")}
    assert all(re.fullmatch(r"</?details>|<details><summary>[\w ,.]+</summary>", h) for h in html)
    kinds = {t.type for t in tokens}
    assert not kinds & {"link_open", "image", "s_open", "em_open", "hr", "fence", "code_block"}
    assert {t.tag for t in tokens if t.type == "heading_open"} <= {"h2", "h3"}
    assert {t.content for t in tokens if t.type == "code_inline"} != set()
    assert visible(HOSTILE)[:190] in shown(tokens)
    assert text.isascii() or all(c.isprintable() or c in f"\n{NO_WIDTH}" for c in text)


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        "1. x",
        "- x",
        "# x",
        "+ x",
        "> x",
        "=",
        "---",
        "a\\",
        "`",
        "```",
        "1) x",
        "***",
        "|",
    ],
)
def test_escaped_text_renders_as_itself(text: str) -> None:
    tokens = parts(escaped(text))
    assert [t.type for t in tokens[:1]] == ["paragraph_open"]
    assert len([t for t in tokens if t.level == 0 and t.nesting == 1]) == 1
    assert shown(tokens) == visible(text)
    listed = parts(f"- {escaped(text)}")
    assert shown(listed) == visible(text)
    assert sum(t.type.endswith("list_open") for t in listed) == 1


@pytest.mark.parametrize(
    "text",
    ["@kpu", "(@kpu/tim)", "#12", "a/b#12", "!34", "~bug", '~"b g"', "&5", "$9", "%2", ":x:"],
)
def test_references_and_mentions_are_broken(text: str) -> None:
    seen = "".join(t.content for t in parts(escaped(text)) if t.type.startswith("text"))
    assert NO_WIDTH in seen
    assert not re.search(r'[@#!~&$%](?=[\w"])|:\w+:', seen)


@pytest.mark.parametrize("text", ["a`b", "`a", "a``", "``", " ", "a\nb"])
def test_code_spans_show_what_they_hold(text: str) -> None:
    assert shown(parts(f"x {code(text, 60)}")).removeprefix("x ").strip() == visible(text).strip()


def test_long_texts_are_cut_to_the_room_they_have() -> None:
    for sign in ("a", "&", "|", "\u202e", "@"):
        assert len(fitted(sign * 10_000, 60)) <= 120
    assert fitted("a" * 60, 60) == "a" * 60


@pytest.mark.parametrize("text", ["x" * 10_000, "&" * 10_000, "\u202e" * 10_000, "| " * 5000])
def test_comment_stays_below_the_limit(text: str, province: Report) -> None:
    many = tuple(
        replace(o, code=str(i)) for i in range(13) for o in hostile(province, text).offices
    )
    report = replace(hostile(province, text), offices=many, findings=province.findings * 3)
    for lang in ("id", "en"):
        assert len(markdown(report, lang=lang)) <= LIMIT
    assert len(markdown(hostile(province, text))) <= LIMIT


def listed(text: str) -> list[str]:
    return re.findall(r"^- `(\S+:\d+)`", text, re.MULTILINE)


def test_most_severe_come_first_and_the_rest_is_counted(province: Report) -> None:
    text = markdown(province)
    assert len(text) > LIMIT - 1000
    told = listed(text)
    errors = {f"{f.path}:{f.line}" for f in province.findings if f.severity == "error"}
    assert 300 < len(told) < 812
    assert set(told) <= errors
    assert f"… dan {984 - len(told)} temuan lagi" in text
    assert f"### {812} galat" in text


def test_whatever_fits_is_listed_whole(province: Report) -> None:
    few = [f for f in province.findings if f.office == "3571"]
    assert few
    text = markdown(replace(province, findings=tuple(few)))
    assert sorted(listed(text)) == sorted(f"{f.path}:{f.line}" for f in few)
    assert "temuan lagi" not in text
    severities = [line.split()[2] for line in text.splitlines() if re.match(r"### \d+ ", line)]
    assert severities == sorted(severities, key=("galat", "peringatan", "catatan").index)


def finding_of(report: Report, code_: str) -> Finding:
    return next(f for f in report.findings if f.code == code_)


def test_a_finding_has_place_clause_and_remedy(province: Report) -> None:
    finding = finding_of(province, "CF208")
    text = markdown(replace(province, findings=(finding,)), path_prefix="bukti/")
    assert f"- `bukti/{finding.path}:{finding.line}`" in text
    seen = shown(parts(text))
    for said in (finding.message, finding.remedy, finding.title):
        assert said.id in seen
    assert finding.source in seen


def table(text: str) -> list[list[str]]:
    """The cells of the first table."""
    first = next(block for block in text.split("\n\n") if block.startswith("| "))
    lines_ = first.splitlines()
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines_]


def test_scores_of_several_offices_are_a_table_of_areas(province: Report) -> None:
    head, _, *body = table(markdown(province))
    assert head[:3] == ["Satuan kerja", "MP", "DK"]
    assert len(body) == 38  # without the province
    by_name = {row[0].split()[0]: row for row in body}
    for office in province.offices:
        if office.level == "provinsi":
            assert office.code not in by_name
            continue
        shares = ["–" if a.ratio is None else str(int(a.ratio * 100)) for a in office.areas]
        assert by_name[office.code][1:9] == shares


def test_a_score_not_assessed_is_a_dash_never_0(province: Report) -> None:
    office = province.offices[1]
    unknown = replace(
        office,
        areas=tuple(replace(a, ratio=None, supported=None) for a in office.areas),
        score=replace(office.score, supported=None, ratio=None),
        rank=None,
    )
    several = markdown(replace(province, offices=(unknown, province.offices[2])))
    row = next(r for r in table(several) if r[0].startswith(office.code))
    assert row[1:10] == ["–"] * 9
    assert "tidak dinilai; tidak pernah berarti 0" in several
    alone = table(markdown(replace(province, offices=(unknown,))))
    assert {r[2] for r in alone[2:]} == {"–"}


def test_very_many_offices_show_the_lowest(province: Report) -> None:
    judged = [o for o in province.offices if o.level != "provinsi"]
    many = tuple(replace(o, code=f"{i}{o.code}") for i in range(1, 14) for o in judged)
    text = markdown(replace(province, offices=many))
    body = table(text)[2:]
    assert len(body) == 60
    assert f"{len(many) - 60} satuan kerja lagi" in text
    assert {row[9] for row in body} < {f"{n / 100:.2f}".replace(".", ",") for n in range(600)}


def test_one_office_is_told_area_by_area_with_first_actions(single: Report) -> None:
    text = markdown(single)
    head, _, *body = table(text)
    assert head == ["3512 KPU Kabupaten Situbondo", "diklaim", "didukung", "maksimum", "%"]
    assert len(body) == 8
    assert len(re.findall(r"^\d\. \*\*\S+ .* → ", text, re.MULTILINE)) == 5
    assert single.offices[0].next_actions[0].steps[0].id in text
    assert "Tidak ada temuan." in text


def test_verdict_and_thresholds_are_said(single: Report) -> None:
    assert markdown(single).startswith("## sopcheck: ✅ lolos\n\n**DATA CONTOH**\n")
    failed = replace(single, verdict=replace(single.verdict, exit=1, min_score=80.5))
    text = markdown(failed, lang="en")
    assert text.startswith("## sopcheck: ❌ not passed")
    open_ended = replace(single, verdict=Verdict(0, "never", None))
    assert markdown(open_ended).splitlines()[0].endswith("dinilai, tanpa ambang")
    assert markdown(replace(single, verdict=Verdict(0, "never", 50.0))).startswith(
        "## sopcheck: ✅"
    )
    assert "Does not pass with: an error; an office's score below 80.5 %" in text
    assert "Below the threshold" in text or "80.5 %: 3512 79.6 %" in text


def test_known_findings_of_a_baseline_are_counted(province: Report) -> None:
    kept = replace(province, findings=(), baselined=province.findings[:7])
    assert "- 7 temuan lama menurut garis dasar" in markdown(kept)
    assert "garis dasar" not in markdown(province)


def test_recalled_weights_are_named(single: Report) -> None:
    assert "Bobot diingat" in markdown(single)
    exact = replace(single, pack=replace(single.pack, assumed=()))
    assert "Bobot diingat" not in markdown(exact)


def test_dates_and_numbers_are_written_in_the_language(single: Report) -> None:
    assert date.fromisoformat(single.as_of) == date(2022, 2, 15)
    assert "per 15 Februari 2022" in markdown(single)
    assert "28,91" in markdown(single)
    assert "15 February 2022" in markdown(single, lang="en")
    assert "28.91" in markdown(single, lang="en")
