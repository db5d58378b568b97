"""Rasa component: danger to life, then a ticket number, overrule every other reading."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from actions.cues import says_cancel
from actions.reading import EMERGENCY, MAYBE
from bot.dialogue.nlu.text_component import RegionComponent
from bot.region.signals import Signals, read_signals
from bot.reports.tickets import find_ticket

STATUS = "cek_status"
PLACE = "sebut_tempat"
CANCEL = "batal"
UNCLEAR = ("nlu_fallback", MAYBE, "di_luar_topik")
# Eight digits in a longer text are more likely a meter or an account than a ticket.
FEW_WORDS = 8


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SignalReader(RegionComponent, EntityExtractorMixin):
    """Sets the intent `darurat` when the region's danger words say so, and adds the entity `danger`.

    The classifier alone never declares an emergency: its guess without such words falls to the next intent.
    """

    def read(self, message: Message) -> None:
        text = message.get(TEXT)
        signals = read_signals(self.region, text)
        danger = signals.danger
        if danger is None and _asks_by_number(self.region.ticket_prefix, text):
            message.set(INTENT, {"name": STATUS, "confidence": 1.0}, add_to_output=True)
        elif danger is None and says_cancel(text) and "problem" not in _named(message):
            message.set(INTENT, {"name": CANCEL, "confidence": 1.0}, add_to_output=True)
        elif danger is not None:
            message.set(INTENT, {"name": EMERGENCY, "confidence": 1.0}, add_to_output=True)
            message.set(
                ENTITIES, [*(message.get(ENTITIES) or []), _entity(message, danger.id)], add_to_output=True
            )
        elif (message.get(INTENT) or {}).get(INTENT_NAME_KEY) == EMERGENCY:
            message.set(INTENT, _second_guess(message), add_to_output=True)
        elif (message.get(INTENT) or {}).get(INTENT_NAME_KEY) in UNCLEAR:
            self._rescue(message, signals)

    def _rescue(self, message: Message, signals: Signals) -> None:
        """Take for a report what the classifier did not place, when its words or its place say so."""
        likeliest = message.get("category_ranking", [{"name": STATUS}])[0]["name"]
        if signals.accused or signals.report_class == "aspirasi":
            message.set(INTENT, {"name": likeliest, "confidence": 0.5}, add_to_output=True)
        elif _named(message) & {"village", "district"}:
            message.set(INTENT, {"name": PLACE, "confidence": 0.5}, add_to_output=True)


def _named(message: Message) -> set[str]:
    return {entity["entity"] for entity in message.get(ENTITIES) or []}


def _entity(message: Message, kind: str) -> dict[str, object]:
    end = len(message.get(TEXT))
    return {"entity": "danger", "value": kind, "start": 0, "end": end, "extractor": SignalReader.__name__}


def _second_guess(message: Message) -> dict[str, Any]:
    """What the message is when it is no emergency: a report as soon as anything speaks for one."""
    others = [entry for entry in message.get("intent_ranking", []) if entry["name"] != EMERGENCY]
    categories = message.get("category_ranking", [])
    names = {entry["name"] for entry in categories}
    mass = sum(entry["confidence"] for entry in others if entry["name"] in names)
    if mass >= others[0]["confidence"] or others[0]["name"] in names:
        return {"name": categories[0]["name"], "confidence": mass}
    return others[0]


def _asks_by_number(prefix: str, text: str) -> bool:
    reading = find_ticket(prefix, text)
    return reading.kind != "none" and (reading.prefixed or len(text.split()) <= FEW_WORDS)
