"""Figures of our own set: places found, problems told apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.dialogue.first_message import FirstReading
from bot.region.locations import Location
from bot.training.evaluation.scores import share
from bot.training.evaluation.sets import OwnSentence

Pairs = Sequence[tuple[OwnSentence, FirstReading]]


@dataclass(frozen=True)
class PlaceScores:
    """Of `named` sentences that settle the place: found rightly (recall), and of those `taken` how many are
    right (precision); `asked` is the share in which the citizen is asked for it."""

    named: int
    taken: int
    recall: float
    precision: float
    asked: float


@dataclass(frozen=True)
class ProblemScores:
    """The share of messages with two problems in which exactly both are found, and of those with one that
    are split."""

    two: int
    both_found: float
    one: int
    split: float


def score_villages(pairs: Pairs) -> PlaceScores:
    return _score(pairs, lambda sentence: sentence.village, lambda place: place.village_code)


def score_districts(pairs: Pairs) -> PlaceScores:
    return _score(pairs, lambda sentence: sentence.district, lambda place: place.district_code)


def wrong_places(pairs: Pairs) -> list[tuple[OwnSentence, FirstReading]]:
    """Sentences that would be filed, unasked, at a place they do not mean."""
    return [
        (sentence, reading)
        for sentence, reading in pairs
        if reading.location.village_code not in (None, sentence.village)
        or reading.location.district_code not in (None, sentence.district)
    ]


def score_problems(pairs: Pairs) -> ProblemScores:
    two = [(sentence, reading) for sentence, reading in pairs if len(sentence.categories) > 1]
    one = [(sentence, reading) for sentence, reading in pairs if len(sentence.categories) == 1]
    return ProblemScores(
        two=len(two),
        both_found=share(set(reading.problems) == set(sentence.categories) for sentence, reading in two),
        one=len(one),
        split=share(len(reading.problems) > 1 for _, reading in one),
    )


def _score(
    pairs: Pairs, truth: Callable[[OwnSentence], str | None], found: Callable[[Location], str | None]
) -> PlaceScores:
    named = [(truth(sentence), found(reading.location)) for sentence, reading in pairs if truth(sentence)]
    taken = [
        (truth(sentence), found(reading.location)) for sentence, reading in pairs if found(reading.location)
    ]
    return PlaceScores(
        named=len(named),
        taken=len(taken),
        recall=share(meant == got for meant, got in named),
        precision=share(meant == got for meant, got in taken),
        asked=share(got is None for _, got in named),
    )
