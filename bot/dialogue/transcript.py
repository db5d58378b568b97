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
) -> list[TranscriptEntry]:
    """Add a line for each message of a citizen and return the lines; timers are no messages.

    A message that is read a second time, after a silence or a failure, has its line already.
    """
    readings = {inbox_id: item.reading for item in understood for inbox_id in item.step.inbox_ids}
    media = media_of(session, events)
    lines = _known_lines(session, events, readings)
    known = {line.inbox_id for line in lines}
    for event in events:
        if event.kind == "timer" or event.id in known:
            continue
        text = event.payload.get("text") or event.payload.get("caption") or event.payload.get("title")
        lines.append(
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
                understanding=_understanding(readings.get(event.id)) if text else None,
                at=event.sent_at,
            )
        )
    session.add_all(lines)
    return lines


def _known_lines(
    session: Session, events: Sequence[InboxEvent], readings: dict[int, dict[str, Any]]
) -> list[TranscriptEntry]:
    again = [event.id for event in events if event.turn_id is not None]
    if not again:
        return []
    lines = list(session.scalars(select(TranscriptEntry).where(TranscriptEntry.inbox_id.in_(again))))
    for line in lines:
        if line.text and line.understanding is None:
            line.understanding = _understanding(readings.get(line.inbox_id or 0))
    return lines


def media_of(session: Session, events: Sequence[InboxEvent]) -> dict[int | None, int]:
    """The media row of each message that has one; words alone cost no query."""
    ids = [event.id for event in events if event.kind != "text"]
    if not ids:
        return {}
    query = select(Media.inbox_id, Media.id).where(Media.inbox_id.in_(ids))
    return dict(session.execute(query).tuples().all())


def _understanding(reading: dict[str, Any] | None) -> dict[str, Any] | None:
    return reading and {
        "intent": reading["intent"].get("name"),
        "confidence": reading["intent"].get("confidence"),
        "entities": reading.get("entities", []),
        "alternatives": reading.get("intent_ranking", [])[:ALTERNATIVES],
    }
