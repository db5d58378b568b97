"""Working days of the region: weekends, national holidays, cuti bersama and the pack's corrections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction

import holidays

from bot.region.pack import Region

END_OF_DAY = time(23, 59, 59)


class WorkingCalendar:
    """Counts working days in local time; every moment goes in and comes out as an aware datetime."""

    def __init__(self, region: Region) -> None:
        self._timezone = region.timezone
        self._office_hours = region.office_hours
        self._rules = region.holidays
        self._holidays = holidays.country_holidays(
            region.holidays.country, categories=region.holidays.categories, language="id"
        )

    def is_working_day(self, day: date) -> bool:
        if day.weekday() not in self._office_hours or day in self._rules.added:
            return False
        return day in self._rules.removed or day not in self._holidays

    def holiday_name(self, day: date) -> str | None:
        """What is celebrated on a day off; None on other days, weekends too."""
        if day in self._rules.removed:
            return None
        return self._rules.added.get(day) or self._holidays.get(day)

    def is_confirmed(self, year: int) -> bool:
        """Say whether the year's holidays are decreed; otherwise they are estimates."""
        return year in self._rules.decreed

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """The end (local time) of the nth working day after the local date of `start`, in UTC.

        The day of `start` itself never counts. Raises ValueError for a naive `start` or fewer than one day.
        """
        if start.tzinfo is None:
            raise ValueError("start must be timezone-aware")
        if days < 1:
            raise ValueError("days must be at least 1")
        day = start.astimezone(self._timezone).date()
        remaining = days
        while remaining:
            day += timedelta(days=1)
            remaining -= self.is_working_day(day)
        return datetime.combine(day, END_OF_DAY, self._timezone).astimezone(timezone.utc)

    def working_minutes(self, start: datetime, end: datetime) -> int:
        """The minutes of office hours between two moments, each cut to its minute; 0 when `end` is earlier.

        Cut like this, stretches that follow each other add up exactly.
        """
        return sum(minutes for minutes, _ in self._worked(start, end))

    def working_days(self, start: datetime, end: datetime) -> Fraction:
        """The same in working days, each as long as its own office hours."""
        return sum((Fraction(minutes, whole) for minutes, whole in self._worked(start, end)), Fraction())

    def opening(self, day: date) -> datetime:
        """When the offices open on a day, in UTC; on a day off, at the earliest hour of the week."""
        opens = self._office_hours.get(day.weekday()) or min(self._office_hours.values())
        return datetime.combine(day, opens[0], self._timezone).astimezone(timezone.utc)

    def next_opening(self, moment: datetime) -> datetime:
        """When the offices open first after a moment, in UTC."""
        day = moment.astimezone(self._timezone).date()
        if self.is_working_day(day) and self.opening(day) > moment:
            return self.opening(day)
        return self.opening(self.next_working_day(day))

    def office_moment(self, moment: datetime) -> datetime:
        """The moment itself while the offices are open, else when they open next."""
        return moment if self.is_office_time(moment) else self.next_opening(moment)

    def working_day_before(self, moment: datetime) -> datetime:
        """The opening of the last working day before the local day of a moment, in UTC."""
        day = moment.astimezone(self._timezone).date() - timedelta(days=1)
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return self.opening(day)

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        following = day + timedelta(days=1)
        while not self.is_working_day(following):
            following += timedelta(days=1)
        return following

    def is_office_time(self, moment: datetime) -> bool:
        """Say whether somebody is at the desk: a working day, within the office hours of its weekday."""
        local = moment.astimezone(self._timezone)
        if not self.is_working_day(local.date()):
            return False
        opens, closes = self._office_hours[local.weekday()]
        return opens <= local.time() < closes

    def _worked(self, start: datetime, end: datetime) -> Iterator[tuple[int, int]]:
        """For each working day from `start` to `end` the minutes between them, and all of that day."""
        since, until = (
            moment.astimezone(self._timezone).replace(second=0, microsecond=0) for moment in (start, end)
        )
        day = since.date()
        while day <= until.date():
            if self.is_working_day(day):
                opens, closes = self._office(day)
                yield _minutes(max(opens, since), min(closes, until)), _minutes(opens, closes)
            day += timedelta(days=1)

    def _office(self, day: date) -> tuple[datetime, datetime]:
        opens, closes = self._office_hours[day.weekday()]
        return (
            datetime.combine(day, opens, self._timezone),
            datetime.combine(day, closes, self._timezone),
        )


def _minutes(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds()) // 60)
