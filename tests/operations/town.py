"""The parts of one process as tests of this room need them, with rows to look at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from bot.conversations.citizens import Citizen
from bot.conversations.messages import InboxEvent, OutboxMessage
from bot.settings import load_settings
from bot.storage.database import Database
from bot.storage.tables import now
from bot.web import create_app
from bot.wiring import Wiring
from tests.operations.program import ROOT

TOKEN = {
    "WHATSAPP_ACCESS_TOKEN": "the token",
    "WHATSAPP_APP_SECRET": "the app secret",
    "WHATSAPP_PHONE_NUMBER_ID": "100000000000001",
}
Open = Callable[..., Wiring]


def wire(url: str, folder: Path, **settings: str) -> Wiring:
    """A wiring with a migrated database, of a configured number unless the settings say otherwise."""
    known = {"DATABASE_URL": url, "MEDIA_URL": f"file://{folder}/media", "SECRET_KEY": "tests", **TOKEN}
    wiring = Wiring(load_settings(ROOT, {**known, **settings}), ROOT)
    wiring.prepare_database()
    return wiring


def browse(wiring: Wiring, host: str = "127.0.0.1") -> TestClient:
    """A client of the web process that calls from `host`."""
    return TestClient(create_app(wiring, 8000), client=(host, 50000))


def add_citizen(database: Database) -> int:
    with database.writing() as session:
        citizen = Citizen()
        session.add(citizen)
        session.flush()
        return citizen.id


def add_message(database: Database, citizen: int, **columns: Any) -> int:
    values = {"kind": "text", "payload": {"text": "halo"}, "sent_at": now(), **columns}
    with database.writing() as session:
        event = InboxEvent(citizen_id=citizen, event_key=f"message:{values['sent_at']}", **values)
        session.add(event)
        session.flush()
        return event.id


def add_bubble(database: Database, citizen: int, due: datetime, **columns: Any) -> int:
    values = {"purpose": "reply", "body": {"text": "Baik"}, "created_at": due, "next_try_at": due, **columns}
    with database.writing() as session:
        message = OutboxMessage(citizen_id=citizen, **values)
        session.add(message)
        session.flush()
        return message.id
