"""The book of promises as a list: whose, how they stand, and which share was kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from bot.reports.promises import BROKEN, DONE_BY, KEPT, OPEN, PLANNED, VOID, WAITING
from bot.reports.records import Assignment, Promise, Report
from bot.reports.sight import SEES_ALL, Viewer, may_see_any
from bot.storage.tables import UtcDateTime

PAGE_SIZE = 50
ANY = "semua"
OUTCOMES = (OPEN, BROKEN, KEPT, VOID)
Place = tuple[datetime, int]
# By another name than the parts that `may_see` asks about.
Part = aliased(Assignment)


@dataclass(frozen=True)
class Search:
    """Whose promises, how they stand (`berjalan ingkar ditepati gugur`, or `semua`), and of which month.

    The month, given by its first day, is that in which they fall due. Empty values do not narrow.
    """

    agency: str = ""
    outcome: str = OPEN
    month: date | None = None


@dataclass(frozen=True)
class Entry:
    """A promise with its part and its report."""

    promise: Promise
    part: Assignment
    report: Report


@dataclass(frozen=True)
class Count:
    """How many promises of an agency stand how."""

    open: int = 0
    broken: int = 0
    kept: int = 0
    void: int = 0

    @property
    def due(self) -> int:
        """Those that were to be kept by now, or were kept before: a promise that nobody can keep is none."""
        return self.kept + self.broken

    @property
    def share(self) -> int | None:
        """The lead figure of product.md §7 in per cent: kept of those due; None before any was due."""
        return 100 * self.kept // self.due if self.due else None

    def __add__(self, other: Count) -> Count:
        return Count(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


def find_promises(
    session: Session, viewer: Viewer, zone: tzinfo, search: Search, at: datetime, after: Place | None = None
) -> tuple[list[Entry], Place | None]:
    """One page, and where the next begins: of the open ones the next due first, else the latest due."""
    query = _visible(select(Promise, Part, Report), viewer).where(*_conditions(search, zone, at))
    place, upward = tuple_(Promise.due_at, Promise.id), search.outcome == OPEN
    if after is not None:
        last = tuple_(literal(after[0], UtcDateTime), literal(after[1]))
        query = query.where(place > last if upward else place < last)
    order = (Promise.due_at, Promise.id) if upward else (Promise.due_at.desc(), Promise.id.desc())
    rows = session.execute(query.order_by(*order).limit(PAGE_SIZE + 1)).tuples().all()
    entries = [Entry(*row) for row in rows[:PAGE_SIZE]]
    if len(rows) <= PAGE_SIZE:
        return entries, None
    end = entries[-1].promise
    return entries, (end.due_at or at, end.id)


def count_promises(
    session: Session, viewer: Viewer, zone: tzinfo, month: date | None, at: datetime
) -> dict[str, Count]:
    """For each agency how its promises of the month stand; they add up to what the lists show."""
    sums = [func.sum(case((_stands(outcome, at), 1), else_=0)) for outcome in OUTCOMES]
    query = _visible(select(Promise.agency, *sums), viewer).where(*_in_month(month, zone))
    return {agency: Count(*counts) for agency, *counts in session.execute(query.group_by(Promise.agency))}


def stands(promise: Promise, at: datetime) -> str:
    """How a promise stands now, with `menunggu` for one that waits; `gugur` while it is not in the book."""
    if promise.state == OPEN and promise.due_at is not None and promise.due_at < at:
        return BROKEN
    return promise.state or VOID


def _visible(query: Select[Any], viewer: Viewer) -> Select[Any]:
    """Dated promises in reports that he may see; who has a desk sees those of his desk."""
    joined = query.select_from(Promise).join(Part, Part.id == Promise.assignment_id)
    joined = joined.join(Report, Report.id == Part.report_id)
    dated = joined.where(Promise.kind.in_((DONE_BY, PLANNED)), Promise.due_at.is_not(None))
    seen = dated.where(may_see_any(viewer))
    return seen if viewer.role in SEES_ALL else seen.where(Promise.agency == viewer.desk)


def _conditions(search: Search, zone: tzinfo, at: datetime) -> Iterator[ColumnElement[bool]]:
    if search.agency:
        yield Promise.agency == search.agency
    if search.outcome != ANY:
        yield _stands(search.outcome, at)
    yield from _in_month(search.month, zone)


def _stands(outcome: str, at: datetime) -> ColumnElement[bool]:
    late = and_(Promise.state == OPEN, Promise.due_at < at)
    if outcome == BROKEN:
        return or_(Promise.state == BROKEN, late)
    if outcome == OPEN:
        return or_(Promise.state == WAITING, and_(Promise.state == OPEN, Promise.due_at >= at))
    return Promise.state == outcome


def _in_month(month: date | None, zone: tzinfo) -> Iterator[ColumnElement[bool]]:
    if month is not None:
        first = datetime.combine(month, time(), zone)
        following = datetime.combine((month + timedelta(days=31)).replace(day=1), time(), zone)
        yield Promise.due_at >= first
        yield Promise.due_at < following
