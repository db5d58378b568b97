"""Rasa component: danger to life overrules every other reading."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.dialogue.nlu.region_component import RegionComponent
from bot.region.signals import read_signals

EMERGENCY = "darurat"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SignalReader(RegionComponent, EntityExtractorMixin):
    """Sets the intent `darurat` when the region's danger words say so, and adds the entity `danger`.

    The classifier alone never declares an emergency: its guess without such words falls to the next intent.
    """

    def read(self, message: Message) -> None:
        danger = read_signals(self.region, message.get(TEXT)).danger
        if danger is not None:
            message.set(INTENT, {"name": EMERGENCY, "confidence": 1.0}, add_to_output=True)
            message.set(ENTITIES, [*(message.get(ENTITIES) or []), _entity(message, danger.id)], add_to_output=True)
        elif (message.get(INTENT) or {}).get(INTENT_NAME_KEY) == EMERGENCY:
            ranking = [entry for entry in message.get("intent_ranking", []) if entry["name"] != EMERGENCY]
            message.set(INTENT, ranking[0], add_to_output=True)


def _entity(message: Message, kind: str) -> dict[str, object]:
    end = len(message.get(TEXT))
    return {"entity": "danger", "value": kind, "start": 0, "end": end, "extractor": SignalReader.__name__}
