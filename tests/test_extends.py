"""Packs that extend another: what is kept, taken away and changed, and what is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from sopcheck.discover import MemoryTree
from sopcheck.errors import PackError
from sopcheck.explain import explained
from sopcheck.load import load
from sopcheck.model.document import Unreadable
from sopcheck.model.report import Report
from sopcheck.model.rules import Pack
from sopcheck.packs import load_pack
from sopcheck.pipeline import audit_tree
from sopcheck.schemas import RULES, validator
from sopcheck.settings import Settings
from sopcheck.words import words

MP, TL = "manajemen-perubahan.yaml", "penataan-tatalaksana.yaml"
HEAD = "id: anak\ntitle: {id: Anak, en: Child}\nextends: pmprb-2020-unit\n"
NEW_ITEM = """
  - id: MP-P99
    block: P
    sub: tim
    question: {id: Apakah ada?, en: Is there any?}
    scale: YT
    source: Ketentuan sendiri
    accepts: [laporan]
    levels: {Ya: {documents: {any: [laporan]}}, Tidak: {}}
"""
AREA = """
area: pengawasan
name: {id: Pengawasan, en: Supervision}
blocks: {P: {weight: 2}}
rules: []
items:
  - id: PW-P1
    block: P
    question: {id: Apakah ada?, en: Is there any?}
    scale: YT
    source: Ketentuan sendiri
    accepts: [laporan]
    levels: {Ya: {documents: {any: [laporan]}}, Tidak: {}}
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a pack's folder: the lines after its head, then its area files by name."""

    def run(more: str = "", name: str = "anak", head: str = HEAD, **areas: str) -> Path:
        folder = tmp_path / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "pack.yaml").write_text(head + more, encoding="utf-8")
        for key, text in areas.items():
            area = key.replace("_", "-")
            body = text if text.lstrip().startswith("area:") else f"area: {area}\n{text}"
            (folder / f"{area}.yaml").write_text(body, encoding="utf-8")
        return folder

    return run


def loaded(folder: Path) -> Pack:
    return load_pack(str(folder))


def maximum(pack: Pack) -> Fraction:
    return sum((area.maximum for area in pack.areas.values()), Fraction(0))


# What is kept


def test_a_pack_that_changes_nothing_asks_the_same(write: Write, pack: Pack) -> None:
    child = loaded(write())
    assert (child.id, child.title.en, child.base) == ("anak", "Child", "pmprb-2020-unit")
    assert (child.items, child.areas, child.types) == (pack.items, pack.areas, pack.types)
    assert (child.rules, child.categories) == (pack.rules, pack.categories)
    assert child.unasked == frozenset()
    assert child.sha256 != pack.sha256


def test_only_keeps_what_it_names_of_the_lists_it_names(write: Write, pack: Pack) -> None:
    child = loaded(write("only: {items: [MP-P1, TL-P3]}\n"))
    assert set(child.items) == {"MP-P1", "TL-P3"}
    assert list(child.areas) == ["manajemen-perubahan", "penataan-tatalaksana"]
    assert child.areas["penataan-tatalaksana"].rules == pack.areas["penataan-tatalaksana"].rules
    assert child.unasked == pack.items.keys() - child.items.keys()
    child = loaded(write("only: {rules: [TL101]}\n"))
    assert [r.code for r in child.rules if r.area] == ["TL101"]
    assert child.items == pack.items
    child = loaded(write("only: {areas: [pengawasan], rules: [PW101]}\n"))
    assert list(child.areas) == ["pengawasan"]
    assert len(child.areas["pengawasan"].items) == len(pack.areas["pengawasan"].items)


def test_remove_takes_away_what_it_names(write: Write, pack: Pack) -> None:
    gone = (
        "remove: {items: [TL-P3], rules: [TL101], areas: [pengawasan], sources: [kpt-314-2021]}\n"
    )
    child = loaded(write(gone))
    assert pack.items.keys() - child.items.keys() >= {"TL-P3"}
    assert {i.area for i in pack.items.values() if i.id not in child.items} == {
        "penataan-tatalaksana",
        "pengawasan",
    }
    assert "TL101" not in {rule.code for rule in child.rules}
    assert "pengawasan" not in child.areas


