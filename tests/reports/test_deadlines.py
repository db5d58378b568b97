from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.region.pack import Region
from bot.reports.dates import long_date
from bot.reports.deadlines import due_dates
from tests.reports.cases import TUESDAY


def test_the_first_answer_to_the_founding_case_is_due_on_the_first_of_december(region: Region) -> None:
    due = due_dates(region, "jalan_jembatan", "pengaduan", TUESDAY)
    assert long_date(due.answer_at, region.timezone) == "Selasa, 1 Desember 2026"
    assert long_date(due.settle_at, region.timezone) == "Senin, 14 Desember 2026"


def test_a_deadline_is_the_end_of_the_local_day_in_utc(region: Region) -> None:
    due = due_dates(region, "jalan_jembatan", "pengaduan", TUESDAY)
    assert due.answer_at == datetime(2026, 12, 1, 16, 59, 59, tzinfo=timezone.utc)


def test_the_day_that_counts_is_the_local_one(region: Region) -> None:
    late_on_tuesday_in_london = datetime(2026, 11, 24, 18, tzinfo=timezone.utc)
    due = due_dates(region, "jalan_jembatan", "pengaduan", late_on_tuesday_in_london)
    assert long_date(due.answer_at, region.timezone) == "Rabu, 2 Desember 2026"


def test_holidays_and_weekends_do_not_count(region: Region) -> None:
    before_christmas = datetime(2026, 12, 23, 3, tzinfo=timezone.utc)
    due = due_dates(region, "jalan_jembatan", "pengaduan", before_christmas)
    assert due.answer_at > datetime(2026, 12, 31, tzinfo=timezone.utc)


def test_a_stricter_category_answers_sooner_and_an_inspection_takes_longer(region: Region) -> None:
    road = due_dates(region, "jalan_jembatan", "pengaduan", TUESDAY)
    assert due_dates(region, "sampah_kebersihan", "pengaduan", TUESDAY).answer_at < road.answer_at
    assert due_dates(region, "lingkungan_pencemaran", "pengaduan", TUESDAY).settle_at > road.settle_at


def test_a_question_is_settled_by_its_answer(region: Region) -> None:
    due = due_dates(region, "adminduk", "permintaan_informasi", TUESDAY)
    assert due.settle_at == due.answer_at


def test_a_wish_waits_for_no_inspection(region: Region) -> None:
    wish = due_dates(region, "lingkungan_pencemaran", "aspirasi", TUESDAY)
    assert wish.settle_at == due_dates(region, "jalan_jembatan", "pengaduan", TUESDAY).settle_at


@pytest.mark.parametrize("report_class", ["pengaduan", "aspirasi", "permintaan_informasi"])
def test_nothing_is_settled_before_it_is_answered(region: Region, report_class: str) -> None:
    for category in region.categories:
        due = due_dates(region, category, report_class, TUESDAY)
        assert TUESDAY < due.answer_at <= due.settle_at
