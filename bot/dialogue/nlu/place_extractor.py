"""Rasa component: the villages, sub-districts, roads and landmarks a message names."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.dialogue.nlu.text_component import RegionComponent
from bot.region.live_names import place_finder


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceExtractor(RegionComponent, EntityExtractorMixin):
    """Adds an entity of kind `village`, `district`, `road` or `landmark` for each place.

    `codes` are the candidates (several when places share the name); `negated` marks "bukan di …".
    """

    def read(self, message: Message) -> None:
        entities = [
            {
                "entity": place.kind,
                "value": place.text,
                "start": place.start,
                "end": place.end,
                "codes": list(place.codes),
                "titled": place.titled,
                "negated": place.negated,
                "learnt": place.learnt,
                "confidence_entity": place.score,
                "extractor": type(self).__name__,
            }
            for place in place_finder(self.region).find(message.get(TEXT))
        ]
        message.set(ENTITIES, (message.get(ENTITIES) or []) + entities, add_to_output=True)
