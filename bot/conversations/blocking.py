"""Blocking a citizen: an act of staff, with a reason and an end."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.citizens import Citizen
from bot.storage.tables import now

LONGEST_BLOCK = timedelta(days=30)


def block(session: Session, citizen: Citizen, staff_id: int, reason: str, until: datetime) -> None:
    """Answer this citizen no more until then; raises ValueError without a reason or beyond 30 days."""
    if not reason.strip():
        raise ValueError("a block needs a reason")
    if not timedelta() < until - now() <= LONGEST_BLOCK:
        raise ValueError("a block ends within 30 days")
    citizen.blocked_until, citizen.blocked_because, citizen.blocked_by = until, reason.strip(), staff_id
    session.flush()


def unblock(session: Session, citizen: Citizen) -> None:
    citizen.blocked_until = citizen.blocked_because = citizen.blocked_by = None
    session.flush()


def is_blocked(citizen: Citizen, at: datetime) -> bool:
    return citizen.blocked_until is not None and citizen.blocked_until > at


def blocked_citizens(session: Session, at: datetime) -> list[Citizen]:
    """Who is blocked now; whose block ends first stands first."""
    blocked = select(Citizen).where(Citizen.blocked_until > at)
    return list(session.scalars(blocked.order_by(Citizen.blocked_until, Citizen.id)))
