"""Reads the problems out of a message: what it is about as a whole, and whether it speaks of two things."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bot.dialogue.nlu.clauses import Clause
from bot.dialogue.nlu.cutting import Certainty, Cutter, Problem
from bot.dialogue.nlu.features import Counts
from bot.dialogue.nlu.reading_model import ReadingModel

MOST_PROBLEMS = 3
# How many clauses are the beginning, and its weight beside the whole text's 1.
BEGINNING = 2
BEGINNING_SHARE = 0.4
# What the sum is divided by: less than both weights, because two readings that agree are surer than one.
AGREEMENT = 1.3
ROAD = "jalan"
WHERE_WORDS = (
    "depan",
    "dpn",
    "dekat",
    "dkt",
    "samping",
    "sebelah",
    "belakang",
    "sekitar",
    "seberang",
    "di",
    "arah",
)


class ProblemReader:
    """Tells the problems of a message apart by a model of the categories alone."""

    def __init__(self, model: ReadingModel, problem_above: float, certainty: Certainty) -> None:
        self._model = model
        self._problem_above = problem_above
        self._certainty = certainty

    def read(
        self, text: str, clauses: Sequence[Clause], counts: Counts
    ) -> tuple[list[tuple[str, float]], list[Problem]]:
        """Return the categories by falling probability, and the problems named, in reading order.

        `counts` has a row for the whole text, then one for each clause.
        """
        whole = self._model.categories.probabilities(_with_beginning(self._model.category_scores(counts)))
        labels = self._model.categories.labels
        ranking = sorted(zip(labels, map(float, whole), strict=True), key=lambda entry: -entry[1])
        cutter = Cutter(self._model, text, clauses, counts.rows(counts.table[1:]), self._certainty)
        found = cutter.cut(0, len(clauses), MOST_PROBLEMS)
        if len(found) > 1:
            return ranking, found
        category, confidence = ranking[0]
        if not clauses or confidence < self._problem_above:
            return ranking, []
        return ranking, [Problem(category, clauses[0].start, clauses[-1].end, confidence)]


def _with_beginning(scores: np.ndarray) -> np.ndarray:
    """The scores of the whole text, and again, with less weight, of how it begins.

    People say first what is the matter; what follows in a long message is story and plea.
    """
    whole, clauses = scores[0], scores[1 : 1 + BEGINNING]
    if not len(clauses):
        return np.asarray(whole)
    return np.asarray((whole + BEGINNING_SHARE * clauses.mean(axis=0)) / AGREEMENT)


def mask_places(text: str, entities: list[dict[str, Any]]) -> str:
    """Blank out names of places, which say where and not what; every offset stays valid.

    Of a road's name the word "jalan" stays. A landmark is blanked only where a word of place leads it: in
    "depan SDN 1" the school is the place, in "SDN 1 atapnya bocor" it is the problem.
    """
    characters = list(text)
    for entity in entities:
        words = text[entity["start"] : entity["end"]].lower().split()
        before = text[: entity["start"]].lower().split()[-1:]
        is_where = entity["entity"] in ("village", "district") or {*words[:1], *before} & set(WHERE_WORDS)
        if is_where or entity["entity"] == "road":
            kept = ROAD if entity["entity"] == "road" else ""
            length = entity["end"] - entity["start"]
            characters[entity["start"] : entity["end"]] = kept[:length].ljust(length)
    return "".join(characters)
