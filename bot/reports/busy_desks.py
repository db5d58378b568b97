"""Which desks have something to say this morning; what that is, is found when the digest is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports.deadlines import working_calendar
from bot.reports.digest_contents import not_looked_at
from bot.reports.life_records import ClockEntry, Timer
from bot.reports.offices import answers_itself
from bot.reports.records import Assignment, Copy, Report
from bot.reports.timers import BREACH, FIRED, WAITING

WORKERS = "meja"
HEADS = "atasan"


def busy_desks(session: Session, region: Region, since: datetime, at: datetime) -> list[tuple[str, str]]:
    """Desks with their audience: those with anything new since a moment, owed soon or unread, and the heads
    of those with something overdue."""
    working = {*_working(session, region, since, at), *_reading(session, region)}
    late = {_desk(region, code) for code in session.scalars(_owing(Timer.due_at < at))}
    above = {level.desk for level in region.escalation if level.desk} if late else set()
    return [
        *((desk, WORKERS) for desk in sorted({_desk(region, code) for code in working})),
        *((desk, HEADS) for desk in sorted(late | above)),
    ]


def _working(session: Session, region: Region, since: datetime, at: datetime) -> Iterator[str]:
    soon = working_calendar(region).add_working_days(at, 1)
    parts = select(Assignment.agency).distinct()
    unread = parts.join(Report).where(Assignment.closed_at.is_(None), Report.unread_at.is_not(None))
    came = and_(ClockEntry.assignment_id == Assignment.id, ClockEntry.at >= since)
    arrived = parts.join(ClockEntry, came).where(Assignment.closed_at.is_(None))
    closed = parts.where(Assignment.closed_at >= since)
    for query in (_owing(Timer.due_at <= soon), unread, arrived, closed):
        yield from session.scalars(query)


def _reading(session: Session, region: Region) -> Iterable[str]:
    """Camats with copies of what they have not looked at."""
    query = select(Copy.recipient).join(Report, Report.id == Copy.report_id).distinct()
    recipients = session.scalars(query.where(not_looked_at()))
    return [recipient for recipient in recipients if region.is_copy_code(recipient)]


def _owing(until: ColumnElement[bool]) -> Select[tuple[str]]:
    of_part = and_(Timer.report_id == Assignment.report_id, Timer.assignment_id == Assignment.id)
    query = select(Assignment.agency).join(Timer, of_part).where(Assignment.closed_at.is_(None))
    return query.where(Timer.kind == BREACH, until, Timer.state.in_((WAITING, FIRED))).distinct()


def _desk(region: Region, code: str) -> str:
    return code if answers_itself(region, code) else region.operator_agency
