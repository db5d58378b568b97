"""A courier on a table of citizens, with a clock that the test turns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.conversations import outbox
from bot.conversations.bubbles import Bubble
from bot.conversations.citizens import Citizen
from bot.conversations.identity import resolve
from bot.conversations.inbox import NewEvent, Sender, store_events
from bot.conversations.messages import Media, OutboxMessage
from bot.conversations.wording import Wording
from bot.storage.database import Database
from bot.storage.files import Files
from bot.storage.vault import Vault
from bot.whatsapp.alarm import Stop, current_stop
from bot.whatsapp.client import GraphClient
from bot.whatsapp.courier import Courier
from bot.whatsapp.patience import Patience
from tests.conversations.events import NOON
from tests.whatsapp.graph_api import GraphApi
from tests.whatsapp.numbers import number_settings

RESPONSES = Path(__file__).parents[2] / "data" / "responses"
PHONE = "62812000000{:02}"


@dataclass
class Clock:
    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at

    def turn(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class Office:
    """The tables, the courier and the Graph API of one test."""

    def __init__(self, database: Database, vault: Vault, graph: GraphApi, root: Path, **values: str) -> None:
        self.database = database
        self.vault = vault
        self.graph = graph
        self.clock = Clock()
        self.files = Files(f"file://{root / 'media'}")
        self.root = root
        self.values = {"WHATSAPP_GRAPH_URL": graph.url, **values}
        self.patience = Patience(poll=0.02)
        self.courier = self.hire()

    def hire(self, **patience: Any) -> Courier:
        """Another courier, as after a restart or on another machine."""
        self.patience = replace(self.patience, **patience)
        settings = number_settings(self.root, **self.values)
        client = GraphClient(settings.whatsapp)
        wording = Wording(RESPONSES)
        parts = self.database, self.vault, self.files, client, wording, settings
        return Courier(*parts, self.patience, self.clock)

    def citizen(self, number: int = 1, user_id: str | None = None) -> int:
        with self.database.writing() as session:
            citizen = resolve(session, self.vault, Sender(user_id, PHONE.format(number), None), NOON)
            citizen.last_inbound_at = NOON
            return citizen.id

    def enqueue(self, citizen: int, *texts: str) -> list[int]:
        return [self.enqueue_bubble(citizen, Bubble(text)) for text in texts]

    def enqueue_bubble(self, citizen: int, bubble: Bubble) -> int:
        with self.database.writing() as session:
            return outbox.enqueue(session, citizen, bubble, "reply", at=self.clock()).id

    def enqueue_photo(self, citizen: int, text: str, content: bytes | None, **columns: Any) -> int:
        """A bubble with a photo of the staff; None when its file is gone."""
        path = f"2026/11/{citizen}/served.jpg"
        if content is not None:
            self.files.write(path, content)
        with self.database.writing() as session:
            facts = {"state": "stored", "mime": "image/png", "served_path": path, **columns}
            photo = Media(citizen_id=citizen, kind="image", graph_id="", staff_id=1, **facts)
            session.add(photo)
            session.flush()
            bubble = Bubble(text, image=photo.id)
            return outbox.enqueue(session, citizen, bubble, "staff", at=self.clock()).id

    def enqueue_typing(self, citizen: int) -> int:
        with self.database.writing() as session:
            message = outbox.enqueue_typing(session, citizen, "wamid.in", at=self.clock())
            session.flush()
            return message.id

    def receive(self, *events: NewEvent) -> int:
        with self.database.writing() as session:
            return store_events(session, self.vault, events, self.clock())

    def status(self, status: str, message_id: int | None, wamid: str = "wamid.1", **payload: Any) -> None:
        """A status webhook about a message of ours, stored as the webhook stores it."""
        opaque = {"opaque": f"outbox:{message_id}"} if message_id is not None else {}
        body = {"status": status, **opaque, **payload}
        key = f"status:{wamid}:{status}"
        self.receive(NewEvent(key, "status", self.clock(), wamid, None, body, None, None))

    def state(self, message_id: int) -> str:
        with self.database.reading() as session:
            return session.get_one(OutboxMessage, message_id).state

    def facts(self, message_id: int) -> tuple[str, int | None, float]:
        """State, error code, and seconds until the next attempt."""
        with self.database.reading() as session:
            row = session.get_one(OutboxMessage, message_id)
            return row.state, row.error_code, (row.next_try_at - self.clock()).total_seconds()

    def stop(self) -> Stop | None:
        with self.database.reading() as session:
            return current_stop(session)

    def everybody(self) -> list[int]:
        with self.database.reading() as session:
            return list(session.scalars(select(Citizen.id).order_by(Citizen.id)))
