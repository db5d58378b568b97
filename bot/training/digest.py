"""The trainers' morning: what was not understood since the last one, and last week's trend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.conversations.forgetting import TOMBSTONE
from bot.region.calendar import WorkingCalendar
from bot.region.pack import Region
from bot.reports.dates import local_date
from bot.reports.deadlines import working_calendar
from bot.training.queue import Kind, is_secret
from bot.training.records import Doubt
from bot.training.states import DISPUTED, WAITING

MOST_KINDS = 10
DAYS = 7


@dataclass(frozen=True)
class Edition:
    """A morning of a working day: it tells of what was said from `since` until `until`, in UTC."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class DayCount:
    """The sentences of one local day that were not understood, and how many of them are decided."""

    day: date
    doubts: int
    decided: int


@dataclass(frozen=True)
class Digest:
    """What trainers read in the morning. `kinds` are the biggest clusters, `later` what came since."""

    edition: Edition
    sentences: int
    waiting: int
    later: int
    kinds: list[Kind]
    days: list[DayCount]
    week_before: int

    @property
    def week(self) -> int:
        return sum(day.doubts for day in self.days)


def present_edition(region: Region, at: datetime) -> Edition:
    """The last opening of the offices on a working day, and the one before that."""
    calendar = working_calendar(region)
    until = _opened_last(calendar, region, at)
    return Edition(calendar.working_day_before(until), until)


def make_digest(session: Session, region: Region, at: datetime) -> Digest:
    """Count and group what trainers are to see this morning."""
    edition = present_edition(region, at)
    told = (Doubt.at >= edition.since, Doubt.at < edition.until, ~is_secret())
    counts = select(func.count(Doubt.id), func.count(Doubt.id).filter(Doubt.state == WAITING)).where(*told)
    sentences, waiting = session.execute(counts).tuples().one()
    later = select(func.count(Doubt.id)).where(Doubt.at >= edition.until, ~is_secret())
    size, newest = func.count(Doubt.id), func.max(Doubt.id)
    groups = select(size, newest).where(*told, Doubt.sentence != TOMBSTONE).group_by(Doubt.cluster)
    rows = session.execute(groups.order_by(size.desc(), newest.desc()).limit(MOST_KINDS)).tuples().all()
    ids = [doubt_id for _, doubt_id in rows]
    found = {row.id: row for row in session.scalars(select(Doubt).where(Doubt.id.in_(ids)))}
    days = _days(session, region, at)
    return Digest(
        edition, sentences, waiting, session.scalar(later) or 0,
        [Kind(found[doubt_id], count) for count, doubt_id in rows],
        days[DAYS:], sum(day.doubts for day in days[:DAYS]),
    )  # fmt: skip


def _days(session: Session, region: Region, at: datetime) -> list[DayCount]:
    """Two weeks of local days up to yesterday, the oldest first."""
    today = local_date(at, region.timezone)
    days = [today - timedelta(days=back) for back in range(2 * DAYS, 0, -1)]
    doubts, decided = dict.fromkeys(days, 0), dict.fromkeys(days, 0)
    query = select(Doubt.at, Doubt.state).where(
        Doubt.at >= _midnight(region, days[0]), Doubt.at < _midnight(region, today), ~is_secret()
    )
    for moment, state in session.execute(query).tuples():
        day = local_date(moment, region.timezone)
        doubts[day] += 1
        decided[day] += state not in (WAITING, DISPUTED)
    return [DayCount(day, doubts[day], decided[day]) for day in days]


def _opened_last(calendar: WorkingCalendar, region: Region, at: datetime) -> datetime:
    day = local_date(at, region.timezone)
    if calendar.is_working_day(day) and calendar.opening(day) <= at:
        return calendar.opening(day)
    return calendar.working_day_before(at)


def _midnight(region: Region, day: date) -> datetime:
    return datetime.combine(day, time(), region.timezone).astimezone(timezone.utc)
