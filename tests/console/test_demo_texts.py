"""The sentences of the demo: read as what they are filed under, and nobody's real words."""

from __future__ import annotations

import csv
import os
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bot.console.demo.scenes import SCENES
from bot.console.demo.texts import CORRECTS, PLACE, Texts, load_texts
from bot.console.intent_names import teachable
from bot.console.label_form import NEITHER
from bot.region.pack import Region
from bot.region.words import plain
from bot.settings import load_settings

ROOT = Path(__file__).parents[2]
CLASSES = {"keluhan": "pengaduan", "usulan": "aspirasi", "pertanyaan": "permintaan_informasi"}


@pytest.fixture(scope="module")
def texts(console_region: Region) -> Texts:
    return load_texts(ROOT / "data" / "demo", console_region)


def _said(texts: Texts) -> set[str]:
    ordinary = [sentence for sentences in texts.ordinary.values() for sentence in sentences]
    misread = [misread.sentence for misread in texts.misread]
    told = [sentence.text for sentence in (*ordinary, *texts.accusations, *texts.dangers, *misread)]
    return {plain(words.replace(PLACE, "")) for words in (*told, *(case["kata"] for case in texts.cases))}


def test_every_category_has_complaints_and_a_drawing(texts: Texts, console_region: Region) -> None:
    complaints = texts.ordinary["keluhan"]
    assert {sentence.category for sentence in complaints} == set(console_region.categories)
    assert {sentence.scene for sentence in complaints} <= set(SCENES)


@pytest.mark.parametrize("kind", CLASSES)
def test_ordinary_sentences_are_read_as_their_class(texts: Texts, kind: str) -> None:
    for sentence in texts.ordinary[kind]:
        assert sentence.signals.report_class == CLASSES[kind], sentence.text
        assert sentence.signals.danger is None, sentence.text
        assert not sentence.signals.accused, sentence.text


def test_accusations_and_dangers_are_read_as_such(texts: Texts) -> None:
    for sentence in texts.accusations:
        assert sentence.signals.accused and sentence.signals.danger is None, sentence.text
    for sentence in texts.dangers:
        assert sentence.signals.danger is not None, sentence.text


def test_misread_sentences_mean_what_a_trainer_can_say_and_frighten_nobody(
    texts: Texts, console_region: Region
) -> None:
    for misread in texts.misread:
        assert misread.meant in {*teachable(console_region, ROOT), *NEITHER}, misread.meant
        assert misread.sentence.signals.danger is None, misread.sentence.text


def test_a_region_without_a_category_has_no_sentence_that_needs_it(console_region: Region) -> None:
    fewer = {id: kind for id, kind in console_region.categories.items() if id != "pendidikan"}
    texts = load_texts(ROOT / "data" / "demo", replace(console_region, categories=fewer))
    assert len(texts.misread) > 50
    assert all(misread.meant != "pendidikan" for misread in texts.misread if misread.ending == CORRECTS)


def test_no_sentence_is_one_of_the_training_data(texts: Texts) -> None:
    known = set()
    for file in (ROOT / "data" / "nlu").rglob("*.yml"):
        for intent in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            lines = str(intent.get("examples", "")).splitlines()
            known.update(plain(line.lstrip("- ")) for line in lines)
    assert not _said(texts) & known


def test_no_sentence_is_one_by_which_understanding_is_measured(texts: Texts) -> None:
    folder = load_settings(ROOT, {**os.environ, "SECRET_KEY": "tests"}).evaluation
    if not folder.is_dir():
        pytest.skip(f"there are no sentences in {folder}")
    for file in folder.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            assert not _said(texts) & {plain(row["text"]) for row in csv.DictReader(lines)}
