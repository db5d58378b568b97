"""Writes the citizen's side of the transcript, with what was understood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.messages import InboxEvent, Media, TranscriptEntry
from bot.dialogue.engine import Understood

ALTERNATIVES = 5


def write_transcript(
    session: Session, events: Sequence[InboxEvent], understood: Sequence[Understood], turn_id: str
) -> None:
    """Add a line for each message of a citizen; timers are no messages."""
    readings = {inbox_id: item.reading for item in understood for inbox_id in item.step.inbox_ids}
    media = _media(session, events)
    for event in events:
        if event.kind == "timer":
            continue
        text = event.payload.get("text") or event.payload.get("caption") or event.payload.get("title")
        session.add(
            TranscriptEntry(
                citizen_id=event.citizen_id,
                speaker="citizen",
                kind=event.kind,
                text=text,
                content={
                    key: value for key, value in event.payload.items() if key not in ("text", "caption")
                },
                wamid=event.wamid,
                reply_to=event.reply_to,
                media_id=media.get(event.id),
                inbox_id=event.id,
                turn_id=turn_id,
                understanding=_understanding(readings[event.id]) if text and event.id in readings else None,
                at=event.sent_at,
            )
        )


def _media(session: Session, events: Sequence[InboxEvent]) -> dict[int | None, int]:
    query = select(Media.inbox_id, Media.id).where(Media.inbox_id.in_([event.id for event in events]))
    return dict(session.execute(query).tuples().all())


def _understanding(reading: dict[str, Any]) -> dict[str, Any]:
    return {
        "intent": reading["intent"].get("name"),
        "confidence": reading["intent"].get("confidence"),
        "entities": reading.get("entities", []),
        "alternatives": reading.get("intent_ranking", [])[:ALTERNATIVES],
    }
