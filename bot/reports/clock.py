"""Whose time runs, and how long it ran or stood still: the arithmetic of the deadline ledger; pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.region.calendar import WorkingCalendar
from bot.reports.statuses import HANDED_OVER, NEEDS_INFO, is_open

CITIZENS = "warga"
OUTSIDE = "luar"
NOBODYS = "tutup"
# In these hands the time of the agency stands still.
STANDING = frozenset({CITIZENS, OUTSIDE})


class Line(NamedTuple):
    """From the moment `at` the time is that of `whose`: an agency code, or one of the hands above."""

    whose: str
    at: datetime


def whose_time(status: str, agency: str) -> str:
    """In whose hand a part of this state lies. An outside answer that is only passed on changes nothing."""
    if not is_open(status):
        return NOBODYS
    return {NEEDS_INFO: CITIZENS, HANDED_OVER: OUTSIDE}.get(status, agency)


def time_by_hand(lines: Sequence[Line], calendar: WorkingCalendar, until: datetime) -> Counter[str]:
    """Working minutes of every hand up to `until`; together exactly those since the first line."""
    minutes: Counter[str] = Counter()
    for whose, start, end in _stretches(lines, until):
        minutes[whose] += calendar.working_minutes(start, end)
    return minutes


def own_start(lines: Sequence[Line], agency: str) -> datetime | None:
    """Since when the time is this agency's, through all that stood still; a reopening begins it afresh."""
    start = None
    for line in reversed(lines):
        if line.whose == agency:
            start = line.at
        elif line.whose not in STANDING:
            break
    return start


def stood_still(lines: Sequence[Line], calendar: WorkingCalendar, since: datetime, until: datetime) -> int:
    """Working minutes between two moments in which the time of the agency stood still."""
    return sum(
        calendar.working_minutes(max(start, since), end)
        for whose, start, end in _stretches(lines, until)
        if whose in STANDING
    )


def waiting_days(minutes: int, calendar: WorkingCalendar) -> int:
    """By how many working days a deadline moves for that; a day that was begun is given whole, once."""
    return math.ceil(minutes / calendar.day_minutes)


def put_off(due: datetime, days: int, calendar: WorkingCalendar) -> datetime:
    """The end of the working day that lies so many working days after a deadline."""
    return calendar.add_working_days(due, days) if days > 0 else due


def after_waiting(
    due: datetime, lines: Sequence[Line], calendar: WorkingCalendar, since: datetime, until: datetime
) -> datetime:
    """Where a deadline set at `since` lies once all has waited; what was missed before waits no more."""
    end, minutes = due, 0
    for whose, start, stop in _stretches(lines, until):
        if whose in STANDING and stop > since and start <= end:
            minutes += calendar.working_minutes(max(start, since), stop)
            end = put_off(due, waiting_days(minutes, calendar), calendar)
    return end


def _stretches(lines: Sequence[Line], until: datetime) -> Iterator[tuple[str, datetime, datetime]]:
    ends = [*(line.at for line in lines[1:]), until][: len(lines)]
    for line, end in zip(lines, ends, strict=True):
        yield line.whose, min(line.at, until), min(end, until)
