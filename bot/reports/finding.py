"""Finds the reports a member of the staff may see: filtered, in the order of their promises, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Subquery,
    case,
    false,
    func,
    literal,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session, aliased, selectinload

from bot.reports.records import Assignment, Report
from bot.reports.search_index import ids_of
from bot.reports.shelves import Shelf, shelves_of
from bot.reports.sight import Viewer
from bot.reports.statuses import CLOSED, STATUSES
from bot.storage.tables import UtcDateTime

# Of each report its `id` and the `key` that it is sorted by.
Entries = Select[Any] | CompoundSelect[Any]

PAGE_SIZE = 100
OPEN = "terbuka"
ALL = "semua"
BY_DUE = "tenggat"
NEWEST = "terbaru"
TASKS = "tugas"
COPIES = "tembusan"
OPEN_STATUSES = tuple(status for status in STATUSES if status not in CLOSED)
# Made once: an alias takes longer to make than many a query takes to run.
PART = aliased(Assignment)
OTHER = aliased(Report)
UNREAD = select(OTHER.id).where(OTHER.unread_at.is_not(None))


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

    @property
    def narrow(self) -> bool:
        """Whether more is asked of a report than how it stands."""
        return bool(
            self.words or self.category or self.agency or self.district or self.report_class
            or self.unread or self.check
        )  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A page of reports with the moment each is sorted by; `more` is where the next page begins.

    total: how many all pages hold together.
    """

    reports: list[tuple[Report, datetime | None]]
    total: int
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
    listed = _page(_entries(session, viewer, filters, at), filters, after, limit + 1)
    query = select(Report, listed.c.key, listed.c.total).join(listed, listed.c.id == Report.id)
    query = query.order_by(*_order(listed.c, filters)).options(selectinload(Report.assignments))
    rows = session.execute(query).tuples().all()
    reports = [(report, moment) for report, moment, _ in rows[:limit]]
    total = rows[0][2] if rows else count_reports(session, viewer, filters, at)
    more = (rows[limit - 1][1], rows[limit - 1][0].id) if len(rows) > limit else None
    return Found(reports, total, more)


def count_reports(session: Session, viewer: Viewer, filters: Filters, at: datetime) -> int:
    """How many reports the pages hold together."""
    found = _entries(session, viewer, filters, at).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def count_open(session: Session, viewer: Viewer, at: datetime) -> tuple[int, int]:
    """How many reports of this person are open, and of how many a promise is broken."""
    found = _entries(session, viewer, Filters(), at).subquery()
    late = func.coalesce(func.sum(case((found.c.key < at, 1), else_=0)), 0)
    count, broken = session.execute(select(func.count(), late).select_from(found)).one()
    return count, broken


def _page(entries: Entries, filters: Filters, after: tuple[datetime, int] | None, limit: int) -> Subquery:
    """The first `limit` entries after a place, each with the `total` of all."""
    # What is narrow is gathered once for page and total; else both come straight from an index.
    found = entries.cte("found") if filters.narrow else entries.subquery("found")
    total = select(func.count()).select_from(found).correlate(None).scalar_subquery()
    page = select(found.c.id, found.c.key, total.label("total")).order_by(*_order(found.c, filters))
    if after is not None:
        last = tuple_(literal(after[0], UtcDateTime), literal(after[1]))
        place = tuple_(found.c.key, found.c.id)
        page = page.where(place > last if filters.order == BY_DUE else place < last)
    return page.limit(limit).subquery("page")


def _order(columns: Any, filters: Filters) -> tuple[ColumnElement[Any], ...]:
    if filters.order == BY_DUE:
        return columns.key, columns.id
    return columns.key.desc(), columns.id.desc()


def _entries(session: Session, viewer: Viewer, filters: Filters, at: datetime) -> Entries:
    """The reports of this person that fit."""
    shelves = shelves_of(viewer, copies=filters.of == COPIES)
    found = [_taken(session, shelf, filters, at) for shelf in shelves]
    if not found:
        return select(Report.id, Report.created_at.label("key")).where(false())
    return found[0] if len(found) == 1 else union_all(*found)


def _taken(session: Session, shelf: Shelf, filters: Filters, at: datetime) -> Select[Any]:
    """What fits on one shelf. State and promise of an agency's tasks are those of its own parts."""
    due = func.min(shelf.due_at) if shelf.in_parts else shelf.due_at
    is_due = filters.order == BY_DUE
    query = select(shelf.report_id.label("id"), (due if is_due else Report.created_at).label("key"))
    query = query.where(*shelf.seen, *_standing(shelf, filters, at), *_asked(session, shelf, filters))
    about = list(_about(filters))
    if not shelf.of_reports and (about or not is_due):
        query = query.join(Report, Report.id == shelf.report_id)
    query = query.where(*about)
    if shelf.in_parts:
        query = query.group_by(shelf.report_id, *([] if is_due else [Report.created_at]))
    return query


def _standing(shelf: Shelf, filters: Filters, at: datetime) -> Iterator[ColumnElement[bool]]:
    if filters.status == OPEN:
        yield shelf.status.in_(OPEN_STATUSES)
    elif filters.status in STATUSES:
        yield shelf.status == filters.status
    if filters.overdue:
        yield shelf.due_at < at
    if filters.order == BY_DUE:
        yield shelf.due_at.is_not(None)


def _asked(session: Session, shelf: Shelf, filters: Filters) -> Iterator[ColumnElement[bool]]:
    # Plus nothing: SQLite would begin with all reports that fit, instead of those of the desk.
    report_id = shelf.report_id if shelf.of_reports else shelf.report_id + 0
    parts = select(PART.report_id)
    if filters.category:
        yield report_id.in_(parts.where(PART.category == filters.category))
    if filters.agency:
        yield report_id.in_(parts.where(PART.agency == filters.agency))
    if filters.check:
        yield report_id.in_(parts.where(PART.to_check == filters.check))
    if filters.unread:
        yield report_id.in_(UNREAD)
    words = ids_of(session, filters.words)
    if words is not None:
        yield report_id.in_(words)


def _about(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.district:
        yield Report.district_code == filters.district
    if filters.report_class:
        yield Report.report_class == filters.report_class
