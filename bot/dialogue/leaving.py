"""Tells who wants no more news, or his data erased, and a typed answer to the question about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cues import says_yes
from actions.leaving import KEEP, NEWS_AGAIN, asks_erasure, asks_news_again, keeps_all
from bot.conversations.messages import OutboxMessage
from bot.conversations.outbox import TYPING
from bot.dialogue.engine import Understood
from bot.dialogue.steps import Choice, read_choice

LEAVES = "berhenti"
ANSWER = "jawab_berhenti"
# Whoever says so of his data asks for it, whatever else it sounds like; a report stays a report.
SOUNDS_LIKE = frozenset("batal privasi tolak minta_petugas di_luar_topik obrolan nlu_fallback".split())
# "kenapa harus kirim lagi" sounds a little like it: a question that nobody meant would hide the open one.
SURE = 0.6
# For so long a yes or no below the question answers it.
ANSWERED_WITHIN = timedelta(days=1)


def as_leaving(
    session: Session, citizen_id: int, understood: Sequence[Understood], at: datetime
) -> list[Understood]:
    """The same steps, those about leaving marked as such: a typed answer becomes the press of its button."""
    return [_marked(session, citizen_id, item, at) for item in understood]


def _marked(session: Session, citizen_id: int, item: Understood, at: datetime) -> Understood:
    step, words = item.step, item.reading["text"]
    if step.choice or step.silence or not step.texts or step.attachments or step.pin:
        return item
    if asks_news_again(words):
        return _pressed(item, Choice(ANSWER, {"answer": NEWS_AGAIN}))
    if asks_erasure(words) and item.reading["intent"]["name"] in SOUNDS_LIKE:
        return replace(item, reading={**item.reading, "intent": {"name": LEAVES, "confidence": 1.0}})
    intent = item.reading["intent"]
    if intent["name"] == LEAVES and intent["confidence"] < SURE:
        return replace(item, reading={**item.reading, "intent": {**intent, "name": "nlu_fallback"}})
    if says_yes(words) or keeps_all(words):
        choices = _asked(session, citizen_id, at)
        if choices:
            return _pressed(item, choices[0] if says_yes(words) else Choice(ANSWER, {"answer": KEEP}))
    return item


def _asked(session: Session, citizen_id: int, at: datetime) -> list[Choice]:
    """What the buttons of the last bubble mean when it was the question; a yes is the first of them."""
    said = select(OutboxMessage).where(
        OutboxMessage.citizen_id == citizen_id,
        OutboxMessage.purpose != TYPING,
        OutboxMessage.created_at > at - ANSWERED_WITHIN,
    )
    last = session.scalars(said.order_by(OutboxMessage.id.desc()).limit(1)).first()
    buttons: list[dict[str, Any]] = last.body.get("buttons", []) if last else []
    choices = [read_choice(button["id"]) for button in buttons]
    return [choice for choice in choices if choice and choice.intent == ANSWER]


def _pressed(item: Understood, choice: Choice) -> Understood:
    found = [
        {"entity": name, "value": value, "start": 0, "end": 0} for name, value in choice.entities.items()
    ]
    reading = {"text": "", "intent": {"name": choice.intent, "confidence": 1.0}, "entities": found}
    return Understood(replace(item.step, choice=choice), {**reading, "intent_ranking": []})
