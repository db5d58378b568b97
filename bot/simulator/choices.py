"""The buttons and list rows of a business message, and which of them a label means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bot.simulator.chats import ChatMessage

Body = dict[str, Any]


class ChoiceError(ValueError):
    """No open message offers the wanted button or row."""


def choose(messages: Iterable[ChatMessage], label: str) -> tuple[str, Body]:
    """Kind and fields of the answer that pressing `label` (a title or an id) sends.

    The newest message that offers it is taken. Raises ChoiceError.
    """
    for message in reversed(list(messages)):
        for kind, choice in offered(message):
            if label in (choice["title"], choice["id"]):
                return kind, {**choice, "quote": message.wamid}
    raise ChoiceError(f"Tidak ada tombol atau pilihan «{label}»")


def offered(message: ChatMessage) -> Iterator[tuple[str, Body]]:
    """Every choice below one business message, with the kind of answer it sends."""
    if message.from_citizen:
        return
    action = message.content.get("interactive", {}).get("action", {})
    for button in action.get("buttons", []):
        yield "button_reply", dict(button["reply"])
    for section in action.get("sections", []):
        for row in section.get("rows", []):
            yield "list_reply", dict(row)
    for part in message.content.get("template", {}).get("components", []):
        if part.get("type") == "button" and part.get("sub_type") == "quick_reply":
            payload = part["parameters"][0].get("payload", "")
            yield "button", {"id": payload, "title": part.get("text", payload)}
