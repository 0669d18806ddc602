"""The team that the year's decrees appoint: areas without an owner, people with two seats."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sopcheck.model.report import Report

AREAS = [
    "manajemen-perubahan",
    "deregulasi-kebijakan",
    "penataan-organisasi",
    "penataan-tatalaksana",
    "sdm-aparatur",
    "akuntabilitas",
    "pengawasan",
    "pelayanan-publik",
]
OFFICE = """
kind: office
code: "3512"
name: KPU Kabupaten Situbondo
level: kabupaten
roles:
  ketua: {title: Ketua, group: commissioner}
  sekretaris: {title: Sekretaris, group: secretariat}
  tim-rb: {title: Tim Reformasi Birokrasi, group: mixed}
"""
SEATS = tuple[tuple[str, str | None, list[str]], ...]


def decree(name: str, day: str, *seats: tuple[str, str | None, list[str]]) -> str:
    """An evidence file with one decree; a seat is role, duty, areas."""
    members = [
        f"      - {{role: {role}"
        + (f", duty: {duty}" if duty else "")
        + (f", areas: [{', '.join(areas)}]" if areas else "")
        + "}"
        for role, duty, areas in seats
    ]
    return "\n".join(
        (
            "kind: evidence",
            f"id: ev-{name}",
            "items: [MP-P1]",
            f"period: {day[:4]}",
            "documents:",
            "  - id: keputusan",
            "    type: keputusan",
            f"    number: {name}/ORT.07-Kpt/3512/KPU-Kab/{day[:4]}",
            f"    date: {day}",
            "    signed: true",
            "    status: final",
            "    team:",
            *members,
            "",
        )
    )


def said(judge: Callable[..., Report], code: str, **files: str) -> list[tuple[str, str]]:
    found = {f"evidence/{name}.yaml": text for name, text in files.items()}
    report = judge({"office.yaml": OFFICE} | found)
    return [(f.subject, f.message.id) for f in report.findings if f.code == code]


def test_every_area_has_an_owner(judge: Callable[..., Report]) -> None:
    whole = decree(
        "1",
        "2021-01-11",
        ("ketua", "pengarah", AREAS[:4]),
        ("sekretaris", "ketua pelaksana", AREAS[4:]),
    )
    assert said(judge, "MP103", satu=whole) == []
    short = decree(
        "1",
        "2021-01-11",
        ("ketua", "pengarah", AREAS[:4]),
        ("sekretaris", "ketua pelaksana", AREAS[5:]),
    )
    [(subject, message)] = said(judge, "MP103", satu=short)
    assert subject == "ev-1#keputusan"
    assert message.endswith("area: Penataan Sistem Manajemen SDM Aparatur")


def test_several_decrees_of_a_year_make_one_team(judge: Callable[..., Report]) -> None:
    first = decree("1", "2021-01-11", ("ketua", "pengarah", AREAS[:4]))
    second = decree("2", "2021-02-15", ("sekretaris", "ketua pelaksana", AREAS[4:7]))
    [(subject, message)] = said(judge, "MP103", satu=first, dua=second)
    assert subject == "ev-2#keputusan"
    assert message.endswith("area: Peningkatan Kualitas Pelayanan Publik")
    third = decree("3", "2021-02-01", ("tim-rb", "pelaksana", AREAS[7:]))
    assert said(judge, "MP103", satu=first, dua=second, tiga=third) == []


def test_a_decree_of_another_year_owns_nothing(judge: Callable[..., Report]) -> None:
    old = decree("1", "2020-01-13", ("ketua", "pengarah", AREAS))
    new = decree("2", "2021-01-11", ("ketua", "pengarah", AREAS[1:]))
    assert [s for s, _ in said(judge, "MP103", lama=old, baru=new)] == ["ev-2#keputusan"]


def test_an_area_may_be_owned_in_a_file_that_cannot_be_judged(
    judge: Callable[..., Report],
) -> None:
    short = decree("1", "2021-01-11", ("ketua", "pengarah", AREAS[1:]))
    other = decree("2", "2021-02-15", ("sekretaris", "ketua pelaksana", AREAS[:1]))
    assert said(judge, "MP103", satu=short, dua=f"{other}catatan: belum lengkap\n") == []


@pytest.mark.parametrize(
    ("seats", "words"),
    [
        ((("ketua", "pengarah", []), ("sekretaris", "ketua pelaksana", [])), []),
        ((("tim-rb", "pelaksana", []), ("tim-rb", "pendamping", [])), []),
        (
            (("ketua", "pengarah", []), ("ketua", "ketua pelaksana", [])),
            ["“Ketua” mempunyai dua tempat dalam tim: pengarah dan ketua pelaksana"],
        ),
        (
            (("ketua", "pengarah", []), ("ketua", "pengarah", [])),
            ["“Ketua” disebut dua kali dengan tugas yang sama (pengarah)"],
        ),
        (
            (("ketua", None, []), ("ketua", "pengarah", [])),
            ["“Ketua” mempunyai dua tempat dalam tim: – dan pengarah"],
        ),
    ],
)
def test_everybody_has_one_seat(
    judge: Callable[..., Report], seats: SEATS, words: list[str]
) -> None:
    assert [m for _, m in said(judge, "MP119", satu=decree("1", "2021-01-11", *seats))] == words


def test_two_decrees_may_seat_one_person_each(judge: Callable[..., Report]) -> None:
    first = decree("1", "2021-01-11", ("ketua", "pengarah", []))
    second = decree("2", "2021-02-15", ("ketua", "pengarah", []))
    assert said(judge, "MP119", satu=first, dua=second) == []