def test_a_sub_block_left_without_items_lowers_the_maximum(write: Write, pack: Pack) -> None:
    gone = [i.id for i in pack.areas["penataan-tatalaksana"].items if i.sub == "kip"]
    child = loaded(write(f"remove: {{items: [{', '.join(gone)}]}}\n"))
    area = child.areas["penataan-tatalaksana"]
    assert area.empty_subs == {"penataan-tatalaksana/P/kip": Fraction(1, 2)}
    assert maximum(pack) - maximum(child) == Fraction(1, 2)
    assert area.blocks == pack.areas["penataan-tatalaksana"].blocks


def test_an_area_left_without_items_is_left_out_with_its_rules(write: Write) -> None:
    known = load_pack("pmprb-2020-unit").areas["deregulasi-kebijakan"].items
    items = ", ".join(item.id for item in known)
    child = loaded(write(f"remove: {{items: [{items}]}}\n"))
    assert "deregulasi-kebijakan" not in child.areas
    assert not [rule for rule in child.rules if rule.code.startswith("DK")]


# What is changed


def test_changed_entries_of_the_head(write: Write, pack: Pack) -> None:
    child = loaded(
        write(
            "years: {from: 2021, until: 2021}\n"
            "worksheet_due: 02-15\n"
            "scales: {ABC: {A: 1, B: 0.6, C: 0}}\n"
            "types: {laporan: {after: 120d}, pakta: {name: {id: pakta, en: pact}}}\n"
            "bundles: {rapat: [undangan, notula]}\n"
            "limits: {items_per_file: 4}\n"
            "categories: [{name: Z, above: -1, words: {id: semua, en: all}}]\n"
        )
    )
    assert (child.first_year, child.last_year, child.worksheet_due) == (2021, 2021, (2, 15))
    assert list((child.scales["ABC"] or {}).values()) == [1, Fraction("0.6"), 0]
    assert child.scales["ABCD"] == pack.scales["ABCD"]
    report, old = child.types["laporan"], pack.types["laporan"]
    assert (report.before, report.after, report.signed) == (old.before, 120, old.signed)
    assert "pakta" in child.types
    assert child.bundles["rapat"] == {"undangan", "notula"}
    assert child.bundles["sosialisasi"] == pack.bundles["sosialisasi"]
    assert (child.items_per_file, child.attachment_bytes) == (4, pack.attachment_bytes)
    assert [c.name for c in child.categories] == ["Z"]


def test_changed_entries_of_an_area(write: Write, pack: Pack) -> None:
    child = loaded(
        write(
            penataan_tatalaksana=(
                "particulars: {sumber: {id: Sumber, en: Source}}\n"
                "blocks: {R: {weight: 4}}\n"
                "rules:\n  - {code: TL105, severity: error}\n"
                "items:\n"
                "  - id: TL-P6\n"
                "    accepts: [tangkapan-layar, laporan]\n"
                "    levels: {A: {documents: {any: [tangkapan-layar]}, every: month}}\n"
            )
        )
    )
    area, old = child.areas["penataan-tatalaksana"], pack.areas["penataan-tatalaksana"]
    assert area.blocks["P"] == old.blocks["P"]
    assert (area.blocks["R"].weight, area.blocks["R"].assumed) == (4, True)
    assert set(area.particulars) == {*old.particulars, "sumber"}
    assert [r.code for r in area.rules] == [r.code for r in old.rules]
    assert {r.code for r, o in zip(area.rules, old.rules, strict=True) if r != o} == {"TL105"}
    assert {i.id for i, o in zip(area.items, old.items, strict=True) if i != o} == {"TL-P6"}
    item, before = child.items["TL-P6"], pack.items["TL-P6"]
    levels, others = dict(item.levels), dict(before.levels)
    assert (levels["A"].every, levels["A"].all_of, levels["A"].any_of) == (
        "month",
        (),
        ("tangkapan-layar",),
    )
    assert [levels[letter] for letter in "BCD"] == [others[letter] for letter in "BCD"]
    assert item.question == before.question
    assert item.accepts == {"tangkapan-layar", "laporan"}


