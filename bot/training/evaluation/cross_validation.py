"""How well the category model reads its own training sentences when each was left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.model_selection import StratifiedKFold

from bot.dialogue.nlu.features import TextFeatures
from bot.dialogue.nlu.normaliser import Normaliser
from bot.dialogue.nlu.text_model import TextModel
from bot.training.evaluation.scores import CategoryScores, Ranking, score_categories

FOLDS = 5
SEED = 20251114


def cross_validate(texts: Sequence[str], categories: Sequence[str], normaliser: Normaliser) -> CategoryScores:
    """Train on four fifths, read the last, five times; raises ValueError below five of a category."""
    normal = np.array([normaliser(text) for text in texts], dtype=object)
    labels = np.array(categories)
    truths: list[str] = []
    rankings: list[Ranking] = []
    for seen, left_out in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(normal, labels):
        features, matrix = TextFeatures.learn(normal[seen])
        model = TextModel.train(matrix, labels[seen])
        for place in left_out:
            counts = features.counts([normal[place]])
            (chances,) = model.probabilities(model.scores(counts.columns, features.weighed(counts)))
            ranking = sorted(zip(model.labels, map(float, chances), strict=True), key=lambda entry: -entry[1])
            truths.append(str(labels[place]))
            rankings.append(ranking)
    return score_categories(truths, rankings)
