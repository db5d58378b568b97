"""What is owed until when on many desks at once, and to which level what is overdue has climbed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from bot.region.entries import EscalationLevel
from bot.region.pack import Region
from bot.reports.dates import local_date
from bot.reports.deadlines import working_calendar
from bot.reports.ledger import read_ledger
from bot.reports.life_records import Timer
from bot.reports.offices import lies_at
from bot.reports.records import Assignment, Report
from bot.reports.statuses import HANDED_OVER, NEEDS_INFO
from bot.reports.timers import BREACH, FIRED, WAITING, owed_next


class Owing(NamedTuple):
    """A part that an office owes something on, and until when."""

    part: Assignment
    report: Report
    until: datetime


class Climbed(NamedTuple):
    """An overdue part and the highest level that a desk hears of it as."""

    owing: Owing
    level: EscalationLevel


def owings(session: Session, region: Region, which: ColumnElement[bool], at: datetime) -> list[Owing]:
    """The open parts whose time runs, the longest owed first.

    The timer of the breach says until when something is owed: cheaper for many parts than every ledger.
    One that rang is asked of the ledger, since a new promise may have come after it.
    """
    of_part = and_(Timer.report_id == Assignment.report_id, Timer.assignment_id == Assignment.id)
    query = (
        select(Assignment, Report, Timer)
        .join(Report, Report.id == Assignment.report_id)
        .join(Timer, of_part)
        .where(which, Assignment.closed_at.is_(None), Assignment.status.not_in((NEEDS_INFO, HANDED_OVER)))
        .where(Timer.kind == BREACH, Timer.state.in_((WAITING, FIRED)))
        .order_by(Timer.due_at, Timer.id)
    )
    last = {part.id: (part, report, timer) for part, report, timer in session.execute(query).tuples()}
    found = (
        Owing(part, report, timer.due_at)
        for part, report, timer in last.values()
        if timer.state == WAITING or _still_owed(session, region, part, report, timer, at)
    )
    return sorted(found, key=lambda owing: owing.until)


def climbed_to(session: Session, region: Region, desk: str, at: datetime) -> list[Climbed]:
    """What a desk hears of as overdue below it, each part once, under the highest level.

    Secret reports never climb beyond the office that may read them.
    """
    found: dict[int, Climbed] = {}
    for level in region.escalation:
        for owing in _below(session, region, desk, level, at):
            if owing.until < at and has_reached(region, level, owing.until, at):
                found[owing.part.id] = Climbed(owing, level)
    return sorted(found.values(), key=lambda climbed: climbed.owing.until)


def has_reached(region: Region, level: EscalationLevel, until: datetime, at: datetime) -> bool:
    """Whether what was owed until a moment concerns a level: from the opening of its working day on."""
    calendar = working_calendar(region)
    day = local_date(calendar.add_working_days(until, level.after_days), region.timezone)
    return calendar.opening(day) <= at


def _below(
    session: Session, region: Region, desk: str, level: EscalationLevel, at: datetime
) -> Iterator[Owing]:
    if level.desk is None and desk not in region.leaders:
        yield from owings(session, region, lies_at(region, desk), at)
    elif level.desk == desk:
        yield from owings(session, region, Report.secret.is_(False), at)


def _still_owed(
    session: Session, region: Region, part: Assignment, report: Report, timer: Timer, at: datetime
) -> bool:
    lines = read_ledger(session, report)[part.id]
    return bool(lines) and owed_next(session, region, part, lines, at).until == timer.due_at
