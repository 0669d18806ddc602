"""Links alone support nothing above the middle of the scale, and no change for the worse pays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_needs import END, YEAR, evidence_for, item, paper, runs_for, support, the_pack

from sopcheck.model.evidence import Paper
from sopcheck.model.report import Report
from sopcheck.model.rules import Item, Needs, Pack, Ratio
from sopcheck.model.standing import Shown, Support
from sopcheck.needs import Yardstick, shown

HALF = Fraction(1, 2)
URL = "https://kab-situbondo.kpu.go.id/dokumen"


def linked(support: Support, which: Iterable[bool]) -> Support:
    """The support with some of its papers turned into links."""
    papers = tuple(
        replace(p, file=None, url=URL) if link else replace(p, file="files/a.pdf", url=URL)
        for p, link in zip(support.papers, which, strict=False)
    )
    return replace(support, evidence=replace(support.evidence, papers=papers), papers=papers)


def measured(
    asked: Item,
    supports: Sequence[Support],
    followed: Iterable[str] = (),
    firmly: Iterable[str] | None = None,
    needs: Needs | None = None,
) -> Shown:
    conducts = () if needs is None else runs_for(needs)
    by_files = None if firmly is None else frozenset(firmly)
    yardstick = Yardstick(
        the_pack(), YEAR, END, frozenset(followed), None, conducts, firmly_followed=by_files
    )
    return shown(asked, supports, yardstick)


def test_links_alone_show_the_middle_at_most_in_every_item(pack: Pack) -> None:
    capped = 0
    for asked in pack.items.values():
        for _, needs in asked.levels:
            supports, followed = evidence_for(needs, pack)
            full = measured(asked, supports, followed, needs=needs)
            links = [linked(s, [True] * len(s.papers)) for s in supports]
            found = measured(asked, links, followed, needs=needs)
            assert found.value == min(
                full.value, max(v for v in (pack.scales[asked.scale] or {}).values() if v <= HALF)
            )
            assert found.value == (pack.scales[asked.scale] or {})[found.label or ""]
            capped += found.value < full.value
            if found.value < full.value:
                better = [n for n, _ in asked.levels][: [*dict(asked.levels)].index(found.label)]
                assert list(found.lacks) == better
    assert capped > 80


def of_scale(scale: str, letters: str, pack: Pack) -> Item:
    """An item of that scale: the best answer asks for a report, the next for minutes, and so on."""
    kinds = ("laporan", "notula", "matriks", "rekap")
    levels = [(name, Needs(any_of=kinds[: i + 1])) for i, name in enumerate(letters.split())]
    levels[-1] = (levels[-1][0], Needs())
    return replace(item(Needs(), pack), scale=scale, levels=tuple(levels))


@pytest.mark.parametrize(
    ("scale", "letters", "middle"),
    [
        ("YT", "Ya Tidak", "Tidak"),
        ("ABC", "A B C", "B"),
        ("ABCD", "A B C D", "C"),
        ("ABCDE", "A B C D E", "C"),
    ],
)
def test_the_middle_of_every_scale(scale: str, letters: str, middle: str, pack: Pack) -> None:
    asked = of_scale(scale, letters, pack)
    report = paper("laporan", url=URL)
    assert measured(asked, [support(report)]).label == middle
    assert measured(asked, [support(replace(report, file="files/a.pdf"))]).label == "A" or (
        scale == "YT"
    )


def test_what_files_show_above_the_middle_counts(pack: Pack) -> None:
    asked = of_scale("ABCD", "A B C D", pack)
    papers = [paper("laporan", url=URL), paper("notula", file="files/a.pdf")]
    found = measured(asked, [support(*papers)])
    assert found.label == "B"
    [lack] = found.lacks["A"]
    assert lack.message == "lack.only-link"
    assert lack.args["papers"] == ["ev#laporan"]
    assert [inner.message for inner in lack.args["without"]] == ["lack.any-document"]


def test_a_level_that_all_papers_lack_says_what_it_lacks(pack: Pack) -> None:
    asked = of_scale("ABCD", "A B C D", pack)
    found = measured(asked, [support(paper("notula", url=URL))])
    assert found.label == "C"
    assert [lack.message for lack in found.lacks["A"]] == ["lack.any-document"]
    assert [lack.message for lack in found.lacks["B"]] == ["lack.only-link"]


def test_a_follow_up_that_is_only_a_link_does_not_lift_above_the_middle(pack: Pack) -> None:
    needs = Needs(follow_up_of=("laporan",), follow_up_at_least=1)
    asked = item(needs, pack)
    reports = [support(paper("laporan", file="files/a.pdf"))]
    assert measured(asked, reports, ["ev#laporan"]).label == "Ya"
    assert measured(asked, reports, ["ev#laporan"], ["ev#laporan"]).label == "Ya"
    found = measured(asked, reports, ["ev#laporan"], [])
    assert found.label == "Tidak"
    assert [lack.message for lack in found.lacks["Ya"]] == ["lack.only-link-follow-up"]


def share(*supports: Support, ratio: Ratio | None = None) -> Shown:
    asked = replace(item(Needs(), the_pack()), scale="PCT", levels=(), ratio=ratio or RATIO)
    return measured(asked, supports)


RATIO = Ratio("of", "to")


def counted(of: int, to: int, *papers: Paper, name: str = "ev") -> Support:
    return support(*papers, name=name, counts={"of": of, "to": to})


def test_a_share_that_rests_on_links_is_half_at_most() -> None:
    link, file = paper("laporan", url=URL), paper("laporan", file="files/a.pdf", url=URL)
    assert share(counted(4, 4, file)).value == 1
    assert share(counted(4, 4, link)).value == HALF
    assert share(counted(1, 4, link)).value == Fraction(1, 4)
    assert share(counted(4, 4, link, file)).value == 1  # the same counts rest on a file too
    both = share(counted(3, 4, file, name="ev1"), counted(4, 4, link, name="ev2"))
    assert both.value == HALF
    [lack] = both.lacks[""]
    assert lack.message == "lack.only-link-share"
    assert lack.args["share"] == Fraction(3, 8)
    assert share(counted(8, 8, file, name="ev1"), counted(1, 2, link, name="ev2")).value == (
        Fraction(8, 10)
    )


DECREASE = Ratio("of", "to", decrease=True)
flags = st.lists(st.booleans(), min_size=60, max_size=60)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 200), st.lists(st.integers(0, 4), min_size=1, max_size=3), flags, flags)
def test_links_for_files_or_papers_taken_away_never_show_more(
    which: int, levels: list[int], links: list[bool], change: list[bool]
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
    start = [linked(s, links[i * 7 :]) for i, s in enumerate(supports)]
    before = measured(asked, start, followed).value
    worse = [
        linked(s, [a or b for a, b in zip(links[i * 7 :], change[i * 5 :], strict=False)])
        for i, s in enumerate(supports)
    ]
    fewer = [
        replace(s, papers=tuple(p for p, keep in zip(s.papers, change, strict=False) if keep))
        for s in start
    ]
    assert measured(asked, worse, followed).value <= before
    assert measured(asked, fewer, followed).value <= before
    assert measured(asked, start, followed, [r for r in followed if change[0]]).value <= before


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 6), st.booleans(), st.booleans()),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([RATIO, DECREASE, replace(RATIO, may_exceed=True)]),
)
def test_counts_on_links_never_give_a_better_share(
    counts: list[tuple[int, int, bool, bool]], ratio: Ratio
) -> None:
    def supports(worse: Callable[[bool, bool], bool]) -> list[Support]:
        return [
            counted(of, to, paper("laporan", url=URL, file=None if worse(a, b) else "files/a.pdf"),
                    name=f"ev{i}")
            for i, (of, to, a, b) in enumerate(counts)
        ]  # fmt: skip

    before = share(*supports(lambda a, _: a), ratio=ratio).value
    assert share(*supports(lambda a, b: a or b), ratio=ratio).value <= before
    rejected = [
        Support(s.evidence, (), sound=False) if b else s
        for s, (_, _, _, b) in zip(supports(lambda a, _: a), counts, strict=True)
    ]
    assert share(*rejected, ratio=ratio).value <= before


def test_a_report_says_why_a_link_is_not_enough(judge: Callable[..., Report]) -> None:
    files = {
        "office.yaml": """
