"""Turns the waiting messages of one citizen into the few steps that Rasa shall take."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from actions.cues import says_yes
from bot.conversations.messages import InboxEvent
from bot.reports.telling import OPENS

TEXT_KINDS = ("text",)
ATTACHED_KINDS = ("image", "video", "document")
VOICE_KINDS = ("audio", "voice")
CHOICE_KINDS = ("button", "list_reply", "template_button")
UNREADABLE_KINDS = ("unsupported", "nfm_reply", "order", "contacts")


@dataclass(frozen=True)
class Choice:
    """A pressed button or chosen row: an intent with entities, never text."""

    intent: str
    entities: dict[str, Any]


@dataclass
class Step:
    """One thing a citizen did: words with whatever came along, or one press of a button."""

    texts: list[str] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    pin: dict[str, Any] | None = None
    choice: Choice | None = None
    unreadable: bool = False
    silence: dict[str, Any] | None = None
    reply_to: str | None = None
    inbox_ids: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def is_empty(self) -> bool:
        """True for what costs no answer, such as a sticker."""
        return not (
            self.texts or self.attachments or self.pin or self.choice or self.unreadable or self.silence
        )

    def metadata(self) -> dict[str, Any]:
        """What the actions learn of the step beyond its words; the key identifies the step."""
        return {
            "key": "-".join(map(str, self.inbox_ids)),
            "attachments": self.attachments,
            "pin": self.pin,
            "reply_to": self.reply_to,
            "silence": self.silence,
        }


def assemble(events: Sequence[InboxEvent], media: Mapping[int | None, int]) -> list[Step]:
    """Merge messages in their order: words, photos and pins into one step, each button into its own.

    `media` maps an inbox row to its media row.
    """
    steps: list[Step] = []
    for event in events:
        if not steps or _stands_alone(event) or _is_apart(steps[-1], event):
            steps.append(Step())
        _add(steps[-1], event, media)
    return [step for step in steps if not step.is_empty]


def _stands_alone(event: InboxEvent) -> bool:
    """A press, a timer, or a typed yes, which answers what came before it."""
    return (
        event.kind in CHOICE_KINDS or event.kind == "timer" or says_yes(str(event.payload.get("text") or ""))
    )


def _is_apart(step: Step, event: InboxEvent) -> bool:
    """After a press or a timer, and where two different messages are quoted."""
    quotes_other = bool(step.reply_to and event.reply_to and step.reply_to != event.reply_to)
    return bool(step.choice or step.silence) or quotes_other


def _add(step: Step, event: InboxEvent, media: Mapping[int | None, int]) -> None:
    payload = event.payload
    step.inbox_ids.append(event.id)
    step.reply_to = event.reply_to or step.reply_to
    if event.kind in TEXT_KINDS:
        step.texts.append(payload["text"])
    elif event.kind in ATTACHED_KINDS or event.kind in VOICE_KINDS:
        kind = "audio" if event.kind in VOICE_KINDS else event.kind
        if event.id in media:
            step.attachments.append({"media_id": media[event.id], "kind": kind})
        if payload.get("caption"):
            step.texts.append(payload["caption"])
    elif event.kind == "location":
        step.pin = {name: payload.get(name) for name in ("latitude", "longitude", "name", "address")}
    elif event.kind in CHOICE_KINDS:
        step.choice = read_choice(payload["id"])
        if step.choice is None:
            step.texts.append(payload["title"])
    elif event.kind == "timer":
        step.silence = payload
    elif event.kind in UNREADABLE_KINDS:
        step.unreadable = True


def read_choice(button_id: str) -> Choice | None:
    """Read an id that our own buttons carry; None for any other.

    Those of a turn are `/intent` or `/intent{"entity": value}`; the news of a report carry its ticket.
    """
    if button_id.startswith(OPENS):
        return Choice("cek_status", {"ticket": button_id.removeprefix(OPENS)})
    if not button_id.startswith("/"):
        return None
    intent, brace, arguments = button_id[1:].partition("{")
    try:
        entities = json.loads(brace + arguments) if brace else {}
    except ValueError:
        return None
    return Choice(intent, entities) if isinstance(entities, dict) else None
