"""Gives ledger, timers and book to what was written before there were any, or past the services."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select, text, update
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
# As the partial index says it.
UNBOOKED = text("promises.state IS NULL")
NEW = (Assignment.closed_at.is_(None), ~exists().where(ClockEntry.assignment_id == Assignment.id))


def adopt_parts(database: Database, region: Region, at: datetime) -> int:
    """Returns how many reports it was. What was due before rings no more: nobody is told of old breaches."""
    adopted = 0
    while _is_any_new(database):
        with database.writing() as session:
            found = _unknown(session)
            for report in found:
                _adopt(session, region, report, at)
        if not found:
            # Another process has them in hand.
            break
        adopted += len(found)
    return adopted


def adopt_promises(database: Database, region: Region, at: datetime) -> int:
    """Write the promises into the book that are not in it; returns of how many reports."""
    adopted = 0
    while _is_any_unbooked(database):
        with database.writing() as session:
            parts = select(Promise.assignment_id).where(UNBOOKED).limit(AT_ONCE)
            ids = select(Assignment.report_id).where(Assignment.id.in_(parts))
            query = select(Report).where(Report.id.in_(ids)).order_by(Report.id)
            found = session.scalars(query.with_for_update(skip_locked=True)).all()
            for report in found:
                keep_book(session, region, report, read_ledger(session, report), at)
        if not found:
            break
        adopted += len(found)
    return adopted


def _is_any_unbooked(database: Database) -> bool:
    with database.reading() as session:
        return session.scalars(select(Promise.id).where(UNBOOKED).limit(1)).first() is not None


def _is_any_new(database: Database) -> bool:
    with database.reading() as session:
        return session.scalars(select(Assignment.id).where(*NEW).limit(1)).first() is not None


def _unknown(session: Session) -> list[Report]:
    ids = select(Assignment.report_id).where(*NEW).limit(AT_ONCE)
    query = select(Report).where(Report.id.in_(ids)).order_by(Report.id)
    return list(session.scalars(query.with_for_update(skip_locked=True)))


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
