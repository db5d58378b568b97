"""Examples that trainers add."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.storage.database import Database
from bot.training.examples import AlreadyThere, NoSentence, add_example, withdraw_example
from bot.training.records import Example
from bot.training.rows import training_rows
from bot.training.sentences import plain

AT = datetime(2026, 11, 2, 3, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    "other",
    [
        "Assalamualaikum pak, SIRING mampeeeet di simpang!!",
        "siring mampet di simpang, terima kasih",
        "siring  mampet\ndi simpang 081234567890",
    ],
)
def test_greeting_case_and_punctuation_make_no_other_sentence(other: str) -> None:
    assert plain(other) == "siring mampet di simpang"


@pytest.mark.parametrize("text", ["!!!", "🙏", "12345"])
def test_what_is_no_word_is_still_told_apart(text: str) -> None:
    assert plain(text) == text


def test_an_added_sentence_is_trained_on(database: Database) -> None:
    with database.writing() as session:
        add_example(session, "drainase_banjir", " siring  mampet ", "coba", 7, AT)
    with database.reading() as session:
        (row,) = training_rows(session, ()).sentences
    assert (row.intent, row.text) == ("drainase_banjir", "siring mampet")


def test_the_same_words_are_refused_and_say_what_is_there(database: Database) -> None:
    with database.writing() as session:
        first = add_example(session, "drainase_banjir", "siring mampet", "coba", 7, AT)
        with pytest.raises(AlreadyThere) as refusal:
            add_example(session, "jalan_jembatan", "Siring mampet!", "coba", 8, AT)
    assert refusal.value.example.id == first.id


def test_nothing_is_no_example(database: Database) -> None:
    with database.writing() as session, pytest.raises(NoSentence):
        add_example(session, "sapa", "   ", "coba", 7, AT)


def test_a_withdrawn_sentence_is_trained_on_no_more_and_may_come_back(database: Database) -> None:
    with database.writing() as session:
        first = add_example(session, "drainase_banjir", "siring mampet", "coba", 7, AT)
        withdraw_example(session, first, AT)
        assert not training_rows(session, ()).sentences
        again = add_example(session, "jalan_jembatan", "siring mampet", "coba", 7, AT)
        assert session.get_one(Example, first.id).state == "withdrawn"
        assert [row.id for row in training_rows(session, ()).sentences] == [again.id]
