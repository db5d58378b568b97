"""Voice notes: staff listen and write down what was said, and the bot reads it as if he had written it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, TextClause, exists, func, select, text
from sqlalchemy.orm import Session

from bot.conversations.messages import InboxEvent, Media, TranscriptEntry

# Of secret parts nobody but the office in charge hears anything.
_SECRET = exists().where(
    TranscriptEntry.citizen_id == Media.citizen_id,
    TranscriptEntry.media_id == Media.id,
    TranscriptEntry.secret.is_(True),
)
# As the partial index says it: SQLite recognises it by these very words, and not by bound values.
UNTYPED: tuple[ColumnElement[bool] | TextClause, ...] = (
    text("media.kind = 'audio' AND media.state = 'stored' AND media.typed_at IS NULL"),
    Media.handled_at.is_(None),
    Media.redacted_at.is_(None),
    ~_SECRET,
)


class TypedAlready(Exception):
    """Somebody has dealt with this voice note in the meantime, or there is none."""


def untyped_voices(session: Session, limit: int) -> Sequence[Media]:
    """The voice notes that nobody has written down, the longest waiting first."""
    query = select(Media).where(*UNTYPED).order_by(Media.received_at, Media.id)
    return session.scalars(query.limit(limit)).all()


def count_untyped(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Media).where(*UNTYPED)) or 0


def type_voice(session: Session, media_id: int, words: str, staff_id: int, at: datetime) -> InboxEvent:
    """Let the bot read `words` as the citizen's own. Raises TypedAlready; a note is never read twice."""
    media = _locked(session, media_id)
    media.typed_at = at
    typed = InboxEvent(
        event_key=f"typed:{media.id}",
        kind="text",
        citizen_id=media.citizen_id,
        payload={"text": words, "typed_by": staff_id, "media_id": media.id},
        sent_at=at,
        received_at=at,
        ready_at=at,
    )
    session.add(typed)
    return typed


def set_aside_voice(session: Session, media_id: int, at: datetime) -> None:
    """There is nothing in it to write down. Raises TypedAlready."""
    _locked(session, media_id).handled_at = at


def _locked(session: Session, media_id: int) -> Media:
    query = select(Media).where(Media.id == media_id, *UNTYPED)
    media = session.scalars(query.with_for_update(of=Media)).one_or_none()
    if media is None:
        raise TypedAlready
    return media
