"""Who wants no more news gets none, but every answer; and how news begin again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.conversations.citizens import Citizen
from bot.conversations.messages import OutboxMessage
from bot.conversations.outbox import UPDATE
from bot.reports.answering import Answer, answer, ask
from bot.reports.cases import Case, open_case
from bot.reports.closing import close
from bot.reports.life_records import Verdict
from bot.reports.records import Report
from bot.reports.sight import Viewer
from bot.reports.statuses import DONE
from bot.reports.telling import News, Teller
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.dialogue.clock import open_draft_of
from tests.dialogue.phone import Phone, Town
from tests.dialogue.test_reporting import POTHOLES

OFFICER = Viewer(1, "Petugas", "officer", "PUPR")
STOP = "Hentikan kabar"


@pytest.fixture
def filed(phone: Phone) -> Phone:
    phone.say(POTHOLES)
    phone.press("Kirim")
    return phone


@pytest.fixture
def stopped(filed: Phone) -> Phone:
    filed.say("berhenti kirim pesan")
    filed.press(STOP)
    return filed


def hears(phone: Phone) -> bool:
    with phone.town.database.reading() as session:
        return session.get_one(Citizen, phone.citizen_id(session)).updates_stopped_at is None


def tell(town: Town, wiring: Wiring, words: str = "Sedang dikerjakan.") -> None:
    with town.database.writing() as session:
        report = session.scalars(select(Report).order_by(Report.id.desc())).first()
        assert report is not None
        Teller(session, wiring.region, wiring.wording, now()).tell(News(report, "status", words))


def test_news_stop_after_one_question(filed: Phone, wiring: Wiring) -> None:
    assert "tidak usah dikirim lagi" in filed.say("berhenti")
    assert hears(filed)
    assert "tidak kami kirim lagi" in filed.press(STOP)
    tell(filed.town, wiring)
    assert not hears(filed) and filed.listen() == ""


@pytest.mark.parametrize("typed", ["ya", "iyo pak", "ok"])
def test_a_typed_yes_is_the_press_of_its_button(filed: Phone, typed: str) -> None:
    filed.say("stop")
    filed.say(typed)
    assert not hears(filed)


@pytest.mark.parametrize("typed", ["tidak", "dak jadi", "batal", "tidak jadi pak"])
def test_a_no_changes_nothing(filed: Phone, typed: str) -> None:
    filed.say("jangan kirim pesan lagi")
    assert "Tidak ada yang diubah" in filed.say(typed)
    assert hears(filed)
    with filed.town.database.reading() as session:
        assert session.scalars(select(Report.status)).one() != "dibatalkan"


def test_a_yes_to_something_else_stops_nothing(filed: Phone) -> None:
    filed.say("berhenti")
    filed.say("cek")
    filed.say("ya")
    assert hears(filed)


def test_what_he_asks_himself_is_answered(stopped: Phone) -> None:
    assert "OKI-" in stopped.say("cek")


def test_the_event_is_kept_though_nobody_is_told(stopped: Phone, wiring: Wiring) -> None:
    with stopped.town.database.writing() as session:
        ticket = session.scalars(select(Report.ticket)).one()
        case = open_case(session, wiring.region, wiring.wording, OFFICER, ticket, now())
        part = case.report.assignments[0].id
        ask(case, part, "Di sebelah mana?")
    assert stopped.listen() == ""
    assert "Di sebelah mana?" in stopped.say("cek")


def test_who_wants_no_news_is_not_asked_for_his_verdict(stopped: Phone, wiring: Wiring) -> None:
    with stopped.town.database.writing() as session:
        ticket = session.scalars(select(Report.ticket)).one()
        case: Case = open_case(session, wiring.region, wiring.wording, OFFICER, ticket, now())
        close(case, case.report.assignments[0].id, "Sudah ditambal.", no_photo_because="Malam hari.")
        assert case.report.status == DONE
        assert session.scalars(select(Verdict)).all() == []


@pytest.mark.parametrize("words", ["MULAI KABAR", "lanjut kabar", "tolong kirim lagi kabarnya pak"])
def test_a_word_starts_the_news_again(stopped: Phone, wiring: Wiring, words: str) -> None:
    assert "kami kirim lagi" in stopped.say(words)
    tell(stopped.town, wiring, "Besok ditambal.")
    assert "Besok ditambal." in stopped.listen()


def test_a_new_report_starts_the_news_again(stopped: Phone) -> None:
    stopped.say("lampu jalan mati di desa sidakersa kayu agung")
    stopped.press("Kirim")
    assert hears(stopped)


def test_news_that_wait_to_be_sent_are_dropped(filed: Phone, wiring: Wiring) -> None:
    tell(filed.town, wiring)
    filed.say("berhenti")
    filed.press(STOP)
    with filed.town.database.reading() as session:
        states = session.scalars(select(OutboxMessage.state).where(OutboxMessage.purpose == UPDATE)).all()
    assert states == ["dropped"]


def test_an_open_draft_waits_for_the_end_of_the_question(phone: Phone) -> None:
    phone.say(POTHOLES)
    asked = phone.say("hapus data saya")
    assert "Kirim" not in [button.title for button in phone.bubbles[-1].buttons] and "dihapus" in asked
    answered = phone.press("Tidak jadi")
    assert "Tidak ada yang diubah" in answered
    assert [button.title for button in phone.bubbles[-1].buttons] == ["Kirim", "Ubah", "Batal"]
    assert open_draft_of(phone) is not None


def test_a_typed_yes_to_the_question_sends_no_draft(phone: Phone) -> None:
    phone.say(POTHOLES)
    phone.say("berhenti kirim pesan")
    phone.say("ya")
    with phone.town.database.reading() as session:
        assert session.scalars(select(Report)).all() == []
    assert open_draft_of(phone) is not None and not hears(phone)


def test_an_answer_after_the_news_stopped_is_told_to_nobody(stopped: Phone, wiring: Wiring) -> None:
    with stopped.town.database.writing() as session:
        ticket = session.scalars(select(Report.ticket)).one()
        case = open_case(session, wiring.region, wiring.wording, OFFICER, ticket, now())
        given = Answer("dikerjakan", "Ditambal pekan ini.", (now() + timedelta(days=3)).date())
        answer(case, case.report.assignments[0].id, given)
    assert stopped.listen() == ""
    assert "Ditambal pekan ini." in stopped.say("cek")
