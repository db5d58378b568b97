from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.region.calendar import WorkingCalendar
from bot.region.pack import Region, load_region
from bot.reports.clock import (
    CITIZENS,
    NOBODYS,
    OUTSIDE,
    Line,
    after_waiting,
    own_start,
    put_off,
    stood_still,
    time_by_hand,
    whose_time,
)
from bot.reports.deadlines import working_calendar
from tests.reports.cases import PACK

OKI = load_region(PACK)
CALENDAR = working_calendar(OKI)
HANDS = ("PUPR", "DLH", CITIZENS, OUTSIDE, NOBODYS)


def wib(written: str) -> datetime:
    """For example `2026-11-24 09:30`, in Kayu Agung."""
    return datetime.fromisoformat(written).replace(tzinfo=OKI.timezone)


def lines(*written: tuple[str, str]) -> list[Line]:
    return [Line(whose, wib(at)) for whose, at in written]


STRETCHES = [
    ("2026-11-24 09:00", "2026-11-24 10:30", 90),
    ("2026-11-24 06:00", "2026-11-24 23:00", 480),
    ("2026-11-24 15:00", "2026-11-25 09:00", 120),  # the night does not count
    ("2026-11-27 16:00", "2026-11-30 08:30", 60),  # Friday until 16.30, a weekend
    ("2026-11-28 09:00", "2026-11-29 17:00", 0),
    ("2026-03-17 15:00", "2026-03-25 09:00", 120),  # Nyepi, Lebaran, cuti bersama
    ("2027-03-05 15:00", "2027-03-16 09:00", 150),  # Nyepi and Lebaran 2027
    ("2026-12-23 15:00", "2026-12-28 09:00", 120),  # Christmas with its cuti bersama
    ("2026-12-31 15:00", "2027-01-04 09:00", 120),  # the end of the year, a weekend
    ("2026-11-24 09:00:59", "2026-11-24 09:01:00", 1),  # moments are cut to their minute
    ("2026-11-24 10:00", "2026-11-24 09:00", 0),
]


@pytest.mark.parametrize(("start", "end", "minutes"), STRETCHES)
def test_only_office_hours_of_working_days_count(start: str, end: str, minutes: int) -> None:
    assert CALENDAR.working_minutes(wib(start), wib(end)) == minutes


def test_the_hours_are_those_of_the_region(region: Region) -> None:
    eight_in_the_morning = datetime.fromisoformat("2026-11-24T01:00:00+00:00")
    assert (
        WorkingCalendar(region).working_minutes(
            eight_in_the_morning - timedelta(hours=1), wib("2026-11-24 08:30")
        )
        == 30
    )


def test_the_time_of_a_part_is_somebodys_in_every_state() -> None:
    assert whose_time("diterima", "PUPR") == whose_time("diproses", "PUPR") == "PUPR"
    assert whose_time("butuh_info", "PUPR") == CITIZENS
    assert whose_time("diteruskan", "PUPR") == OUTSIDE
    assert {whose_time(end, "PUPR") for end in ("selesai", "ditolak", "digabung", "dibatalkan")} == {NOBODYS}


def test_every_hand_has_its_own_time() -> None:
    ledger = lines(
        ("DLH", "2026-11-24 09:00"),
        ("PUPR", "2026-11-24 10:00"),
        (CITIZENS, "2026-11-24 13:00"),
        ("PUPR", "2026-11-25 09:00"),
        (NOBODYS, "2026-11-25 10:00"),
    )
    hands = time_by_hand(ledger, CALENDAR, wib("2026-11-25 16:00"))
    assert hands == {"DLH": 60, "PUPR": 180 + 60, CITIZENS: 180 + 60, NOBODYS: 360}
    assert time_by_hand(ledger, CALENDAR, wib("2026-11-24 09:30")) == {
        "DLH": 30,
        "PUPR": 0,
        CITIZENS: 0,
        NOBODYS: 0,
    }


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1), timezones=st.just(OKI.timezone)),
    hands=st.lists(st.tuples(st.sampled_from(HANDS), st.integers(0, 40 * 24 * 3600)), min_size=1, max_size=8),
)
def test_the_times_of_all_hands_are_the_whole_to_the_minute(
    start: datetime, hands: list[tuple[str, int]]
) -> None:
    ledger, at = [], start
    for whose, seconds in hands:
        ledger.append(Line(whose, at))
        at += timedelta(seconds=seconds)
    whole = CALENDAR.working_minutes(start, at)
    by_hand = time_by_hand(ledger, CALENDAR, at)
    assert sum(by_hand.values()) == whole
    stood = stood_still(ledger, CALENDAR, start, at)
    assert stood <= CALENDAR.working_days(start, at)
    assert bool(stood) == bool(by_hand[CITIZENS] + by_hand[OUTSIDE])