def test_new_items_come_after_those_of_the_base(write: Write, pack: Pack) -> None:
    child = loaded(write(manajemen_perubahan=f"items:{NEW_ITEM}"))
    items = [item.id for item in child.areas["manajemen-perubahan"].items]
    assert items == [i.id for i in pack.areas["manajemen-perubahan"].items] + ["MP-P99"]


def test_what_was_taken_away_may_be_written_anew(write: Write, pack: Pack) -> None:
    child = loaded(write("remove: {areas: [pengawasan]}\n", pengawasan=AREA))
    assert [i.id for i in child.areas["pengawasan"].items] == ["PW-P1"]
    assert child.areas["pengawasan"].maximum == 2
    assert "PW-P2" in child.unasked
    anew = NEW_ITEM.replace("MP-P99", "MP-P1")
    child = loaded(write("remove: {items: [MP-P1]}\n", manajemen_perubahan=f"items:{anew}"))
    assert child.items["MP-P1"].scale == "YT" != pack.items["MP-P1"].scale


def test_a_chain_of_three(write: Write, pack: Pack) -> None:
    write("remove: {items: [MP-P1]}\n", manajemen_perubahan="blocks: {R: {weight: 5}}\n")
    child = loaded(
        write(
            "remove: {items: [MP-P2]}\n",
            name="cucu",
            head=HEAD.replace("anak", "cucu").replace("pmprb-2020-unit", "../anak"),
            manajemen_perubahan="blocks: {R: {weight: 6}}\n",
        )
    )
    assert child.base == "anak"
    assert child.unasked == {"MP-P1", "MP-P2"}
    assert child.areas["manajemen-perubahan"].blocks["R"].weight == 6
    assert (
        child.areas["manajemen-perubahan"].blocks["P"]
        == (pack.areas["manajemen-perubahan"].blocks["P"])
    )


def test_a_pack_that_keeps_no_item_knows_none_of_its_base() -> None:
    pack = load_pack("zi-2021")
    assert pack.base == "pmprb-2020-unit"
    assert pack.unasked == frozenset()


# What the hash covers


def test_the_hash_covers_the_base(write: Write, tmp_path: Path) -> None:
    base = Path(shutil.copytree(RULES / "pmprb-2020-unit", tmp_path / "dasar"))
    head = HEAD.replace("pmprb-2020-unit", "../dasar")
    child = write("remove: {areas: [pengawasan]}\n", head=head)
    before = loaded(child).sha256
    elsewhere = tmp_path / "salinan"
    for folder in (base, child):
        shutil.copytree(folder, elsewhere / folder.name)
    assert loaded(elsewhere / "anak").sha256 == before
    for path in (base / "pengawasan.yaml", base / "pack.yaml", child / "pack.yaml"):
        path.write_bytes(path.read_bytes() + b"# catatan\n")
        assert loaded(child).sha256 != before
        before = loaded(child).sha256


# What is refused


def refused(folder: Path) -> tuple[str, int, str, dict[str, Any]]:
    """(file, line, message of the reason, its arguments); worded in both languages."""
    with pytest.raises(PackError) as caught:
        loaded(folder)
    error = caught.value
    assert error.exit_code == 2
    args = error.args_by_name
    for lang in ("id", "en"):
        sentence = words(lang).say(error.message, **args)
        assert args["file"] in sentence
        assert "{" not in sentence
    return args["file"], args["line"], args["reason"].message, args["reason"].args