kind: office
code: "3512"
name: KPU Kabupaten Situbondo
level: kabupaten
roles: {sekretaris: {title: Sekretaris, group: secretariat}}
""",
        "evidence/manajemen-perubahan/2021.yaml": """
kind: evidence
id: ev-1
items: [MP-P4, MP-R2]
period: 2021
counts: {changes: 4, embedded: 4}
particulars: {changes: [Formulir daring, Apel nilai, Arsip digital, Daftar piket]}
documents:
  - id: rencana
    type: rencana-kerja
    items: [MP-P4]
    date: 2021-01-14
    signed: true
    status: final
    url: "https://kab-situbondo.kpu.go.id/rencana"
  - id: matriks
    type: matriks
    items: [MP-R2]
    date: 2021-12-20
    url: "https://kab-situbondo.kpu.go.id/matriks"
""",
        "self-assessment-2021.yaml": """
kind: self-assessment
period: 2021
answers:
  MP-P4: {answer: Ya}
  MP-R2: {answer: 4/4}
""",
    }
    report = judge(files)
    lines = {line.item: line for o in report.offices for area in o.areas for line in area.items}
    plan, share_line = lines["MP-P4"], lines["MP-R2"]
    assert (plan.evidenced, plan.evidenced_value, plan.supported_value) == ("Tidak", 0, 0)
    assert "ev-1#rencana" in plan.missing[0].id
    assert (share_line.evidenced, share_line.supported_value) == ("1/2", 0.5)
    assert "ev-1#matriks" in share_line.missing[0].en
    said = [f.code for f in report.findings if f.code in ("EV313", "CV403", "CV405")]
    assert said == ["EV313", "EV313"]
