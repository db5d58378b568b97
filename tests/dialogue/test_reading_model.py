"""The learned model: read without scikit-learn as scikit-learn would, saved and loaded whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.dialogue.nlu.features import TextFeatures
from bot.dialogue.nlu.reading_model import REPORT, ReadingModel
from bot.dialogue.nlu.report_classifier import ReportClassifier
from bot.dialogue.nlu.text_model import TextModel

TEXTS = [
    *("jalan rusak parah", "jalan berlubang", "jalan hancur di desa", "aspal jalan mengelupas"),
    *("got mampet", "siring tersumbat", "got meluap ke jalan", "selokan mampet bau"),
    *("terima kasih", "makasih banyak ya", "terima kasih banyak pak", "makasih infonya"),
]
INTENTS = ["jalan"] * 4 + ["got"] * 4 + ["terima_kasih"] * 4
ASKED = ["jalan rusaaak nian", "banyu naek dari got", "", "qwerty", "jalan jalan jalan got", "makasih"]


@pytest.fixture(scope="module")
def model() -> ReadingModel:
    return ReadingModel.train(TEXTS, INTENTS, {"jalan", "got"}, {"nian": "sangat"})


def test_a_single_text_has_the_values_that_scikit_learn_gives_it() -> None:
    features, matrix = TextFeatures.learn(TEXTS)
    for place, text in enumerate(TEXTS):
        counts = features.counts([text])
        row = np.zeros(matrix.shape[1])
        row[counts.columns] = features.weighed(counts)[0]
        np.testing.assert_allclose(row, matrix[place].toarray()[0], atol=1e-6)


def test_the_counts_of_parts_add_up_to_those_of_the_whole() -> None:
    features, _ = TextFeatures.learn(["jalan", "got", "jalan got"])
    parts = features.counts(["jalan", "got"])
    whole = features.counts(["jalan got"])
    known = np.isin(whole.columns, parts.columns)
    np.testing.assert_array_equal(parts.table.sum(axis=0), whole.table[0, known])


def test_reports_are_one_kind_of_talk_and_have_categories_of_their_own(model: ReadingModel) -> None:
    assert model.intents.labels == sorted([REPORT, "terima_kasih"])
    assert model.categories.labels == ["got", "jalan"]
    counts = model.counts(["jalan rusak", "terima kasih"])
    assert model.kinds(counts)[REPORT] > 0.5
    assert model.kinds(counts.rows(counts.table[1:]))[REPORT] < 0.5
    scores = model.category_scores(model.counts(["jalan berlubang", "got mampet"]))
    assert [model.categories.labels[place] for place in scores.argmax(axis=1)] == ["jalan", "got"]


def test_a_loaded_model_reads_like_the_one_saved(tmp_path: Path, model: ReadingModel) -> None:
    model.save(tmp_path)
    loaded = ReadingModel.load(tmp_path)
    for text in ASKED:
        assert loaded.kinds(loaded.counts([text])) == model.kinds(model.counts([text]))
        np.testing.assert_array_equal(
            loaded.category_scores(loaded.counts([text])), model.category_scores(model.counts([text]))
        )


def test_probabilities_add_up_and_unknown_words_are_no_error(model: ReadingModel) -> None:
    for text in ASKED:
        chances = model.categories.probabilities(model.category_scores(model.counts([text])))
        assert chances.sum() == pytest.approx(1.0) and np.isfinite(chances).all()
        assert sum(model.kinds(model.counts([text])).values()) == pytest.approx(1.0)


def test_a_label_with_two_examples_cannot_be_learned() -> None:
    _, matrix = TextFeatures.learn(TEXTS)
    with pytest.raises(ValueError, match="fewer than 3 examples: got"):
        TextModel.train(matrix[:5], ["jalan", "jalan", "got", "got", "jalan"])


def test_a_changed_dictionary_is_no_model_from_the_cache(tmp_path: Path) -> None:
    dictionary = tmp_path / "baku.csv"
    dictionary.write_text("form,standard\nyg,yang\n", encoding="utf-8")
    before = ReportClassifier.fingerprint_addon({"dictionary": str(dictionary)})
    dictionary.write_text("form,standard\nyg,yang\ndpn,depan\n", encoding="utf-8")
    assert before != ReportClassifier.fingerprint_addon({"dictionary": str(dictionary)})
