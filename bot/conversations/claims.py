"""Which rows a courier may carry now; safe beside other couriers on the same PostgreSQL.

A claim is a lease. Claims of a courier that died are free again when their lease has run out; for a bubble
that is later than any status webhook would have told that WhatsApp had it after all (see
`bot/whatsapp/sending.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, bindparam, exists, or_, select, text, update
from sqlalchemy.orm import Session, aliased

from bot.conversations.messages import InboxEvent, Media, OutboxMessage
from bot.conversations.outbox import TYPING
from bot.storage.database import Database

UNDELIVERED = ("queued", "sending")
# As the partial index says it: SQLite recognises it by these very words, and not by bound values.
IS_UNDELIVERED = text("outbox.state IN ('queued', 'sending')")


def _claimable() -> Select[tuple[OutboxMessage]]:
    """What may go at the moment `at`: made once, since couriers ask five times a second."""
    earlier, at = aliased(OutboxMessage), bindparam("at", type_=OutboxMessage.next_try_at.type)
    due = or_(
        and_(OutboxMessage.state == "queued", OutboxMessage.next_try_at <= at),
        and_(OutboxMessage.state == "sending", OutboxMessage.claimed_until <= at),
    )
    waits_behind = exists().where(
        earlier.citizen_id == OutboxMessage.citizen_id,
        earlier.state.in_(UNDELIVERED),
        earlier.purpose != TYPING,
        earlier.id < OutboxMessage.id,
    )
    return (
        select(OutboxMessage)
        .where(IS_UNDELIVERED, due, or_(OutboxMessage.purpose == TYPING, ~waits_behind))
        .order_by(OutboxMessage.next_try_at, OutboxMessage.id)
    )


CLAIMABLE = _claimable()
CLAIMABLE_BUBBLES = CLAIMABLE.where(OutboxMessage.purpose != TYPING)


def claim_due(
    database: Database, limit: int, at: datetime, lease: timedelta, typing: bool = True
) -> Sequence[OutboxMessage]:
    """Take up to `limit` due rows, at most one bubble of each citizen, as detached objects.

    A citizen's later bubble is never taken before an earlier one has reached WhatsApp or failed. Typing
    signs (left out unless `typing`) neither wait nor make others wait.
    """
    due, moment = (CLAIMABLE if typing else CLAIMABLE_BUBBLES), {"at": at}
    with database.reading() as session:
        # Taking SQLite's only writing place five times a second for nothing would delay the turns.
        if session.scalars(due.limit(1), moment).first() is None:
            return []
    with database.writing() as session:
        rows = session.scalars(due.limit(limit).with_for_update(skip_locked=True), moment).all()
        for row in rows:
            row.state = "sending"
            row.claimed_until = at + lease
            row.attempts += 1
    return rows


def drop_stale_typing(database: Database, before: datetime) -> None:
    """Give up the typing signs from before that moment: nobody is waiting for them any more."""
    stale = and_(
        OutboxMessage.purpose == TYPING,
        IS_UNDELIVERED,
        OutboxMessage.next_try_at < before,
    )
    with database.reading() as session:
        if session.scalars(select(OutboxMessage.id).where(stale).limit(1)).first() is None:
            return
    with database.writing() as session:
        session.execute(update(OutboxMessage).where(stale).values(state="dropped"))


def claim_media(database: Database, limit: int, at: datetime, lease: timedelta) -> Sequence[Media]:
    """Take up to `limit` media that are to be fetched now, as detached objects."""
    due = and_(
        Media.state == "waiting",
        Media.next_try_at <= at,
        or_(Media.claimed_until.is_(None), Media.claimed_until <= at),
    )
    with database.reading() as session:
        if session.scalars(select(Media.id).where(due).limit(1)).first() is None:
            return []
    with database.writing() as session:
        query = select(Media).where(due).order_by(Media.next_try_at, Media.id).limit(limit)
        rows = session.scalars(query.with_for_update(skip_locked=True)).all()
        for row in rows:
            row.claimed_until = at + lease
            row.attempts += 1
    return rows


def waiting_statuses(session: Session, limit: int, at: datetime) -> Sequence[InboxEvent]:
    """Lock up to `limit` status events that are to be applied, until the caller's transaction ends."""
    query = (
        select(InboxEvent)
        .where(InboxEvent.state == "waiting", InboxEvent.kind == "status", InboxEvent.ready_at <= at)
        .order_by(InboxEvent.ready_at, InboxEvent.id)
        .limit(limit)
    )
    return session.scalars(query.with_for_update(skip_locked=True)).all()
