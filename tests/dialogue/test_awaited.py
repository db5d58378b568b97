"""What a citizen says after an officer asked him something."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.messages import OutboxMessage
from bot.conversations.outbox import record_accepted
from bot.reports.answering import ask
from bot.reports.cases import open_case
from bot.reports.records import Report
from bot.reports.sight import Viewer
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.dialogue.phone import Phone, Town

OFFICER = Viewer(1, "Petugas", "officer", "PUPR")


@pytest.fixture
def asked(town: Town, phone: Phone, wiring: Wiring) -> str:
    """The ticket of a road report whose officer has asked where it is."""
    phone.say("jalan rusak di depan SDN 1 Celikah Kayu Agung, banyak lubang")
    phone.press("Kirim")
    with town.database.writing() as session:
        ticket = str(session.scalar(select(Report.ticket)))
        case = open_case(session, wiring.region, wiring.wording, OFFICER, ticket, now())
        ask(case, case.report.assignments[0].id, "Di sebelah mana lubangnya?")
        question = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
        assert question is not None
        record_accepted(session, question.id, "wamid.question", now())
    phone.listen()
    return ticket


def report_of(session: Session, ticket: str) -> Report:
    return session.scalars(select(Report).where(Report.ticket == ticket)).one()


@pytest.mark.parametrize(
    "words", ["di sebelah kiri sekolah, dekat gerbang", "depan mushola pak", "lubangnya dekat jembatan kecil"]
)
def test_his_words_are_the_answer_and_the_work_goes_on(
    words: str, asked: str, phone: Phone, town: Town
) -> None:
    assert "sudah diteruskan ke Dinas PUPR" in phone.say(words)
    with town.database.reading() as session:
        report = report_of(session, asked)
        assert report.status == "diproses" and report.unread_at is not None
        assert words in [event.citizen_words for event in report.events]
        assert report.events[-1].kind == "info_given"
    assert "sudah diteruskan" not in phone.say("terima kasih pak")


def test_a_photo_is_an_answer_too(asked: str, phone: Phone, town: Town) -> None:
    assert "sudah diteruskan" in phone.photo()
    with town.database.reading() as session:
        assert len(report_of(session, asked).photos) == 1


@pytest.mark.parametrize("words", ["cek {ticket}", "terima kasih", "sampah menumpuk di Sidakersa Kayu Agung"])
def test_another_matter_is_no_answer(words: str, asked: str, phone: Phone, town: Town) -> None:
    phone.say(words.format(ticket=asked))
    with town.database.reading() as session:
        assert report_of(session, asked).status == "butuh_info"


def test_a_quoted_question_is_answered_even_while_a_draft_is_open(
    asked: str, phone: Phone, town: Town
) -> None:
    phone.say("sampah menumpuk di Sidakersa Kayu Agung")
    answer = phone.send(
        {"type": "text", "text": {"body": "di kiri jalan"}, "context": {"id": "wamid.question"}}
    )
    assert "sudah diteruskan" in answer and "Sidakersa" in answer
    with town.database.reading() as session:
        assert report_of(session, asked).status == "diproses"
