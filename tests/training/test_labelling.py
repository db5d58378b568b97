"""What trainers say of a doubt, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from threading import Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.storage.database import Database
from bot.training.examples import add_example
from bot.training.labelling import Part, Verdict, label_doubts, labels_of, take_back
from bot.training.records import Doubt, Example
from bot.training.rows import training_rows

AT = datetime(2026, 11, 2, 3, tzinfo=timezone.utc)
SITI, BUDI = 7, 8
DRAIN, ROAD = Verdict("drainase_banjir"), Verdict("jalan_jembatan")


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.writing() as session:
        yield session


def doubt_about(session: Session, sentence: str = "siring mampet nian", reason: str = "ragu") -> Doubt:
    doubt = Doubt(sentence=sentence, reason=reason, at=AT)
    session.add(doubt)
    session.flush()
    return doubt


def say(
    session: Session, doubt: Doubt, verdict: Verdict, who: int, text: str | None = "", later: int = 0
) -> None:
    sentences = {} if text is None else {doubt.id: text or doubt.sentence}
    label_doubts(session, [doubt], verdict, sentences, who, AT + timedelta(minutes=later))


def taught(session: Session) -> list[tuple[str, str]]:
    return [(row.intent, row.text) for row in training_rows(session, ()).sentences]


def test_the_first_label_makes_an_example_at_once(session: Session) -> None:
    doubt = doubt_about(session)
    say(session, doubt, DRAIN, SITI)
    assert taught(session) == [("drainase_banjir", "siring mampet nian")]
    assert (doubt.state, doubt.settled_at) == ("labelled", AT)


def test_an_edited_sentence_is_what_is_taught(session: Session) -> None:
    say(session, doubt_about(session), DRAIN, SITI, "got mampet di depan rumah")
    assert taught(session) == [("drainase_banjir", "got mampet di depan rumah")]


def test_one_decision_serves_many_sentences(session: Session) -> None:
    doubts = [
        doubt_about(session, text) for text in ("siring mampet", "siring kami mampet", "Siring mampet!")
    ]
    sentences = {doubt.id: doubt.sentence for doubt in doubts[:1] + doubts[2:]}
    label_doubts(session, doubts, DRAIN, sentences, SITI, AT)
    assert [doubt.state for doubt in doubts] == ["labelled"] * 3
    assert taught(session) == [("drainase_banjir", "siring mampet")]


def test_two_problems_make_an_example_each(session: Session) -> None:
    parts = (Part("jalan berlubang", "jalan_jembatan"), Part("got mampet", "drainase_banjir"))
    doubt = doubt_about(session, "jalan berlubang dan got mampet")
    say(session, doubt, Verdict("jalan_jembatan", parts), SITI)
    assert sorted(taught(session)) == [
        ("drainase_banjir", "got mampet"),
        ("jalan_jembatan", "jalan berlubang"),
    ]


def test_what_is_no_report_is_taught_as_chatter(session: Session) -> None:
    say(session, doubt_about(session, "harga karet turun terus"), Verdict("bukan_laporan"), SITI)
    assert taught(session) == [("obrolan", "harga karet turun terus")]


def test_what_nobody_can_read_is_set_aside_and_teaches_nothing(session: Session) -> None:
    doubt = doubt_about(session, "asdf")
    say(session, doubt, Verdict("tidak_jelas"), SITI)
    assert (doubt.state, taught(session)) == ("set_aside", [])


def test_who_disagrees_stops_the_teaching_until_they_agree(session: Session) -> None:
    doubt = doubt_about(session)
    say(session, doubt, DRAIN, SITI)
    say(session, doubt, ROAD, BUDI, later=1)
    assert (doubt.state, doubt.settled_at, taught(session)) == ("disputed", None, [])
    assert [(label.staff_id, label.intent) for label in labels_of(session, [doubt.id])] == [
        (SITI, "drainase_banjir"),
        (BUDI, "jalan_jembatan"),
    ]
    say(session, doubt, DRAIN, BUDI, later=2)
    assert (doubt.state, taught(session)) == ("labelled", [("drainase_banjir", "siring mampet nian")])
    assert session.query(Example).count() == 1


def test_who_agrees_without_a_sentence_leaves_the_example(session: Session) -> None:
    doubt = doubt_about(session)
    say(session, doubt, DRAIN, SITI, "got mampet")
    say(session, doubt, DRAIN, BUDI, None, later=1)
    assert taught(session) == [("drainase_banjir", "got mampet")]


def test_a_changed_mind_changes_the_example(session: Session) -> None:
    doubt = doubt_about(session)
    say(session, doubt, DRAIN, SITI)
    say(session, doubt, ROAD, SITI, later=1)
    assert taught(session) == [("jalan_jembatan", "siring mampet nian")]


def test_ones_own_label_can_be_taken_back(session: Session) -> None:
    doubt = doubt_about(session)
    say(session, doubt, DRAIN, SITI)
    assert not take_back(session, doubt, BUDI, AT)
    assert take_back(session, doubt, SITI, AT)
    assert (doubt.state, taught(session)) == ("waiting", [])


def test_taking_back_the_other_opinion_teaches_again(session: Session) -> None:
    doubt = doubt_about(session)
    say(session, doubt, DRAIN, SITI, "got mampet")
    say(session, doubt, ROAD, BUDI, later=1)
    take_back(session, doubt, BUDI, AT)
    assert (doubt.state, taught(session)) == ("labelled", [("drainase_banjir", "got mampet")])


def test_a_sentence_that_is_taught_already_makes_no_second_example(session: Session) -> None:
    add_example(session, "drainase_banjir", "siring mampet nian", "coba", BUDI, AT)
    doubt = doubt_about(session)
    say(session, doubt, DRAIN, SITI)
    assert (doubt.state, len(taught(session))) == ("labelled", 1)


def test_an_exported_example_stays_where_it_is(session: Session) -> None:
    doubt = doubt_about(session)
    say(session, doubt, DRAIN, SITI)
    session.scalars(select(Example)).one().state = "exported"
    say(session, doubt, ROAD, BUDI, later=1)
    assert (doubt.state, session.scalars(select(Example)).one().state) == ("disputed", "exported")


def test_two_trainers_at_the_same_moment_are_both_heard(database: Database) -> None:
    with database.writing() as session:
        doubt_id = doubt_about(session).id

    def label(verdict: Verdict, who: int) -> None:
        with database.writing() as session:
            doubt = session.get_one(Doubt, doubt_id, with_for_update=True)
            label_doubts(session, [doubt], verdict, {doubt_id: doubt.sentence}, who, AT)

    threads = [Thread(target=label, args=each) for each in ((DRAIN, SITI), (ROAD, BUDI))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert session.get_one(Doubt, doubt_id).state == "disputed"
        assert len(labels_of(session, [doubt_id])) == 2
        assert not taught(session)
