"""Makes one bubble of all that a turn said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from rasa.core.channels.channel import OutputChannel

from bot.conversations.bubbles import Bubble, Button, Row, fit_text


@dataclass(frozen=True)
class Reply:
    """One thing an action said.

    `is_prompt` marks an open question or summary: a later one in the same turn takes its place.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    list_label: str | None = None
    rows: tuple[Row, ...] = ()
    asks_location: bool = False
    is_prompt: bool = False


class TurnChannel(OutputChannel):
    """Collects what a turn says; nothing is sent before the turn is committed."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []

    @classmethod
    def name(cls) -> str:
        return "whatsapp"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        custom = message.get("custom") or {}
        self.replies.append(
            Reply(
                text=(message.get("text") or "").strip(),
                buttons=tuple(
                    Button(button["payload"], button["title"]) for button in message.get("buttons") or ()
                ),
                list_label=custom.get("list_label"),
                rows=tuple(
                    Row(row["id"], row["title"], row.get("description")) for row in custom.get("rows", ())
                ),
                asks_location=bool(custom.get("asks_location")),
                is_prompt=bool(custom.get("prompt")),
            )
        )

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        self.replies.append(Reply(text=text.strip()))


def compose(replies: Sequence[Reply], footer: str | None = None) -> Bubble | None:
    """Join the replies of a turn into one bubble; None when nothing was said.

    The buttons are those of the open question, or of the last reply when none is open.
    The footer is left out before any of the message is cut to WhatsApp's limit.
    """
    kept = _current(replies)
    if not kept:
        return None
    last = next((reply for reply in kept if reply.is_prompt), kept[-1])
    text = "\n\n".join(dict.fromkeys(reply.text for reply in kept if reply.text))
    bubble = Bubble(text, last.buttons, last.list_label, last.rows, last.asks_location)
    with_footer = f"{text}\n\n{footer}" if footer else text
    if len(with_footer) <= bubble.text_limit:
        bubble = replace(bubble, text=with_footer)
    else:
        bubble = replace(bubble, text=fit_text(text, bubble.text_limit))
    bubble.check()
    return bubble


def _current(replies: Sequence[Reply]) -> list[Reply]:
    prompts = [reply for reply in replies if reply.is_prompt]
    stale = prompts[:-1]
    return [reply for reply in replies if not any(reply is old for old in stale)]
