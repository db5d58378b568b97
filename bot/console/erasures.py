"""The audit of erasures: that there was one, never of whom."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.console.audit import note
from bot.console.records import AuditEntry
from bot.reports.cases import STAFF
from bot.reports.erasing import Erasure
from bot.reports.events import SYSTEM

DEED = "identitas_dihapus"


def audit_erasure(session: Session, erasure: Erasure) -> None:
    """Write it down, once, and take his name and number out of the reasons that staff gave before."""
    about = or_(AuditEntry.citizen_id.in_(erasure.family), AuditEntry.ticket.in_(erasure.tickets))
    for entry in session.scalars(select(AuditEntry).where(about, AuditEntry.reason.is_not(None))):
        entry.reason = erasure.person.hidden_in(entry.reason or "")
    if erasure.actor == SYSTEM:
        return
    staff_id = int(erasure.actor.removeprefix(STAFF)) if erasure.actor.startswith(STAFF) else None
    reason = erasure.person.hidden_in_own(erasure.reason) if erasure.reason else None
    note(session, staff_id, DEED, erasure.at, citizen_id=erasure.family[0], reason=reason)
