"""In the name of which account a contact acts by WhatsApp: an admin links them, who leaves is unlinked."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.console.accounts import viewer_of
from bot.console.records import Staff
from bot.region.pack import Region
from bot.reports.office_records import Contact
from bot.reports.sight import CAMAT, OF_AGENCY


def accounts_at(session: Session, region: Region, desk: str) -> Sequence[Staff]:
    """The accounts that do the work of a desk, by name."""
    query = select(Staff).where(Staff.role.in_((*OF_AGENCY, CAMAT)), Staff.disabled_at.is_(None))
    people = session.scalars(query.order_by(Staff.name, Staff.id))
    return [staff for staff in people if viewer_of(staff, region).desk == desk]


def link_account(session: Session, region: Region, contact: Contact, staff_id: int | None) -> bool:
    """Let the contact act in the name of this account of his desk, or of none; False for any other."""
    if staff_id is not None and staff_id not in {
        one.id for one in accounts_at(session, region, contact.desk)
    }:
        return False
    contact.staff_id = staff_id
    return True


def link_only_account(session: Session, region: Region, contact: Contact) -> None:
    """Where a desk has a single account there is nothing to choose."""
    accounts = accounts_at(session, region, contact.desk)
    contact.staff_id = accounts[0].id if len(accounts) == 1 else None


def unlink_account(session: Session, staff_id: int) -> None:
    """Nobody acts in the name of an account that is closed, or works elsewhere from now on."""
    session.execute(update(Contact).where(Contact.staff_id == staff_id).values(staff_id=None))
