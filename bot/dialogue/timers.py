"""What happens by the clock: a due timer becomes an inbox row like any message."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.messages import InboxEvent
from bot.reports.records import Draft
from bot.reports.silence import due_drafts, expire_drafts
from bot.storage.database import Database
from bot.storage.tables import now


def ring_timers(database: Database) -> int:
    """Turn every draft whose hour of silence is over into a waiting row, once; returns how many."""
    with database.reading() as session:
        if not due_drafts(session, now(), limit=1):
            return 0
    with database.writing() as session:
        expire_drafts(session, now())
        drafts = due_drafts(session, now())
        for draft in drafts:
            _ring(session, draft)
    return len(drafts)


def _ring(session: Session, draft: Draft) -> None:
    at = now()
    payload = {"draft_id": draft.id, "updated_at": draft.updated_at.isoformat()}
    key = f"timer:draft:{draft.id}:{payload['updated_at']}"
    draft.file_at = None
    if session.scalar(select(InboxEvent.id).where(InboxEvent.event_key == key)) is None:
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
