"""Reads the problems out of a message: the whole text first, then clause by clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.dialogue.nlu.clauses import split_clauses
from bot.dialogue.nlu.text_model import TextModel

MOST_PROBLEMS = 3
# A category the whole text gives no chance is not believed from one clause.
LEAST_IN_WHOLE_TEXT = 0.04
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


@dataclass(frozen=True)
class Problem:
    """A category with the clause that names it."""

    category: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True)
class Reading:
    """Intents by falling probability, and the problems named (at most three, in reading order)."""

    ranking: list[tuple[str, float]]
    problems: list[Problem]


class ProblemReader:
    """Applies the text model to a message and to its clauses."""

    def __init__(self, model: TextModel, categories: set[str], problem_above: float) -> None:
        self._model = model
        self._categories = categories
        self._problem_above = problem_above

    def read(self, text: str) -> Reading:
        clauses = split_clauses(text)
        scores = self._model.probabilities([text, *(clause.text for clause in clauses)])
        whole = dict(zip(self._model.labels, map(float, scores[0])))
        ranking = sorted(whole.items(), key=lambda entry: -entry[1])
        found: dict[str, Problem] = {}
        for clause, row in zip(clauses, scores[1:]):
            category, confidence = self._best(row)
            if confidence < self._problem_above or whole[category] < LEAST_IN_WHOLE_TEXT:
                continue
            if category not in found or found[category].confidence < confidence:
                found[category] = Problem(category, clause.start, clause.end, confidence)
        problems = sorted(found.values(), key=lambda problem: -whole[problem.category])[:MOST_PROBLEMS]
        return Reading(ranking, sorted(problems, key=lambda problem: problem.start))

    def _best(self, row: Sequence[float]) -> tuple[str, float]:
        best = max(range(len(row)), key=lambda index: row[index])
        label = self._model.labels[best]
        return (label, float(row[best])) if label in self._categories else (label, 0.0)


def mask_places(text: str, entities: list[dict[str, Any]]) -> str:
    """Blank out names of places, which say where and not what; every offset stays valid.

    A landmark is blanked only where a word of place leads it: in "depan SDN 1" the school is the place,
    in "SDN 1 atapnya bocor" it is the problem.
    """
    characters = list(text)
    for entity in entities:
        words = text[entity["start"] : entity["end"]].lower().split()
        before = text[: entity["start"]].lower().split()[-1:]
        is_where = entity["entity"] in ("village", "district") or {*words[:1], *before} & set(WHERE_WORDS)
        if is_where:
            for index in range(entity["start"], entity["end"]):
                characters[index] = " "
    return "".join(characters)
