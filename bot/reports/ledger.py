"""Writes the deadline ledger: every event of a report leaves its parts in the hand that has them then."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.reports.clock import Line, whose_time
from bot.reports.life_records import ClockEntry
from bot.reports.records import Report

Ledger = dict[int, list[Line]]


def read_ledger(session: Session, report: Report) -> Ledger:
    """The lines of each part by its id, the oldest first; parts without a line have an empty list."""
    lines: Ledger = defaultdict(list)
    if not report.assignments:
        return lines
    parts = [part.id for part in report.assignments]
    query = select(ClockEntry).where(ClockEntry.assignment_id.in_(parts)).order_by(ClockEntry.id)
    for entry in session.scalars(query):
        lines[entry.assignment_id].append(Line(entry.whose, entry.at))
    return lines


def follow(session: Session, report: Report, kind: str, at: datetime, ledger: Ledger | None = None) -> Ledger:
    """Write a line for every part that came into another hand by an event of this kind.

    `events.record` calls it, so no change can be forgotten. The ledger never goes back in time.
    """
    lines = read_ledger(session, report) if ledger is None else ledger
    for part in report.assignments:
        known, whose = lines[part.id], whose_time(part.status, part.agency)
        if known and known[-1].whose == whose:
            continue
        line = Line(whose, max(at, known[-1].at) if known else at)
        session.add(ClockEntry(assignment_id=part.id, whose=whose, because=kind, at=line.at))
        known.append(line)
    return lines
