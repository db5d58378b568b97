"""Rasa component: dates, times, telephone numbers and NIK in a message."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.dialogue.nlu.moments import find_moments
from bot.dialogue.nlu.text_component import TextComponent
from bot.reports.personal import find_numbers, masked


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DetailReader(TextComponent, EntityExtractorMixin):
    """Adds the entities `date`, `time`, `phone` and `nik`; the values of the last two are masked."""

    def read(self, message: Message) -> None:
        text = message.get(TEXT)
        found = [_entity(text, moment.kind, moment.start, moment.end) for moment in find_moments(text)]
        found += [_entity(text, number.kind, number.start, number.end) for number in find_numbers(text)]
        message.set(ENTITIES, [*(message.get(ENTITIES) or []), *found], add_to_output=True)


def _entity(text: str, kind: str, start: int, end: int) -> dict[str, Any]:
    return {
        "entity": kind,
        "value": masked(text[start:end]),
        "start": start,
        "end": end,
        "extractor": DetailReader.__name__,
    }
