"""How a report stands, derived from its parts: state, next promise, what is closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from bot.reports.records import Assignment, Report
from bot.reports.statuses import derive_status, is_open

NOTHING: Mapping[int, datetime] = MappingProxyType({})


def settle_standing(report: Report, at: datetime, looks: Mapping[int, datetime] = NOTHING) -> None:
    """Bring everything that follows from the parts up to date; `timekeeping.keep_time` calls it.

    `looks` says, by the ids of parts whose time stands still, when they are looked after again.
    """
    for part in report.assignments:
        part.next_due_at = looks.get(part.id) or next_promise(part)
        part.closed_at = None if is_open(part.status) else part.closed_at or at
    if report.assignments:
        report.status = derive_status(part.status for part in report.assignments)
        report.answer_due_at = min(part.answer_due_at for part in report.assignments)
        report.due_at = max(part.due_at for part in report.assignments)
    report.next_due_at = min(filter(None, (part.next_due_at for part in report.assignments)), default=None)
    report.updated_at = max(report.updated_at, at)


def next_promise(part: Assignment) -> datetime | None:
    """What is owed next: the first answer, then the end; None once it is closed."""
    if not is_open(part.status):
        return None
    return part.due_at if part.answered_at else part.answer_due_at
