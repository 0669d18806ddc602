"""Levels: what evidence shows of an item, need by need, and that every item's levels can be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sopcheck.model.document import Document
from sopcheck.model.evidence import Attendance, Evidence, Paper
from sopcheck.model.execution import Conduct
from sopcheck.model.finding import Bilingual
from sopcheck.model.period import parse_period
from sopcheck.model.rules import Item, Needs, Pack, Ratio
from sopcheck.model.standing import Lack, Support
from sopcheck.needs import Yardstick, shown
from sopcheck.packs import load_pack

YEAR = parse_period(2021)
END = date(2022, 2, 15)
NOWHERE = Document("e.yaml", 0, {})


def paper(kind: str, **fields: object) -> Paper:
    plain = Paper(
        index=0, id=kind, type=kind, items=(), number=None, date=None, own_period=None,
        signed=True, status=None, signed_by=None, issuer=None, file=None, sha256=None, url=None,
        follows_up=None, attendance=None,
    )  # fmt: skip
    return replace(plain, **fields)  # type: ignore[arg-type]


def evidence(name: str, period: str = "2021", **fields: object) -> Evidence:
    plain = Evidence(
        document=NOWHERE, id=name, area=None, items=(), period=parse_period(period), sop=None,
        runs=(), bundle=None, attendance=None, counts=None, nil=False, about=(), papers=(),
    )  # fmt: skip
    return replace(plain, **fields)  # type: ignore[arg-type]


def support(
    *kinds: str | Paper, period: str = "2021", name: str = "ev", **fields: object
) -> Support:
    papers = tuple(k if isinstance(k, Paper) else paper(k) for k in kinds)
    return Support(evidence(name, period, papers=papers, **fields), papers)


def item(needs: Needs, pack: Pack) -> Item:
    return replace(
        pack.items["MP-P4"],
        accepts=frozenset(pack.types),
        levels=(("Ya", needs), ("Tidak", Needs())),
    )


def holds(needs: Needs, pack: Pack, *supports: Support, **options: object) -> bool:
    yardstick = Yardstick(pack, YEAR, END, frozenset(), None)
    found = shown(item(needs, pack), supports, replace(yardstick, **options))  # type: ignore[arg-type]
    return found.label == "Ya"


def test_all_and_any_documents(pack: Pack) -> None:
    all_of = Needs(all_of=("laporan", "notula"))
    assert holds(all_of, pack, support("laporan"), support("notula"))
    assert not holds(all_of, pack, support("laporan"))
    any_of = Needs(any_of=("laporan", "notula"))
    assert holds(any_of, pack, support("notula"))
    assert not holds(any_of, pack, support("foto"))
    assert not holds(any_of, pack)


def test_a_bundle_lies_in_one_file(pack: Pack) -> None:
    needs = Needs(bundle="rapat")
    whole = ("undangan", "daftar-hadir", "notula", "foto")
    assert holds(needs, pack, support(*whole))
    assert not holds(needs, pack, support(*whole[:2]), support(*whole[2:]))


def test_count(pack: Pack) -> None:
    needs = Needs(count_of=("laporan",), count_at_least=2)
    assert holds(needs, pack, support("laporan"), support("laporan"))
    assert not holds(needs, pack, support("laporan", "notula"))


def test_participation_counts_persons_or_a_share_of_those_invited(pack: Pack) -> None:
    persons = Needs(any_of=("notula",), participation={"commissioner": 1})
    assert holds(persons, pack, support("notula", attendance=Attendance(1, None, None)))
    assert not holds(persons, pack, support("notula", attendance=Attendance(0, 9, 9)))
    assert not holds(persons, pack, support("notula"))
    share = Needs(participation={"secretariat": Fraction(1, 2)}, any_of=("notula",))
    assert holds(share, pack, support("notula", attendance=Attendance(None, 10, 20)))
    assert not holds(share, pack, support("notula", attendance=Attendance(None, 9, 20)))
    assert not holds(share, pack, support("notula", attendance=Attendance(None, 9, None)))


def test_participation_with_a_bundle_is_asked_of_the_bundle(pack: Pack) -> None:
    needs = Needs(bundle="rapat", participation={"commissioner": 1})
    whole = ("undangan", "daftar-hadir", "notula", "foto")
    present = Attendance(3, 5, 10)
    assert holds(needs, pack, support(*whole, attendance=present))
    assert not holds(needs, pack, support(*whole), support("notula", attendance=present))


def test_a_rejected_file_with_counts_lends_no_attendance(pack: Pack) -> None:
    needs = Needs(any_of=("laporan",), participation={"commissioner": 1})
    present = counted(1, 1, attendance=Attendance(3, 1, 4))
    assert holds(needs, pack, present)
    assert not holds(needs, pack, support("laporan"), Support(present.evidence, (), sound=False))


def test_follow_up(pack: Pack) -> None:
    needs = Needs(follow_up_of=("laporan",), follow_up_at_least=1)
    assert holds(needs, pack, support("laporan"), followed=frozenset(["ev#laporan"]))
    assert holds(needs, pack, support("laporan"), followed=frozenset(["ev"]))
    assert not holds(needs, pack, support("laporan"), followed=frozenset(["ev#notula"]))


def test_every_asks_each_due_part_and_coverage_says_how_many(pack: Pack) -> None:
    quarters = [support("laporan", period=f"2021-Q{q}", name=f"ev{q}") for q in (1, 2, 3, 4)]
    every = Needs(any_of=("laporan",), every="quarter")
    half = replace(every, coverage=Fraction(1, 2))
    assert holds(every, pack, *quarters)
    assert not holds(every, pack, *quarters[:3])
    assert holds(half, pack, *quarters[:2])
    assert not holds(half, pack, quarters[0])


def test_only_parts_that_have_ended_are_due(pack: Pack) -> None:
    every = Needs(any_of=("laporan",), every="quarter")
    first = support("laporan", period="2021-Q1")
    assert holds(every, pack, first, as_of=date(2021, 3, 31))
    assert not holds(every, pack, first, as_of=date(2021, 6, 30))
    assert not holds(every, pack, first, as_of=date(2021, 3, 30)), "nothing due shows nothing"


@pytest.mark.parametrize(
    ("period", "fields", "covered"),
    [
        ("2021-Q1", {}, True),
        ("2021-02", {}, True),
        ("2021-Q2", {}, False),
        ("2021", {}, False),
        ("2021", {"date": date(2021, 2, 3)}, True),
        ("2021", {"date": date(2021, 4, 3)}, False),
        ("2021", {"own_period": parse_period("2021-01")}, True),
        ("2021-Q1", {"own_period": parse_period("2021-Q2")}, False),
    ],
)
def test_which_papers_cover_the_first_quarter(
    pack: Pack, period: str, fields: dict[str, object], covered: bool
) -> None:
    needs = Needs(any_of=("laporan",), every="quarter")
    one = support(paper("laporan", **fields), period=period)
    assert holds(needs, pack, one, as_of=date(2021, 3, 31)) is covered


def test_a_rejected_file_never_raises_a_share(pack: Pack) -> None:
    ratio = Ratio("of", "to")
    files = [counted(4, 4, name="a"), counted(1, 4, name="b")]
    whole = share(ratio, pack, *files)
    for i, file in enumerate(files):
        rejected = Support(file.evidence, (), sound=False)
        assert share(ratio, pack, *files[:i], rejected, *files[i + 1 :]) <= whole


def share(ratio: Ratio, pack: Pack, *supports: Support, illegible: str | None = None) -> Fraction:
    asked = replace(pack.items["MP-R2"], ratio=ratio, accepts=frozenset(pack.types))
    return shown(asked, supports, Yardstick(pack, YEAR, END, frozenset(), illegible)).value


def counted(of: int, to: int, period: str = "2021", **fields: object) -> Support:
    return support("laporan", period=period, counts={"of": of, "to": to}, **fields)


def test_shares(pack: Pack) -> None:
    ratio = Ratio("of", "to")
    assert share(ratio, pack, counted(3, 4)) == Fraction(3, 4)
    assert share(ratio, pack, counted(1, 4, "2021-Q1"), counted(3, 4, "2021-Q2")) == Fraction(1, 2)
    last = replace(ratio, over="last")
    assert share(last, pack, counted(1, 4, "2021-Q1"), counted(3, 4, "2021-Q2")) == Fraction(3, 4)
    assert share(ratio, pack, counted(5, 4)) == 0
    assert share(replace(ratio, may_exceed=True), pack, counted(5, 4)) == 1
    assert share(ratio, pack, counted(0, 0)) == 0
    nil = replace(ratio, nil_is_full=True)
    assert share(nil, pack, counted(0, 0)) == 0
    assert share(nil, pack, counted(0, 0, nil=True)) == 1
    assert share(replace(ratio, decrease=True), pack, counted(4, 1)) == Fraction(3, 4)
    assert share(ratio, pack, support("laporan", counts={"of": 1})) == 0
    assert share(ratio, pack, counted(3, 4), illegible="rusak.yaml") == 0


def test_the_denominator_may_stand_in_another_file(pack: Pack) -> None:
    parts = [
        support("laporan", name="a", counts={"to": 4}),
        support("laporan", name="b", counts={"of": 1}),
        support("laporan", name="c", counts={"of": 2}),
    ]
    assert share(Ratio("of", "to"), pack, *parts) == Fraction(3, 4)


def test_rejected_counts_weigh_only_in_the_denominator(pack: Pack) -> None:
    sound, rejected = counted(4, 4), Support(counted(2, 4).evidence, (), sound=False)
    assert share(Ratio("of", "to"), pack, sound, rejected) == Fraction(4, 8)


def evidence_for(
    needs: Needs, pack: Pack, number: int = 0, choice: int = 0
) -> tuple[list[Support], set[str]]:
    """Evidence that shows exactly these needs; `choice` picks among types of which one is enough."""
    if needs.every is None:
        due = [YEAR]
    else:
        parts = YEAR.parts(needs.every)
        due = list(parts[: -(-len(parts) * needs.coverage.numerator // needs.coverage.denominator)])
    supports, followed = [], set()
    for k, part in enumerate(due):
        name = f"ev{number}-{k}"
        kinds = list(needs.all_of) + list(needs.any_of[choice : choice + 1] or needs.any_of[:1])
        kinds += sorted(pack.bundles[needs.bundle]) if needs.bundle else []
        kinds += (
            list(needs.count_of[choice : choice + 1] or needs.count_of[:1]) * needs.count_at_least
        )
        kinds += list(needs.follow_up_of[:1]) * needs.follow_up_at_least
        papers = [paper(kind, id=f"{kind}-{i}", index=i) for i, kind in enumerate(kinds)]
        for p in papers:
            if p.type in needs.follow_up_of:
                followed.add(f"{name}#{p.id}")
        wanted = needs.participation or {}
        attendance = Attendance(
            *(
                int(wanted.get(g, 0)) or 20 if g in wanted else None
                for g in ("commissioner", "secretariat")
            ),
            20,
        )
        counts = {needs.ratio.of: 20, needs.ratio.to: 20} if needs.ratio else None
        if counts and needs.ratio and needs.ratio.at_least:
            counts[needs.ratio.of] = -(
                -20 * needs.ratio.at_least.numerator // needs.ratio.at_least.denominator
            )
        supports.append(
            support(*papers, period=part.name, name=name, attendance=attendance, counts=counts)
        )
    return supports, followed


def runs_for(needs: Needs) -> tuple[Conduct, ...]:
    """As many sub-periods with a conforming run as the needs ask for."""
    wanted = needs.executions
    if wanted is None:
        return ()
    parts = YEAR.parts(wanted.every)
    count = -(-len(parts) * wanted.conforming.numerator // wanted.conforming.denominator)
    return tuple(Conduct("sop-x", None, p.last, p, conforms=True) for p in parts[:count])


def level_of(
    asked: Item,
    pack: Pack,
    supports: Iterable[Support],
    followed: set[str],
    conducts: tuple[Conduct, ...] = (),
) -> str | None:
    yardstick = Yardstick(pack, YEAR, END, frozenset(followed), None, conducts)
    return shown(asked, list(supports), yardstick).label


def test_every_level_of_every_item_is_shown_by_evidence_made_for_it(pack: Pack) -> None:
    tried = 0
    for asked in pack.items.values():
        for letter, needs in asked.levels:
            choices = range(max(len(needs.any_of), len(needs.count_of), 1))
            shown_levels = {
                level_of(asked, pack, *evidence_for(needs, pack, choice=choice), runs_for(needs))
                for choice in choices
            }
            assert letter in shown_levels, (asked.id, letter)
            tried += 1
    assert tried > 80


@cache
def the_pack() -> Pack:
    """Not a fixture: hypothesis would print it whole with every example."""
    return load_pack("pmprb-2020-unit")


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 100),
    st.lists(st.integers(0, 4), min_size=1, max_size=3),
    st.lists(st.booleans(), min_size=40, max_size=40),
)
def test_taking_evidence_away_never_shows_more(
    which: int, levels: list[int], kept: list[bool]
) -> None:
    pack = the_pack()
    levelled = [
        i for i in pack.items.values() if i.levels and not any(n.ratio for _, n in i.levels)
    ]
    asked = levelled[which % len(levelled)]
    supports: list[Support] = []
    followed: set[str] = set()
    for number, level in enumerate(levels):
        more, acted = evidence_for(asked.levels[level % len(asked.levels)][1], pack, number)
        supports += more
        followed |= acted
    scale = pack.scales[asked.scale] or {}
    before = level_of(asked, pack, supports, followed)
    fewer = [s for s, keep in zip(supports, kept, strict=False) if keep]
    after = level_of(asked, pack, fewer, followed)
    assert scale[after or ""] <= scale[before or ""]


def test_what_is_missing_is_said_for_every_better_level(pack: Pack) -> None:
    asked = pack.items["TL-P3"]
    found = shown(asked, [], Yardstick(pack, YEAR, END, frozenset(), None))
    assert list(found.lacks) == ["A", "B", "C"]
    assert all(isinstance(lack, Lack) for lacks in found.lacks.values() for lack in lacks)
    assert isinstance(pack.types["laporan"].name, Bilingual)


def test_papers_of_other_types_do_not_count(pack: Pack) -> None:
    asked = replace(item(Needs(any_of=("laporan",)), pack), accepts=frozenset(["notula"]))
    yardstick = Yardstick(pack, YEAR, END, frozenset(), None)
    assert shown(asked, [support("laporan")], yardstick).label == "Tidak"
