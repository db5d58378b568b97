from __future__ import annotations

from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from bot.reports.dates import clock, local_date, long_date, short_date

JAKARTA = ZoneInfo("Asia/Jakarta")
LATE_IN_LONDON = datetime(2026, 11, 30, 18, 5, tzinfo=timezone.utc)


def test_a_date_is_written_out_in_indonesian_and_local_time() -> None:
    assert long_date(LATE_IN_LONDON, JAKARTA) == "Selasa, 1 Desember 2026"
    assert short_date(LATE_IN_LONDON, JAKARTA) == "1 Des 2026"


def test_a_clock_names_its_zone() -> None:
    assert clock(LATE_IN_LONDON, JAKARTA, "WIB") == "01.05 WIB"


def test_another_region_has_another_day() -> None:
    assert local_date(LATE_IN_LONDON, timezone.utc).day == 30