@pytest.mark.parametrize(
    ("more", "line", "reason", "named"),
    [
        ("only: {items: [TL-P33]}\n", 4, "pack.not-in-base", {"guess": "TL-P3"}),
        ("only:\n  rules: [TL101, TL1O1]\n", 5, "pack.not-in-base", {"name": "TL1O1"}),
        ("remove: {areas: [pengawasn]}\n", 4, "pack.not-in-base", {"guess": "pengawasan"}),
        ("remove: {types: [lapran]}\n", 4, "pack.not-in-base", {"guess": "laporan"}),
        ("remove: {bundles: [zzz]}\n", 4, "pack.not-in-base", {"guess": None}),
        (
            "only: {items: [TL-P3, TL-P4]}\nremove: {items: [TL-P4]}\n",
            5,
            "pack.kept-and-removed",
            {"name": "TL-P4"},
        ),
        (
            "only: {items: [TL-P3]}\nremove: {areas: [penataan-tatalaksana]}\n",
            4,
            "pack.kept-in-vain",
            {"name": "TL-P3"},
        ),
        (
            "only: {items: [MP-P1], rules: [TL101]}\n",
            4,
            "pack.kept-in-vain",
            {"name": "TL101"},
        ),
        ("only: {}\n", 4, "schema.minProperties", {}),
        ("only: {item: [TL-P3]}\n", 4, "schema.unknown-key", {"guess": "items"}),
        ("remove: {items: TL-P3}\n", 4, "schema.listed", {}),
        ("remove: {items: [TL-P3, TL-P3]}\n", 4, "schema.uniqueItems", {}),
        ("only: {areas: []}\n", 1, "pack.no-areas", {}),
        ("types: {baru: {after: 3d}}\n", 4, "pack.new-entry", {"name": "baru"}),
        (
            "types: {lapran: {after: 3d, before: 0d}}\n",
            4,
            "pack.new-entry",
            {"name": "lapran", "guess": "laporan"},
        ),
        ("scales: {ABC: {A: 1, B: 2, C: 0}}\n", 4, "schema.maximum", {}),
        ("scales: {ABC: {A: 0, B: 0.5, C: 1}}\n", 4, "pack.scale-order", {"name": "ABC"}),
        ("years: {from: 2023, until: 2022}\n", 4, "pack.years", {}),
        ("years: {from: 2021}\n", 4, "schema.missing-key", {"key": "until"}),
        ("bundles: {rapat: [undangn]}\n", 4, "pack.unknown-type", {"guess": "undangan"}),
    ],
)
def test_a_head_that_is_refused(
    write: Write, more: str, line: int, reason: str, named: dict[str, Any]
) -> None:
    file, found, said, args = refused(write(more))
    assert (file, found, said) == ("anak/pack.yaml", line, reason)
    assert {key: args[key] for key in named} == named


@pytest.mark.parametrize(
    ("text", "line", "reason", "named"),
    [
        (
            "items:\n  - {id: MP-P99, scale: YT}\n",
            3,
            "pack.new-entry",
            {"name": "MP-P99", "guess": "MP-P9"},
        ),
        ("rules:\n  - {code: MP999, severity: note}\n", 3, "pack.new-entry", {"name": "MP999"}),
        ("blocks: {X: {assumed: true}}\n", 2, "pack.new-entry", {"name": "X", "guess": None}),
        ("items:\n  - {scale: YT}\n", 3, "schema.missing-key", {"key": "id"}),
        ("items:\n  - {id: MP-P1, skale: YT}\n", 3, "schema.unknown-key", {"guess": "scale"}),
        ("items:\n  - {id: MP-P1}\n  - {id: MP-P1}\n", 4, "pack.duplicate", {"name": "MP-P1"}),
        ("blocks: {P: {weight: 3}}\n", 2, "pack.sub-weights", {"block": "P"}),
        ("blocks: {P: {subs: {tim: 2}}}\n", 2, "pack.made-unsound", {"pack": "anak"}),
        ("items:\n  - {id: MP-P1, scale: YT}\n", 3, "pack.levels", {"letters": ["Ya", "Tidak"]}),
        ("items:\n  - {id: MP-P1, levels: {A: {}}}\n", 3, "pack.level-asks-nothing", {}),
        ("items:\n  - {id: MP-P1, accepts: [surat]}\n", 3, "pack.not-accepted", {}),
        (
            "items:\n  - {id: MP-P1, ratio: {of: a, to: b}}\n",
            3,
            "schema.levels-or-ratio",
            {},
        ),
        ("rules:\n  - {code: MP101, check: flow-reaches-end}\n", 3, "schema.schema-or-check", {}),
        ("name: Manajemen\n", 2, "schema.type", {}),
    ],
)
def test_an_area_that_is_refused(
    write: Write, text: str, line: int, reason: str, named: dict[str, Any]
) -> None:
    file, found, said, args = refused(write(manajemen_perubahan=text))
    assert said == reason
    if reason == "pack.made-unsound":
        assert file.startswith("pmprb-2020-unit/")
    else:
        assert (file, found) == (f"anak/{MP}", line)
    assert {key: args[key] for key in named} == named


