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
from sopcheck.model.rules import Item, Needs, Pack, Ratio, Runs
from sopcheck.model.standing import Lack, Support
from sopcheck.model.yardstick import Yardstick
from sopcheck.needs import shown
from sopcheck.packs import bundled_packs, load_pack

YEAR = parse_period(2021)
END = date(2022, 2, 15)
NOWHERE = Document("e.yaml", 0, {})


def paper(kind: str, **fields: object) -> Paper:
    plain = Paper(
        index=0, id=kind, type=kind, title=None, items=(), number=None, date=None, own_period=None,
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
    assert holds(every, pack, first, as_of=date(2021, 4, 14))
    assert not holds(every, pack, first, as_of=date(2021, 7, 14))
    assert not holds(every, pack, first, as_of=date(2021, 4, 13)), "nothing due shows nothing"


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
    assert holds(needs, pack, one, as_of=date(2021, 4, 14)) is covered


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


def runs_for(needs: Needs, area: str) -> tuple[Conduct, ...]:
    """As many sub-periods with a conforming run as the needs ask for."""
    wanted = needs.executions
    if wanted is None:
        return ()
    parts = YEAR.parts(wanted.every)
    count = -(-len(parts) * wanted.conforming.numerator // wanted.conforming.denominator)
    return tuple(Conduct("sop-x", area, p.last, p, conforms=True) for p in parts[:count])


def level_of(
    asked: Item,
    pack: Pack,
    supports: Iterable[Support],
    followed: set[str],
    conducts: tuple[Conduct, ...] = (),
) -> str | None:
    yardstick = Yardstick(pack, YEAR, END, frozenset(followed), None, conducts)
    return shown(asked, list(supports), yardstick).label


@pytest.mark.parametrize("name", bundled_packs())
def test_every_level_of_every_item_is_shown_by_evidence_made_for_it(name: str) -> None:
    pack = load_pack(name)
    tried = 0
    for asked in pack.items.values():
        for letter, needs in asked.levels:
            choices = range(max(len(needs.any_of), len(needs.count_of), 1))
            shown_levels = {
                level_of(
                    asked,
                    pack,
                    *evidence_for(needs, pack, choice=choice),
                    runs_for(needs, asked.area),
                )
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


# Executions


QUARTERLY = Runs("any", "quarter", Fraction(3, 4))


def ran(
    ended: str | None, *, conforms: bool = True, sop: str = "sop-x", period: str = "2021"
) -> Conduct:
    """A run of an SOP of the item's area, by the month and day of 2021 on which it ended."""
    day = None if ended is None else date.fromisoformat(f"2021-{ended}")
    return Conduct(sop, "manajemen-perubahan", day, parse_period(period), conforms)


def runs_hold(wanted: Runs, pack: Pack, *conducts: Conduct, **options: object) -> bool:
    return holds(Needs(executions=wanted), pack, conducts=conducts, **options)


SPRING, SUMMER, AUTUMN, WINTER = ran("03-31"), ran("06-30"), ran("09-30"), ran("12-31")


def test_the_share_of_sub_periods_with_a_run_is_met_exactly(pack: Pack) -> None:
    assert runs_hold(QUARTERLY, pack, SPRING, SUMMER, AUTUMN, WINTER)
    assert runs_hold(QUARTERLY, pack, SPRING, SUMMER, WINTER)
    assert not runs_hold(QUARTERLY, pack, SPRING, SUMMER)
    assert not runs_hold(QUARTERLY, pack)
    always = replace(QUARTERLY, conforming=Fraction(1))
    assert runs_hold(always, pack, SPRING, SUMMER, AUTUMN, WINTER)
    assert not runs_hold(always, pack, SPRING, SUMMER, AUTUMN)


def test_one_run_that_deviates_spoils_its_sub_period(pack: Pack) -> None:
    spoilt = ran("05-01", conforms=False)
    assert not runs_hold(QUARTERLY, pack, SPRING, SUMMER, AUTUMN, spoilt)
    assert runs_hold(QUARTERLY, pack, SPRING, SUMMER, AUTUMN, WINTER, spoilt)
    assert runs_hold(QUARTERLY, pack, SPRING, AUTUMN, WINTER, spoilt)


@pytest.mark.parametrize("ended", ["01-01", "03-31"])
def test_a_run_belongs_to_the_sub_period_in_which_it_ended(pack: Pack, ended: str) -> None:
    first = {"as_of": date(2021, 4, 14)}
    assert runs_hold(QUARTERLY, pack, ran(ended, period="2021-Q2"), **first)
    assert not runs_hold(QUARTERLY, pack, ran("04-01", period="2021-Q1"), **first)


def test_a_run_of_another_year_counts_in_none(pack: Pack) -> None:
    last_year = replace(SPRING, ended=date(2020, 12, 31))
    assert not runs_hold(QUARTERLY, pack, last_year, SUMMER, AUTUMN)
    assert runs_hold(QUARTERLY, pack, replace(last_year, conforms=False), SPRING, SUMMER, AUTUMN)


def test_a_run_of_which_no_end_is_known_may_have_ended_at_any_time(pack: Pack) -> None:
    whole = (SPRING, SUMMER, AUTUMN, WINTER)
    assert not runs_hold(QUARTERLY, pack, *whole, ran(None, conforms=False))
    spoilt = [ran(None, conforms=False, period=f"2021-Q{n}") for n in (1, 2)]
    assert runs_hold(QUARTERLY, pack, *whole, spoilt[0])
    assert not runs_hold(QUARTERLY, pack, *whole, *spoilt)
    monthly = Runs("any", "month", Fraction(11, 12))
    months = [ran(f"{n:02}-15") for n in range(1, 13)]
    assert runs_hold(monthly, pack, *months)
    assert not runs_hold(monthly, pack, *months, spoilt[0])
    assert runs_hold(monthly, pack, *months, ran(None, conforms=False, period="2021-02"))


def test_runs_of_one_sop_of_the_area_or_of_any(pack: Pack) -> None:
    year = {grain: Runs(grain, "year", Fraction(1)) for grain in ("any", "area", "sop-x")}
    other_area = replace(WINTER, area="pengawasan")
    other_sop = replace(WINTER, sop="sop-y")
    no_area = replace(WINTER, area=None)
    held = [
        [runs_hold(wanted, pack, run) for wanted in year.values()]
        for run in (WINTER, other_area, other_sop, no_area)
    ]
    assert held == [
        [True, True, True],
        [True, False, True],
        [True, True, False],
        [True, False, True],
    ]
    stray = replace(other_area, sop="sop-y", conforms=False)
    assert not runs_hold(year["any"], pack, WINTER, stray)
    assert runs_hold(year["area"], pack, WINTER, stray)
    assert runs_hold(year["sop-x"], pack, WINTER, stray)


def test_only_sub_periods_that_have_ended_ask_for_runs(pack: Pack) -> None:
    assert runs_hold(QUARTERLY, pack, SPRING, as_of=date(2021, 7, 13))
    assert not runs_hold(QUARTERLY, pack, SPRING, as_of=date(2021, 7, 14))
    assert not runs_hold(QUARTERLY, pack, SPRING, as_of=date(2021, 4, 13)), "nothing is due yet"


def test_runs_are_asked_beside_the_other_needs(pack: Pack) -> None:
    both = Needs(
        any_of=("laporan",), every="quarter", coverage=Fraction(1, 4), executions=QUARTERLY
    )
    runs = (SPRING, SUMMER, AUTUMN)
    report = support("laporan", period="2021-Q1")
    assert holds(both, pack, report, conducts=runs)
    assert not holds(both, pack, report, conducts=runs[:2])
    assert not holds(both, pack, conducts=runs)


def test_no_runs_are_known_while_a_file_cannot_be_read(pack: Pack) -> None:
    whole = (SPRING, SUMMER, AUTUMN, WINTER)
    assert not runs_hold(QUARTERLY, pack, *whole, illegible="evidence/rusak.yaml")


def faults_of(lack: Lack) -> dict[str, str]:
    """The first fault of each sub-period that a lack names."""
    return {p: g.args["lacks"][0].message for g in lack.args["gaps"] for p in g.args["periods"]}


def test_what_runs_lack_is_said_with_the_sub_periods(pack: Pack) -> None:
    conducts = (SPRING, ran("05-05", conforms=False), ran("12-12"))
    yardstick = Yardstick(pack, YEAR, END, frozenset(), None, conducts)
    (lack,) = shown(item(Needs(executions=QUARTERLY), pack), [], yardstick).lacks["Ya"]
    assert lack.message == "lack.executions"
    assert (lack.args["covered"], lack.args["due"]) == (2, 4)
    assert lack.args["periods"] == ["2021-Q2", "2021-Q3"]
    assert faults_of(lack) == {"2021-Q2": "lack.deviating-run", "2021-Q3": "lack.no-run"}
    yardstick = replace(yardstick, conducts=conducts[2:])
    (lack,) = shown(item(Needs(executions=QUARTERLY), pack), [], yardstick).lacks["Ya"]
    assert faults_of(lack) == dict.fromkeys(("2021-Q1", "2021-Q2", "2021-Q3"), "lack.no-run")
    assert len(lack.args["gaps"]) == 1, "equal faults are said together"


CONDUCTS = st.builds(
    Conduct,
    st.sampled_from(["sop-x", "sop-y"]),
    st.sampled_from(["manajemen-perubahan", "pengawasan", None]),
    st.one_of(st.none(), st.dates(date(2020, 10, 1), date(2022, 3, 31))),
    st.sampled_from([parse_period(p) for p in ("2021", "2021-S1", "2021-Q4", "2021-03", "2020")]),
    st.booleans(),
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(CONDUCTS, min_size=1, max_size=12),
    st.sampled_from(["any", "area", "sop-x"]),
    st.sampled_from(["month", "quarter", "semester", "year"]),
    st.integers(1, 12),
    st.integers(0, 11),
)
def test_a_run_that_no_longer_conforms_or_joins_the_others_deviating_never_shows_more(
    conducts: list[Conduct], of: str, every: str, twelfths: int, which: int
) -> None:
    pack = the_pack()
    wanted = Runs(of, every, Fraction(twelfths, 12))  # type: ignore[arg-type]
    before = runs_hold(wanted, pack, *conducts)
    at = which % len(conducts)
    fallen = replace(conducts[at], conforms=False)
    changed = [*conducts[:at], fallen, *conducts[at + 1 :]]
    variants = [changed, [*conducts, fallen]]
    if fallen.ended is None or fallen.period.holds(fallen.ended):
        torn = replace(fallen, ended=None)  # a run that broke its form has no end
        variants.append([*conducts[:at], torn, *conducts[at + 1 :]])
    for others in variants:
        assert before or not runs_hold(wanted, pack, *others)
    without = conducts[:at] + conducts[at + 1 :]
    assert not conducts[at].conforms or before or not runs_hold(wanted, pack, *without)
