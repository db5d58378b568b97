"""Who may see which report: the roles of product.md, as conditions of every query."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, union
from sqlalchemy.orm import Session

from bot.reports.records import Assignment, Copy, Report

ADMIN = "admin"
OPERATOR = "operator"
OFFICER = "officer"
CAMAT = "camat"
INSPEKTORAT = "inspektorat"
LEADER = "leader"
TRAINER = "trainer"
ROLES = (ADMIN, OPERATOR, OFFICER, CAMAT, INSPEKTORAT, LEADER, TRAINER)

# Who sees all ordinary reports; who does the work of an agency; who hears who the reporter is.
SEES_ALL = frozenset({ADMIN, OPERATOR, LEADER})
OF_AGENCY = frozenset({OFFICER, INSPEKTORAT})
KNOWS_REPORTER = frozenset({OPERATOR})


@dataclass(frozen=True)
class Viewer:
    """Somebody of the staff. `desk` is where his reports lie: an agency code, or `KEC-<district code>`.

    `contact` is the contact of an office who acts by WhatsApp in the name of this account.
    """

    id: int
    name: str
    role: str
    desk: str | None = None
    contact: int | None = None

    @property
    def actor(self) -> str:
        """How events name him."""
        return f"staff:{self.id}"

    @property
    def district(self) -> str | None:
        """The code of the sub-district that a camat is the head of."""
        return self.desk.partition("-")[2] if self.role == CAMAT and self.desk else None


def may_see(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on `Report` that every query of the console carries.

    A secret report is for those it is assigned to, never for readers of a copy, and for no role that sees
    all (product.md, secret lane).
    """
    if viewer.role in SEES_ALL:
        return Report.secret.is_(False)
    if viewer.desk is None:
        return false()
    assigned = exists().where(Assignment.report_id == Report.id, Assignment.agency == viewer.desk)
    copied = exists().where(Copy.report_id == Report.id, Copy.recipient == viewer.desk)
    if viewer.role in OF_AGENCY:
        return or_(assigned, and_(Report.secret.is_(False), copied))
    if viewer.role == CAMAT:
        return and_(Report.secret.is_(False), or_(assigned, copied))
    return false()


def may_see_any(viewer: Viewer) -> ColumnElement[bool]:
    """The same condition for lists.

    The reports of a sub-district are few among all: they are looked up first, instead of asking of each
    report whether it is one of them.
    """
    if viewer.role != CAMAT or viewer.desk is None:
        return may_see(viewer)
    assigned = select(Assignment.report_id).where(Assignment.agency == viewer.desk)
    copied = select(Copy.report_id).where(Copy.recipient == viewer.desk)
    return and_(Report.secret.is_(False), Report.id.in_(union(assigned, copied)))


def find_visible(session: Session, viewer: Viewer, ticket: str) -> Report | None:
    """The report of this exact ticket when this person may see it; otherwise there is none for him."""
    return session.query(Report).where(Report.ticket == ticket, may_see(viewer)).one_or_none()
