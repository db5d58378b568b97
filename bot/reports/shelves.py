"""Where the lists of each role find their reports: `sight.may_see`, in a form that many rows bear.

Asking of every report whether somebody may see it takes a second among 200,000. A desk's list begins with
the rows of the desk instead: its parts and its copies know how the report stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from bot.reports.records import Assignment, Copy, Report
from bot.reports.sight import CAMAT, OF_AGENCY, SEES_ALL, Viewer

Column = InstrumentedAttribute[Any]


@dataclass(frozen=True)
class Shelf:
    """Rows of which each names a report, its state and its next promise, and what makes them this person's.

    in_parts: whether several rows may name the same report.
    """

    report_id: Column
    status: Column
    due_at: Column
    seen: tuple[ColumnElement[bool], ...]
    in_parts: bool = False

    @property
    def of_reports(self) -> bool:
        """Whether the rows are the reports themselves."""
        return self.report_id.class_ is Report


def shelves_of(viewer: Viewer, copies: bool) -> Sequence[Shelf]:
    """Together they hold each report of his list once; of an agency its own parts, or what it reads along."""
    if viewer.role in SEES_ALL:
        return [_reports(Report.secret.is_(False))]
    if viewer.desk is None:
        return []
    if viewer.role in OF_AGENCY:
        return [_copies(viewer.desk, but_own=True)] if copies else [_parts(viewer.desk)]
    if viewer.role != CAMAT:
        return []
    # What is his own duty and no copy: rare, and it stands for him as the report does.
    duty = Report.id.in_(_assigned(viewer.desk)), Report.id.not_in(_copied(viewer.desk))
    return [_copies(viewer.desk), _reports(Report.secret.is_(False), *duty)]


def _reports(*seen: ColumnElement[bool]) -> Shelf:
    return Shelf(Report.id, Report.status, Report.next_due_at, seen)


def _parts(desk: str) -> Shelf:
    own = (Assignment.agency == desk,)
    return Shelf(Assignment.report_id, Assignment.status, Assignment.next_due_at, own, in_parts=True)


def _copies(desk: str, but_own: bool = False) -> Shelf:
    """Never of a secret report; but those of which the desk has a part, when `but_own`."""
    # Secret reports are few: they are looked up first.
    ordinary = Copy.report_id.not_in(select(Report.id).where(Report.secret.is_(True)))
    open_to_it = or_(ordinary, Copy.report_id.in_(_assigned(desk))) if but_own else ordinary
    return Shelf(Copy.report_id, Copy.status, Copy.next_due_at, (Copy.recipient == desk, open_to_it))


def _assigned(desk: str) -> Select[tuple[int]]:
    return select(Assignment.report_id).where(Assignment.agency == desk)


def _copied(desk: str) -> Select[tuple[int]]:
    return select(Copy.report_id).where(Copy.recipient == desk)
