"""What the bot may have misread reaches the trainers: real chats, read by the real model."""

from __future__ import annotations

from threading import Thread

import pytest
from sqlalchemy import select, update

from bot.conversations.messages import TranscriptEntry
from bot.region.pack import load_region
from bot.reports.cases import Case
from bot.reports.correcting import change_category
from bot.reports.records import Report
from bot.reports.sight import OPERATOR, Viewer
from bot.storage.tables import now
from bot.training.anonymising import Anonymiser
from bot.training.collecting import Collector
from bot.training.examples import add_example
from bot.training.records import Doubt
from bot.wiring import Wiring
from tests.dialogue.conftest import ROOT
from tests.dialogue.phone import Phone, Town
from tests.dialogue.test_doubt import DOUBTFUL

UNCLEAR = "mano pulo balonyo ini"
REPORT = "jalan berlubang depan SDN 1 Celikah Kayu Agung, banyak yang jatuh"


@pytest.fixture(scope="module")
def anonymise(engine: object) -> Anonymiser:
    return Anonymiser.of(ROOT / "data", load_region(ROOT / "data/region/oki"))


@pytest.fixture
def collector(town: Town, anonymise: Anonymiser) -> Collector:
    return Collector(town.database, town.vault, lambda: anonymise)


def doubts(town: Town, *columns: str) -> list[tuple]:
    """These columns of every doubt, in the order of the lines."""
    with town.database.reading() as session:
        query = select(*(getattr(Doubt, name) for name in columns)).order_by(Doubt.line_id)
        return [tuple(row) for row in session.execute(query)]


def test_words_that_were_not_understood_wait_for_a_trainer(
    phone: Phone, town: Town, collector: Collector
) -> None:
    phone.say(UNCLEAR)
    assert collector.collect(now()) == 1
    ((sentence, reason, intent, state),) = doubts(town, "sentence", "reason", "intent", "state")
    assert (sentence, reason, state) == (UNCLEAR, "ragu", "waiting")
    assert intent


def test_what_was_read_well_is_no_doubt(phone: Phone, town: Town, collector: Collector) -> None:
    phone.say(REPORT)
    phone.say("iyo la bener pak")
    assert collector.collect(now()) == 0


def test_a_correction_tells_what_the_sentence_before_meant(
    phone: Phone, town: Town, collector: Collector
) -> None:
    phone.say(REPORT)
    phone.press("Ubah")
    phone.say("got mampet")
    collector.collect(now())
    assert doubts(town, "reason", "intent", "meant") == [("diubah", "jalan_jembatan", "drainase_banjir")]


def test_ubah_for_the_place_alone_is_no_matter_for_trainers(
    phone: Phone, town: Town, collector: Collector
) -> None:
    phone.say(REPORT)
    phone.press("Ubah")
    collector.collect(now())
    assert doubts(town, "reason", "state") == [("diubah", "waiting")]
    phone.say("lokasi Sidakersa")
    collector.collect(now())
    assert doubts(town, "reason", "state") == [("diubah", "set_aside")]


def test_a_denied_and_a_cancelled_draft_are_doubts(phone: Phone, town: Town, collector: Collector) -> None:
    phone.say(REPORT)
    phone.say("bukan itu")
    other = Phone(town)
    other.say("lampu jalan mati di Sidakersa Kayu Agung")
    other.press("Batal")
    collector.collect(now())
    assert doubts(town, "reason") == [("disangkal",), ("batal",)]


def test_a_category_that_staff_changed_is_a_doubt_with_the_right_one(
    phone: Phone, town: Town, collector: Collector, wiring: Wiring
) -> None:
    phone.say(REPORT)
    phone.press("Kirim")
    collector.collect(now())
    with town.database.writing() as session:
        report = session.scalars(select(Report)).one()
        viewer = Viewer(1, "Operator", OPERATOR)
        case = Case(session, wiring.region, wiring.wording, viewer, report, now())
        change_category(case, report.assignments[0].id, "drainase_banjir")
    assert collector.collect(now()) == 1
    assert doubts(town, "reason", "meant") == [("dikoreksi", "drainase_banjir")]


