"""Cuts a message where it turns to another problem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.dialogue.nlu.clauses import Clause
from bot.dialogue.nlu.features import Counts
from bot.dialogue.nlu.joiners import ALSO, AND, ANOTHER, goes_on
from bot.dialogue.nlu.reading_model import ReadingModel

# A joining word stands among the first words of the second half.
JOINER_REACH = 6
FEWEST_WORDS = 2
NEVER = 2.0
# What fits nothing else is seldom a second matter, unless the citizen says so.
OTHER = "lainnya"


@dataclass(frozen=True)
class Problem:
    """A category with the stretch of the message that names it."""

    category: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True)
class Certainty:
    """How sure both halves must be of different categories before a message is two problems.

    `another`: words begin another matter; `also`: "juga", "terus"; `added`: "dan", a question before it;
    `plain`: only a full stop or comma.
    """

    another: float
    also: float
    added: float
    plain: float


class Cutter:
    """Cuts the clauses of one message into problems.

    A message is cut in two where both halves are surest of different categories: a consequence or a plea is
    outweighed by the rest of its half, where clause by clause it would pass for a problem of its own.
    """

    def __init__(
        self,
        model: ReadingModel,
        text: str,
        clauses: Sequence[Clause],
        counts: Counts,
        certainty: Certainty,
    ) -> None:
        self._model = model
        self._text = text
        self._clauses = clauses
        self._counts = counts
        self._certainty = certainty

    def cut(self, first: int, last: int, most: int) -> list[Problem]:
        """Return the problems of the clauses from `first` up to `last`; none when they are a single one."""
        if most < 2 or last - first < 2:
            return []
        best = max(self._cuts(first, last), key=lambda cut: cut[0], default=None)
        if best is None:
            return []
        _, place, left, right = best
        lefts = self.cut(first, place, most - 1) or [left]
        rights = self.cut(place, last, most - len(lefts)) or [right]
        return _merged([*lefts, *rights])

    def _cuts(self, first: int, last: int) -> list[tuple[float, int, Problem, Problem]]:
        """Every cut that is sure enough: by how much, where, and the two problems."""
        table = self._counts.table[first:last]
        before = table.cumsum(axis=0)[:-1]
        halves = self._counts.rows(np.concatenate([before, table.sum(axis=0) - before]))
        chances = self._model.categories.probabilities(self._model.category_scores(halves))
        cuts = []
        for place, lefts, rights in zip(
            range(first + 1, last), chances[: len(before)], chances[len(before) :], strict=True
        ):
            confidence, left, right = _surest_pair(lefts, rights)
            labels = self._model.categories.labels
            margin = confidence - self._needed(first, place, last, {labels[left], labels[right]})
            if margin >= 0:
                problems = (
                    self._problem(first, place, labels[left], lefts[left]),
                    self._problem(place, last, labels[right], rights[right]),
                )
                cuts.append((margin, place, *problems))
        return cuts

    def _needed(self, first: int, place: int, last: int, categories: set[str]) -> float:
        """The certainty that a cut before the clause `place` needs; NEVER when there may be none."""
        left = self._text[self._clauses[first].start : self._clauses[place - 1].end]
        right = self._text[self._clauses[place].start : self._clauses[last - 1].end]
        if min(len(left.split()), len(right.split())) < FEWEST_WORDS:
            return NEVER
        between = self._text[self._clauses[place - 1].end : self._clauses[place].start]
        reach = " ".join(self._clauses[place].text.split()[:JOINER_REACH])
        start = f"{between} {reach}"
        if ANOTHER.search(start):
            return self._certainty.another
        same = goes_on(left, right)
        if ALSO.search(start):
            return self._certainty.plain if same else self._certainty.also
        if same or OTHER in categories:
            return NEVER
        return self._certainty.added if AND.search(between) else self._certainty.plain

    def _problem(self, first: int, last: int, category: str, confidence: float) -> Problem:
        return Problem(category, self._clauses[first].start, self._clauses[last - 1].end, float(confidence))


def _surest_pair(lefts: np.ndarray, rights: np.ndarray) -> tuple[float, int, int]:
    """The two different categories of which the less sure one is surest."""
    pairs = np.minimum(lefts[:, None], rights[None, :])
    np.fill_diagonal(pairs, -1.0)
    left, right = np.unravel_index(int(pairs.argmax()), pairs.shape)
    return float(pairs[left, right]), int(left), int(right)


def _merged(problems: Sequence[Problem]) -> list[Problem]:
    """One problem a category, the first of each."""
    first: dict[str, Problem] = {}
    for problem in problems:
        first.setdefault(problem.category, problem)
    return list(first.values())
