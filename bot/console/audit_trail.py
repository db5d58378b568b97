"""The audit as it is read: filtered, newest first, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, exists, not_, select
from sqlalchemy.orm import Session

from bot.console.records import AuditEntry, Staff
from bot.region.pack import Region
from bot.reports.records import Report
from bot.reports.sight import Viewer, may_see
from bot.reports.tickets import read_ticket

PAGE_LENGTH = 50


@dataclass(frozen=True)
class Filters:
    """What is asked for; days are those of the region, `before` is the id that the former page ended with."""

    person: int | None = None
    deed: str = ""
    ticket: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True)
class Line:
    """An entry; `hidden` when it is about a secret report that this reader may not know of."""

    entry: AuditEntry
    who: str | None
    hidden: bool


@dataclass(frozen=True)
class Trail:
    """A page of lines; `next_before` is None on the last one."""

    lines: list[Line]
    next_before: int | None


def read_trail(session: Session, region: Region, viewer: Viewer, filters: Filters) -> Trail:
    """The entries that fit, one page of them.

    Ids grow with time, so a page begins where the former one ended whatever was added meanwhile.
    """
    hidden = _is_hidden(viewer)
    query = (
        select(AuditEntry, Staff.name, hidden)
        .outerjoin(Staff, Staff.id == AuditEntry.staff_id)
        .where(*_conditions(region, filters, hidden))
        .order_by(AuditEntry.id.desc())
        .limit(PAGE_LENGTH + 1)
    )
    lines = [Line(*found) for found in session.execute(query).tuples()]
    shown = lines[:PAGE_LENGTH]
    return Trail(shown, shown[-1].entry.id if len(lines) > PAGE_LENGTH else None)


def _is_hidden(viewer: Viewer) -> ColumnElement[bool]:
    secret = and_(Report.ticket == AuditEntry.ticket, Report.secret.is_(True), not_(may_see(viewer)))
    return exists().where(secret)


def _conditions(region: Region, filters: Filters, hidden: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.person:
        found.append(AuditEntry.staff_id == filters.person)
    if filters.deed:
        found.append(AuditEntry.deed == filters.deed)
    if filters.ticket:
        ticket = read_ticket(region.ticket_prefix, filters.ticket) or filters.ticket
        # Whether there is such a secret report must not be told by what is found.
        found += [AuditEntry.ticket == ticket, not_(hidden)]
    if filters.since:
        found.append(AuditEntry.at >= _midnight(filters.since, region))
    if filters.until:
        found.append(AuditEntry.at < _midnight(filters.until + timedelta(days=1), region))
    if filters.before:
        found.append(AuditEntry.id < filters.before)
    return found


def _midnight(day: date, region: Region) -> datetime:
    return datetime.combine(day, time(), region.timezone)
