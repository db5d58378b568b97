"""What happens by the clock: a due timer becomes an inbox row like any message, an old draft expires."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.citizens import Citizen
from bot.conversations.messages import InboxEvent
from bot.conversations.taking import end_idle, is_any_idle, is_silent
from bot.reports.records import Draft
from bot.reports.silence import DRAFT_LIFE, due_drafts, expire_drafts
from bot.storage.database import Database
from bot.storage.tables import now

# How long the silence of a draft waits when it falls into a talk with staff.
PUT_OFF = timedelta(hours=1)


def ring_timers(database: Database) -> int:
    """Turn every draft whose hour of silence is over into a waiting row, once; returns how many.

    On the way drafts that were not touched for seven days are closed, and chats in which the staff did
    nothing for twelve hours are given back to the bot.
    """
    at = now()
    with database.reading() as session:
        # Taking SQLite's only writing place for nothing would delay the turns.
        idle = is_any_idle(session, at)
        if not idle and not due_drafts(session, at, limit=1) and not _is_any_too_old(session, at):
            return 0
    with database.writing() as session:
        if idle:
            end_idle(session, at)
        expire_drafts(session, at)
        rung = [_ring(session, draft.id, at) for draft in due_drafts(session, at)]
    return sum(rung)


def _is_any_too_old(session: Session, at: datetime) -> bool:
    query = select(Draft.id).where(Draft.state == "open", Draft.updated_at < at - DRAFT_LIFE)
    return session.scalars(query.limit(1)).first() is not None


def _ring(session: Session, draft_id: int, at: datetime) -> bool:
    """False when another worker is ringing for this draft, or has just done so."""
    query = select(Draft).where(Draft.id == draft_id, Draft.file_at <= at)
    locked = query.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    draft = session.scalars(locked).one_or_none()
    if draft is None:
        return False
    if is_silent(session.get_one(Citizen, draft.citizen_id), at):
        draft.file_at = at + PUT_OFF
        return False
    payload = {"draft_id": draft.id, "updated_at": draft.updated_at.isoformat()}
    key = f"timer:draft:{draft.id}:{payload['updated_at']}"
    draft.file_at = None
    if session.scalar(select(InboxEvent.id).where(InboxEvent.event_key == key)) is not None:
        return False
    session.add(
        InboxEvent(
            event_key=key,
            kind="timer",
            citizen_id=draft.citizen_id,
            payload=payload,
            sent_at=at,
            received_at=at,
            ready_at=at,
        )
    )
    return True
