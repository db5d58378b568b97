"""Whom an office is told by: contacts that somebody has confirmed within the quarter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports.office_records import Contact
from bot.reports.records import Assignment

# A quarter (product.md, "numbers are re-confirmed each quarter").
CONFIRMED_FOR = timedelta(days=92)


def is_confirmed(contact: Contact, at: datetime) -> bool:
    """Whether his number still counts: prepaid numbers change hands."""
    return contact.confirmed_at >= at - CONFIRMED_FOR


def workers_at(session: Session, desk: str, at: datetime) -> Sequence[Contact]:
    """Who gets the cards and the digest of a desk."""
    return _confirmed(session, desk, at, is_head=False)


def heads_at(session: Session, desk: str, at: datetime) -> Sequence[Contact]:
    """Who hears of what is overdue below a desk."""
    return _confirmed(session, desk, at, is_head=True)


def answers_itself(region: Region, code: str) -> bool:
    """Whether the office of an assignment or copy is told at all; for the others the operator answers."""
    agency = region.agencies.get(code.partition("-")[0])
    return agency is not None and agency.has_sign_in


def lies_at(region: Region, desk: str) -> ColumnElement[bool]:
    """The condition on `Assignment` for what lies on a desk; the operator's holds that of outside offices."""
    if desk != region.operator_agency:
        return Assignment.agency == desk
    outside = [agency.code for agency in region.agencies.values() if not agency.has_sign_in]
    return Assignment.agency.in_([desk, *outside])


def _confirmed(session: Session, desk: str, at: datetime, *, is_head: bool) -> Sequence[Contact]:
    query = select(Contact).where(Contact.desk == desk, Contact.is_head.is_(is_head))
    query = query.where(Contact.ended_at.is_(None), Contact.phone_sealed.is_not(None))
    return session.scalars(query.where(Contact.confirmed_at >= at - CONFIRMED_FOR).order_by(Contact.id)).all()
