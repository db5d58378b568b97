"""Reads the problems out of a message: what it is about as a whole, and whether it speaks of two things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.dialogue.nlu.clauses import Clause
from bot.dialogue.nlu.features import Counts
from bot.dialogue.nlu.reading_model import ReadingModel

MOST_PROBLEMS = 3
# How many clauses are the beginning, and its weight beside the whole text's 1.
BEGINNING = 2
BEGINNING_SHARE = 0.4
# What the sum is divided by: less than both weights, because two readings that agree are surer than one.
AGREEMENT = 1.2
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
# Words that begin another matter: "selain itu", "satu lagi", "oh ya sekalian", "2)", "samo tolong".
ANOTHER = re.compile(
    r"\b(?:selain (?:itu|soal)|di samping itu|selanjutnya|kemudian|satu lagi|sikok lagi|siji maneh|(?:yang |yg )?kedua|"
    r"oh (?:ya|iya|yo)|sekalian|belum lagi|belom lagi|ditambah|apalagi|plus|la tu|"
    r"(?:dan|terus|trus|sama|samo) (?:tolong|mohon|minta|kami|ado|ada))\b|(?:^|\s)(?:2[.)]|b[.)])\s",
    re.IGNORECASE,
)
ALSO = re.compile(
    r"\b(?:juga|jg|jugo|ugo|pulo|pun|trus|terus|samo|sama|mana|tambah\w*|lalu)\b", re.IGNORECASE
)
AND = re.compile(r"\b(?:dan|serta)\b|[&+?]", re.IGNORECASE)
JOINER_REACH = 6
# How a consequence, a plea, a reason or the story goes on, which is no second problem: "sehingga ...",
# "anak sekolah susah lewat", "sudah lapor ke kades", "kami ni bayar pajak", "kalau hujan ...".
GOES_ON = re.compile(
    r"^\W*(?:(?:\w+\W+){0,2}(?:jadi\w*|akibat\w*|sehingga|sampai|sampe|takut|bahaya\w*|membahayakan|susah|sulit|"
    r"kasih?an|jatuh|lewat|melintas|dilewati|kecelakaan|celaka|resah|terganggu|mengganggu|ganggu|mohon|tolong|"
    r"minta|harap\w*|segera|diperbaiki|dibenari)|"
    r"(?:\w+\W+)?(?:saya|sy|aku|kami|kito|kita|kulo|anak\w*|budak\w*|murid|siswa|pasien|ibu|bapak|nenek|warga|wong|orang|"
    r"jamaah|jemaah|pengendara|petani|nelayan|pedagang|pelanggan|tetangga|desa sebelah|rumah|sudah|sdh|la|udah|kalau|"
    r"kalo|kalu|bila|jika|men|padahal|karena|karno|krn|penyebab\w*|alasan\w*|katanya|katonyo|jawab\w*|biaya|bayar|"
    r"sekarang|kini|sampai sekarang|setiap|tiap|saben))\b",
    re.IGNORECASE,
)
# Who writes, before he comes to the matter: "saya guru TK di Mesuji", "aku ni cuma penyadap karet".
INTRODUCTION = re.compile(
    r"^\W*(?:\w+\W+){0,2}(?:saya|sy|aku|kami|kito|kulo)\b(?:\W+\w+){1,6}\W*$", re.IGNORECASE
)
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


class ProblemReader:
    """Tells the problems of a message apart by a model of the categories alone.

    A message is cut in two where both halves are surest of different categories: a consequence or a plea is
    outweighed by the rest of its half, where clause by clause it would pass for a problem of its own.
    """

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
        cutter = _Cutter(self._model, text, clauses, counts.rows(counts.table[1:]), self._certainty)
        found = cutter.cut(0, len(clauses), MOST_PROBLEMS)
        if len(found) > 1:
            return ranking, found
        category, confidence = ranking[0]
        if not clauses or confidence < self._problem_above:
            return ranking, []
        return ranking, [Problem(category, clauses[0].start, clauses[-1].end, confidence)]


class _Cutter:
    """Cuts the clauses of one message into problems."""

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
        """The problems of the clauses from `first` up to `last`; none when they are a single one."""
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
        """The certainty that a cut before the clause `place` needs; above 1 when there may be none."""
        left = self._text[self._clauses[first].start : self._clauses[place - 1].end]
        right = self._text[self._clauses[place].start : self._clauses[last - 1].end]
        if min(len(left.split()), len(right.split())) < FEWEST_WORDS:
            return NEVER
        between = self._text[self._clauses[place - 1].end : self._clauses[place].start]
        reach = " ".join(self._clauses[place].text.split()[:JOINER_REACH])
        start = f"{between} {reach}"
        if ANOTHER.search(start):
            return self._certainty.another
        goes_on = bool(GOES_ON.match(right) or INTRODUCTION.match(left))
        if ALSO.search(start):
            return self._certainty.plain if goes_on else self._certainty.also
        if goes_on or OTHER in categories:
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
