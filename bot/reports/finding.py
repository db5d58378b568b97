"""Finds the reports a member of the staff may see: filtered, in the order of their promises, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from bot.reports.records import Assignment, Copy, Report
from bot.reports.search_index import matches
from bot.reports.sight import OF_AGENCY, Viewer, may_see_any
from bot.reports.statuses import CLOSED, STATUSES
from bot.storage.tables import UtcDateTime

Column = ColumnElement[Any] | InstrumentedAttribute[Any]

PAGE_SIZE = 100
OPEN = "terbuka"
ALL = "semua"
BY_DUE = "tenggat"
NEWEST = "terbaru"
TASKS = "tugas"
COPIES = "tembusan"
OPEN_STATUSES = tuple(status for status in STATUSES if status not in CLOSED)


@dataclass(frozen=True)
class Filters:
    """What somebody looks for. Empty values do not narrow.

    status: `terbuka` (somebody owes something), a status id, or `semua`. of: for an agency its `tugas` or
    its `tembusan` (copies). check: why the operator is to look at a closing, see `checking.CHECKS`.
    """

    words: str = ""
    status: str = OPEN
    category: str = ""
    agency: str = ""
    district: str = ""
    report_class: str = ""
    overdue: bool = False
    unread: bool = False
    check: str = ""
    of: str = TASKS
    order: str = BY_DUE


@dataclass(frozen=True)
class Found:
    """A page of reports with the moment each is sorted by; `more` is where the next page begins."""

    reports: list[tuple[Report, datetime | None]]
    more: tuple[datetime, int] | None


def find_reports(
    session: Session,
    viewer: Viewer,
    filters: Filters,
    at: datetime,
    after: tuple[datetime, int] | None = None,
    limit: int = PAGE_SIZE,
) -> Found:
    """One page, the most urgent first (or the newest), after the place where the last one ended."""
    query, key = _query(session, viewer, filters, at)
    is_due = filters.order == BY_DUE
    if after is not None:
        last = tuple_(literal(after[0], UtcDateTime), literal(after[1]))
        place = tuple_(key, Report.id)
        query = query.where(place > last if is_due else place < last)
    query = query.order_by(key, Report.id) if is_due else query.order_by(key.desc(), Report.id.desc())
    query = query.limit(limit + 1).options(selectinload(Report.assignments))
    rows = [(report, moment) for report, moment in session.execute(query.add_columns(key)).tuples()]
    more = None
    if len(rows) > limit:
        last_report, last_moment = rows[limit - 1]
        more = (last_moment, last_report.id)
    return Found(rows[:limit], more)


def count_reports(session: Session, viewer: Viewer, filters: Filters, at: datetime) -> int:
    """How many reports the pages hold together."""
    query, _ = _query(session, viewer, filters, at)
    counted = query.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    return session.scalar(counted) or 0


def _query(
    session: Session, viewer: Viewer, filters: Filters, at: datetime
) -> tuple[Select[tuple[Report]], Column]:
    """The reports of this person that fit, and what they are sorted by."""
    query = select(Report).where(*_conditions(session, viewer, filters))
    if viewer.role in OF_AGENCY and filters.of == TASKS:
        return _own_tasks(query, viewer, filters, at)
    query = query.where(may_see_any(viewer), *_standing(Report.status, filters))
    if viewer.role in OF_AGENCY:
        query = query.where(exists().where(Copy.report_id == Report.id, Copy.recipient == viewer.desk))
    return _ordered(query, Report.next_due_at, filters, at)


def _own_tasks(
    query: Select[tuple[Report]], viewer: Viewer, filters: Filters, at: datetime
) -> tuple[Select[tuple[Report]], Column]:
    """State and promise are those of the agency's own parts."""
    mine = select(Assignment.report_id, func.min(Assignment.next_due_at).label("due"))
    mine = mine.where(Assignment.agency == viewer.desk, *_standing(Assignment.status, filters))
    own = mine.group_by(Assignment.report_id).subquery()
    return _ordered(query.join(own, own.c.report_id == Report.id), own.c.due, filters, at)


def _ordered(
    query: Select[tuple[Report]], due: Column, filters: Filters, at: datetime
) -> tuple[Select[tuple[Report]], Column]:
    if filters.overdue:
        query = query.where(due < at)
    if filters.order == BY_DUE:
        return query.where(due.is_not(None)), due
    return query, Report.created_at


def _standing(column: Column, filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.status == OPEN:
        yield column.in_(OPEN_STATUSES)
    elif filters.status in STATUSES:
        yield column == filters.status


def _conditions(session: Session, viewer: Viewer, filters: Filters) -> Iterator[ColumnElement[bool]]:
    parts = exists().where(Assignment.report_id == Report.id)
    if filters.category:
        yield parts.where(Assignment.category == filters.category)
    if filters.agency:
        yield parts.where(Assignment.agency == filters.agency)
    if filters.district:
        yield Report.district_code == filters.district
    if filters.report_class:
        yield Report.report_class == filters.report_class
    if filters.unread:
        yield Report.unread_at.is_not(None)
    if filters.check:
        yield Report.id.in_(select(Assignment.report_id).where(Assignment.to_check == filters.check))
    words = matches(session, filters.words)
    if words is not None:
        yield words
