"""By when an agency owes its first answer and the end of the matter; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from bot.region.calendar import WorkingCalendar
from bot.region.pack import Region

COMPLAINT = "pengaduan"
WISH = "aspirasi"
QUESTION = "permintaan_informasi"
REPORT_CLASSES = (COMPLAINT, WISH, QUESTION)
# Within so many working days a camat looks at the place himself (product.md, roles).
FIELD_CHECK_DAYS = 3


@dataclass(frozen=True)
class DueDates:
    """Ends of working days of the region, in UTC: of the first answer, and of the whole."""

    answer_at: datetime
    settle_at: datetime


def due_dates(region: Region, category: str, report_class: str, at: datetime) -> DueDates:
    """Count the working days of the pack from the local day of `at`, which itself never counts.

    A complaint has the days of its category. A wish needs no inspection and has the region's usual days.
    A question is settled by its answer.
    """
    days = region.categories[category].answer_days
    calendar = working_calendar(region)
    return DueDates(
        calendar.add_working_days(at, days),
        calendar.add_working_days(at, max(days, _settle_days(region, category, report_class))),
    )


def field_check_due(region: Region, filed_at: datetime) -> datetime:
    """By when the camat is to have looked at the place, in UTC."""
    return working_calendar(region).add_working_days(filed_at, FIELD_CHECK_DAYS)


def _settle_days(region: Region, category: str, report_class: str) -> int:
    if report_class == QUESTION:
        return 0
    if report_class == WISH:
        return region.deadlines.settle_days
    return region.categories[category].settle_days


@lru_cache(maxsize=8)
def working_calendar(region: Region) -> WorkingCalendar:
    """The region's calendar; it learns the holidays of a year once."""
    return WorkingCalendar(region)
