"""Small parsers: periods, limits, answers, personal data, spelling."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopcheck.claims import claimed
from sopcheck.model.office import Answer
from sopcheck.model.period import parse_period
from sopcheck.model.rules import Pack
from sopcheck.personal import mask, may_hold_personal, personal
from sopcheck.spelling import closest
from sopcheck.time.limits import Limit, parse_limit


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2021-S2", date(2021, 7, 1), date(2021, 12, 31)),
        ("2021-Q1", date(2021, 1, 1), date(2021, 3, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021-12", date(2021, 12, 1), date(2021, 12, 31)),
        (2022, date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_periods(text: str | int, first: date, last: date) -> None:
    period = parse_period(text)
    assert (period.first, period.last) == (first, last)
    assert period.name == str(text)


@pytest.mark.parametrize("grain", ["month", "quarter", "semester", "year"])
def test_the_parts_of_a_year_fill_it_without_overlap(grain: str) -> None:
    year = parse_period(2021)
    parts = year.parts(grain)  # type: ignore[arg-type]
    assert parts[0].first == year.first
    assert parts[-1].last == year.last
    assert all((b.first - a.last).days == 1 for a, b in pairwise(parts))
    assert all(year.contains(part) for part in parts)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("15 menit", Limit(minutes=Fraction(15))),
        ("2 jam 30 menit", Limit(minutes=Fraction(150))),
        ("1,5 jam", Limit(minutes=Fraction(90))),
        ("1.5 jam", Limit(minutes=Fraction(90))),
        ("3 hari kerja", Limit(working_days=3)),
        ("3  Hari  Kerja", Limit(working_days=3)),
        ("10 hari kalender", Limit(calendar_days=10)),
        ("3 hari", Limit(working_days=3, bare_day=True)),
        ("1 minggu", Limit(calendar_days=7)),
        ("1 bulan", Limit(months=1)),
        ("PT2H30M", Limit(minutes=Fraction(150))),
        ("P10D", Limit(calendar_days=10)),
        ("P2W", Limit(calendar_days=14)),
        ("P1M", Limit(months=1)),
        ("paling lama 3 hari kerja", Limit(working_days=3)),
        ("0,5 menit", Limit(minutes=Fraction(1, 2))),
    ],
)
def test_limits(text: str, limit: Limit) -> None:
    assert parse_limit(text) == limit


@pytest.mark.parametrize(
    "text",
    ["secukupnya", "", "1-3 hari kerja", "0 menit", "3", "hari kerja", "1,5 hari kerja", "P", "PT"]
    + ["P1DT2H", "3 hari kerja 2 jam", "1 bulan 2 minggu", "segera", "2 jam saja"],
)
def test_what_is_no_limit(text: str) -> None:
    assert parse_limit(text) is None


@pytest.mark.parametrize(
    ("item", "text", "value"),
    [
        ("MP-P4", "Ya", 1),
        ("MP-P4", "Tidak", 0),
        ("MP-P2", "B", Fraction(67, 100)),
        ("MP-R2", "11/12", Fraction(11, 12)),
        ("MP-R2", "92 %", Fraction(23, 25)),
        ("MP-R2", "92%", Fraction(23, 25)),
        ("MP-R2", "66,7 %", Fraction(667, 1000)),
        ("MP-R2", "0.92", Fraction(23, 25)),
        ("MP-R2", "1", 1),
        ("MP-R1", "5/4", 1),
    ],
)
def test_answers(pack: Pack, item: str, text: str, value: Fraction) -> None:
    found = pack.items[item]
    answer = Answer(item, text, (), None)
    assert claimed(answer, found, pack.scales[found.scale]) == (value, None)


@pytest.mark.parametrize(
    ("item", "text", "message"),
    [
        ("MP-P4", "ya", "answer.off-scale"),
        ("MP-P2", "E", "answer.off-scale"),
        ("MP-P2", "n/a", "answer.not-optional"),
        ("MP-R2", "A", "answer.off-percent"),
        ("MP-R2", "13/12", "answer.exceeds"),
        ("MP-R2", "101 %", "answer.exceeds"),
        ("MP-R2", "0/0", "answer.zero"),
    ],
)
def test_answers_that_are_none(pack: Pack, item: str, text: str, message: str) -> None:
    found = pack.items[item]
    value, fault = claimed(Answer(item, text, (), None), found, pack.scales[found.scale])
    assert value is None
    assert fault is not None
    assert fault.message == message


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("NIK 3512014101700001", ["nik"]),
        ("3512010101700001", ["nik"]),
        ("hubungi 081200000000", ["phone"]),
        ("+62 812-0000-0000", ["phone"]),
        ("contoh@gmail.com", ["email"]),
    ],
)
def test_personal_data_is_found_and_masked(text: str, kinds: list[str]) -> None:
    assert [kind for kind, _, _ in personal(text)] == kinds
    assert may_hold_personal(text.encode())
    assert len(mask(text)) == len(text)
    assert list(personal(mask(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "198001012005011001",  # NIP: 18 digits
        "9912014101700001",  # no such province
        "3512019901700001",  # no such day
        "3512013113700001",  # no such month
        "kpu@kpu.go.id",
        "0338-671234",
        "12/ORT.07-BA/3512/KPU-Kab/III/2021",
        "2021-02-03 08:00",
        "a3f5081234567890b1c2",
    ],
)
def test_what_is_not_personal(text: str) -> None:
    assert list(personal(text)) == []
    assert mask(text) == text


_CLEAR = (
    r"(?:\+ ?62[ .-]?|0|wa\.me/62)8[0-9](?:[ .-]?[0-9]){6,10}",
    r"35[0-9]{4}(?:0[1-9]|4[1-9])0[1-9][0-9]{6}",
    r"[a-z0-9._%+-]{1,9}@[a-z0-9-]{1,9}\.(?:com|id)",
)


@given(
    st.one_of(*(st.from_regex(form, fullmatch=True) for form in _CLEAR)),
    st.sampled_from(["", " ", "\n", "(", "Hubungi "]),
    st.sampled_from(["", " ", ".", ", terima kasih"]),
)
def test_the_cheap_tests_never_miss_personal_data(clear: str, before: str, after: str) -> None:
    text = before + clear + after
    if list(personal(text)):
        assert may_hold_personal(text.encode())
        assert mask(text) != text


def test_closest() -> None:
    assert closest("efective", ["effective", "created"]) == "effective"
    assert closest("EFFECTIVE", ["effective"]) == "effective"
    assert closest("xyz", ["effective"]) is None
    assert closest(3, ["3"]) is None
    assert closest("tanggal", ["date", "title"]) == "date"
    assert closest("selesai", ["uji", "end"]) == "end"
