"""Everything learned from the training sentences: dictionary, n-grams, and two models over them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.dialogue.nlu.features import Counts, TextFeatures
from bot.dialogue.nlu.normaliser import Normaliser
from bot.dialogue.nlu.text_model import TextModel

# What the model of intents calls every report; which one is the business of the model of categories.
REPORT = "laporan"
WORDS_FILE, NUMBERS_FILE = "reading.json", "reading.npz"


@dataclass(frozen=True)
class ReadingModel:
    """`intents` tells reports from the kinds of talk, `categories` tells the reports apart."""

    normaliser: Normaliser
    features: TextFeatures
    intents: TextModel
    categories: TextModel

    @classmethod
    def train(
        cls,
        texts: Sequence[str],
        intents: Sequence[str],
        categories: Collection[str],
        words: Mapping[str, str],
    ) -> ReadingModel:
        """Learn from texts with their intents, of which `categories` are reports."""
        normaliser = Normaliser(words)
        features, matrix = TextFeatures.learn([normaliser(text) for text in texts])
        reports = [place for place, intent in enumerate(intents) if intent in categories]
        kinds = [REPORT if intent in categories else intent for intent in intents]
        return cls(
            normaliser,
            features,
            TextModel.train(matrix, kinds),
            TextModel.train(matrix[reports], [intents[place] for place in reports]),
        )

    def counts(self, texts: Sequence[str]) -> Counts:
        """Count the n-grams of texts as they are written."""
        return self.features.counts([self.normaliser(text) for text in texts])

    def kinds(self, counts: Counts) -> dict[str, float]:
        """The probability of each kind of talk, and of a report as `laporan`, for the first row."""
        scores = self.intents.scores(counts.columns, self.features.weighed(counts.rows(counts.table[:1])))
        (row,) = self.intents.probabilities(scores)
        return dict(zip(self.intents.labels, map(float, row), strict=True))

    def category_scores(self, counts: Counts) -> np.ndarray:
        """Score every row: shape (rows, categories)."""
        return self.categories.scores(counts.columns, self.features.weighed(counts))

    def save(self, folder: Path) -> None:
        """Write words as JSON and numbers as NumPy arrays: files that hold data and no code."""
        models = {"intents": self.intents, "categories": self.categories}
        words = {
            "words": self.normaliser.words,
            "vocabularies": self.features.vocabularies,
            "models": {
                name: {"labels": model.labels, "sharpness": model.sharpness} for name, model in models.items()
            },
        }
        arrays = {f"{name}_weights": model.weights for name, model in models.items()}
        arrays |= {f"{name}_bias": model.bias for name, model in models.items()}
        arrays |= {f"rarity_{place}": rarity for place, rarity in enumerate(self.features.rarities)}
        (folder / WORDS_FILE).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        np.savez(folder / NUMBERS_FILE, **arrays)

    @classmethod
    def load(cls, folder: Path) -> ReadingModel:
        words = json.loads((folder / WORDS_FILE).read_text(encoding="utf-8"))
        with np.load(folder / NUMBERS_FILE, allow_pickle=False) as arrays:
            rarities = [arrays[f"rarity_{place}"] for place in range(len(words["vocabularies"]))]
            intents, categories = (
                TextModel(
                    weights=arrays[f"{name}_weights"], bias=arrays[f"{name}_bias"], **words["models"][name]
                )
                for name in ("intents", "categories")
            )
        return cls(
            Normaliser(words["words"]), TextFeatures(words["vocabularies"], rarities), intents, categories
        )
