"""When invented things happen: people write by day, offices work in their hours, nothing lies ahead."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from random import Random

# Of a hundred messages, by the hour of the local day in which they are written.
BY_HOUR = (1, 0, 0, 0, 1, 2, 5, 8, 9, 8, 7, 6, 5, 5, 5, 5, 5, 5, 6, 7, 6, 4, 2, 1)
OFFICE_OPENS, OFFICE_CLOSES, SATURDAY = 8, 16, 5


class NotYet(Exception):
    """What was to happen next lies ahead: the story of the report ends here for now."""


class Clock:
    """Draws moments up to `now`."""

    def __init__(self, now: datetime, zone: tzinfo, rng: Random) -> None:
        self.now = now
        self._zone = zone
        self._rng = rng

    def written(self, count: int, span: timedelta) -> list[datetime]:
        """`count` moments of the last `span` in order, as citizens write."""
        days = max(1, span.days)
        midnight = self.now.astimezone(self._zone).replace(hour=0, minute=0, second=0, microsecond=0)
        hours = self._rng.choices(range(24), BY_HOUR, k=count)
        drawn = (
            midnight
            - timedelta(days=self._rng.randrange(days), seconds=-3600 * hour - self._rng.random() * 3600)
            for hour in hours
        )
        latest = self.now - timedelta(minutes=20)
        return sorted(min(moment, latest).astimezone(self.now.tzinfo) for moment in drawn)

    def after(self, at: datetime, seconds: float) -> datetime:
        """A moment at most twice `seconds` later; raises NotYet."""
        return self._past(at + timedelta(seconds=seconds * self._rng.uniform(0.5, 2)))

    def at_work(self, at: datetime, hours: float) -> datetime:
        """A moment of office hours, about `hours` later; raises NotYet."""
        local = (at + timedelta(hours=hours * self._rng.uniform(0.4, 1.8))).astimezone(self._zone)
        if not OFFICE_OPENS <= local.hour < OFFICE_CLOSES:
            days = 1 if local.hour >= OFFICE_CLOSES else 0
            minutes = self._rng.randrange(60 * (OFFICE_CLOSES - OFFICE_OPENS))
            opening = local.replace(hour=OFFICE_OPENS, minute=0)
            local = opening + timedelta(days=days, minutes=minutes)
        if local.weekday() >= SATURDAY:
            local += timedelta(days=7 - local.weekday())
        return self._past(local.astimezone(self.now.tzinfo))

    def _past(self, at: datetime) -> datetime:
        if at >= self.now:
            raise NotYet
        return at
