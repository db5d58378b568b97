"""Rasa component: what a citizen wants, and which problems he names."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.dialogue.nlu.problems import ProblemReader, mask_places
from bot.dialogue.nlu.text_model import TextModel

MODEL_FILE = "text_model.skops"
RANKING_LENGTH = 10
FALLBACK = "nlu_fallback"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ReportClassifier(GraphComponent, IntentClassifier):
    """Ranks the intents and adds an entity `problem` for each problem named.

    An intent listed under `categories` is a report of that category. When no single intent is sure but
    the categories together are, the likeliest category is the intent and the dialogue asks which one.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"categories": [], "fallback_below": 0.22, "report_above": 0.45, "problem_above": 0.4}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: TextModel | None = None,
    ) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ReportClassifier:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the text model on the intent examples and keep it in the model archive."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        if not examples:
            raise ValueError("data/nlu: no intent examples to train on")
        self._model = TextModel.train([e.get(TEXT) for e in examples], [e.get(INTENT) for e in examples])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder / MODEL_FILE)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ReportClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, TextModel.load(folder / MODEL_FILE))

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT):
                self._read(message)
        return messages

    def _read(self, message: Message) -> None:
        if self._model is None:
            raise RuntimeError("the text model is not trained")
        categories = set(self._config["categories"])
        text = mask_places(message.get(TEXT), message.get(ENTITIES) or [])
        reading = ProblemReader(self._model, categories, self._config["problem_above"]).read(text)
        ranking = [{"name": name, "confidence": score} for name, score in reading.ranking]
        message.set(INTENT, self._choose(ranking, categories), add_to_output=True)
        message.set("intent_ranking", ranking[:RANKING_LENGTH], add_to_output=True)
        problems = [
            {
                "entity": "problem",
                "value": problem.category,
                "start": problem.start,
                "end": problem.end,
                "confidence_entity": problem.confidence,
                "extractor": type(self).__name__,
            }
            for problem in reading.problems
        ]
        message.set(ENTITIES, (message.get(ENTITIES) or []) + problems, add_to_output=True)

    def _choose(self, ranking: list[dict[str, Any]], categories: set[str]) -> dict[str, Any]:
        best = ranking[0]
        report = sum(entry["confidence"] for entry in ranking if entry["name"] in categories)
        if best["name"] not in categories and report > self._config["report_above"]:
            best = next(entry for entry in ranking if entry["name"] in categories)
        if best["confidence"] >= self._config["fallback_below"] or report > self._config["report_above"]:
            return best
        return {"name": FALLBACK, "confidence": 1.0 - float(best["confidence"])}
