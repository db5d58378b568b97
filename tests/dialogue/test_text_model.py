"""Reading the text model without scikit-learn gives scikit-learn's own probabilities."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import skops.io

from bot.dialogue.nlu.text_model import TextModel, normalise

TEXTS = [
    "jalan rusak parah",
    "got mampet",
    "lampu jalan mati",
    "jalan berlubang",
    "siring tumpat",
    "lampu padam",
]
LABELS = ["jalan", "got", "lampu", "jalan", "got", "lampu"]
ASKED = ["jalan rusaaak nian", "banyu naek dari got", "", "qwerty", "lampu lampu lampu jalan jalan2"]


@pytest.mark.parametrize("labels", [LABELS, ["a", "b", "a", "a", "b", "a"]])
def test_the_probabilities_are_those_of_scikit_learn(tmp_path: Path, labels: list[str]) -> None:
    model = TextModel.train(TEXTS, labels)
    model.save(tmp_path / "model.skops")
    kept = skops.io.load(tmp_path / "model.skops", trusted=["scipy.sparse._csr.csr_matrix"])
    expected = kept.predict_proba([normalise(text) for text in ASKED])
    loaded = TextModel.load(tmp_path / "model.skops")
    assert loaded.labels == [str(label) for label in kept.classes_]
    np.testing.assert_allclose(loaded.probabilities(ASKED), expected, atol=1e-12)


def test_drawn_out_and_doubled_words_read_like_plain_ones() -> None:
    assert normalise("Jalan2 RUSAAAK!!!") == "jalan jalan rusak"
