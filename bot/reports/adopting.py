"""Gives ledger, timers and book to what was written before there were any, or past the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Select, exists, select, text, update
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports import events
from bot.reports.book import keep_book
from bot.reports.clock import STANDING, whose_time
from bot.reports.ledger import read_ledger
from bot.reports.life_records import ClockEntry, Timer
from bot.reports.records import Assignment, Promise, Report
from bot.reports.timekeeping import keep_time
from bot.reports.timers import FIRED, IS_WAITING
from bot.storage.database import Database

AT_ONCE = 200
# What lets the time of a part stand still.
STOPS = (events.ASKED, events.HANDOVER_AGREED)
NEW = select(Assignment.report_id).where(
    Assignment.closed_at.is_(None), ~exists().where(ClockEntry.assignment_id == Assignment.id)
)
# As the partial index says it.
UNBOOKED = select(Assignment.report_id).where(
    Assignment.id.in_(select(Promise.assignment_id).where(text("promises.state IS NULL")).limit(AT_ONCE))
)
Adopt = Callable[[Session, Report], None]


def adopt_parts(database: Database, region: Region, at: datetime) -> int:
    """Returns how many reports it was. What was due before rings no more: nobody is told of old breaches."""
    return _adopt_all(database, NEW, lambda session, report: _adopt(session, region, report, at))


def adopt_promises(database: Database, region: Region, at: datetime) -> int:
    """Write the promises into the book that are not in it; returns of how many reports."""

    def book(session: Session, report: Report) -> None:
        keep_book(session, region, report, read_ledger(session, report), at)

    return _adopt_all(database, UNBOOKED, book)


def _adopt_all(database: Database, ids: Select[tuple[int]], adopt: Adopt) -> int:
    adopted = 0
    while _is_any(database, ids):
        with database.writing() as session:
            query = select(Report).where(Report.id.in_(ids.limit(AT_ONCE))).order_by(Report.id)
            found = session.scalars(query.with_for_update(skip_locked=True)).all()
            for report in found:
                adopt(session, report)
        if not found:
            # Another process has them in hand.
            break
        adopted += len(found)
    return adopted


def _is_any(database: Database, ids: Select[tuple[int]]) -> bool:
    with database.reading() as session:
        return session.scalars(ids.limit(1)).first() is not None


def _adopt(session: Session, region: Region, report: Report, at: datetime) -> None:
    changed_at = report.updated_at
    for part in report.assignments:
        if session.scalar(select(exists().where(ClockEntry.assignment_id == part.id))):
            continue
        hand = whose_time(part.status, part.agency)
        _add(session, part, part.agency, events.FILED, part.created_at)
        if hand in STANDING:
            stops = (one for one in report.events if one.kind in STOPS and one.assignment_id == part.id)
            stop = max(stops, key=lambda one: one.at, default=None)
            _add(session, part, hand, stop.kind if stop else events.NOTED, stop.at if stop else changed_at)
    begin_keeping_time(session, region, report, at)


def begin_keeping_time(session: Session, region: Region, report: Report, at: datetime) -> None:
    """Set the timers of a report whose ledger is written; those that were due before ring no more."""
    changed_at = report.updated_at
    keep_time(session, region, report, events.NOTED, at)
    session.flush()
    past = update(Timer).where(Timer.report_id == report.id, IS_WAITING, Timer.due_at <= at)
    session.execute(past.values(state=FIRED, fired_at=at))
    report.updated_at = changed_at


def _add(session: Session, part: Assignment, whose: str, because: str, at: datetime) -> None:
    session.add(ClockEntry(assignment_id=part.id, whose=whose, because=because, at=at))
