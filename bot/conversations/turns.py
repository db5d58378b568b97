"""Whose turn it is: claims all waiting messages of one citizen, oldest citizen first."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.conversations.citizens import Citizen
from bot.conversations.identity import resolve
from bot.conversations.inbox import Sender
from bot.conversations.messages import InboxEvent
from bot.settings import Settings, load_settings
from bot.storage.database import Database
from bot.storage.tables import now
from bot.storage.vault import Vault

CANDIDATES = 50
NOT_FOR_TURNS = ("status", "reaction")

# Statements of every turn, made once: building one costs more than running it.
IS_FREE = or_(Citizen.lease_until.is_(None), Citizen.lease_until <= bindparam("at"))
WAITING_CITIZENS = (
    select(Citizen.id)
    .join(InboxEvent, InboxEvent.citizen_id == Citizen.id)
    .where(InboxEvent.state == "waiting", InboxEvent.kind.not_in(NOT_FOR_TURNS))
    .where(InboxEvent.ready_at <= bindparam("at"), IS_FREE)
    .group_by(Citizen.id)
    .order_by(func.min(InboxEvent.id))
)
FREE_CITIZEN = (
    select(Citizen)
    .where(Citizen.id == bindparam("citizen"), IS_FREE)
    .with_for_update(skip_locked=True, key_share=True)
)
WAITING_EVENTS = (
    select(InboxEvent)
    .where(InboxEvent.citizen_id == bindparam("citizen"), InboxEvent.state == "waiting")
    .where(InboxEvent.kind.not_in(NOT_FOR_TURNS))
    .order_by(InboxEvent.sent_at, InboxEvent.id)
)
HELD_CITIZEN = (
    select(Citizen)
    .where(Citizen.id == bindparam("citizen"), Citizen.lease_token == bindparam("token"))
    .with_for_update(key_share=True)
)

Settle = Callable[[Session, Sequence[InboxEvent]], datetime | None]

log = structlog.get_logger()


@dataclass(frozen=True)
class Claim:
    """The right to answer one citizen's messages until `lease_until`.

    `events` are the messages as they were when it was given, to be read without any session.
    `attempts` counts this claim, and earlier ones that ended in a failure or with their worker.
    """

    citizen_id: int
    events: tuple[InboxEvent, ...]
    lease_token: str

    @property
    def inbox_ids(self) -> tuple[int, ...]:
        return tuple(event.id for event in self.events)

    @property
    def attempts(self) -> int:
        return max(event.attempts for event in self.events)


def claim_next(
    database: Database, worker: str, lease: timedelta, settle: Settle, at: datetime
) -> Claim | None:
    """Lease the citizen who has waited longest, with all his messages that are ready.

    `settle` looks at his messages and answers a later moment when he seems not to have finished writing;
    they are then left until that moment. A message that failed before is claimed alone, so that it
    cannot block the next one. Never two workers hold one citizen.
    """
    with database.writing() as session:
        for citizen_id in _waiting_citizens(session, at):
            citizen = _lock_free_citizen(session, citizen_id, at)
            if citizen is None:
                continue
            events = _ready_events(session, citizen_id, at)
            if not events:
                continue
            later = _settled(settle, session, events)
            if later is not None and later > at:
                for event in events:
                    event.ready_at = later
                continue
            for event in events:
                event.attempts += 1
            citizen.lease_token = f"{worker}:{uuid.uuid4().hex}"
            citizen.lease_until = at + lease
            return Claim(citizen_id, tuple(events), citizen.lease_token)
    return None


def has_waiting(database: Database, at: datetime) -> bool:
    """Whether anything is ready; asks without taking the writer's place."""
    with database.reading() as session:
        return bool(_waiting_citizens(session, at, limit=1))


def hold(session: Session, claim: Claim) -> Citizen | None:
    """Return the citizen inside the turn's transaction, or None when the lease has passed to another."""
    lease = {"citizen": claim.citizen_id, "token": claim.lease_token}
    return session.scalars(HELD_CITIZEN, lease).one_or_none()


def release(citizen: Citizen) -> None:
    citizen.lease_token = None
    citizen.lease_until = None


def release_worker(database: Database, worker: str) -> int:
    """Free what a worker of this name held when it died; returns the number of citizens."""
    with database.writing() as session:
        held = update(Citizen).where(Citizen.lease_token.startswith(f"{worker}:", autoescape=True))
        freed = held.values(lease_token=None, lease_until=None).returning(Citizen.id)
        return len(session.scalars(freed, execution_options={"synchronize_session": False}).all())


def _settled(settle: Settle, session: Session, events: Sequence[InboxEvent]) -> datetime | None:
    try:
        return settle(session, events)
    except SQLAlchemyError:
        raise
    except Exception as error:
        # Words that nobody can judge must not keep all other citizens waiting: the turn deals with them.
        log.error("not settled", inbox=[event.id for event in events], error=type(error).__name__)
        return None


def _waiting_citizens(session: Session, at: datetime, limit: int = CANDIDATES) -> list[int]:
    """Citizens whose turn it could be; who has waited longest comes first."""
    return list(session.scalars(WAITING_CITIZENS.limit(limit), {"at": at}))


def _lock_free_citizen(session: Session, citizen_id: int, at: datetime) -> Citizen | None:
    return session.scalars(FREE_CITIZEN, {"citizen": citizen_id, "at": at}).one_or_none()


def _ready_events(session: Session, citizen_id: int, at: datetime) -> list[InboxEvent]:
    waiting = session.scalars(WAITING_EVENTS, {"citizen": citizen_id}).all()
    tried = [event for event in waiting if event.attempts > 0 and event.ready_at <= at]
    return tried[:1] or [event for event in waiting if event.attempts == 0]


@dataclass(frozen=True)
class AloneSession:
    """A session for an action that no worker has called."""

    session: Session
    settings: Settings
    citizen_id: int
    at: datetime


@contextmanager
def open_alone(sender_id: str) -> Iterator[AloneSession]:
    """Open and commit a session for a conversation of stock Rasa, whose sender id is a free name."""
    settings = load_settings()
    database = Database(settings.database_url)
    try:
        with database.writing() as session:
            at = now()
            sender = Sender(user_id=f"rasa.{sender_id}", phone=None, profile_name=None)
            citizen = resolve(session, Vault(settings.secret_key), sender, at)
            yield AloneSession(session, settings, citizen.id, at)
    finally:
        database.dispose()
