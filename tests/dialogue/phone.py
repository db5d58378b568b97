"""A citizen's phone for scripted talks: it posts Meta's webhooks, signed, and reads what the outbox holds."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from starlette.testclient import TestClient

from bot.conversations.bubbles import Bubble
from bot.conversations.citizens import PHONE, Identity
from bot.conversations.messages import OutboxMessage
from bot.dialogue.worker import Worker
from bot.settings import WhatsAppSettings
from bot.storage.database import Database
from bot.storage.vault import Vault

numbers = itertools.count(1)


@dataclass
class Town:
    """The running program of a test: web, one worker, and its database."""

    client: TestClient
    worker: Worker
    database: Database
    vault: Vault
    whatsapp: WhatsAppSettings
    paused: bool = False

    def pause(self) -> None:
        """Let messages arrive without a worker, as when they come faster than one looks."""
        self.paused = True

    def resume(self) -> None:
        self.paused = False

    def post(self, value: dict[str, Any]) -> None:
        change = {"field": "messages", "value": {"messaging_product": "whatsapp", **value}}
        change["value"]["metadata"] = {"phone_number_id": self.whatsapp.phone_number_id}
        body = json.dumps(
            {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
        ).encode()
        digest = hmac.new(self.whatsapp.app_secret.encode(), body, hashlib.sha256).hexdigest()
        answer = self.client.post(
            "/whatsapp/webhook", content=body, headers={"X-Hub-Signature-256": f"sha256={digest}"}
        )
        assert answer.status_code == 200, answer.text

    def settle(self) -> None:
        """Let the worker take every turn that is ready."""
        while not self.paused and self.worker.step():
            pass


@dataclass
class Phone:
    """One citizen. `bubbles` are all the bubbles he ever got."""

    town: Town
    name: str = field(default_factory=lambda: f"62811{next(numbers):07d}")
    profile: str = "Warga"
    bubbles: list[Bubble] = field(default_factory=list)
    seen: int = 0

    def say(self, *texts: str) -> str:
        """Send words (several at once: as fragments) and return what the bot answers, empty for silence."""
        for text in texts:
            self._send({"type": "text", "text": {"body": text}})
        return self.listen()

    def press(self, title: str) -> str:
        """Press a button or choose a row of the last bubble by its title."""
        last = self.bubbles[-1]
        found = [(button.id, "button_reply") for button in last.buttons if button.title == title]
        found += [(row.id, "list_reply") for row in last.rows if row.title == title]
        assert found, f"no button {title!r} in {last}"
        identifier, kind = found[0]
        self._send(
            {"type": "interactive", "interactive": {"type": kind, kind: {"id": identifier, "title": title}}}
        )
        return self.listen()

    def photo(self, count: int = 1, caption: str | None = None) -> str:
        for _ in range(count):
            image = {
                "id": f"media-{next(numbers)}",
                "mime_type": "image/jpeg",
                "sha256": "x",
                **({"caption": caption} if caption else {}),
            }
            self._send({"type": "image", "image": image})
        return self.listen()

    def pin(self, latitude: float, longitude: float) -> str:
        self._send({"type": "location", "location": {"latitude": latitude, "longitude": longitude}})
        return self.listen()

    def send(self, message: dict[str, Any]) -> str:
        self._send(message)
        return self.listen()

    def listen(self) -> str:
        """Let the bot work and return the text of its new bubbles."""
        self.town.settle()
        with self.town.database.reading() as session:
            query = select(OutboxMessage).where(
                OutboxMessage.id > self.seen, OutboxMessage.purpose != "typing"
            )
            query = query.where(OutboxMessage.citizen_id == self.citizen_id(session)).order_by(
                OutboxMessage.id
            )
            rows = [(row.id, Bubble.from_json(row.body)) for row in session.scalars(query)]
        new = [bubble for _, bubble in rows]
        self.seen = max([self.seen, *(number for number, _ in rows)])
        self.bubbles += new
        return "\n---\n".join(bubble.text for bubble in new)

    def citizen_id(self, session: Any) -> int | None:
        value = self.town.vault.lookup(PHONE, self.name)
        return session.scalar(
            select(Identity.citizen_id).where(Identity.value_hash == value, Identity.ended_at.is_(None))
        )

    def _send(self, message: dict[str, Any]) -> None:
        identifier = f"wamid.{next(numbers):08d}"
        stamp = str(int(time.time()))
        contact = {"profile": {"name": self.profile}, "wa_id": self.name}
        self.town.post(
            {
                "contacts": [contact],
                "messages": [{"from": self.name, "id": identifier, "timestamp": stamp, **message}],
            }
        )
