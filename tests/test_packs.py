"""Packs: broken ones are refused with file, line and reason; examples run and can fail."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from sopcheck.errors import PackError
from sopcheck.model.rules import Pack
from sopcheck.packs import bundled_packs, core_areas, load_pack
from sopcheck.packs.core import election_stages
from sopcheck.rule_tests import ExampleResult, run_examples
from sopcheck.schemas import RULES
from sopcheck.validate import SchemaError, Validator
from sopcheck.words import words

TL = "penataan-tatalaksana.yaml"
MP = "manajemen-perubahan.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the bundled pack, to be broken."""
    return Path(shutil.copytree(RULES / "pmprb-2020-unit", tmp_path / "paket"))


def edit(folder: Path, name: str, old: str, new: str) -> int:
    """Replace the first occurrence; gives the line on which it stood."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def refused(folder: Path) -> tuple[str, int, str]:
    with pytest.raises(PackError) as caught:
        load_pack(str(folder))
    error = caught.value
    assert error.exit_code == 2
    for lang in ("id", "en"):
        sentence = words(lang).say(error.message, **error.args_by_name)
        assert error.args_by_name["file"] in sentence
    args = error.args_by_name
    return args["file"], args["line"], args["reason"].message


def test_the_bundled_packs_load(pack: Pack) -> None:
    assert bundled_packs() == ("pmprb-2020-unit", "zi-2021")
    assert list(pack.areas) == list(core_areas())
    assert len(pack.areas) == 8
    weights = [b.weight for a in pack.areas.values() for b in a.blocks.values()]
    assert sum(weights) == Fraction("36.30")


def test_the_integrity_zone_has_six_areas_and_sixty_points() -> None:
    pack = load_pack("zi-2021")
    totals = {k: sum(b.weight for b in a.blocks.values()) for k, a in pack.areas.items()}
    assert totals == {
        "manajemen-perubahan": 8,
        "penataan-tatalaksana": 7,
        "sdm-aparatur": 10,
        "akuntabilitas": 10,
        "pengawasan": 15,
        "pelayanan-publik": 10,
    }
    blocks = [b for a in pack.areas.values() for b in a.blocks.values()]
    assert [sum(b.weight for b in blocks if b.id == k) for k in ("P", "R")] == [30, 30]
    assert all(b.assumed for b in blocks)


def test_grace_is_data_and_may_be_absent(folder: Path) -> None:
    assert load_pack(str(folder)).grace == 14
    edit(folder, "pack.yaml", "grace: 14d", "grace: 0d")
    assert load_pack(str(folder)).grace == 0
    edit(folder, "pack.yaml", "grace: 0d\n", "")
    assert load_pack(str(folder)).grace == 0


def test_a_stage_that_ends_before_it_begins_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(RULES, tmp_path / "rules")
    stages = tmp_path / "rules" / "core"
    edit(stages, "election-stages.yaml", "first: 2024-09-25", "first: 2024-12-25")
    monkeypatch.setattr("sopcheck.packs.core.RULES", tmp_path / "rules")
    with pytest.raises(PackError) as caught:
        election_stages.__wrapped__()
    reason = caught.value.args_by_name["reason"]
    assert (reason.message, reason.args) == ("pack.stage", {"name": "kampanye"})


def test_a_copy_of_a_pack_is_a_pack(folder: Path, pack: Pack) -> None:
    assert load_pack(folder.name, base=folder.parent).items == pack.items


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("pack.yaml", "years:", "yeers:", "schema.unknown-key"),
        ("pack.yaml", "worksheet_due: 01-31", "worksheet_due: 31-01", "schema.form"),
        ("pack.yaml", "grace: 14d", "grace: 2 pekan", "schema.form"),
        ("pack.yaml", "rapat: [undangan", "rapat: [undangn", "pack.unknown-type"),
        ("pack.yaml", "sibling_names: ", "sibling_names: '(?=x)' # ", "pack.pattern"),
        (TL, "area: penataan-tatalaksana", "area: pengawasan", "pack.area-name"),
        (TL, "code: TL102", "code: TL101", "pack.duplicate"),
        (TL, "id: TL-P2", "id: TL-P1", "pack.duplicate"),
        (TL, "sop: 0.5", "sop: 0.4", "pack.sub-weights"),
        (TL, "scale: ABCD", "scale: XYZ", "pack.unknown-scale"),
        (TL, "scale: ABCD", "scale: PCT", "pack.scale-needs"),
        (TL, "scale: ABCD", "scale: ABC", "pack.levels"),
        (TL, "block: P", "block: Q", "pack.unknown-block"),
        (TL, "sub: sop", "sub: spo", "pack.unknown-sub"),
        (TL, "accepts: [", "accepts: [surat-cinta, ", "pack.unknown-type"),
        (TL, "bundle: rapat", "bundle: rapta", "pack.unknown-bundle"),
        (
            TL,
            "    schema:\n",
            "    schema:\n      $ref: http://example.org/x\n",
            "pack.refused-keyword",
        ),
        (TL, "    schema:\n", "    check: tidak-ada\n    x-schema:\n", "schema.unknown-key"),
        (TL, "      D: {}", "      D: {documents: {any: [laporan]}}", "pack.levels"),
        (TL, "    subs: {", "    subs: {kosong: 0.1, ", "pack.sub-weights"),
        (TL, "severity: error", "severity: fatal", "schema.enum"),
        (TL, "items:\n", "items:\n\t- x\n", "slip.tab"),
        ("pack.yaml", "approving: ", "approving: '(?=x)' # ", "pack.pattern"),
        (MP, "      of: MP-P1\n", "      of: MP-P99\n", "pack.unknown-item"),
        (MP, "type: [keputusan, surat-tugas]\n", "type: [keputusn]\n", "pack.unknown-type"),
        (MP, "      documents: [laporan", "      documents: [sop, laporan", "pack.not-accepted"),
        (MP, "follow_up: {of: [laporan]", "follow_up: {of: [sop]", "pack.not-accepted"),
        (MP, "within: 90d", "within: 3 bulan", "schema.form"),
        (MP, "params: {item: MP-P1}", "params: {items: MP-P1}", "pack.unknown-parameter"),
    ],
)
def test_a_broken_pack_is_refused_with_file_line_and_reason(
    folder: Path, name: str, old: str, new: str, reason: str
) -> None:
    line = edit(folder, name, old, new)
    file, found, said = refused(folder)
    assert (file, said) == (f"paket/{name}", reason)
    assert abs(found - line) <= 25


def test_a_pack_that_asks_for_follow_ups_has_a_type_that_acts_upon_reports(folder: Path) -> None:
    edit(folder, "pack.yaml", ", acts_upon: true", "")
    assert refused(folder)[2] == "pack.nothing-acts-upon"


def test_who_drafts_and_who_approves_are_told_together(folder: Path) -> None:
    edit(folder, "pack.yaml", "drafting: ", "# drafting: ")
    assert refused(folder)[2] == "schema.missing-key"


def test_what_comes_before_and_after_an_items_documents(pack: Pack) -> None:
    after, follow_up = pack.items["MP-P10"].after, pack.items["MP-P10"].follow_up
    assert after is not None
    assert follow_up is not None
    assert (after.of, after.types) == ("MP-P1", {"keputusan", "surat-tugas"})
    assert after.documents == {"laporan", "notula", "tindak-lanjut"}
    assert (follow_up.of, follow_up.within) == ({"laporan"}, 90)


def test_without_documents_all_that_an_item_accepts_wait_for_the_decree(folder: Path) -> None:
    edit(folder, MP, "      documents: [laporan, daftar-hadir, foto]\n", "")
    item = load_pack(str(folder)).items["MP-P12"]
    assert item.after is not None
    assert item.after.documents == item.accepts - {"keputusan"}


def test_a_pack_without_areas_is_refused(folder: Path) -> None:
    for path in folder.glob("*.yaml"):
        if path.name != "pack.yaml":
            path.unlink()
    assert refused(folder)[2] == "pack.no-areas"


def rule_with(folder: Path, lines: str) -> None:
    """Replace the requirement of the first rule of the area by other lines."""
    text = (folder / TL).read_text(encoding="utf-8")
    start = text.index("    schema:", text.index("rules:"))
    end = next(i for i in (text.find(f"\n    {k}:", start) for k in ("good", "since")) if i > 0)
    (folder / TL).write_text(text[:start] + lines + text[end:], encoding="utf-8")


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("    check: flow-reaches-ende", "pack.unknown-check"),
        ("    check: dated-in-window", "pack.check-target"),
        ("    check: flow-reaches-end\n    params: {grace: 1}", "pack.unknown-parameter"),
        ("    schema: {properties: {id: {pattern: '(a)\\1'}}}", "pack.fragment"),
        ("    schema: {properties: {id: {type: teks}}}", "pack.fragment"),
        ("    schema: {patternProperties: {x: {}}}", "pack.refused-keyword"),
        ("    schema: {properties: {url: {format: uri}}}", "pack.refused-keyword"),
        ("    schema: {properties: {steps: {minItem: 2}}}", "pack.unknown-keyword"),
    ],
)
def test_what_a_rule_may_not_ask(folder: Path, lines: str, reason: str) -> None:
    rule_with(folder, lines)
    assert refused(folder)[2] == reason


def test_a_rule_may_be_a_check(folder: Path) -> None:
    rule_with(folder, "    check: flow-reaches-end")
    rule = load_pack(str(folder)).areas["penataan-tatalaksana"].rules[0]
    assert rule.checks == ("flow-reaches-end",)


def test_a_greedy_pattern_costs_linear_time(folder: Path) -> None:
    rule_with(folder, "    schema: {properties: {title: {pattern: '^(a+)+$'}}}")
    rule = load_pack(str(folder)).areas["penataan-tatalaksana"].rules[0]
    assert rule.schema is not None
    validator = Validator(rule.schema)
    started = time.monotonic()
    for data in ({"title": "a" * 40 + "!"}, {"title": "a" * 40}):
        assert validator.is_valid(data) is (not validator.problems(data))
    assert not validator.is_valid({"title": "a" * 40 + "!"})
    assert time.monotonic() - started < 2


def test_no_reference_is_ever_fetched(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"type": "string"}')
    for target in (f"file://{tmp_path}/x.json", "http://127.0.0.1:9/x.json"):
        with pytest.raises(SchemaError):
            Validator({"$ref": target})


@pytest.mark.parametrize("name", bundled_packs())
def test_every_example_of_a_pack_comes_out_as_it_says(name: str) -> None:
    results = list(run_examples(load_pack(name)))
    assert len(results) >= 40
    assert [r for r in results if r.fault is not None] == []


def faults(folder: Path, area: str) -> list[ExampleResult]:
    """What goes wrong in the examples of one area."""
    pack = load_pack(str(folder))
    alone = replace(pack, areas={area: pack.areas[area]})
    return [result for result in run_examples(alone) if result.fault is not None]


@pytest.mark.parametrize(
    ("old", "new"),
    [("legal_basis: [", "legal_basiss: ["), ("kind: sop", "kind: spo")],
)
def test_a_spoilt_example_is_noticed(folder: Path, old: str, new: str) -> None:
    text = (folder / TL).read_text(encoding="utf-8")
    at = text.index(old, text.index("good:"))
    (folder / TL).write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    assert [r.kind for r in faults(folder, "penataan-tatalaksana")] == ["good"]


def test_good_and_bad_exchanged_are_both_noticed(folder: Path) -> None:
    text = (folder / TL).read_text(encoding="utf-8")
    good = text.index("\n    good:")
    bad = text.index("\n    bad:", good)
    swapped = text[:good] + "\n    bad:" + text[good + 10 : bad] + "\n    good:" + text[bad + 9 :]
    (folder / TL).write_text(swapped, encoding="utf-8")
    found = {(r.kind, r.fault) for r in faults(folder, "penataan-tatalaksana")}
    assert ("bad", "example.passes") in found
    assert ("good", "rule.fails") in found