def test_what_the_base_still_needs_may_not_be_removed(write: Write) -> None:
    file, _, reason, args = refused(write("remove: {types: [foto]}\n"))
    assert (file, reason, args["pack"]) == (
        "pmprb-2020-unit/pack.yaml",
        "pack.made-unsound",
        "anak",
    )
    assert args["reason"].message == "pack.unknown-type"
    file, _, reason, args = refused(write("remove: {scales: [ABC]}\n"))
    assert (reason, args["reason"].message) == ("pack.made-unsound", "pack.unknown-scale")


def test_an_area_file_for_what_was_taken_away_has_to_be_complete(write: Write) -> None:
    change = "blocks: {P: {weight: 3}}\n"
    folder = write("remove: {areas: [pengawasan]}\n", pengawasan=change)
    file, _, reason, args = refused(folder)
    assert (file, reason) == ("anak/pengawasan.yaml", "pack.new-area")
    assert args["reason"].message == "schema.missing-key"


@pytest.mark.parametrize(
    ("old", "new", "line", "reason", "named"),
    [
        ("pmprb-2020-unit", "pmprb-2020", 3, "pack.unknown-base", {"guess": "pmprb-2020-unit"}),
        ("pmprb-2020-unit", "../tidak-ada", 3, "pack.unknown-base", {"guess": None}),
        ("pmprb-2020-unit", ".", 3, "pack.extends-itself", {}),
        ("pmprb-2020-unit", "[pmprb-2020-unit]", 3, "schema.type", {}),
        ("id: anak", "id: pmprb-2020-unit", 1, "pack.same-id", {}),
        ("extends: pmprb-2020-unit", "only: {items: [TL-P3]}", 1, "schema.missing-key", {}),
        ("title:", "titel:", 2, "schema.unknown-key", {"guess": "title"}),
    ],
)
def test_a_base_that_cannot_be(
    write: Write, old: str, new: str, line: int, reason: str, named: dict[str, Any]
) -> None:
    file, found, said, args = refused(write(head=HEAD.replace(old, new)))
    assert (file, found, said) == ("anak/pack.yaml", line, reason)
    assert {key: args[key] for key in named} == named


def test_packs_that_extend_one_another(write: Write) -> None:
    write(name="satu", head="id: satu\ntitle: {id: S, en: O}\nextends: ../dua\n")
    folder = write(name="dua", head="id: dua\ntitle: {id: D, en: T}\nextends: ../satu\n")
    file, line, reason, args = refused(folder)
    assert (file, line, reason, args["name"]) == (
        "satu/pack.yaml",
        3,
        "pack.extends-itself",
        "../dua",
    )


def test_a_base_that_is_broken_by_itself_is_said_there(write: Write, tmp_path: Path) -> None:
    base = Path(shutil.copytree(RULES / "pmprb-2020-unit", tmp_path / "dasar"))
    text = (base / TL).read_text("utf-8")
    (base / TL).write_text(text.replace("sub: sop", "sub: spo", 1), encoding="utf-8")
    folder = write(head=HEAD.replace("pmprb-2020-unit", "../dasar"))
    file, _, reason, _ = refused(folder)
    assert (file, reason) == (f"dasar/{TL}", "pack.unknown-sub")


def test_what_waits_for_the_decree_of_an_item_left_out_waits_no_longer(
    write: Write, pack: Pack
) -> None:
    waiting = [i for i in pack.items.values() if i.after is not None]
    assert waiting
    item = waiting[0]
    assert item.after is not None
    child = loaded(write(f"only: {{items: [{item.id}]}}\n"))
    assert child.items[item.id].after is None
    child = loaded(write(f"only: {{items: [{item.id}, {item.after.of}]}}\n"))
    assert child.items[item.id].after == item.after


