"""What we tell WhatsApp: rows written inside a turn, carried by the couriers, moved forward by statuses.

A row goes `queued → sending → accepted → sent → delivered → read`, or ends as `failed` or (a typing sign
that came too late) `dropped`. It never moves back, with one exception: a courier whose attempt failed puts
its own `sending` row back to `queued`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.conversations.bubbles import Bubble
from bot.conversations.citizens import Citizen
from bot.conversations.messages import OutboxMessage, TranscriptEntry
from bot.storage.tables import now

TYPING = "typing"
# What he has not asked for.
UPDATE = "update"
# To an officer: what he has not read is looked after by itself.
TO_OFFICERS = "card"
# `failed` stands below `delivered`: a message that reached a phone was not lost, whatever came before.
STEPS = ("queued", "sending", "accepted", "sent", "failed", "delivered", "read")
# What a line of the transcript says of who speaks and to what it belongs.
WHOSE = ("speaker", "staff_id", "report_id", "draft_id", "secret")
STATUSES = frozenset({"sent", "delivered", "read", "failed"})


def enqueue(
    session: Session,
    citizen_id: int,
    bubble: Bubble,
    purpose: str,
    turn_id: str | None = None,
    at: datetime | None = None,
    *,
    speaker: str = "bot",
    staff_id: int | None = None,
    report_id: int | None = None,
    draft_id: int | None = None,
    secret: bool = False,
) -> OutboxMessage:
    """Put a bubble into the outbox and its line into the transcript, in the caller's transaction.

    `speaker` is `bot` or `staff`; the other keywords say to whom the line belongs (`TranscriptEntry`).
    Raises BubbleTooLarge or BubbleMalformed when WhatsApp would refuse it.
    """
    bubble.check()
    at = at or now()
    body = bubble.to_json()
    message = OutboxMessage(
        citizen_id=citizen_id, purpose=purpose, body=body, turn_id=turn_id, next_try_at=at, created_at=at
    )
    session.add(message)
    session.flush()
    session.add(
        TranscriptEntry(
            citizen_id=citizen_id,
            speaker=speaker,
            kind=bubble.kind,
            text=bubble.text,
            content={name: part for name, part in body.items() if name != "otherwise"},
            media_id=bubble.image,
            outbox_id=message.id,
            turn_id=turn_id,
            staff_id=staff_id,
            report_id=report_id,
            draft_id=draft_id,
            secret=secret,
            at=at,
        )
    )
    return message


def retell(session: Session, message: OutboxMessage, at: datetime) -> OutboxMessage | None:
    """Queue what a message holds ready for a closed window, which settles its failure.

    None for nothing, and for news that the citizen has come to want no more.
    """
    ready = Bubble.from_json(message.body).otherwise
    if ready is None or message.handled_at is not None:
        return None
    message.handled_at = at
    if message.purpose == UPDATE and session.get_one(Citizen, message.citizen_id).updates_stopped_at:
        return None
    return send_again(session, message, ready, at, message.turn_id)


def send_again(
    session: Session, message: OutboxMessage, bubble: Bubble, at: datetime, turn_id: str | None = None
) -> OutboxMessage:
    """Queue a bubble in place of a message, whose failure this settles: of the same speaker, to the same
    report."""
    message.handled_at = at
    line = line_of(session, message)
    whose = {name: getattr(line, name) for name in WHOSE} if line else {}
    again = enqueue(session, message.citizen_id, bubble, message.purpose, turn_id, at, **whose)
    again.repeats = message.repeats or message.id
    return again


def line_of(session: Session, message: OutboxMessage) -> TranscriptEntry | None:
    """The line of a bubble in its chat."""
    query = select(TranscriptEntry).where(
        TranscriptEntry.citizen_id == message.citizen_id, TranscriptEntry.outbox_id == message.id
    )
    return session.scalars(query).first()


def enqueue_typing(
    session: Session, citizen_id: int, wamid: str, turn_id: str | None = None, at: datetime | None = None
) -> OutboxMessage:
    """Mark the citizen's message as read and show that we are writing; best effort, never repeated."""
    at = at or now()
    message = OutboxMessage(
        citizen_id=citizen_id,
        purpose=TYPING,
        body={"wamid": wamid},
        turn_id=turn_id,
        next_try_at=at,
        created_at=at,
    )
    session.add(message)
    return message


