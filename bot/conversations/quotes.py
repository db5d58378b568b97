"""What a citizen quotes when he answers to a message."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.messages import TranscriptEntry


def quoted_text(session: Session, wamid: str | None) -> str:
    """The words of the quoted message; empty when nothing, or something unknown, is quoted."""
    if wamid is None:
        return ""
    return session.scalar(select(TranscriptEntry.text).where(TranscriptEntry.wamid == wamid)) or ""


def quoted_message(session: Session, wamid: str | None) -> int | None:
    """The id of the outbox row that is quoted; None when nothing is, or something that we never sent."""
    if wamid is None:
        return None
    return session.scalar(select(TranscriptEntry.outbox_id).where(TranscriptEntry.wamid == wamid))