# Judged by it

UPG = "evidence/pengawasan/2021-upg.yaml"
WORKSHEET = "self-assessment-2021.yaml"


@pytest.fixture
def judged(write: Write, example_files: dict[str, bytes]) -> Callable[..., Report]:
    """Judge the example office by a pack that asks few items, with one file changed."""

    def run(path: str = "office.yaml", old: str = "", new: str = "", items: str = "") -> Report:
        text = example_files[path].decode()
        assert old in text
        files = {**example_files, path: text.replace(old, new).encode()}
        child = loaded(write(f"only: {{items: [{items or 'MP-P1, TL-P3, TL-P6'}]}}\n"))
        settings = Settings(root=Path(), as_of=date(2022, 2, 15), period=2021)
        return audit_tree(MemoryTree(files), settings, child)

    return run


def test_answers_and_evidence_for_items_left_out_may_stay(judged: Callable[..., Report]) -> None:
    report = judged()
    assert not report.findings
    lines = {i.item: i for area in report.offices[0].areas for i in area.items}
    assert set(lines) == {"MP-P1", "TL-P3", "TL-P6"}
    assert report.offices[0].score.maximum == 0.4 + 0.5 + 0.5
    assert report.offices[0].worksheet == "supported"


def test_items_that_no_pack_knows_are_still_found(judged: Callable[..., Report]) -> None:
    for path, old, new in ((UPG, "[PW-P2]", "[PW-P22]"), (WORKSHEET, "TL-P7:", "TL-P77:")):
        report = judged(path, old, new)
        assert [(f.code, f.path) for f in report.findings] == [("CORE008", path)]


def test_an_answer_left_out_explains_no_missing_one(judged: Callable[..., Report]) -> None:
    report = judged(WORKSHEET, "  TL-P7:", "  TL-P8:", items="TL-P6, TL-P7")
    assert [f.code for f in report.findings] == ["CORE008"], "a slip: TL-P8 for TL-P7"
    report = judged(WORKSHEET, "  MP-P10:", "  TL-P60:", items="MP-P10, TL-P5")
    assert sorted(f.code for f in report.findings) == ["CORE008", "CV401"], "MP-P1 is no slip"


def test_a_siblings_paper_is_a_fault_only_for_an_item_that_is_asked(
    judged: Callable[..., Report],
) -> None:
    sibling = (UPG, "8/PW.01-Kpt/3512/", "8/PW.01-Kpt/3511/")
    assert not judged(*sibling).findings
    assert "EV308" in {f.code for f in judged(*sibling, items="PW-P2").findings}


def test_a_sub_block_without_items_is_shown(write: Write) -> None:
    child = loaded(write("only: {items: [MP-P1]}\n"))
    for lang, said in (("id", "(0,80)"), ("en", "(0.80)")):
        text = explained(child, "anak", words(lang), 200)
        assert f"manajemen-perubahan/P/pemantauan {said}" in text
        assert "pmprb-2020-unit (113" in text


# The published schemas


@pytest.mark.parametrize("path", sorted(RULES.glob("zi-2021/pack.yaml")), ids=str)
def test_a_pack_fits_the_schema_of_changes(path: Path) -> None:
    assert not validator("pack-changes").problems(content(path))
    assert validator("pack").problems(content(path))


def test_changes_name_their_entries_and_may_leave_out_the_rest() -> None:
    for name in ("pengawasan", "sdm-aparatur"):
        whole = content(RULES / "pmprb-2020-unit" / f"{name}.yaml")
        assert not validator("area-changes").problems(whole), "whatever is complete fits"
    changes = validator("area-changes")
    assert not changes.problems({"area": "pengawasan"})
    for wrong in ({}, {"area": "pengawasan", "items": [{"scale": "YT"}]}, {"area": 1}):
        assert changes.problems(wrong)


def content(path: Path) -> Any:
    found = load(path.name, path.read_bytes())
    assert not isinstance(found, Unreadable)
    return found[0][0].data
