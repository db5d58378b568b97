"""What of the talks with citizens must not be lost: unsent, not fetched, not read, not answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, TextClause, func, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.conversations.citizens import Citizen
from bot.conversations.corrections import REVOKED
from bot.conversations.messages import InboxEvent, Media, OutboxMessage
from bot.conversations.outbox import TO_OFFICERS

UNDELIVERED_AFTER = timedelta(hours=1)
UNFETCHED_AFTER = timedelta(minutes=10)
# WhatsApp itself gives up after thirty days.
AS_FAR_BACK = timedelta(days=30)
MOST = 50
# As the partial indexes say it: SQLite recognises them by these very words, and not by bound values.
_UNTOLD = text(
    "outbox.state IN ('accepted', 'sent', 'failed') AND outbox.handled_at IS NULL "
    "AND outbox.purpose != 'typing'"
)
_LOST = text("media.state IN ('failed', 'refused') AND media.handled_at IS NULL")
_ON_ITS_WAY = text("media.state = 'waiting'")
_SET_ASIDE = text("inbox.state = 'failed' AND inbox.handled_at IS NULL")

Row = TypeVar("Row")
Condition = ColumnElement[bool] | TextClause


@dataclass(frozen=True)
class Untold(Generic[Row]):
    """The first rows of a kind, and how many there are in all."""

    rows: Sequence[Row]
    total: int


def undelivered(session: Session, at: datetime) -> Untold[OutboxMessage]:
    """Bubbles that failed, or that WhatsApp took an hour ago and has not brought; the newest first."""
    wanted: list[Condition] = [
        _UNTOLD,
        OutboxMessage.purpose != TO_OFFICERS,
        OutboxMessage.created_at > at - AS_FAR_BACK,
        or_(OutboxMessage.state == "failed", OutboxMessage.created_at < at - UNDELIVERED_AFTER),
    ]
    return _found(session, OutboxMessage, wanted, OutboxMessage.created_at)


def unfetched(session: Session, at: datetime) -> Untold[Media]:
    """Files of citizens that could not be fetched or were refused, or that have been waiting for long."""
    recent = Media.received_at > at - AS_FAR_BACK
    not_taken_back = func.coalesce(Media.refused_because, "") != REVOKED
    lost = _found(session, Media, [_LOST, recent, not_taken_back], Media.received_at)
    stuck: list[Condition] = [
        _ON_ITS_WAY,
        recent,
        Media.received_at < at - UNFETCHED_AFTER,
        Media.handled_at.is_(None),
    ]
    late = _found(session, Media, stuck, Media.received_at)
    return Untold([*late.rows, *lost.rows], late.total + lost.total)


def unread(session: Session) -> Untold[InboxEvent]:
    """Messages that no turn could read."""
    return _found(session, InboxEvent, [_SET_ASIDE], InboxEvent.received_at)


def waiting_for_human(session: Session) -> Untold[Citizen]:
    return _found(session, Citizen, [Citizen.human_asked_at.is_not(None)], Citizen.human_asked_at)


def read_again(event: InboxEvent, at: datetime) -> None:
    """Let the worker try a message anew that was set aside."""
    event.state, event.attempts, event.error, event.ready_at = "waiting", 0, None, at


def fetch_again(media: Media, at: datetime) -> None:
    media.state, media.attempts, media.refused_because = "waiting", 0, None
    media.next_try_at, media.claimed_until = at, None


def _found(
    session: Session,
    table: type[Row],
    wanted: Sequence[Condition],
    age: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
) -> Untold[Row]:
    total = session.scalar(select(func.count()).select_from(table).where(*wanted)) or 0
    rows = session.scalars(select(table).where(*wanted).order_by(age.desc()).limit(MOST)).all()
    return Untold(rows, total)
