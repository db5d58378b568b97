"""Keeps the book of promises: writes into each how it stands whenever its report changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports.clock import STANDING, Line, whose_time
from bot.reports.ledger import Ledger
from bot.reports.promises import (
    OPEN,
    WAITING,
    ended_at,
    promise_outcome,
    promised_end,
    promiser_of,
)
from bot.reports.records import Assignment, Promise, Report


def keep_book(session: Session, region: Region, report: Report, ledger: Ledger, at: datetime) -> None:
    """Bring the promises of a report up to date; `timekeeping.keep_time` calls it."""
    parts = {part.id: part for part in report.assignments}
    for promise in session.scalars(select(Promise).where(Promise.assignment_id.in_(parts))):
        part = parts[promise.assignment_id]
        _write(region, promise, part, ledger[part.id], at)


def _write(region: Region, promise: Promise, part: Assignment, lines: Sequence[Line], at: datetime) -> None:
    ended = ended_at(promise, part, lines)
    promise.agency = promise.agency or promiser_of(promise, lines) or part.agency
    promise.due_at = promised_end(region, promise, lines, min(at, ended) if ended else at)
    promise.state = promise_outcome(region, promise, part, lines, at)
    if promise.state == OPEN and whose_time(part.status, part.agency) in STANDING:
        promise.state = WAITING
