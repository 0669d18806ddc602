"""A copied pack with one weight changed changes exactly the scores it must, by the right amount."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sopcheck.model.report import AreaLine, Report
from sopcheck.model.rules import Pack
from sopcheck.packs import load_pack
from sopcheck.pipeline import audit
from sopcheck.rounding import rounded
from sopcheck.schemas import RULES
from sopcheck.settings import find_settings

EXAMPLES = Path(__file__).parent.parent / "examples"
POINTS = ("claimed", "evidenced", "supported", "maximum")
# What follows from points: it may change with them, but nothing else may.
DERIVED = (
    "ratio",
    "category",
    "supported_before_waivers",
    "rank",
    "next_actions",
    "next_category",
)


def reweighted(folder: Path, area: str, block: str, weights: dict[str | None, str]) -> Path:
    """A copy of the bundled pack in which a block has other weights: in all, or of its subs."""
    copy = Path(shutil.copytree(RULES / "pmprb-2020-unit", folder / "salinan"))
    path = copy / f"{area}.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index(f"\n  {block}:\n", text.index("\nblocks:")) + 1
    end = text.index("source:", start)
    part = text[start:end]
    for sub, weight in weights.items():
        key = "weight" if sub is None else sub
        part, count = re.subn(rf"\b{key}: [0-9.]+", f"{key}: {weight}", part)
        assert count == 1
    path.write_text(text[:start] + part + text[end:], encoding="utf-8")
    return copy


@cache
def judged(name: str, pack: str | None = None) -> Report:
    settings = find_settings(EXAMPLES / name)
    if pack is not None:
        settings = replace(settings, pack=pack)
    return audit(EXAMPLES / name, settings, jobs=1)


def differences(one: Any, other: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places in which two values differ; lists of different length differ as a whole."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key, value in one.items():
            yield from differences(value, other[key], (*at, key))
    elif isinstance(one, (list, tuple)) and len(one) == len(other):
        for i, pair in enumerate(zip(one, other, strict=True)):
            yield from differences(*pair, (*at, i))
    elif one != other:
        yield at


def gains(area: AreaLine, before: Pack, after: Pack) -> dict[str, float]:
    """By how much the points of an area differ, from the shares of its items and their weights."""
    result = dict.fromkeys(POINTS, 0.0)
    for block in before.areas[area.area].blocks.values():
        for sub, weight in block.subs.items():
            lines = [
                line
                for line in area.items
                if line.worth is not None
                and (before.items[line.item].block, before.items[line.item].sub) == (block.id, sub)
            ]
            more = after.areas[area.area].blocks[block.id].subs[sub] - weight
            for line in lines:
                share = float(more / len(lines))
                result["claimed"] += share * (line.claimed_value or 0)
                result["evidenced"] += share * (line.evidenced_value or 0)
                result["supported"] += share * (line.supported_value or 0)
                result["maximum"] += share
    return result


@pytest.mark.parametrize(
    ("name", "area", "block", "weights"),
    [
        ("satu-satker", "akuntabilitas", "R", {None: "5"}),
        ("satu-satker", "akuntabilitas", "P", {None: "0.01"}),
        ("satu-satker", "sdm-aparatur", "P", {None: "2"}),
        ("satu-satker", "manajemen-perubahan", "P", {None: "2.30", "pemantauan": "1.10"}),
        ("jawa-timur", "pengawasan", "R", {None: "3"}),
        ("jawa-timur", "penataan-tatalaksana", "P", {None: "1.25", "sop": "0.75"}),
    ],
)
def test_one_weight_changes_exactly_what_it_must(
    name: str, area: str, block: str, weights: dict[str | None, str], tmp_path: Path
) -> None:
    copy = reweighted(tmp_path, area, block, weights)
    before, after = load_pack("pmprb-2020-unit"), load_pack(str(copy))
    one, other = (
        judged(name),
        audit(EXAMPLES / name, replace(find_settings(EXAMPLES / name), pack=str(copy)), jobs=1),
    )
    subs = [sub for sub in weights if sub is not None] or [None]
    moved = {
        i.id for i in before.items.values() if (i.area, i.block) == (area, block) and i.sub in subs
    }

    tried = 0
    for old, new in zip(one.offices, other.offices, strict=True):
        for was, now in zip(old.areas, new.areas, strict=True):
            changed = {
                a.item for a, b in zip(was.items, now.items, strict=True) if a.worth != b.worth
            }
            counting = {line.item for line in was.items if line.worth is not None}
            assert changed == (moved & counting if was.area == area else set())
            for key, gain in gains(was, before, after).items():
                if getattr(was, key) is not None:
                    moves = getattr(now, key) - getattr(was, key)
                    assert moves == pytest.approx(gain, abs=2e-4), (old.code, was.area, key)
            for line in now.items:
                if line.item in changed:
                    item = after.items[line.item]
                    peers = [
                        i
                        for i in counting
                        if after.items[i].sub == item.sub and after.items[i].block == item.block
                    ]
                    weight = after.areas[area].blocks[block].subs[item.sub]
                    assert line.worth == rounded(Fraction(weight) / len(peers))
                    tried += 1
        for key in POINTS:
            if getattr(old.score, key) is not None:
                sums = [sum(getattr(a, key) for a in o.areas) for o in (old, new)]
                moves = getattr(new.score, key) - getattr(old.score, key)
                assert moves == pytest.approx(sums[1] - sums[0], abs=2e-3)
                assert moves != 0 or key != "maximum"
    assert tried >= len(moved)
    assert_nothing_else_differs(one, other, area)


def assert_nothing_else_differs(one: Report, other: Report, area: str) -> None:
    """Findings, levels, evidence, other areas: all stay as they are."""
    numbers = [line.area for line in one.offices[0].areas]
    for place in differences(asdict(one), asdict(other)):
        head, last = place[0], place[-1]
        if head == "pack":
            assert place == ("pack", "sha256")
        elif head == "summary":
            assert place[1] == "score", place
        elif head == "offices" and place[2] == "areas":
            assert numbers[place[3]] == area, place
            assert last in (*POINTS, *DERIVED, "worth"), place
        else:
            assert head == "offices", place
            assert place[2] in ("score", *DERIVED), place
            assert place[2] != "score" or last in (*POINTS, *DERIVED), place
