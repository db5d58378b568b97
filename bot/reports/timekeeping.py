"""Keeps the time of a report after each change: ledger, deadlines that waited, standing, timers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import ceil

from sqlalchemy.orm import Session

from bot.region.calendar import WorkingCalendar
from bot.region.pack import Region
from bot.reports import events
from bot.reports.book import keep_book
from bot.reports.clock import (
    STANDING,
    Line,
    after_waiting,
    own_start,
    put_off,
    stood_still,
    whose_time,
)
from bot.reports.deadlines import due_dates, working_calendar
from bot.reports.laying import lay_copy_cards, lay_task_cards
from bot.reports.ledger import follow, read_ledger
from bot.reports.records import Assignment, Report
from bot.reports.standing import settle_standing
from bot.reports.timers import look_again, set_timers


def keep_time(session: Session, region: Region, report: Report, kind: str, at: datetime) -> None:
    """Bring all that follows from the parts up to date; call it after their change, before its event.

    The promises of a part whose time stood still and goes on now move by the working time it stood, unless
    they were broken before. A part in the citizen's hand or outside is never overdue: its next moment is
    that at which it is looked after again (`timers.look_again`).
    """
    session.flush()
    calendar, ledger = working_calendar(region), read_ledger(session, report)
    for part in report.assignments:
        _let_wait(part, ledger[part.id], calendar, at)
    known = {part.id: len(ledger[part.id]) for part in report.assignments}
    follow(session, report, kind, at, ledger)
    for part in report.assignments:
        if _has_arrived(part, ledger[part.id], known[part.id]):
            lay_task_cards(session, region, report, part, kind, at)
    if kind == events.FILED:
        lay_copy_cards(session, region, report, [copy.recipient for copy in report.copies], at)
    looks = {
        part.id: look_again(ledger[part.id][-1], calendar, at)
        for part in report.assignments
        if whose_time(part.status, part.agency) in STANDING
    }
    settle_standing(report, at, looks)
    keep_book(session, region, report, ledger, at)
    set_timers(session, region, report, ledger, at)


def set_deadlines(session: Session, region: Region, report: Report, part: Assignment) -> None:
    """Give a part the deadlines of its category anew, with the days it has waited so far."""
    calendar, lines = working_calendar(region), read_ledger(session, report)[part.id]
    start = own_start(lines, part.agency) or part.created_at
    due = due_dates(region, part.category, report.report_class, start)
    until = _stopped(lines) or (lines[-1].at if lines else start)
    part.answer_due_at = after_waiting(due.answer_at, lines, calendar, start, until)
    part.due_at = after_waiting(due.settle_at, lines, calendar, start, until)


def _let_wait(part: Assignment, lines: Sequence[Line], calendar: WorkingCalendar, at: datetime) -> None:
    stopped, start = _stopped(lines), own_start(lines, part.agency)
    if stopped is None or start is None or whose_time(part.status, part.agency) in STANDING:
        return
    # Counted from the whole, so that many short stops do not win a day each.
    before = ceil(stood_still(lines, calendar, start, stopped))
    days = ceil(stood_still(lines, calendar, start, at)) - before
    if part.answered_at is None or part.answered_at > stopped:
        part.answer_due_at = put_off(part.answer_due_at, days, calendar, stopped, at)
    part.due_at = put_off(part.due_at, days, calendar, stopped, at)


def _has_arrived(part: Assignment, lines: Sequence[Line], known: int) -> bool:
    """Whether the part has just come to its agency, and not merely back from a wait."""
    if len(lines) == known or lines[-1].whose != part.agency:
        return False
    return known == 0 or lines[known - 1].whose not in STANDING


def _stopped(lines: Sequence[Line]) -> datetime | None:
    """When the time stopped that stands still now; None when it does not stand."""
    stopped = None
    for line in reversed(lines):
        if line.whose not in STANDING:
            break
        stopped = line.at
    return stopped
