"""The examples of items: they come out as they say, can fail, and try every need both ways."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from sopcheck.errors import PackError
from sopcheck.model.rules import Item, ItemExample, Needs, Pack
from sopcheck.packs import bundled_packs, load_pack
from sopcheck.rule_tests import ExampleResult, run_examples
from sopcheck.schemas import RULES, schema

TL = "penataan-tatalaksana.yaml"

# What takes a need away from a level, by its keyword in the schema of needs.
WITHOUT: Mapping[str, Mapping[str, Any]] = {
    "documents.all": {"all_of": ()},
    "documents.any": {"any_of": ()},
    "bundle": {"bundle": None},
    "count": {"count_of": (), "count_at_least": 0},
    "participation": {"participation": None},
    "ratio": {"ratio": None},
    "follow_up": {"follow_up_of": (), "follow_up_at_least": 0},
    "executions": {"executions": None},
    "every": {"every": None, "coverage": Fraction(1)},
    "coverage": {"coverage": Fraction(1, 1000)},
}


def keywords() -> set[str]:
    """The closed vocabulary of needs, as the schema has it."""
    known = schema("area")["$defs"]["needs"]["properties"]
    parts = {f"documents.{key}" for key in known["documents"]["properties"]}
    return (known.keys() - {"documents"}) | parts


def asks(needs: Needs, keyword: str) -> bool:
    return replace(needs, **WITHOUT[keyword]) != needs


def examples(pack: Pack) -> Iterator[tuple[Item, ItemExample]]:
    for item in pack.items.values():
        for example in item.examples:
            yield item, example


def shows(pack: Pack, item: Item, example: ItemExample, letter: str) -> bool:
    """True where the example shows that level of an item as it is given."""
    asked = replace(item, examples=(replace(example, shows=letter),))
    area = pack.areas[item.area]
    items = tuple(asked if i.id == item.id else i for i in area.items)
    changed = replace(
        pack,
        items={i.id: i for i in items},
        areas={area.id: replace(area, items=items, rules=())},
    )
    (result,) = [r for r in run_examples(changed) if r.code == item.id]
    return result.fault is None


def relaxed(item: Item, letter: str, keyword: str) -> Item:
    """The item without a need of one level."""
    levels = tuple(
        (name, replace(needs, **WITHOUT[keyword]) if name == letter else needs)
        for name, needs in item.levels
    )
    return replace(item, levels=levels)


def decided(pack: Pack, keyword: str) -> Iterator[str]:
    """Items of which an example fails a level for that need alone."""
    for item, example in examples(pack):
        for letter, needs in item.levels:
            if letter == example.shows:
                break
            if asks(needs, keyword) and shows(
                pack, relaxed(item, letter, keyword), example, letter
            ):
                yield item.id


def test_the_vocabulary_of_this_test_is_that_of_the_schema() -> None:
    assert keywords() == WITHOUT.keys()


@pytest.mark.parametrize("name", bundled_packs())
@pytest.mark.parametrize("keyword", sorted(WITHOUT))
def test_every_need_holds_in_an_example_and_decides_another(name: str, keyword: str) -> None:
    pack = load_pack(name)
    held = [
        item.id
        for item, example in examples(pack)
        for letter, needs in item.levels
        if letter == example.shows and asks(needs, keyword)
    ]
    assert held
    assert list(decided(pack, keyword))


@pytest.mark.parametrize("name", bundled_packs())
def test_shares_are_tried_too(name: str) -> None:
    shown = {e.shows for item, e in examples(load_pack(name)) if item.ratio is not None}
    assert shown >= {Fraction(0), Fraction(1), Fraction(2, 3)}


# They can fail


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(RULES / "pmprb-2020-unit", tmp_path / "paket"))


def edit(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def faults(
    folder: Path, area: str = "penataan-tatalaksana"
) -> dict[tuple[str, int], ExampleResult]:
    """What goes wrong in the examples of one area."""
    pack = load_pack(str(folder))
    alone = replace(pack, areas={area: pack.areas[area]})
    found = [r for r in run_examples(alone) if r.fault is not None]
    assert all(r.kind == "item" for r in found)
    return {(r.code, r.number): r for r in found}


def test_a_level_made_stricter_is_noticed(folder: Path) -> None:
    old = (
        "A: {documents: {any: [laporan]}, follow_up: {of: [laporan], at_least: 1}, every: semester}"
    )
    edit(folder, TL, old, old.replace("at_least: 1", "at_least: 2"))
    found = faults(folder)
    assert found.keys() == {("TL-P7", 1)}
    assert found["TL-P7", 1].fault == "example.shows-less"
    args = found["TL-P7", 1].args
    assert (args["seen"], args["wanted"]) == ("B", "A")


def test_a_level_made_weaker_is_noticed(folder: Path) -> None:
    edit(folder, TL, "        executions: {of: any, every: quarter, conforming: 0.75}\n", "")
    found = faults(folder)
    assert found.keys() == {("TL-P3", 2)}
    assert found["TL-P3", 2].fault == "example.shows-other"


def test_unsound_evidence_shows_nothing(folder: Path) -> None:
    old = "title: Laporan layanan informasi semester I, date: 2021-07-06, signed: true"
    edit(folder, TL, old, old.replace("signed: true", "signed: false"))
    assert faults(folder).keys() == {("TL-P7", 1), ("TL-P7", 2), ("TL-P7", 3)}


def test_an_example_that_breaks_its_schema_is_noticed(folder: Path) -> None:
    edit(
        folder, "sdm-aparatur.yaml", "counts: {violations_last_year: 3, violations: 1}", "counts: 3"
    )
    (found,) = faults(folder, "sdm-aparatur").values()
    assert found.fault == "schema.type"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (TL, "- shows: C\n        as_of: 2022-01-31", "- shows: E\n        as_of: 2022-01-31"),
        (TL, "- shows: C\n        as_of: 2022-01-31", "- shows: 0.33\n        as_of: 2022-01-31"),
        ("sdm-aparatur.yaml", "- shows: 2/3", "- shows: A"),
        ("sdm-aparatur.yaml", "- shows: 2/3", "- shows: 3/2"),
        ("sdm-aparatur.yaml", "- shows: 2/3", "- shows: 1/0"),
    ],
)
def test_an_answer_off_the_scale_is_refused(folder: Path, name: str, old: str, new: str) -> None:
    edit(folder, name, old, new)
    with pytest.raises(PackError) as caught:
        load_pack(str(folder))
    assert caught.value.args_by_name["reason"].message == "pack.example-shows"
