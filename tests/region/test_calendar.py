from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from bot.region.calendar import WorkingCalendar
from bot.region.pack import Region


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=timezone.utc)


# sent (UTC), working days, local date of the deadline
DEADLINES = [
    (utc(2026, 11, 24, 3), 5, date(2026, 12, 1)),
    (utc(2026, 11, 24, 16, 59), 1, date(2026, 11, 25)),
    (utc(2026, 11, 24, 17, 1), 1, date(2026, 11, 26)),  # past midnight in WIB
    (utc(2026, 11, 27, 3), 1, date(2026, 11, 30)),  # Friday
    (utc(2026, 11, 28, 3), 1, date(2026, 11, 30)),  # Saturday
    (utc(2026, 3, 17, 3), 1, date(2026, 3, 25)),  # Nyepi and Lebaran with cuti bersama
    (utc(2026, 3, 13, 3), 5, date(2026, 3, 27)),
    (utc(2026, 12, 23, 3), 1, date(2026, 12, 28)),  # Christmas and cuti bersama
    (utc(2026, 12, 30, 3), 2, date(2027, 1, 4)),  # New Year
    (utc(2026, 5, 13, 3), 1, date(2026, 5, 18)),
    (utc(2027, 3, 5, 3), 1, date(2027, 3, 16)),  # Lebaran 2027
]


@pytest.mark.parametrize(("sent", "days", "deadline"), DEADLINES)
def test_deadlines_skip_weekends_holidays_and_cuti_bersama(
    oki: Region, sent: datetime, days: int, deadline: date
) -> None:
    due = WorkingCalendar(oki).add_working_days(sent, days)
    assert due.tzinfo is timezone.utc
    assert due == datetime(deadline.year, deadline.month, deadline.day, 16, 59, 59, tzinfo=timezone.utc)


def test_a_deadline_ends_with_the_day_in_local_time(contoh: Region) -> None:
    assert WorkingCalendar(contoh).add_working_days(utc(2026, 11, 24, 3), 1) == utc(2026, 11, 25, 15, 59, 59)


def test_the_pack_adds_and_removes_days(contoh: Region, oki: Region) -> None:
    calendar = WorkingCalendar(contoh)
    assert not calendar.is_working_day(date(2026, 11, 27))
    assert calendar.holiday_name(date(2026, 11, 27)) == "Hari jadi Kabupaten Contoh"
    assert calendar.is_working_day(date(2026, 12, 24))  # this pack leaves cuti bersama out
    assert not WorkingCalendar(oki).is_working_day(date(2026, 12, 24))


def test_saturday_works_where_the_office_is_open(contoh: Region, oki: Region) -> None:
    assert WorkingCalendar(contoh).is_working_day(date(2026, 11, 28))
    assert not WorkingCalendar(oki).is_working_day(date(2026, 11, 28))


def test_undecreed_years_are_estimates(oki: Region) -> None:
    calendar = WorkingCalendar(oki)
    assert calendar.is_confirmed(2026)
    assert calendar.is_confirmed(2027)
    assert not calendar.is_confirmed(2028)


def test_holidays_carry_indonesian_names(oki: Region) -> None:
    assert WorkingCalendar(oki).holiday_name(date(2026, 8, 17)) == "Hari Kemerdekaan Republik Indonesia"
    assert WorkingCalendar(oki).holiday_name(date(2026, 8, 18)) is None


def test_office_time_is_local(oki: Region) -> None:
    calendar = WorkingCalendar(oki)
    assert calendar.is_office_time(utc(2026, 11, 24, 1, 0))  # 08.00 WIB
    assert not calendar.is_office_time(utc(2026, 11, 24, 0, 59))
    assert not calendar.is_office_time(utc(2026, 11, 24, 9, 0))  # 16.00 WIB
    assert not calendar.is_office_time(utc(2026, 12, 25, 3, 0))


def test_the_next_working_day_is_found(oki: Region) -> None:
    assert WorkingCalendar(oki).next_working_day(date(2026, 12, 23)) == date(2026, 12, 28)


def test_naive_times_and_no_days_are_refused(oki: Region) -> None:
    calendar = WorkingCalendar(oki)
    with pytest.raises(ValueError, match="timezone-aware"):
        calendar.add_working_days(datetime(2026, 11, 24), 5)
    with pytest.raises(ValueError, match="at least 1"):
        calendar.add_working_days(utc(2026, 11, 24), 0)
