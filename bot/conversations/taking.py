"""Who answers in a chat: the bot, or somebody of the staff who has taken it.

While staff have a chat, or its citizen waits for a human, the bot is silent in it; after twelve hours in
which nobody of them did anything it speaks again. What the citizen wrote meanwhile and no staff has answered
is then read by the bot after all.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, and_, exists, or_, select, update
from sqlalchemy.orm import Session

from bot.conversations.bubbles import Bubble
from bot.conversations.citizens import Citizen
from bot.conversations.messages import InboxEvent, OutboxMessage
from bot.conversations.outbox import enqueue
from bot.conversations.window import is_window_open

IDLE = timedelta(hours=12)
STAFF = "staff"
# Marks (`InboxEvent.error`) of messages that were kept without an answer.
SILENCED = "silenced"
BLOCKED = "blocked"
IS_SILENCED = (InboxEvent.state == "done", InboxEvent.error == SILENCED)


class TakenByOther(Exception):
    """Somebody else of the staff has this chat."""

    def __init__(self, staff_id: int) -> None:
        super().__init__(f"taken by staff {staff_id}")
        self.staff_id = staff_id


class WindowIsClosed(Exception):
    """WhatsApp takes nothing but a template for this citizen now."""


def holder_of(citizen: Citizen, at: datetime) -> int | None:
    """Who has the chat; None when the bot has it, or has it again after twelve idle hours."""
    active = citizen.staff_active_at
    return citizen.taken_by if active is not None and active > at - IDLE else None


def is_taken(citizen: Citizen, at: datetime) -> bool:
    return holder_of(citizen, at) is not None


def waits_for_human(citizen: Citizen, at: datetime) -> bool:
    """Whether he asked for a human less than twelve hours ago and nobody has answered."""
    return citizen.human_asked_at is not None and citizen.human_asked_at > at - IDLE


def is_silent(citizen: Citizen, at: datetime) -> bool:
    """Whether the bot says nothing in this chat, but for a danger to life."""
    return is_taken(citizen, at) or waits_for_human(citizen, at)


def lock_citizen(session: Session, citizen_id: int) -> Citizen:
    """The citizen, locked until the transaction ends. Raises NoResultFound."""
    lock = {"key_share": True}
    return session.get_one(Citizen, citizen_id, with_for_update=lock, populate_existing=True)


def take(session: Session, citizen: Citizen, staff_id: int, at: datetime) -> None:
    """Let a member of the staff answer in place of the bot. Raises TakenByOther.

    `citizen` comes from `lock_citizen`, so that of two at once the second learns of the first.
    """
    holder = holder_of(citizen, at)
    if holder not in (None, staff_id):
        raise TakenByOther(int(holder or 0))
    citizen.taken_by, citizen.staff_active_at = staff_id, at


def note_typing(session: Session, citizen: Citizen, staff_id: int, at: datetime) -> None:
    """Somebody of the staff is typing: he has the chat from now on. Raises TakenByOther."""
    take(session, citizen, staff_id, at)


def give_back(session: Session, citizen: Citizen, at: datetime) -> None:
    """Let the bot answer again, also what came in meanwhile and no staff has answered."""
    citizen.taken_by = citizen.human_asked_at = None
    _read_after_all(session, citizen.id, at)


def ask_for_human(session: Session, citizen_id: int, at: datetime) -> None:
    """Remember that the citizen wants a human; a second time changes nothing."""
    citizen = session.get_one(Citizen, citizen_id)
    if not waits_for_human(citizen, at):
        citizen.human_asked_at = at


def send_as_staff(
    session: Session,
    citizen: Citizen,
    bubble: Bubble,
    staff_id: int,
    at: datetime,
    *,
    report_id: int | None = None,
    draft_id: int | None = None,
    secret: bool = False,
) -> OutboxMessage:
    """Write to the citizen in place of the bot, and take the chat.

    Raises TakenByOther, WindowIsClosed for anything but a template outside the 24 hours, and what `enqueue`
    raises.
    """
    take(session, citizen, staff_id, at)
    if bubble.template is None and not is_window_open(citizen, at):
        raise WindowIsClosed
    citizen.human_asked_at = None
    answered = update(InboxEvent).where(InboxEvent.citizen_id == citizen.id, *IS_SILENCED)
    session.execute(answered.values(error=None))
    return enqueue(
        session, citizen.id, bubble, STAFF, at=at,
        speaker=STAFF, staff_id=staff_id, report_id=report_id, draft_id=draft_id, secret=secret,
    )  # fmt: skip


def end_idle(session: Session, at: datetime) -> int:
    """Give back the chats in which nobody of the staff did anything for twelve hours; return how many.

    Who asked for a human and got none stays on the list of those who wait.
    """
    citizens = session.scalars(_idle(at)).all()
    for citizen_id in citizens:
        citizen = lock_citizen(session, citizen_id)
        if not is_silent(citizen, at):
            citizen.taken_by = None
            _read_after_all(session, citizen.id, at)
    return len(citizens)


def is_any_idle(session: Session, at: datetime) -> bool:
    return session.scalars(_idle(at).limit(1)).first() is not None


def _idle(at: datetime) -> Select[tuple[int]]:
    """Chats that the bot has again by the clock, and that still look taken or hold silenced messages."""
    unread = exists().where(InboxEvent.citizen_id == Citizen.id, *IS_SILENCED)
    lapsed = and_(Citizen.taken_by.is_not(None), Citizen.staff_active_at <= at - IDLE)
    unanswered = and_(Citizen.taken_by.is_(None), Citizen.human_asked_at <= at - IDLE, unread)
    return select(Citizen.id).where(or_(lapsed, unanswered))


def _read_after_all(session: Session, citizen_id: int, at: datetime) -> None:
    silenced = update(InboxEvent).where(InboxEvent.citizen_id == citizen_id, *IS_SILENCED)
    session.execute(silenced.values(state="waiting", ready_at=at, attempts=0, error=None))
