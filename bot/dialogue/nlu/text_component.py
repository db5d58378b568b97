"""What the components share that train nothing and read one text at a time."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from typing_extensions import Self

from bot.region.pack import Region, load_region
from bot.settings import load_settings


class TextComponent(GraphComponent):
    """A pipeline component that adds to every message what it finds in its text."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT):
                self.read(message)
        return messages

    @abstractmethod
    def read(self, message: Message) -> None:
        """Add to the message what this component finds in its text."""


class RegionComponent(TextComponent):
    """A text component over the region pack that the environment names."""

    def __init__(self, region: Region) -> None:
        self.region = region

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        return cls(load_region(load_settings().region))
