"""What a citizen changed or took back after sending it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.conversations.messages import InboxEvent, Media, TranscriptEntry

REVOKED = "revoked"


def apply_corrections(session: Session, inbox_ids: Sequence[int]) -> None:
    """Apply rows of kind `edit` or `revoke` to the messages they name, as far as those have arrived.

    A message still waiting is changed before any turn sees it; one already answered only gets its mark in
    the transcript. Only the citizen's own messages can be changed.
    """
    for correction in _rows(session, inbox_ids):
        waiting = session.scalars(_message(correction).with_for_update()).first()
        if waiting is not None:
            _correct_waiting(session, waiting, correction)
        for entry in session.scalars(_transcript(correction)):
            _mark(entry, correction)


def apply_earlier_corrections(session: Session, inbox_ids: Sequence[int]) -> None:
    """Apply to these messages the corrections that overtook them on the way to us."""
    rows = [row for row in _rows(session, inbox_ids) if row.state == "waiting"]
    messages = {(row.citizen_id, row.wamid): row for row in rows}
    if not messages:
        return
    query = select(InboxEvent).where(
        InboxEvent.citizen_id.in_({citizen_id for citizen_id, _ in messages}),
        InboxEvent.state == "kept",
        InboxEvent.kind.in_(("edit", "revoke")),
        InboxEvent.reply_to.in_([wamid for _, wamid in messages]),
    )
    for correction in session.scalars(query.order_by(InboxEvent.sent_at, InboxEvent.id)).all():
        message = messages.get((correction.citizen_id, correction.reply_to))
        if message is not None:
            _correct_waiting(session, message, correction)


def _rows(session: Session, inbox_ids: Sequence[int]) -> Sequence[InboxEvent]:
    if not inbox_ids:
        return []
    query = select(InboxEvent).where(InboxEvent.id.in_(inbox_ids))
    return session.scalars(query.order_by(InboxEvent.id)).all()


def _mark(entry: TranscriptEntry, correction: InboxEvent) -> None:
    if correction.kind == "revoke":
        entry.revoked_at = correction.sent_at
    else:
        entry.edited_at = correction.sent_at
        entry.content = {**(entry.content or {}), "edited_text": _new_text(correction)}


def _correct_waiting(session: Session, message: InboxEvent, correction: InboxEvent) -> None:
    if correction.kind == "revoke":
        message.state = "kept"
        message.error = REVOKED
        _forget_media(session, message, correction.sent_at)
        return
    part = "text" if message.kind == "text" else "caption"
    message.payload = {**message.payload, part: _new_text(correction), "edited": True}


def _forget_media(session: Session, message: InboxEvent, at: datetime) -> None:
    query = select(Media).where(Media.inbox_id == message.id, Media.state == "waiting")
    for media in session.scalars(query.with_for_update()):
        media.state = "failed"
        media.refused_because = REVOKED
        media.told_at = at


def _new_text(correction: InboxEvent) -> str:
    return correction.payload.get("text") or correction.payload.get("caption") or ""


def _message(correction: InboxEvent) -> Select[tuple[InboxEvent]]:
    return select(InboxEvent).where(
        InboxEvent.wamid == correction.reply_to,
        InboxEvent.citizen_id == correction.citizen_id,
        InboxEvent.state == "waiting",
        InboxEvent.kind.not_in(("status", "edit", "revoke")),
    )


def _transcript(correction: InboxEvent) -> Select[tuple[TranscriptEntry]]:
    return select(TranscriptEntry).where(
        TranscriptEntry.wamid == correction.reply_to,
        TranscriptEntry.citizen_id == correction.citizen_id,
        TranscriptEntry.speaker == "citizen",
    )