def test_an_agencys_time_begins_with_its_own_work_and_goes_on_through_what_stood() -> None:
    ledger = lines(
        ("PUPR", "2026-11-02 09:00"),
        ("DLH", "2026-11-03 09:00"),
        ("PUPR", "2026-11-04 09:00"),
        (CITIZENS, "2026-11-05 09:00"),
    )
    assert own_start(ledger, "PUPR") == wib("2026-11-04 09:00")
    assert own_start(ledger, "DLH") is None


def test_a_reopening_begins_the_time_afresh() -> None:
    ledger = lines(("PUPR", "2026-11-02 09:00"), (NOBODYS, "2026-11-03 09:00"), ("PUPR", "2026-11-09 09:00"))
    assert own_start(ledger, "PUPR") == wib("2026-11-09 09:00")


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-11-25 09:00", "2026-11-30 09:00", 3),  # with a Friday, which is longer
        ("2026-11-27 08:00", "2026-11-27 16:30", 1),
        ("2026-11-24 08:00", "2026-11-24 10:00", Fraction(1, 4)),
        ("2026-11-28 08:00", "2026-11-29 16:00", 0),
    ],
)
def test_every_working_day_counts_alike(start: str, end: str, days: Fraction) -> None:
    assert CALENDAR.working_days(wib(start), wib(end)) == days


@pytest.mark.parametrize(
    ("due", "days", "moved"),
    [
        ("2026-12-01 23:59:59", 0, "2026-12-01 23:59:59"),
        ("2026-12-04 23:59:59", 1, "2026-12-07 23:59:59"),
        ("2026-12-23 23:59:59", 2, "2026-12-29 23:59:59"),
        ("2026-12-31 23:59:59", 1, "2027-01-04 23:59:59"),
        ("2027-03-05 23:59:59", 1, "2027-03-16 23:59:59"),
    ],
)
def test_what_waited_ends_with_a_working_day(due: str, days: int, moved: str) -> None:
    start = wib("2026-11-24 09:00")
    assert put_off(wib(due), days, CALENDAR, start, start) == wib(moved)


@pytest.mark.parametrize(
    ("at", "moved"),
    [
        ("2026-11-25 07:00", "2026-11-25 23:59:59"),
        ("2026-11-28 10:00", "2026-11-30 23:59:59"),
        ("2026-11-24 23:00", "2026-11-24 23:59:59"),
    ],
)
def test_no_deadline_passes_while_it_waits(at: str, moved: str) -> None:
    due, evening = wib("2026-11-24 23:59:59"), wib("2026-11-24 19:00")
    assert put_off(due, 0, CALENDAR, evening, wib(at)) == wib(moved)


def test_a_promise_that_was_missed_before_waits_no_more() -> None:
    due, since, until = wib("2026-11-25 23:59:59"), wib("2026-11-23 09:00"), wib("2026-12-02 09:00")
    asked_in_time = lines(("PUPR", "2026-11-23 09:00"), (CITIZENS, "2026-11-25 09:00"))
    asked_too_late = lines(("PUPR", "2026-11-23 09:00"), (CITIZENS, "2026-11-26 09:00"))
    assert after_waiting(due, asked_in_time, CALENDAR, since, until) == wib("2026-12-02 23:59:59")
    assert after_waiting(due, asked_too_late, CALENDAR, since, until) == due
