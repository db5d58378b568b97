"""Citizens with phones, on the other side of a running program: signed webhooks in, the Graph API out."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import re
import time
from dataclasses import dataclass
from typing import Any

import requests

from tests.operations.program import wait_until
from tests.whatsapp.graph_api import GraphApi

NUMBER = "100000000000001"
SECRET = "the app secret"
TOKEN = "the token"
TICKET = re.compile(r"OKI-\d{4}-\d{4}")
FIRST_MESSAGE = "jalan rusak parah di depan SDN 1 Celikah Kayu Agung, banyak lubang"

counter = itertools.count(1)


def number_settings(graph: GraphApi) -> dict[str, str]:
    """A configured number whose Graph API is the tests' own; nothing waits longer than it must."""
    return {
        "WHATSAPP_ACCESS_TOKEN": TOKEN,
        "WHATSAPP_APP_SECRET": SECRET,
        "WHATSAPP_VERIFY_TOKEN": "the verify token",
        "WHATSAPP_PHONE_NUMBER_ID": NUMBER,
        "WHATSAPP_GRAPH_URL": graph.url,
        "WHATSAPP_PAIR_SECONDS": "0",
        "SETTLE_FRAGMENT_SECONDS": "0",
        "SETTLE_MEDIA_SECONDS": "0",
        "SECRET_KEY": "of the tests",
    }


def sign(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Line:
    """WhatsApp's side of the number: it posts webhooks to the program."""

    url: str

    def post(self, **value: Any) -> requests.Response:
        value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": NUMBER}, **value}
        entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
        body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
        headers = {"X-Hub-Signature-256": sign(body)}
        return requests.post(f"{self.url}/whatsapp/webhook", data=body, headers=headers, timeout=20)

    def deliver(self, message: dict[str, Any], wamid: str) -> None:
        """Tell the program that its message has reached the phone."""
        opaque = {"biz_opaque_callback_data": message["biz_opaque_callback_data"]}
        named = {"id": wamid, "recipient_id": message["to"], "timestamp": _seconds(), **opaque}
        statuses = [{**named, "status": status} for status in ("sent", "delivered")]
        assert self.post(statuses=statuses).status_code == 200


@dataclass
class Citizen:
    """One phone. `bubbles` counts those that its owner has seen."""

    line: Line
    graph: GraphApi
    phone: str = ""
    bubbles: int = 0

    def __post_init__(self) -> None:
        self.phone = self.phone or f"6281355{next(counter):06d}"

    def write(self, text: str) -> None:
        self.send(type="text", text={"body": text})

    def press(self, button: str, title: str) -> None:
        pressed = {"type": "button_reply", "button_reply": {"id": button, "title": title}}
        self.send(type="interactive", interactive=pressed)

    def send_photo(self, graph_id: str) -> None:
        self.send(type="image", image={"id": graph_id, "mime_type": "image/jpeg", "sha256": "x"})

    def send(self, **message: Any) -> None:
        wamid = f"wamid.{self.phone}.{next(counter):06d}"
        contact = {"profile": {"name": "Warga"}, "wa_id": self.phone}
        named = {"from": self.phone, "id": wamid, "timestamp": _seconds(), **message}
        assert self.line.post(contacts=[contact], messages=[named]).status_code == 200

    def received(self) -> list[str]:
        return self.graph.texts(self.phone)

    def read(self, seconds: float = 20.0) -> str:
        """The next bubble, as soon as it is there."""
        wait_until(lambda: len(self.received()) > self.bubbles, seconds)
        self.bubbles += 1
        return self.received()[self.bubbles - 1]


def buttons(message: dict[str, Any]) -> list[str]:
    """Ids of the buttons of a message as the Graph API got it."""
    action = message.get("interactive", {}).get("action", {})
    return [button["reply"]["id"] for button in action.get("buttons", [])]


def _seconds() -> str:
    return str(int(time.time()))
