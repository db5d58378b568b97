"""Rasa component: what a citizen wants, and which problems he names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.dialogue.nlu.problems import Problem, ProblemReader, mask_places
from bot.dialogue.nlu.text_model import TextModel

INTENTS_FILE = "intents.skops"
CATEGORIES_FILE = "categories.skops"
RANKING_LENGTH = 10
# What the categories together get when a text says nothing at all.
LEAST_MASS = 0.25
FALLBACK = "nlu_fallback"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ReportClassifier(GraphComponent, IntentClassifier):
    """Ranks the intents and adds an entity `problem` for each problem named.

    An intent listed under `categories` is a report of that category. One model tells reports from talk: when
    the categories together outweigh the rest, it is a report. A second one, of the categories alone, says
    which; `category_ranking` tells the dialogue whether to ask.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "categories": [],
            "fallback_below": 0.22,
            "report_above": 0.45,
            "problem_above": 0.55,
            "report_when_unclear": 0.3,
            "sure_problem": 0.7,
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        intents: TextModel | None = None,
        categories: TextModel | None = None,
    ) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._intents = intents
        self._problems = ProblemReader(categories, config["problem_above"]) if categories else None

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
        reports = [example for example in examples if example.get(INTENT) in self._config["categories"]]
        with self._storage.write_to(self._resource) as folder:
            _trained(examples).save(folder / INTENTS_FILE)
            _trained(reports).save(folder / CATEGORIES_FILE)
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
            intents, categories = (TextModel.load(folder / file) for file in (INTENTS_FILE, CATEGORIES_FILE))
            return cls(config, model_storage, resource, intents, categories)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT):
                self._read(message)
        return messages

    def _read(self, message: Message) -> None:
        if self._intents is None or self._problems is None:
            raise RuntimeError("the text models are not trained")
        text = mask_places(message.get(TEXT), message.get(ENTITIES) or [])
        scores = map(float, self._intents.probabilities([text])[0])
        ranking = _ranked(zip(self._intents.labels, scores, strict=True))
        categories, problems = self._problems.read(text)
        certainty = max((problem.confidence for problem in problems), default=0.0)
        message.set(INTENT, self._choose(ranking, categories[0], certainty), add_to_output=True)
        message.set("intent_ranking", ranking[:RANKING_LENGTH], add_to_output=True)
        message.set("category_ranking", _ranked(categories)[:RANKING_LENGTH], add_to_output=True)
        found = [_entity(problem) for problem in problems]
        message.set(ENTITIES, [*(message.get(ENTITIES) or []), *found], add_to_output=True)

    def _choose(
        self, ranking: list[dict[str, Any]], category: tuple[str, float], certainty: float
    ) -> dict[str, Any]:
        """The intent; `certainty` is that of the surest problem named, which outweighs the talk around it."""
        reports = set(self._config["categories"])
        mass = sum(entry["confidence"] for entry in ranking if entry["name"] in reports)
        is_report = mass > self._config["report_above"] or ranking[0]["name"] in reports
        is_clear = ranking[0]["confidence"] >= self._config["fallback_below"]
        likely = not is_clear and mass > LEAST_MASS and category[1] > self._config["report_when_unclear"]
        if (
            is_report
            or likely
            or (certainty > self._config["sure_problem"] and mass > ranking[0]["confidence"] / 2)
        ):
            return {"name": category[0], "confidence": mass}
        if is_clear:
            return ranking[0]
        return {"name": FALLBACK, "confidence": 1.0 - ranking[0]["confidence"]}


def _trained(examples: list[Message]) -> TextModel:
    return TextModel.train([e.get(TEXT) for e in examples], [e.get(INTENT) for e in examples])


def _ranked(scores: Iterable[tuple[str, float]]) -> list[dict[str, Any]]:
    ordered = sorted(scores, key=lambda entry: -entry[1])
    return [{"name": name, "confidence": score} for name, score in ordered]


def _entity(problem: Problem) -> dict[str, Any]:
    return {
        "entity": "problem",
        "value": problem.category,
        "start": problem.start,
        "end": problem.end,
        "confidence_entity": problem.confidence,
        "extractor": ReportClassifier.__name__,
    }
