"""Moments, the working calendar and deadlines, beside an oracle that counts one by one."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from sopcheck.model.calendar import LocalDays, Moment, Week, WorkingTime
from sopcheck.packs import load_pack
from sopcheck.time.calendar import WorkCalendar
from sopcheck.time.deadlines import Spent, last_day, months_after, spent
from sopcheck.time.limits import nominal_minutes, parse_limit
from sopcheck.time.moments import parse_moment
from sopcheck.time.national import holidays_version, national_holidays

JAKARTA = ZoneInfo("Asia/Jakarta")
YEARS = range(2018, 2027)
ONE_DAY = timedelta(days=1)
UNHURRIED = settings(deadline=None)  # the first example reads the table of holidays

# Written out once more: the minutes of the day that are worked.
USUAL = {"mon-thu": ((450, 720), (780, 960)), "fri": ((450, 690), (780, 990))}
FASTING = {"mon-thu": ((480, 720), (750, 900)), "fri": ((480, 690), (750, 930))}


@cache
def hours() -> WorkingTime:
    return load_pack("pmprb-2020-unit").working_time


@cache
def national() -> WorkCalendar:
    return WorkCalendar(hours())


def local(holidays: Iterable[date] = (), duty: Iterable[date] = ()) -> LocalDays:
    return LocalDays(dict.fromkeys(holidays, "libur"), dict.fromkeys(duty, "dinas"))


def at(text: str) -> Moment:
    return parse_moment(text, JAKARTA)


def used(
    limit: str,
    start: str,
    end: str,
    calendar: WorkCalendar | None = None,
    *,
    elapsed: bool = False,
) -> Spent:
    found = parse_limit(limit)
    assert found is not None
    result = spent(found, at(start), at(end), calendar or national(), elapsed=elapsed)
    assert result is not None
    return result


# Moments


@pytest.mark.parametrize(
    ("text", "day", "minute"),
    [
        ("2021-02-03", date(2021, 2, 3), None),
        ("2021-02-03 08:00", date(2021, 2, 3), 480),
        ("2021-02-03T08:00", date(2021, 2, 3), 480),
        ("2021-02-03 00:00", date(2021, 2, 3), 0),
        ("2021-02-03T23:59:59", date(2021, 2, 3), 1439 + Fraction(59, 60)),
        ("2021-02-03 08:00:30+09:00", date(2021, 2, 3), 360 + Fraction(1, 2)),
        ("2021-02-03T08:00+07:00", date(2021, 2, 3), 480),
        ("2021-02-03T08:00Z", date(2021, 2, 3), 900),
        ("2021-02-03T17:00+00:00", date(2021, 2, 4), 0),
        ("2021-02-03T16:59+00:00", date(2021, 2, 3), 1439),
        ("2021-02-03T08:00+09:00", date(2021, 2, 3), 360),
        ("2021-01-01T01:00+09:00", date(2020, 12, 31), 1380),
        ("2099-12-31T23:59-23:59", date(2100, 1, 2), 418),
    ],
)
def test_moments_are_in_the_time_of_the_office(
    text: str, day: date, minute: int | Fraction | None
) -> None:
    assert at(text) == Moment(day, minute)


def test_the_same_moment_in_another_office() -> None:
    assert parse_moment("2021-02-03T08:00Z", ZoneInfo("Asia/Jayapura")).minute == 17 * 60
    assert parse_moment("2021-02-03 08:00", ZoneInfo("Asia/Jayapura")).minute == 8 * 60


# National holidays and the fasting month


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2021, 5, 6), True),
        (date(2021, 5, 8), False),
        (date(2021, 5, 11), True),
        (date(2021, 5, 12), False),  # joint leave
        (date(2021, 5, 13), False),
        (date(2021, 5, 14), False),
        (date(2021, 5, 17), True),
        (date(2021, 10, 19), True),  # Maulid was moved to the 20th
        (date(2021, 10, 20), False),
        (date(2021, 12, 24), True),  # joint leave was taken back
        (date(2021, 12, 27), True),
        (date(2020, 12, 24), False),
        (date(2020, 12, 9), False),  # election day
        (date(2024, 2, 14), False),  # election day
        (date(2021, 8, 17), False),
    ],
)
def test_working_days(day: date, worked: bool) -> None:
    assert national().is_worked(day) is worked


def test_the_table_of_holidays_has_a_version() -> None:
    assert holidays_version()[0].isdigit()


def test_the_fasting_month_ends_the_day_before_idul_fitri() -> None:
    table = country_holidays("ID", years=YEARS, categories=("public",), language="id")
    feasts = {
        year: min(day for day, name in table.items() if "Idul Fitri" in name and day.year == year)
        for year in YEARS
    }
    assert set(hours().ramadan_days) == set(YEARS)
    for year, (first, last) in hours().ramadan_days.items():
        assert last + ONE_DAY == feasts[year]
        assert (last - first).days + 1 in (29, 30)


def test_fasting_months_move_by_about_eleven_days_a_year() -> None:
    firsts = [first for _, (first, _) in sorted(hours().ramadan_days.items())]
    for first, following in pairwise(firsts):
        assert (following - first).days in (354, 355)


@pytest.mark.parametrize(
    ("day", "minutes"),
    [
        ("2021-10-04", 450),  # Monday
        ("2021-10-07", 450),
        ("2021-10-01", 450),  # Friday
        ("2021-04-14", 390),  # Wednesday in the fasting month
        ("2021-04-16", 390),  # Friday in it
        ("2021-05-11", 390),
        ("2021-05-12", 0),  # its last day is a holiday
        ("2021-04-12", 450),  # the day before it
        ("2021-05-17", 450),
        ("2021-10-02", 0),  # Saturday
    ],
)
def test_minutes_of_a_day(day: str, minutes: int) -> None:
    whole = national().minutes(at(f"{day} 00:00"), at(f"{day} 23:59"))
    assert whole == minutes
    assert national().minutes(at(f"{day} 00:00"), Moment(at(day).day + ONE_DAY, 0)) == minutes


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2021-04-14 13:00", "2021-04-14 18:00", 120),  # a fasting afternoon ends at three
        ("2021-10-04 13:00", "2021-10-04 18:00", 180),
        ("2021-10-04 11:30", "2021-10-04 13:30", 60),  # over the lunch break
        ("2021-10-04 12:00", "2021-10-04 13:00", 0),
        ("2021-10-01 11:30", "2021-10-01 13:00", 0),  # a longer break on Fridays
        ("2021-10-01 13:00", "2021-10-01 17:00", 210),
        ("2021-10-04 15:59", "2021-10-05 07:31", 2),  # over night
        ("2021-10-01 16:29", "2021-10-04 07:31", 2),  # over a weekend
        ("2021-05-11 14:59", "2021-05-17 07:31", 2),  # over Idul Fitri
        ("2021-10-04 05:00", "2021-10-04 07:00", 0),
        ("2021-10-04 18:00", "2021-10-05 05:00", 0),
        ("2021-12-31 16:00", "2022-01-03 08:00", 60),  # over New Year
    ],
)
def test_minutes_between_moments(start: str, end: str, minutes: int) -> None:
    assert national().minutes(at(start), at(end)) == minutes


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2021-10-04 15:00", "2021-10-04 08:00"),
        ("2021-10-05 08:00", "2021-10-04 15:00"),
        ("2022-01-03 08:00", "2021-12-30 15:00"),
        ("2021-10-04 09:00", "2021-10-04 09:00"),
    ],
)
def test_no_minutes_lie_before_a_start(start: str, end: str) -> None:
    assert national().minutes(at(start), at(end)) == 0
    assert national().days_after(at(start).day, at(end).day) == 0


# Local calendars


def test_a_later_calendar_overrules_an_earlier_one() -> None:
    day = date(2021, 10, 5)
    province, office = local(holidays=[day]), local(duty=[day])
    assert not WorkCalendar(hours(), [province]).is_worked(day)
    assert WorkCalendar(hours(), [province, office]).is_worked(day)
    assert not WorkCalendar(hours(), [office, province]).is_worked(day)


def test_duty_makes_any_day_a_working_day_and_a_holiday_any_day_free() -> None:
    sunday, national_day, monday = date(2021, 10, 3), date(2021, 8, 17), date(2021, 10, 4)
    calendar = WorkCalendar(hours(), [local([monday], [sunday, national_day])])
    assert calendar.is_worked(sunday)
    assert calendar.is_worked(national_day)
    assert not calendar.is_worked(monday)
    assert calendar.days_after(date(2021, 10, 1), date(2021, 10, 5)) == 2
    assert calendar.nth_after(date(2021, 10, 1), 2) == date(2021, 10, 5)


@pytest.mark.parametrize(
    ("day", "start", "end", "minutes"),
    [
        ("2021-10-02", "07:30", "16:30", 450),  # a Saturday has the hours of Monday to Thursday
        ("2021-10-03", "07:30", "16:30", 450),
        ("2021-10-03", "16:00", "16:30", 0),
        ("2021-05-08", "07:30", "16:30", 390),  # a Saturday in the fasting month
        ("2021-05-14", "12:30", "16:30", 210),  # a Friday of duty keeps the hours of a Friday
        ("2021-05-12", "12:30", "16:30", 150),  # its last day still has the hours of fasting
    ],
)
def test_hours_of_a_day_of_duty(day: str, start: str, end: str, minutes: int) -> None:
    calendar = WorkCalendar(hours(), [local(duty=[date.fromisoformat(day)])])
    assert calendar.minutes(at(f"{day} {start}"), at(f"{day} {end}")) == minutes
    assert national().minutes(at(f"{day} {start}"), at(f"{day} {end}")) == 0


def test_a_local_holiday_takes_its_hours_away() -> None:
    calendar = WorkCalendar(hours(), [local(holidays=[date(2021, 10, 5)])])
    assert calendar.minutes(at("2021-10-04 15:59"), at("2021-10-06 07:31")) == 2


# The oracle


@cache
def days_off() -> frozenset[date]:
    kinds = ("public", "government")
    return frozenset(country_holidays("ID", years=range(2017, 2028), categories=kinds))


def is_worked(day: date, changed: LocalDays) -> bool:
    if day in changed.holidays:
        return False
    return day in changed.duty or (day.weekday() < 5 and day not in days_off())


def worked_minutes(start: datetime, end: datetime, changed: LocalDays) -> int:
    """Every minute from `start` on, one by one."""
    count, now = 0, start
    while now < end:
        day = now.date()
        if not is_worked(day, changed):
            now = datetime.combine(day + ONE_DAY, datetime.min.time())
            continue
        first, last = hours().ramadan_days[day.year]
        week = FASTING if first <= day <= last else USUAL
        spans = week["fri" if day.weekday() == 4 else "mon-thu"]
        minute = now.hour * 60 + now.minute
        count += any(a <= minute < b for a, b in spans)
        now += timedelta(minutes=1)
    return count


def moment(when: datetime) -> Moment:
    return Moment(when.date(), when.hour * 60 + when.minute)


def stretches(count: int, longest: timedelta, seed: int) -> Iterator[tuple[datetime, datetime]]:
    """Stretches of time in the years whose hours are known; half of them lie about Idul Fitri."""
    chance = random.Random(seed)
    last = datetime.fromisoformat("2026-12-31 23:59")
    for i in range(count):
        start = datetime.fromisoformat("2018-01-01") + timedelta(
            minutes=chance.randrange(9 * 365 * 1440)
        )
        if i % 2:
            feast = hours().ramadan_days[chance.choice(YEARS)][1]
            start = datetime.combine(feast, datetime.min.time())
            start += timedelta(minutes=chance.randrange(-40 * 1440, 10 * 1440))
        yield start, min(start + longest * chance.random(), last).replace(second=0, microsecond=0)


def some_changes(seed: int) -> LocalDays:
    chance = random.Random(seed)
    days = [date(2018, 1, 1) + timedelta(days=chance.randrange(9 * 365)) for _ in range(400)]
    return local(days[:200], days[200:])


@pytest.mark.parametrize("changed", [local(), some_changes(1)], ids=["national", "local"])
def test_minutes_agree_with_counting_every_minute(changed: LocalDays) -> None:
    free_of_duty = local(set(changed.holidays) - set(changed.duty), changed.duty)
    calendar = WorkCalendar(hours(), [free_of_duty])
    for start, end in stretches(60, timedelta(days=12), seed=2):
        expected = worked_minutes(start, end, free_of_duty)
        assert calendar.minutes(moment(start), moment(end)) == expected, (start, end)


@pytest.mark.parametrize("changed", [local(), some_changes(3)], ids=["national", "local"])
def test_days_agree_with_counting_every_day(changed: LocalDays) -> None:
    free_of_duty = local(set(changed.holidays) - set(changed.duty), changed.duty)
    calendar = WorkCalendar(hours(), [free_of_duty])
    for start, end in stretches(300, timedelta(days=500), seed=4):
        days = [start.date() + ONE_DAY * i for i in range(1, (end - start).days + 2)]
        days = [day for day in days if day <= end.date()]
        worked = [day for day in days if is_worked(day, free_of_duty)]
        assert calendar.days_after(start.date(), end.date()) == len(worked), (start, end)
        for i, day in enumerate(worked, 1):
            assert calendar.nth_after(start.date(), i) == day


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1.440 menit", 1440),
        ("999.999.999 menit", 999_999_999),
        ("1.500 jam", 90_000),
        ("1.5 jam", 90),
        ("1.000.000.000 menit", None),
        ("1" + ".000" * 2000 + " menit", None),
    ],
)
def test_a_dot_before_three_digits_separates_thousands(text: str, minutes: int | None) -> None:
    found = parse_limit(text)
    assert (None if found is None else found.minutes) == minutes


@pytest.mark.parametrize("changed", [local(), some_changes(5)], ids=["national", "local"])
def test_working_minutes_are_used_up_at_the_first_moment_that_reaches_them(
    changed: LocalDays,
) -> None:
    free_of_duty = local(set(changed.holidays) - set(changed.duty), changed.duty)
    calendar = WorkCalendar(hours(), [free_of_duty])
    chance = random.Random(6)
    for start, _ in stretches(200, ONE_DAY, seed=7):
        minutes = chance.choice([1, 30, 120, 450, 451, 2000])
        end = calendar.after(moment(start), minutes)
        assert end is not None
        assert end.minute is not None
        before = Moment(end.day, end.minute - 1)
        assert calendar.minutes(moment(start), end) == minutes, start
        assert calendar.minutes(moment(start), before) == minutes - 1, start


def test_minutes_beyond_every_calendar_are_never_used_up() -> None:
    assert national().after(Moment(date(2026, 12, 31), 0), 10**9) is None


@pytest.mark.parametrize("seed", range(8, 12))
def test_only_days_that_count_unlike_a_week_of_five_days_are_told(seed: int) -> None:
    changed = some_changes(seed)
    calendar = WorkCalendar(hours(), [changed])
    first, last = date(2021, 1, 1), date(2022, 12, 31)
    told = {day: worked for day, worked, _ in calendar.unlike_a_week(first, last)}
    days = [first + ONE_DAY * i for i in range(1, (last - first).days + 1)]
    for day in days:
        assert told.get(day, day.weekday() < 5) == calendar.is_worked(day)
    assert set(told) <= set(days)
    assert all(day.weekday() < 5 for day, worked in told.items() if not worked)


def test_why_a_day_counts_or_does_not_is_told() -> None:
    office = LocalDays({date(2021, 5, 11): "Hari jadi"}, {date(2021, 5, 8): "Piket"})
    assert list(
        WorkCalendar(hours(), [office]).unlike_a_week(date(2021, 5, 6), date(2021, 5, 13))
    ) == [
        (date(2021, 5, 8), True, "Piket"),
        (date(2021, 5, 11), False, "Hari jadi"),
        (date(2021, 5, 12), False, "Cuti Bersama Hari Raya Idul Fitri"),
        (date(2021, 5, 13), False, "Hari Raya Idul Fitri; Kenaikan Yesus Kristus"),
    ]


DAYS = st.dates(date(2018, 1, 1), date(2026, 12, 31))
MOMENTS = st.builds(Moment, DAYS, st.integers(0, 1439))


def order(moments: Iterable[Moment]) -> list[Moment]:
    return sorted(moments, key=lambda m: (m.day, m.minute or 0))


@UNHURRIED
@given(DAYS, st.integers(1, 2000))
def test_the_nth_working_day_is_n_working_days_later(start: date, count: int) -> None:
    day = national().nth_after(start, count)
    assert day is not None
    assert day > start
    assert national().is_worked(day)
    assert national().days_after(start, day) == count


@UNHURRIED
@given(st.lists(DAYS, min_size=3, max_size=3))
def test_working_days_add_up(days: list[date]) -> None:
    first, second, third = sorted(days)
    count = national().days_after
    assert count(first, second) + count(second, third) == count(first, third)


@UNHURRIED
@given(st.lists(MOMENTS, min_size=3, max_size=3))
def test_working_minutes_add_up_and_never_shrink(moments: list[Moment]) -> None:
    first, second, third = order(moments)
    minutes = national().minutes
    assert minutes(first, second) + minutes(second, third) == minutes(first, third)
    assert 0 <= minutes(first, second) <= minutes(first, third)


LIMITS = st.sampled_from(
    ["15 menit", "2 jam", "1 hari kerja", "4 hari kerja", "10 hari kalender", "1 bulan", "P2W"]
)


@UNHURRIED
@given(LIMITS, st.lists(MOMENTS, min_size=3, max_size=3), st.booleans())
def test_ending_later_never_uses_less(limit: str, moments: list[Moment], elapsed: bool) -> None:
    first, second, third = order(moments)
    found = parse_limit(limit)
    assert found is not None
    sooner, later = (spent(found, first, m, national(), elapsed=elapsed) for m in (second, third))
    assert sooner is not None
    assert later is not None
    assert sooner.used <= later.used
    assert sooner.allowed == later.allowed
    assert later.is_late is (later.share > 1)
    assert later.is_late or not sooner.is_late


@UNHURRIED
@given(LIMITS, MOMENTS, st.integers(1, 60))
def test_a_limit_in_days_is_kept_to_the_end_of_its_last_day_and_no_longer(
    limit: str, start: Moment, after: int
) -> None:
    found = parse_limit(limit)
    assert found is not None
    if found.minutes:
        return
    last = last_day(found, start.day, national())
    assert last is not None
    in_time = spent(found, start, Moment(last, 1439), national())
    assert in_time is not None
    assert not in_time.is_late
    assert in_time.used == in_time.allowed
    next_worked = national().nth_after(last, 1)
    assert next_worked is not None
    late = spent(found, start, Moment(next_worked + ONE_DAY * after, 0), national())
    assert late is not None
    assert late.is_late


# Deadlines


def test_four_working_days_from_thursday_6_may_2021_end_with_monday_17_may() -> None:
    found = used("4 hari kerja", "2021-05-06 08:00", "2021-05-17 23:59")
    assert found == Spent("working-days", 4, 4)
    assert not found.is_late
    assert used("4 hari kerja", "2021-05-06 08:00", "2021-05-18 00:00").is_late
    assert national().nth_after(date(2021, 5, 6), 4) == date(2021, 5, 17)


@pytest.mark.parametrize(
    ("limit", "start", "end", "spent_of_it", "until"),
    [
        ("1 hari kerja", "2021-10-04 08:00", "2021-10-04 16:00", 0, "2021-10-05"),
        ("1 hari kerja", "2021-10-01", "2021-10-04", 1, "2021-10-04"),
        ("1 hari kerja", "2021-10-02", "2021-10-04", 1, "2021-10-04"),
        ("1 hari kerja", "2021-10-01", "2021-10-02", 1, "2021-10-04"),  # a Saturday
        ("1 hari kerja", "2021-10-02 08:00", "2021-10-02 16:00", 0, "2021-10-04"),
        ("1 hari", "2021-10-01", "2021-10-05", 2, "2021-10-04"),
        ("1 hari kerja", "2021-12-23", "2021-12-24", 1, "2021-12-24"),
        ("1 hari kalender", "2021-10-01 23:59", "2021-10-02 00:00", 1, "2021-10-02"),
        ("3 hari kalender", "2021-12-30", "2022-01-03", 4, "2022-01-02"),
        ("1 minggu", "2021-10-01", "2021-10-08", 7, "2021-10-08"),
        ("P2W", "2021-10-01", "2021-10-16", 15, "2021-10-15"),
        ("1 bulan", "2021-01-31", "2021-01-31", 0, "2021-02-28"),
        ("1 bulan", "2021-01-31", "2021-02-28", 1, "2021-02-28"),
        ("1 bulan", "2021-01-31", "2021-03-01", 2, "2021-02-28"),
        ("1 bulan", "2020-01-31", "2020-02-29", 1, "2020-02-29"),
        ("2 bulan", "2021-01-31", "2021-03-31", 2, "2021-03-31"),
        ("1 bulan", "2021-12-15", "2022-01-15", 1, "2022-01-15"),
        ("1 bulan", "2021-12-15", "2022-01-16", 2, "2022-01-15"),
        ("P1M", "2021-04-30", "2021-05-30", 1, "2021-05-30"),
    ],
)
def test_days_and_months_used(
    limit: str, start: str, end: str, spent_of_it: int, until: str
) -> None:
    found = used(limit, start, end)
    assert found.used == spent_of_it
    parsed = parse_limit(limit)
    assert parsed is not None
    assert last_day(parsed, at(start).day, national()) == date.fromisoformat(until)


@pytest.mark.parametrize(
    ("limit", "start", "end", "elapsed", "minutes"),
    [
        ("2 jam", "2021-10-04 10:30", "2021-10-04 13:30", False, 120),
        ("2 jam", "2021-10-04 10:30", "2021-10-04 13:30", True, 180),
        ("2 jam", "2021-10-01 15:30", "2021-10-04 07:30", False, 60),
        ("24 jam", "2021-10-01 10:00", "2021-10-02 10:00", True, 1440),
        ("24 jam", "2021-12-31 23:00", "2022-01-01 01:00", True, 120),
        ("PT1H30M", "2021-10-04 08:00", "2021-10-04 09:30", False, 90),
    ],
)
def test_minutes_used(limit: str, start: str, end: str, elapsed: bool, minutes: int) -> None:
    found = used(limit, start, end, elapsed=elapsed)
    assert (found.unit, found.used) == ("minutes", minutes)
    parsed = parse_limit(limit)
    assert parsed is not None
    assert last_day(parsed, at(start).day, national()) is None


@pytest.mark.parametrize("limit", ["1 hari kerja", "1 hari kalender", "1 bulan", "1 jam"])
@pytest.mark.parametrize("elapsed", [False, True])
def test_an_end_before_the_start_uses_nothing_of_a_limit(limit: str, elapsed: bool) -> None:
    saturday = "2021-08-28 09:00"
    assert used(limit, "2021-10-04 08:00", saturday, elapsed=elapsed).used == 0


def test_a_limit_met_exactly_is_kept() -> None:
    exact = used("90 menit", "2021-10-04 08:00", "2021-10-04 09:30")
    assert (exact.share, exact.is_late) == (1, False)
    above = used("90 menit", "2021-10-04 08:00", "2021-10-04 09:31")
    assert (above.share, above.is_late) == (Fraction(91, 90), True)
    assert used("1,5 menit", "2021-10-04 08:00", "2021-10-04 08:01").share == Fraction(2, 3)
    assert used("1,5 menit", "2021-10-04 08:00", "2021-10-04 08:02").is_late


@pytest.mark.parametrize("limit", ["15 menit", "2 jam", "PT30M"])
@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2021-10-04", "2021-10-04"),
        ("2021-10-04 08:00", "2021-10-04"),
        ("2021-10-04", "2021-10-05 08:00"),
    ],
)
@pytest.mark.parametrize("elapsed", [False, True])
def test_hours_are_not_judged_where_only_days_are_known(
    limit: str, start: str, end: str, elapsed: bool
) -> None:
    found = parse_limit(limit)
    assert found is not None
    assert spent(found, at(start), at(end), national(), elapsed=elapsed) is None


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2017-10-04 08:00", "2017-10-04 09:00"),
        ("2017-12-29 08:00", "2018-01-02 09:00"),
        ("2026-12-30 08:00", "2027-01-04 09:00"),
        ("2035-10-04 08:00", "2035-10-04 09:00"),
    ],
)
def test_hours_are_not_judged_in_a_year_whose_fasting_month_is_not_known(
    start: str, end: str
) -> None:
    limit, days = parse_limit("2 jam"), parse_limit("1 hari kerja")
    assert limit is not None
    assert days is not None
    assert spent(limit, at(start), at(end), national()) is None
    assert spent(limit, at(start), at(end), national(), elapsed=True) is not None
    assert spent(days, at(start), at(end), national()) is not None
    assert not national().knows_hours(at(start).day, at(end).day)


@pytest.mark.parametrize(
    "limit",
    [
        "999999999 hari kerja",
        "999999999 hari kalender",
        "999999999 minggu",
        "999999999 bulan",
        "999999999 jam",
        "PT999999999H",
        "P999999999M",
    ],
)
def test_hostile_limits_over_two_centuries_neither_raise_nor_take_long(limit: str) -> None:
    calendar = WorkCalendar(hours())
    begun = time.perf_counter()
    found = parse_limit(limit)
    if found is not None:
        start, end = Moment(date(1900, 1, 1), 0), Moment(date(2099, 12, 31), 1439)
        result = spent(found, start, end, calendar, elapsed=True)
        assert result is not None
        assert not result.is_late
        assert last_day(found, start.day, calendar) is None
    assert time.perf_counter() - begun < 3


def test_two_centuries_are_counted_right() -> None:
    calendar = WorkCalendar(WorkingTime(Week(((0, 1),), ((0, 1),)), hours().ramadan, {}))
    first, last = date(1900, 1, 1), date(2099, 12, 31)
    days = calendar.days_after(first, last)
    assert calendar.nth_after(first, days) in (last, last - ONE_DAY, last - 2 * ONE_DAY)
    weekdays = sum(
        1 for i in range(1, (last - first).days + 1) if (first + ONE_DAY * i).weekday() < 5
    )
    free = sum(
        1
        for year in range(1900, 2100)
        for day in national_holidays(year)
        if day.weekday() < 5 and day > first
    )
    assert days == weekdays - free
    assert calendar.minutes(Moment(first, 1), Moment(last, 1439)) == days


@UNHURRIED
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 10**9))
def test_months_later_keep_the_date_or_take_the_last_of_the_month(day: date, count: int) -> None:
    later = months_after(day, count)
    if later is None:
        assert day.year + count // 12 >= 9999
        return
    assert (later.year - day.year) * 12 + later.month - day.month == count
    assert later.day == day.day or (later.day < day.day and (later + ONE_DAY).day == 1)


# Limits beside each other


def test_limits_are_ordered_sensibly_across_their_units() -> None:
    rising = [
        "15 menit",
        "1 jam",
        "7 jam",
        "1 hari kerja",
        "2 hari kalender",
        "3 hari kerja",
        "6 hari kalender",
        "6 hari kerja",
        "2 minggu",
        "20 hari kerja",
        "1 bulan",
        "22 hari kerja",
        "2 bulan",
    ]
    nominal = [nominal_minutes(limit) for text in rising if (limit := parse_limit(text))]
    assert len(nominal) == len(rising)
    assert nominal == sorted(nominal)
    assert len(set(nominal)) == len(nominal)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1 hari kerja", "450 menit"),
        ("1 hari kerja", "7,5 jam"),
        ("1 hari", "1 hari kerja"),
        ("1 minggu", "7 hari kalender"),
        ("1 minggu", "5 hari kerja"),
        ("1 bulan", "21 hari kerja"),
        ("PT2H", "120 menit"),
        ("P10D", "10 hari kalender"),
    ],
)
def test_limits_that_are_worth_the_same(one: str, other: str) -> None:
    first, second = parse_limit(one), parse_limit(other)
    assert first is not None
    assert second is not None
    assert nominal_minutes(first) == nominal_minutes(second)


def test_an_hour_by_the_clock_is_tighter_than_a_working_hour() -> None:
    week = parse_limit("168 jam")
    assert week is not None
    assert nominal_minutes(week, by_clock=True) == 5 * 450
    assert nominal_minutes(week) == 168 * 60


@UNHURRIED
@given(st.integers(1, 10**6), st.sampled_from(["menit", "jam", "hari kerja", "hari kalender"]))
def test_more_of_a_unit_is_a_looser_limit(amount: int, unit: str) -> None:
    less, more = parse_limit(f"{amount} {unit}"), parse_limit(f"{amount + 1} {unit}")
    assert less is not None
    assert more is not None
    for by_clock in (False, True):
        assert nominal_minutes(less, by_clock=by_clock) < nominal_minutes(more, by_clock=by_clock)
