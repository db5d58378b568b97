"""When the offices are open, in one phrase."""

from __future__ import annotations

from babel.dates import get_day_names

from bot.region.pack import Region
from bot.reports.dates import LOCALE


def office_hours(region: Region) -> str:
    """For example "Senin-Jumat 08.00-16.00 WIB", the hours being those of the first open day."""
    names = get_day_names("wide", locale=LOCALE)
    days = sorted(region.office_hours)
    opens, closes = region.office_hours[days[0]]
    return f"{names[days[0]]}–{names[days[-1]]} {opens:%H.%M}–{closes:%H.%M} {region.timezone_label}"
