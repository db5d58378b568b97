"""Moments as citizens read them: in Indonesian and in the region's own time."""

from __future__ import annotations

import calendar
from datetime import date, datetime, tzinfo

from babel.dates import format_date

LOCALE = "id"


def local_date(moment: datetime, zone: tzinfo) -> date:
    """The day on the region's calendar."""
    return moment.astimezone(zone).date()


def end_of_month(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def long_date(moment: datetime, zone: tzinfo) -> str:
    """For example `Selasa, 1 Desember 2026`."""
    return full_date(local_date(moment, zone))


def full_date(day: date) -> str:
    """For example `Selasa, 1 Desember 2026`."""
    return format_date(day, "EEEE, d MMMM y", locale=LOCALE)


def month_name(day: date) -> str:
    """For example `Desember 2026`."""
    return format_date(day, "MMMM y", locale=LOCALE)


def short_date(moment: datetime, zone: tzinfo) -> str:
    """For example `1 Des 2026`."""
    return format_date(local_date(moment, zone), "d MMM y", locale=LOCALE)


def clock(moment: datetime, zone: tzinfo, label: str) -> str:
    """For example `14.05 WIB`; `label` is the region's name for its time."""
    return f"{moment.astimezone(zone):%H.%M} {label}"
