"""Rasa component: what a citizen wants, and which problems he names."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from actions.reading import EMERGENCY, MAYBE
from bot.dialogue.nlu.clauses import split_clauses, without_denied
from bot.dialogue.nlu.cutting import Certainty, Problem
from bot.dialogue.nlu.normaliser import is_frame, read_words
from bot.dialogue.nlu.problems import ProblemReader, mask_places
from bot.dialogue.nlu.reading_model import REPORT, ReadingModel

RANKING_LENGTH = 10
FALLBACK = "nlu_fallback"
# What brings a citizen here; everything else is talk.
CONCERNS = (REPORT, "minta_informasi", EMERGENCY)
# Talk that the dialogue answers by the open question or the last report: never asked about.
ABOUT_REPORTING = frozenset("sebut_tempat cek_status batal lanjut setuju tolak ubah lewati".split())


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ReportClassifier(GraphComponent, IntentClassifier):
    """Ranks the intents and adds an entity `problem` for each problem named.

    An intent listed under `categories` is a report of that category. One model tells reports from talk; a
    second one, of the categories alone, says which; `category_ranking` tells the dialogue whether to ask.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "categories": [],
            "dictionary": None,
            "report_above": 0.8,
            "maybe_above": 0.05,
            "fallback_below": 0.22,
            "problem_above": 0.4,
            "two_another": 0.3,
            "two_also": 0.5,
            "two_added": 0.85,
            "two_plain": 0.95,
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: ReadingModel | None = None,
    ) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._model = model
        certainty = Certainty(
            config["two_another"], config["two_also"], config["two_added"], config["two_plain"]
        )
        self._problems = ProblemReader(model, config["problem_above"], certainty) if model else None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ReportClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Tell Rasa's cache of what the model is made besides examples and configuration."""
        files = sorted(Path(__file__).parent.glob("*.py"))
        files += [Path(config["dictionary"])] if config.get("dictionary") else []
        return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the models on the intent examples and keep them in the model archive."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        if not examples:
            raise ValueError("data/nlu: no intent examples to train on")
        dictionary = self._config["dictionary"]
        model = ReadingModel.train(
            [example.get(TEXT) for example in examples],
            [example.get(INTENT) for example in examples],
            self._config["categories"],
            read_words(Path(dictionary)) if dictionary else {},
        )
        with self._storage.write_to(self._resource) as folder:
            model.save(folder)
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
            return cls(config, model_storage, resource, ReadingModel.load(folder))

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT):
                self._read(message)
        return messages

    def _read(self, message: Message) -> None:
        if self._model is None or self._problems is None:
            raise RuntimeError("the text models are not trained")
        text = mask_places(message.get(TEXT), message.get(ENTITIES) or [])
        said = [clause for clause in split_clauses(text) if not is_frame(clause.text)]
        clauses = without_denied(said)
        whole = text if len(clauses) == len(said) else ", ".join(clause.text for clause in clauses)
        counts = self._model.counts([whole, *(clause.text for clause in clauses)])
        kinds = self._model.kinds(counts)
        categories, problems = self._problems.read(text, clauses, counts)
        message.set(INTENT, self._choose(kinds, categories), add_to_output=True)
        message.set("intent_ranking", _intent_ranking(kinds, categories), add_to_output=True)
        message.set("category_ranking", _entries(categories)[:RANKING_LENGTH], add_to_output=True)
        found = [_entity(problem) for problem in problems]
        message.set(ENTITIES, [*(message.get(ENTITIES) or []), *found], add_to_output=True)

    def _choose(self, kinds: dict[str, float], categories: list[tuple[str, float]]) -> dict[str, Any]:
        """A report of the likeliest category, a question, perhaps a report, or the likeliest talk."""
        concern = sum(kinds.get(kind, 0.0) for kind in CONCERNS)
        certainty = _certainty(concern, categories[0][1])
        if certainty >= self._config["report_above"]:
            asking = max(CONCERNS, key=lambda kind: kinds.get(kind, 0.0))
            return {"name": categories[0][0] if asking == REPORT else asking, "confidence": certainty}
        talk, likelihood = max(
            ((kind, value) for kind, value in kinds.items() if kind not in CONCERNS),
            key=lambda entry: entry[1],
        )
        is_answer = talk in ABOUT_REPORTING and likelihood >= concern
        if not is_answer and (certainty >= self._config["maybe_above"] or concern > likelihood):
            return {"name": MAYBE, "confidence": certainty}
        if likelihood >= self._config["fallback_below"]:
            return {"name": talk, "confidence": likelihood}
        return {"name": FALLBACK, "confidence": 1.0 - likelihood}


def _certainty(concern: float, category: float) -> float:
    """How much speaks for a concern of the likeliest category, against talk.

    Foreign chatter that sounds like a report sounds like no category in particular.
    """
    return concern * category / (concern * category + 1.0 - concern + 1e-9)


def _intent_ranking(kinds: dict[str, float], categories: list[tuple[str, float]]) -> list[dict[str, Any]]:
    """All intents by falling probability; that of a report is shared out among the categories."""
    shares = [(name, kinds[REPORT] * share) for name, share in categories]
    talk = [(kind, value) for kind, value in kinds.items() if kind != REPORT]
    return _entries(sorted([*shares, *talk], key=lambda entry: -entry[1]))[:RANKING_LENGTH]


def _entries(ranking: list[tuple[str, float]]) -> list[dict[str, Any]]:
    return [{"name": name, "confidence": value} for name, value in ranking]


def _entity(problem: Problem) -> dict[str, Any]:
    return {
        "entity": "problem",
        "value": problem.category,
        "start": problem.start,
        "end": problem.end,
        "confidence_entity": problem.confidence,
        "extractor": ReportClassifier.__name__,
    }
