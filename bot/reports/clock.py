"""Whose time runs, and how long it ran or stood still: the arithmetic of the deadline ledger; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from bot.region.calendar import WorkingCalendar
from bot.reports.statuses import HANDED_OVER, NEEDS_INFO, is_open

CITIZENS = "warga"
OUTSIDE = "luar"
NOBODYS = "tutup"
# In these hands the time of the agency stands still.
STANDING = frozenset({CITIZENS, OUTSIDE})
DAY = timedelta(days=1)


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


def stood_still(
    lines: Sequence[Line], calendar: WorkingCalendar, since: datetime, until: datetime
) -> Fraction:
    """For how many working days, between two moments, the time of the agency stood still."""
    stood = (
        calendar.working_days(max(start, since), end)
        for whose, start, end in _stretches(lines, until)
        if whose in STANDING
    )
    return sum(stood, Fraction())


def put_off(due: datetime, days: int, calendar: WorkingCalendar, stopped: datetime, at: datetime) -> datetime:
    """Where a deadline lies after a wait for which it is owed so many whole working days.

    One that was missed before moves no more. One that passed during the wait (a question in the evening of
    the last day) is the end of the working day on which the time goes on.
    """
    if due < stopped:
        return due
    moved = calendar.add_working_days(due, days) if days > 0 else due
    return max(moved, calendar.add_working_days(at - DAY, 1)) if due < at else moved


def after_waiting(
    due: datetime, lines: Sequence[Line], calendar: WorkingCalendar, since: datetime, until: datetime
) -> datetime:
    """Where a deadline set at `since` lies once all has waited."""
    end, stood = due, Fraction()
    for whose, start, stop in _stretches(lines, until):
        if whose in STANDING and stop > since:
            before, stood = ceil(stood), stood + calendar.working_days(max(start, since), stop)
            end = put_off(end, ceil(stood) - before, calendar, max(start, since), stop)
    return end


def _stretches(lines: Sequence[Line], until: datetime) -> Iterator[tuple[str, datetime, datetime]]:
    ends = [*(line.at for line in lines[1:]), until][: len(lines)]
    for line, end in zip(lines, ends, strict=True):
        yield line.whose, min(line.at, until), min(end, until)
