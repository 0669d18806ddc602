"""Next actions: each of them, carried out, raises the score by exactly what it promised."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from sopcheck.discover import MemoryTree
from sopcheck.model.report import OfficeLine, Report
from sopcheck.packs import load_pack
from sopcheck.pipeline import audit_tree
from sopcheck.settings import find_settings
from tests.carrying_out import carried_out

PROVINCE = Path(__file__).parent.parent / "examples" / "jawa-timur"
PACK = load_pack("pmprb-2020-unit")
SETTINGS = find_settings(PROVINCE)
FILES = {
    path.relative_to(PROVINCE).as_posix(): path.read_bytes()
    for path in sorted(PROVINCE.rglob("*"))
    if path.is_file() and path.suffix != ".py"
}
ROUNDING = 0.00015  # three figures, each rounded once, to four decimals
Files = dict[str, bytes]


def judged(files: Files) -> Report:
    return audit_tree(MemoryTree(files), SETTINGS, PACK)


@cache
def province() -> Report:
    return judged(FILES)


def alone(code: str) -> tuple[Files, str]:
    """The files of one office and of all, and its folder."""
    profile = next(
        p for p in FILES if p.startswith(f"offices/{code}-") and p.endswith("office.yaml")
    )
    folder = profile.removesuffix("office.yaml")
    kept = {p: d for p, d in FILES.items() if not p.startswith("offices/") or p.startswith(folder)}
    return kept, folder


def weakest() -> OfficeLine:
    """The office that evidence supports least, of those that can do something about it."""
    able = [o for o in province().offices if o.next_actions]
    return min(able, key=lambda office: office.score.supported or 0)


def test_the_first_three_of_the_weakest_office_raise_its_score_as_promised() -> None:
    files, folder = alone(weakest().code)
    office = judged(files).offices[0]
    assert office.score == weakest().score
    score = office.score.supported or 0
    for action in office.next_actions[:3]:
        files = carried_out(files, action, folder, PACK, SETTINGS.today())
        raised = judged(files).offices[0].score.supported or 0
        assert raised - score == pytest.approx(action.gain, abs=ROUNDING), action
        assert raised > score
        score = raised


@pytest.mark.parametrize("code", ["3501", "3505", "3512", "3578"])
def test_every_action_of_an_office_gives_its_points_where_its_papers_are_sound(code: str) -> None:
    files, folder = alone(code)
    report = judged(files)
    office, known = report.offices[0], {f.fingerprint for f in report.findings}
    kept = unsound = 0
    for action in office.next_actions:
        if action.mend or action.runs:
            continue
        after = judged(carried_out(files, action, folder, PACK, SETTINGS.today()))
        gain = (after.offices[0].score.supported or 0) - (office.score.supported or 0)
        if gain == pytest.approx(action.gain, abs=ROUNDING):
            kept += 1
            continue
        # What an area rule asks beyond the papers is named by the action.
        broken = {f.code for f in after.findings if f.fingerprint not in known}
        assert broken & {*action.rules}, action
        unsound += 1
    assert kept > 5 * unsound


def test_the_pack_says_which_type_acts_upon_a_report() -> None:
    acts = {"foto", "notula"}  # a type that the item accepts comes before the pack's first
    types = {name: replace(kind, acts_upon=name in acts) for name, kind in PACK.types.items()}
    files, _ = alone("3512")
    report = audit_tree(MemoryTree(files), SETTINGS, replace(PACK, types=types))
    papers = {
        (action.item, paper.type)
        for action in report.offices[0].next_actions
        for file in action.files
        for paper in file.papers
        if paper.follows is not None
    }
    assert papers == {("MP-P3", "notula"), ("MP-P10", "notula"), ("TL-P7", "notula")}


def test_actions_come_by_points_and_say_what_to_do_in_both_languages() -> None:
    for office in province().offices:
        gains = [action.gain for action in office.next_actions]
        assert gains == sorted(gains, reverse=True)
        assert len({action.item for action in office.next_actions}) == len(gains)
        for action in office.next_actions:
            assert action.gain > 0
            assert action.files or action.runs or action.mend or action.answer
            assert action.steps
            assert all(step.id and step.en for step in action.steps)


def test_the_way_to_the_next_category_passes_its_bound_and_is_no_longer_than_said() -> None:
    ways = [o for o in province().offices if o.next_category is not None]
    assert len(ways) > 20
    for office in ways:
        way = office.next_category
        assert way is not None
        assert way.gain > way.gap
        assert 1 <= way.at_least <= len(way.steps)
        aim = next(c for c in PACK.categories if c.name == way.category)
        bound = Fraction(str(office.score.maximum)) * aim.above / 100
        assert float(bound) - (office.score.supported or 0) == pytest.approx(way.gap, abs=ROUNDING)


def test_an_office_whose_worksheet_cannot_be_read_is_promised_nothing() -> None:
    files, folder = alone("3512")
    sheet = next(p for p in files if p.startswith(f"{folder}self-assessment"))
    office = judged({**files, sheet: b"answers: ["}).offices[0]
    assert office.next_actions == ()
    assert office.next_category is None


def test_mending_what_was_rejected_is_said_before_adding_more() -> None:
    mends = [a for o in province().offices for a in o.next_actions if a.kind == "mend"]
    assert mends
    for action in mends:
        assert action.mend
        assert action.codes
        assert not action.files
