"""How well the present data are understood: figures below which no change may fall."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process
from rasa.shared.nlu.training_data.loading import load_data

from bot.dialogue.engine import Engine
from bot.region.pack import Region
from bot.training.evaluation.measure import Reader, read_everything
from bot.training.evaluation.run import Sets, find_sets
from bot.training.evaluation.summary import Summary, summarise
from tests.training.conftest import ROOT

EVALUATION = Path(os.environ.get("LAPOR_EVAL_DIR", ROOT / "eval"))
needs_evaluation = pytest.mark.skipif(
    not (EVALUATION / "complaints.csv").exists(), reason="LAPOR_EVAL_DIR has no complaints.csv"
)
# Sentences as long as these that are this much alike are one sentence, edited.
COPY_LENGTH, COPY_LIKENESS = 40, 92


@pytest.fixture(scope="module")
def sets(region: Region) -> Sets:
    return find_sets(ROOT, EVALUATION, None, None, region)


@pytest.fixture(scope="module")
def summary(engine: Engine, region: Region, sets: Sets) -> Summary:
    everything = read_everything(Reader(engine, region), sets.complaints, sets.talk, sets.own)
    return summarise(everything, baseline={}, cross_validation=None)


@needs_evaluation
@pytest.mark.parametrize(
    ("source", "accuracy", "macro_f1", "top3"),
    [("surabaya", 0.80, 0.66, 0.94), ("purbalingga", 0.82, 0.0, 0.96), ("lapor", 0.66, 0.0, 0.88)],
)
def test_foreign_complaints_get_their_category(
    summary: Summary, source: str, accuracy: float, macro_f1: float, top3: float
) -> None:
    scores = summary.sets[source]
    assert scores.accuracy >= accuracy and scores.macro_f1 >= macro_f1 and scores.top3 >= top3


@needs_evaluation
def test_complaints_are_taken_and_small_talk_is_not(summary: Summary) -> None:
    complaints, talk = summary.complaints, summary.smalltalk
    assert talk["filed"] <= 0.03 * talk["n"]
    assert complaints["ignored"] <= 0.02 * complaints["n"]
    assert complaints["asked"] <= 0.15 * complaints["n"]


@pytest.mark.parametrize("half", ["terbuka", "tersegel"])
def test_sentences_of_oki_are_understood(summary: Summary, half: str) -> None:
    scores = summary.own[half]
    assert scores.categories.accuracy >= 0.93
    assert scores.villages.recall >= 0.95 and scores.wrong <= 0.005


def test_two_problems_are_told_apart_and_stories_are_not(engine: Engine, region: Region) -> None:
    with (ROOT / "tests/understanding/problems.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["text"], set(row["categories"].split(";"))) for row in csv.DictReader(file)]
    readings = Reader(engine, region).read(text for text, _ in rows).readings
    two = [(meant, reading) for (_, meant), reading in zip(rows, readings, strict=True) if len(meant) > 1]
    one = [reading for (_, meant), reading in zip(rows, readings, strict=True) if len(meant) == 1]
    assert sum(set(reading.problems) == meant for meant, reading in two) >= 0.8 * len(two)
    # Every one of these was written to sound like two.
    assert sum(len(reading.problems) > 1 for reading in one) <= 0.12 * len(one)


def test_guesses_are_as_sure_as_they_are_right(summary: Summary) -> None:
    for row in summary.reliability:
        assert row.n < 30 or abs(row.stated - row.right) <= 0.15


def test_no_sentence_of_the_measure_is_in_the_training_data(sets: Sets) -> None:
    learned = {_plain(example.get("text")) for example in load_data(str(ROOT / "data/nlu")).intent_examples}
    own = [sentence.text for half in sets.own.values() for sentence in half]
    foreign = [item.text for item in (*sets.complaints, *sets.talk)]
    assert own
    assert _copies(learned, [*own, *foreign]) == []


def _copies(learned: set[str], measured: Sequence[str]) -> list[str]:
    long = [text for text in map(_plain, measured) if len(text) >= COPY_LENGTH]
    candidates = [text for text in learned if len(text) >= COPY_LENGTH]
    likeness = process.cdist(long, candidates, scorer=fuzz.ratio, score_cutoff=COPY_LIKENESS, workers=-1)
    return [text for text, row in zip(long, likeness, strict=True) if row.max() > 0]


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