def test_a_category_that_he_picks_and_a_denial_by_button_tell_what_he_meant(
    town: Town, collector: Collector
) -> None:
    picking, denying = Phone(town), Phone(town)
    for phone in (picking, denying):
        phone.say(DOUBTFUL)
    titles = [row.title for row in picking.bubbles[-1].rows]
    picking.press(titles[1])
    denying.press("Bukan laporan")
    collector.collect(now())
    (first, picked), (second, denied) = doubts(town, "reason", "meant")
    assert (first, second, denied) == ("diubah", "disangkal", "bukan_laporan")
    assert picked


def test_the_courier_collects_beside_its_own_work(phone: Phone, town: Town, wiring: Wiring) -> None:
    phone.say(UNCLEAR)
    wiring.courier("http://unused")._ring(now())
    assert doubts(town, "sentence") == [(UNCLEAR,)]


def test_fragments_are_one_sentence(phone: Phone, town: Town, collector: Collector) -> None:
    phone.town.pause()
    phone.say("mano pulo", "balonyo ini")
    phone.town.resume()
    phone.listen()
    collector.collect(now())
    assert doubts(town, "sentence") == [("mano pulo balonyo ini",)]


def test_a_trainer_reads_neither_name_nor_number(town: Town, collector: Collector) -> None:
    phone = Phone(town, profile="Wahyudin Ramadhan")
    phone.say("aku wahyudin 081234567890, mano pulo balonyo ini")
    collector.collect(now())
    ((sentence,),) = doubts(town, "sentence")
    assert sentence == "aku •••  •••, mano pulo balonyo ini".replace("  ", " ")


def test_likely_sentences_share_a_cluster(town: Town, collector: Collector) -> None:
    for words in (UNCLEAR, "mano pulo balonyo ini pak", "asdf qwer zxcv"):
        Phone(town).say(words)
    collector.collect(now())
    first, second, other = (cluster for (cluster,) in doubts(town, "cluster"))
    assert first == second != other


def test_each_line_makes_one_doubt_also_with_two_processes(
    town: Town, collector: Collector, anonymise: Anonymiser
) -> None:
    for _ in range(4):
        Phone(town).say(UNCLEAR)
    other = Collector(town.database, town.vault, lambda: anonymise)
    threads = [Thread(target=one.collect, args=(now(),)) for one in (collector, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(doubts(town, "id")) == 4
    assert collector.collect(now()) == other.collect(now()) == 0


def test_a_line_whose_transaction_ended_late_is_not_missed(
    phone: Phone, town: Town, collector: Collector
) -> None:
    phone.say(UNCLEAR)
    phone.say("terima kasih")
    with town.database.writing() as session:
        late = session.scalars(select(TranscriptEntry).order_by(TranscriptEntry.id).limit(1)).one()
        understanding, late.understanding = late.understanding, None
    collector.collect(now())
    assert not doubts(town, "id")
    with town.database.writing() as session:
        session.get_one(TranscriptEntry, late.id).understanding = understanding
    phone.say("terima kasih banyak pak")
    assert collector.collect(now()) == 1


def test_secret_lines_are_never_looked_at_and_forgotten_when_they_turn_secret(
    phone: Phone, town: Town, collector: Collector
) -> None:
    phone.say(UNCLEAR)
    collector.collect(now())
    with town.database.writing() as session:
        session.execute(update(TranscriptEntry).values(secret=True))
    Phone(town).say("terima kasih")
    assert collector.collect(now()) == 0
    assert doubts(town, "sentence", "state") == [("[dihapus atas permintaan warga]", "set_aside")]


def test_what_staff_typed_for_a_citizen_is_no_sentence_of_his(
    phone: Phone, town: Town, collector: Collector
) -> None:
    phone.say(UNCLEAR)
    with town.database.writing() as session:
        session.execute(update(TranscriptEntry).values(content={"typed_by": 1, "media_id": 1}))
    assert collector.collect(now()) == 0


def test_a_sentence_that_is_taught_already_is_no_doubt(
    phone: Phone, town: Town, collector: Collector
) -> None:
    with town.database.writing() as session:
        add_example(session, "tanya_bot", UNCLEAR, "coba", 1, now())
    phone.say(UNCLEAR)
    assert collector.collect(now()) == 0


def test_nothing_is_written_when_nothing_is_new(town: Town, collector: Collector) -> None:
    collector.collect(now())
    with town.database.writing() as session:
        # Nobody else may write meanwhile; on SQLite a second writer would wait here.
        session.execute(update(TranscriptEntry).values(secret=False))
        assert collector.collect(now()) == 0
