"""Reads the problems out of a message: the whole text first, then clause by clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from bot.dialogue.nlu.clauses import split_clauses
from bot.dialogue.nlu.text_model import TextModel

MOST_PROBLEMS = 3
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
# What a problem leads to is no second problem: "anak sekolah susah lewat", "sudah banyak yang jatuh".
CONSEQUENCE = re.compile(
    r"\b(?:jadi\w*|akibat\w*|sehingga|sampai|sampe|takut|bahaya\w*|membahayakan|susah|sulit|kasih?an|jatuh|lewat|melintas|"
    r"dilewati|kecelakaan|celaka|resah|terganggu|mengganggu|ganggu|mohon|tolong|minta|harap\w*|segera|diperbaiki|dibenari)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Problem:
    """A category with the clause that names it."""

    category: str
    start: int
    end: int
    confidence: float


class ProblemReader:
    """Tells the problems of a message apart, clause by clause, by a model of the categories alone."""

    def __init__(self, model: TextModel, problem_above: float) -> None:
        self._model = model
        self._problem_above = problem_above

    def read(self, text: str) -> tuple[list[tuple[str, float]], list[Problem]]:
        """Return the categories by falling probability, and the problems named, in reading order."""
        clauses = split_clauses(text)
        scores = self._model.probabilities([text, *(clause.text for clause in clauses)])
        ranking = sorted(
            zip(self._model.labels, map(float, scores[0]), strict=True), key=lambda entry: -entry[1]
        )
        found: list[Problem] = []
        for clause, row in zip(clauses, scores[1:], strict=True):
            confidence, category = float(row.max()), self._model.labels[int(row.argmax())]
            is_second = bool(found) and all(problem.category != category for problem in found)
            if confidence >= self._problem_above and not (is_second and CONSEQUENCE.search(clause.text)):
                _add(found, Problem(category, clause.start, clause.end, confidence))
        strongest = sorted(found, key=lambda problem: -problem.confidence)[:MOST_PROBLEMS]
        return ranking, sorted(strongest, key=lambda problem: problem.start)


def _add(found: list[Problem], new: Problem) -> None:
    """Add a problem; one that goes on with the last lengthens it, one named before is not added again."""
    if found and found[-1].category == new.category:
        last = found[-1]
        found[-1] = replace(last, end=new.end, confidence=max(last.confidence, new.confidence))
    elif all(problem.category != new.category for problem in found):
        found.append(new)


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
