"""Events and rows as the tests of this room need them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import DeclarativeBase, Session

from bot.conversations.citizens import Citizen
from bot.conversations.inbox import NewEvent, Sender, store_events
from bot.storage.database import Database
from bot.storage.vault import Vault

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=timezone.utc)
PHONE = "6281200000001"
OTHER_PHONE = "6281200000002"
USER = "ID.1000000000000001"
OTHER_USER = "ID.1000000000000002"


def later(**amount: float) -> datetime:
    return NOON + timedelta(**amount)


def sender(user_id: str | None = USER, phone: str | None = PHONE, **more: Any) -> Sender:
    return Sender(user_id, phone, more.pop("profile_name", None), **more)


def event(wamid: str = "wamid.1", kind: str = "text", **parts: Any) -> NewEvent:
    payload = parts.pop("payload", {"text": "jalan rusak"})
    values = {
        "event_key": f"message:{wamid}",
        "sent_at": NOON,
        "reply_to": None,
        "raw": {"id": wamid},
        "sender": sender(),
        **parts,
    }
    return NewEvent(kind=kind, wamid=wamid, payload=payload, **values)


def store(database: Database, vault: Vault, *events: NewEvent, at: datetime = NOON) -> int:
    with database.writing() as session:
        return store_events(session, vault, events, at)


def add_citizen(database: Database) -> int:
    with database.writing() as session:
        citizen = Citizen(created_at=NOON, last_inbound_at=NOON)
        session.add(citizen)
        session.flush()
        return citizen.id


def count(session: Session, table: type[DeclarativeBase]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0