def last_words(session: Session, citizen_id: int, since: datetime) -> str | None:
    """What the bot said last to a citizen, if it was after `since`."""
    query = select(TranscriptEntry.text).where(
        TranscriptEntry.citizen_id == citizen_id, TranscriptEntry.speaker == "bot", TranscriptEntry.at > since
    )
    return session.scalar(query.order_by(TranscriptEntry.at.desc(), TranscriptEntry.id.desc()).limit(1))


def record_accepted(session: Session, message_id: int, wamid: str, at: datetime) -> None:
    """WhatsApp took the message (which does not mean that it was delivered) under this id."""
    message = _locked(session, message_id)
    _name(session, message, wamid)
    message.accepted_at = message.accepted_at or at
    _advance(message, "accepted")


def record_failure(
    session: Session,
    message_id: int,
    code: int | None,
    title: str,
    at: datetime,
    retry_at: datetime | None = None,
) -> None:
    """An attempt failed: try again at `retry_at`, or never; a row that a status has moved on stays so."""
    message = _locked(session, message_id)
    if message.state != "sending":
        return
    message.error_code = code
    message.error_title = title
    message.claimed_until = None
    if retry_at is None:
        message.state = "failed"
        message.failed_at = at
    else:
        message.state = "queued"
        message.next_try_at = retry_at


def put_back(session: Session, message_id: int, until: datetime) -> None:
    """Return a claimed row that was not attempted at all; its number of attempts is what it was."""
    message = _locked(session, message_id)
    if message.state == "sending":
        message.state = "queued"
        message.claimed_until = None
        message.next_try_at = until
        message.attempts -= 1


def record_typing(session: Session, message_id: int, shown: bool) -> None:
    """A typing sign was shown, or is given up for good."""
    state = "accepted" if shown else "dropped"
    session.execute(update(OutboxMessage).where(OutboxMessage.id == message_id).values(state=state))


def record_status(
    session: Session,
    message_id: int,
    status: str,
    at: datetime,
    wamid: str | None = None,
    pricing: dict[str, Any] | None = None,
    error: dict[str, Any] | None = None,
) -> None:
    """Move a row forward to what a status webhook tells, in whatever order they arrive.

    A status also proves that WhatsApp had accepted the message, if a crash kept us from recording that.
    Unknown statuses (`played`, `deleted`, `warning`) change nothing.
    """
    if status not in STATUSES:
        return
    message = _locked(session, message_id)
    if wamid:
        _name(session, message, wamid)
    message.accepted_at = message.accepted_at or at
    moment = f"{status}_at"
    setattr(message, moment, getattr(message, moment) or at)
    message.pricing = pricing or message.pricing
    if _advance(message, status) and error:
        message.error_code = error.get("code")
        message.error_title = error.get("title")


def find_message(session: Session, message_id: int | None, wamid: str | None) -> OutboxMessage | None:
    """The row a status speaks of: by our own id, else by the id WhatsApp gave it."""
    if message_id is not None:
        found = session.get(OutboxMessage, message_id)
        if found is not None:
            return found
    if wamid is None:
        return None
    return session.scalars(select(OutboxMessage).where(OutboxMessage.wamid == wamid)).first()


def oldest_queued_age(session: Session, at: datetime | None = None) -> float | None:
    """Seconds since the oldest bubble that is still to be sent was written; None when there is none."""
    query = select(OutboxMessage.created_at).where(
        OutboxMessage.state.in_(("queued", "sending")), OutboxMessage.purpose != TYPING
    )
    oldest = session.scalars(query.order_by(OutboxMessage.created_at).limit(1)).first()
    return None if oldest is None else ((at or now()) - oldest).total_seconds()


def _locked(session: Session, message_id: int) -> OutboxMessage:
    return session.get_one(OutboxMessage, message_id, with_for_update=True, populate_existing=True)


def _advance(message: OutboxMessage, state: str) -> bool:
    if message.state == "dropped" or STEPS.index(state) <= STEPS.index(message.state):
        return False
    message.state = state
    message.claimed_until = None
    return True


def _name(session: Session, message: OutboxMessage, wamid: str) -> None:
    message.wamid = message.wamid or wamid
    line = TranscriptEntry.outbox_id == message.id
    session.execute(update(TranscriptEntry).where(line, TranscriptEntry.wamid.is_(None)).values(wamid=wamid))
