"""How well the category model reads its own training sentences when each was left out."""

from __future__ import annotations

from collections.abc import Sequence

from sklearn.model_selection import StratifiedKFold

from bot.dialogue.nlu.text_model import TextModel
from bot.training.evaluation.scores import CategoryScores, score_categories

FOLDS = 5
SEED = 20251114


def cross_validate(texts: Sequence[str], categories: Sequence[str]) -> CategoryScores:
    """Train on four fifths, read the last, five times; raises ValueError with fewer than five of a category."""
    truths: list[str] = []
    rankings: list[list[tuple[str, float]]] = []
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for seen, left_out in folds.split(texts, categories):
        model = TextModel.train([texts[place] for place in seen], [categories[place] for place in seen])
        for place, row in zip(left_out, model.probabilities([texts[place] for place in left_out]), strict=True):
            truths.append(categories[place])
            rankings.append(sorted(zip(model.labels, map(float, row), strict=True), key=lambda it: -it[1]))
    return score_categories(truths, rankings)
