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
    if message.type == "template":
        yield from _quick_replies(message.content)


def _quick_replies(content: Body) -> Iterator[tuple[str, Body]]:
    """Buttons of a template: the label is known only of a registered one, else the payload stands for it."""
    payloads = {
        int(part.get("index", 0)): part["parameters"][0].get("payload", "")
        for part in content["template"].get("components") or []
        if part.get("sub_type") == "quick_reply"
    }
    labels = dict(enumerate(content.get("filled", {}).get("buttons", []))) or payloads
    for index, label in labels.items():
        yield "button", {"id": payloads.get(index, label), "title": label}
