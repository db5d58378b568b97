"""The figures themselves, on rankings made by hand."""

from __future__ import annotations

import pytest

from bot.dialogue.first_message import FirstReading, Outcome
from bot.region.locations import Location
from bot.training.evaluation.places import (
    score_districts,
    score_problems,
    score_villages,
    wrong_places,
)
from bot.training.evaluation.scores import confusions, reliability, score_categories
from bot.training.evaluation.sets import OwnSentence

ROAD = (("jalan", 0.9), ("got", 0.06), ("lampu", 0.03), ("air", 0.01))
DRAIN = (("got", 0.5), ("jalan", 0.3), ("lampu", 0.15), ("air", 0.05))


def test_the_first_guess_is_the_accuracy_and_three_may_hold_the_truth() -> None:
    scores = score_categories(["jalan", "jalan", "air", "got"], [ROAD, DRAIN, ROAD, DRAIN])
    assert (scores.n, scores.accuracy, scores.top3) == (4, 0.5, 0.75)


def test_macro_f1_weighs_the_categories_present_alike() -> None:
    # jalan: precision 2/3, recall 1; got: found once of twice, never wrongly; lampu is never meant.
    scores = score_categories(["jalan", "jalan", "got", "got"], [ROAD, ROAD, ROAD, DRAIN])
    assert scores.macro_f1 == pytest.approx((0.8 + 2 / 3) / 2)


def test_nothing_to_score_is_an_error() -> None:
    with pytest.raises(ValueError, match="no text"):
        score_categories([], [])


def test_confusions_count_truth_and_guess() -> None:
    assert confusions(["jalan", "air"], [ROAD, ROAD]) == {("jalan", "jalan"): 1, ("air", "jalan"): 1}


def test_reliability_sets_the_stated_beside_the_right() -> None:
    high, low = reliability(["jalan", "air", "got"], [ROAD, ROAD, DRAIN])[::-1]
    assert (high.low, high.n, high.stated, high.right) == (0.8, 2, pytest.approx(0.9), 0.5)
    assert (low.n, low.stated, low.right) == (1, 0.5, 1.0)


def test_a_sure_guess_of_one_belongs_to_the_last_row() -> None:
    (row,) = reliability(["jalan"], [(("jalan", 1.0),)])
    assert (row.high, row.n, row.right) == (1.0, 1, 1.0)


def sentence(*categories: str, village: str | None = None, district: str | None = None) -> OwnSentence:
    return OwnSentence("…", categories, village, district, "baku")


def reading(*problems: str, village: str | None = None, district: str | None = None) -> FirstReading:
    return FirstReading(Outcome.FILED, ROAD, problems, Location(village_code=village, district_code=district))


def test_a_village_taken_is_right_or_wrong_and_one_not_taken_is_asked() -> None:
    pairs = [
        (sentence("jalan", village="a", district="x"), reading("jalan", village="a", district="x")),
        (sentence("jalan", village="b", district="x"), reading("jalan", district="x")),
        (sentence("jalan", village="c", district="y"), reading("jalan", village="a", district="x")),
        (sentence("jalan"), reading("jalan")),
    ]
    villages, districts = score_villages(pairs), score_districts(pairs)
    assert (villages.named, villages.taken) == (3, 2)
    assert (villages.recall, villages.precision, villages.asked) == pytest.approx((1 / 3, 1 / 2, 1 / 3))
    assert (districts.recall, districts.precision, districts.asked) == pytest.approx((2 / 3, 2 / 3, 0))


def test_a_place_nobody_named_is_a_wrong_place() -> None:
    wrong = (sentence("jalan"), reading("jalan", district="x"))
    right = (sentence("jalan", district="x"), reading("jalan"))
    assert wrong_places([wrong, right]) == [wrong]


def test_both_problems_must_be_found_and_one_must_not_be_split() -> None:
    scores = score_problems(
        [
            (sentence("jalan", "got"), reading("got", "jalan")),
            (sentence("jalan", "got"), reading("jalan")),
            (sentence("jalan"), reading("jalan", "got")),
            (sentence("jalan"), reading("jalan")),
        ]
    )
    assert (scores.two, scores.both_found, scores.one, scores.split) == (2, 0.5, 2, 0.5)
