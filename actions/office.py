"""When the offices are open, in one phrase."""

from __future__ import annotations

from datetime import datetime

from babel.dates import get_day_names

from bot.region.pack import Region
from bot.reports.dates import LOCALE
from bot.reports.deadlines import working_calendar


def office_hours(region: Region) -> str:
    """For example "Senin-Jumat 08.00-16.00 WIB", the hours being those of the first open day."""
    names = get_day_names("wide", locale=LOCALE)
    days = sorted(region.office_hours)
    opens, closes = region.office_hours[days[0]]
    return f"{names[days[0]]}–{names[days[-1]]} {opens:%H.%M}–{closes:%H.%M} {region.timezone_label}"


def is_office_open(region: Region, at: datetime) -> bool:
    return working_calendar(region).is_office_time(at)


def next_opening(region: Region, at: datetime) -> datetime:
    """When somebody is at the desk again, for a moment outside the office hours."""
    local, calendar = at.astimezone(region.timezone), working_calendar(region)
    day = local.date()
    if not calendar.is_working_day(day) or local.time() >= region.office_hours[day.weekday()][0]:
        day = calendar.next_working_day(day)
    return datetime.combine(day, region.office_hours[day.weekday()][0], region.timezone)
