"""Rasa as a library: understand a text, then respond to the steps of one turn."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from actions.turn import current_turn
from bot.dialogue.processor import TurnProcessor
from bot.dialogue.replies import Reply, TurnChannel
from bot.dialogue.steps import Step

# Reading costs time with length; the whole text is kept, only its beginning is read.
LONGEST_READ = 2000
LEADING_SLASHES = re.compile(r"^[\s/]+")

# Words that carry nothing when a photo or pin comes along with them.
TALK_WITH_ATTACHMENT = frozenset(
    (
        "sapa mau_lapor pamit terima_kasih nlu_fallback obrolan di_luar_topik cara_lapor lewati sebut_tempat"
    ).split()
)


class ModelMissing(Exception):
    """There is no trained model; `lapor train` makes one."""


@dataclass(frozen=True)
class Understood:
    """A step with Rasa's reading of it."""

    step: Step
    reading: dict[str, Any]


class Engine:
    """One loaded model. Not safe for two threads; a worker has one."""

    def __init__(self, processor: TurnProcessor) -> None:
        self._processor = processor
        self._store = processor.tracker_store
        self._loop = asyncio.new_event_loop()

    @classmethod
    def load(cls, model: Path) -> Engine:
        """Load a model archive; raises ModelMissing."""
        if not model.is_file():
            raise ModelMissing(f"no model at {model}")
        return cls(TurnProcessor(model))

    @property
    def domain(self) -> Domain:
        return self._processor.domain

    def understand(self, steps: Sequence[Step]) -> list[Understood]:
        """Read every step; needs no database."""
        return [Understood(step, self._read(step)) for step in steps]

    def respond(self, understood: Sequence[Understood]) -> list[Reply]:
        """Take the steps inside the running turn and return what was said, in order.

        Raises whatever an action raised: then nothing of the turn may be kept.
        """
        return self._loop.run_until_complete(self._respond(understood))

    def parse(self, text: str) -> dict[str, Any]:
        """Rasa's reading of a citizen's text; `/restart` is text like any other.

        Offsets of entities are those of the text without the white space around it.
        """
        bare = LEADING_SLASHES.sub("", text).rstrip()
        words = bare[:LONGEST_READ].rstrip()
        if not words:
            return _structured(text, "nlu_fallback", {})
        reading = self._processor._parse_message_with_graph(
            UserMessage(words), DialogueStateTracker.from_events("reading", [])
        )
        left_out = len(text.strip()) - len(bare)
        return {**reading, "text": text, "entities": _moved(reading["entities"], left_out)}

    def _read(self, step: Step) -> dict[str, Any]:
        if step.silence:
            return _structured("", "diam", {})
        if step.choice:
            known = step.choice.intent in self._processor.domain.intents
            return _structured("", step.choice.intent if known else "nlu_fallback", step.choice.entities)
        if step.texts:
            return _with_attachments(step, self.parse(step.text))
        if step.pin or any(item["kind"] != "audio" for item in step.attachments):
            return _structured("", "kirim_lampiran", {})
        return _structured("", "kirim_suara" if step.attachments else "isi_tak_terbaca", {})

    async def _respond(self, understood: Sequence[Understood]) -> list[Reply]:
        turn = current_turn()
        channel = TurnChannel()
        sender = str(turn.citizen_id)
        for item in understood:
            message = UserMessage(
                text=item.reading["text"],
                output_channel=channel,
                sender_id=sender,
                parse_data=item.reading,
                input_channel="whatsapp",
                message_id=item.step.metadata()["key"],
                metadata=item.step.metadata(),
            )
            await self._processor.handle_message(message)
        if turn.finished or self._store.is_long(sender):
            self._store.end_session(sender)
        return channel.replies


def _moved(entities: list[dict[str, Any]], by: int) -> list[dict[str, Any]]:
    return [{**item, "start": item["start"] + by, "end": item["end"] + by} for item in entities]


def _with_attachments(step: Step, reading: dict[str, Any]) -> dict[str, Any]:
    if (step.pin or step.attachments) and reading["intent"]["name"] in TALK_WITH_ATTACHMENT:
        return {**reading, "intent": {"name": "kirim_lampiran", "confidence": 1.0}}
    return reading


def _structured(text: str, intent: str, entities: dict[str, Any]) -> dict[str, Any]:
    """Parse data of something that is no text: it skips the reading altogether."""
    found = [{"entity": name, "value": value, "start": 0, "end": 0} for name, value in entities.items()]
    return {
        "text": text,
        "intent": {"name": intent, "confidence": 1.0},
        "entities": found,
        "intent_ranking": [],
    }
