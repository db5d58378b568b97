"""WhatsApp as a simulated day needs it: it keeps to the 24-hour window and tells what became of messages."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.whatsapp.graph_api import Fault, GraphApi

WINDOW_SECONDS = 86_400
WINDOW_CLOSED, TEMPORARY = 131047, 131016
# Every so many calls end with an error that passes.
FAULT_EVERY = 97
# Statuses in one webhook; Meta sends up to a thousand changes together.
MOST_STATUSES = 400
Post = Callable[[dict[str, Any]], None]


@dataclass
class Network(GraphApi):
    """Takes what may be sent at this moment. `written` is when each citizen wrote last."""

    written: dict[str, float] = field(default_factory=dict)
    told: int = 0
    called: int = 0
    refused_by_window: int = 0

    def _fault_for(self, body: dict[str, Any]) -> Fault | None:
        if "status" in body:
            return None
        self.called += 1
        if body["type"] != "template" and not self._is_window_open(body["to"]):
            self.refused_by_window += 1
            return Fault(WINDOW_CLOSED)
        return Fault(TEMPORARY, 500) if self.called % FAULT_EVERY == 0 else None

    def _is_window_open(self, phone: str) -> bool:
        return time.time() - self.written.get(phone, 0.0) < WINDOW_SECONDS

    def tell_statuses(self, post: Post) -> bool:
        """Tell by webhook that what was taken since the last time has arrived; False when that is nothing."""
        with self.lock:
            news = list(enumerate(self.messages, start=1))[self.told : self.told + MOST_STATUSES]
        if not news:
            return False
        self.told += len(news)
        post({"statuses": [status for number, message in news for status in _statuses(number, message)]})
        return True

    def taken(self) -> Counter[str]:
        """How often each message of ours was taken, by the id that comes back in its statuses."""
        return Counter(message["biz_opaque_callback_data"] for message in self.messages)

    def texts_of(self, phone: str) -> list[str]:
        """All that this phone got, each message on one line."""
        return [words_of(message) for message in self.messages if message["to"] == phone]


def words_of(message: dict[str, Any]) -> str:
    """What stands in a message: of a template the values that fill it."""
    part = message[message["type"]]
    if message["type"] == "template":
        bodies = (one for one in part["components"] if one["type"] == "body")
        return flat("\n".join(value["text"] for body in bodies for value in body["parameters"]))
    if message["type"] == "image":
        return flat(part["caption"])
    return flat(part["body"] if isinstance(part["body"], str) else part["body"]["text"])


def flat(words: str) -> str:
    return " ".join(words.split())


def _statuses(number: int, message: dict[str, Any]) -> list[dict[str, Any]]:
    """`sent` and `delivered` of one message, with the price as Meta names it."""
    category = "utility" if message["type"] == "template" else "service"
    facts = {
        "id": f"wamid.{number}",
        "recipient_id": message["to"],
        "timestamp": str(int(time.time())),
        "biz_opaque_callback_data": message["biz_opaque_callback_data"],
        "pricing": {"billable": True, "pricing_model": "PMP", "category": category},
    }
    return [json.loads(json.dumps({**facts, "status": status})) for status in ("sent", "delivered")]
