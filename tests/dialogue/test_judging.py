"""The owner judges what was declared done: the founding case to its end, and every way to say yes or no."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.messages import OutboxMessage
from bot.conversations.outbox import record_accepted
from bot.dialogue.unanswered import end_unanswered
from bot.reports.cases import Case, open_case
from bot.reports.closing import close
from bot.reports.dates import long_date
from bot.reports.life_records import Verdict
from bot.reports.passing_on import agree_handover, ask_handover
from bot.reports.records import Report
from bot.reports.sight import Viewer
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.dialogue.phone import Phone, Town

OFFICER = Viewer(1, "Petugas", "officer", "PUPR")
OPERATOR = Viewer(2, "Operator", "operator", None)
NO_PHOTO = "Malam hari."
BUTTONS = ["Sudah beres", "Belum semua", "Belum beres"]


@pytest.fixture
def staff(town: Town, wiring: Wiring) -> Callable[..., None]:
    """Lets somebody of the staff do a deed on the only report."""

    def act(deed: Callable[..., Any], part: int, *given: Any, by: Viewer = OFFICER, **more: Any) -> None:
        with town.database.writing() as session:
            ticket = session.scalars(select(Report.ticket)).one()
            case: Case = open_case(session, wiring.region, wiring.wording, by, ticket, now())
            deed(case, case.report.assignments[part].id, *given, **more)

    return act


@pytest.fixture
def filed(phone: Phone) -> Phone:
    """Somebody who has reported a road and a drain."""
    phone.say(
        "Assalamualaikum Pak Bupati, Jl Letnan Mukhtar Saleh Celikah banyak lubang, gotnya mampet, "
        "tiap hujan banjir"
    )
    phone.press("Kirim")
    return phone


@pytest.fixture
def asked(filed: Phone, staff: Callable[..., None], town: Town) -> Phone:
    """Somebody who was asked whether the drain is done; the question is `wamid.question`."""
    staff(close, 1, "Got sudah dibersihkan.", no_photo_because=NO_PHOTO)
    filed.listen()
    with town.database.writing() as session:
        question = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
        assert question is not None
        record_accepted(session, question.id, "wamid.question", now())
    return filed


def report_of(session: Session) -> Report:
    return session.scalars(select(Report)).one()


def statuses(town: Town) -> list[str]:
    with town.database.reading() as session:
        return [part.status for part in report_of(session).assignments]


def words_of(town: Town) -> list[str | None]:
    with town.database.reading() as session:
        return [event.citizen_words for event in report_of(session).events if event.citizen_words]


def answers(town: Town) -> list[str | None]:
    with town.database.reading() as session:
        return list(session.scalars(select(Verdict.answer).order_by(Verdict.id)))


def press_and_say(phone: Phone, title: str, words: str) -> str:
    """Press and write on before anybody looks."""
    phone.town.pause()
    phone.press(title)
    phone.town.resume()
    return phone.say(words)


def quote(phone: Phone, words: str) -> str:
    return phone.send({"type": "text", "text": {"body": words}, "context": {"id": "wamid.question"}})


def test_the_founding_case_takes_seven_bubbles_in_its_whole_life(
    filed: Phone, staff: Callable[..., None], town: Town, wiring: Wiring
) -> None:
    assert len(filed.bubbles) == 2
    staff(ask_handover, 0, "PUBMTR", "Tercantum di SK jalan provinsi.", "")
    staff(agree_handover, 0, "600/12/2026", "Got kami kerjakan minggu depan.", by=OPERATOR)
    assert "600/12/2026" in filed.listen() and len(filed.bubbles) == 3

    staff(close, 1, "Got sudah dibersihkan.", no_photo_because=NO_PHOTO)
    assert "Got sudah dibersihkan." in filed.listen()
    assert [button.title for button in filed.bubbles[-1].buttons] == BUTTONS

    opened = press_and_say(filed, "Belum semua", "dekat masjid masih mampet")
    with town.database.reading() as session:
        drain = report_of(session).assignments[1]
        assert drain.status == "diproses"
        assert long_date(drain.answer_due_at, wiring.region.timezone) in opened
    assert "“dekat masjid masih mampet”" in opened and "Dinas PUPR" in opened
    assert len(filed.bubbles) == 5

    staff(close, 1, "Got dekat masjid sudah dibersihkan.", no_photo_because=NO_PHOTO)
    filed.listen()
    assert filed.press("Sudah beres") == ""

    staff(close, 0, "Provinsi menambal jalan 13 Januari.", no_photo_because=NO_PHOTO, by=OPERATOR)
    assert "Provinsi menambal" in filed.listen()
    assert filed.press("Sudah beres") == ""
    assert len(filed.bubbles) == 7
    assert statuses(town) == ["selesai", "selesai"]
    assert answers(town) == ["belum_semua", "sudah", "sudah"]


@pytest.mark.parametrize("words", ["sudah beres pak", "alhamdulillah sudah bagus", "la beres galo pak"])
def test_a_typed_yes_costs_no_bubble(words: str, asked: Phone, town: Town) -> None:
    assert asked.say(words) == ""
    assert answers(town) == ["sudah"] and statuses(town)[1] == "selesai"


@pytest.mark.parametrize(
    ("words", "answer", "kept"),
    [
        ("belum semua, dekat masjid masih mampet", "belum_semua", "dekat masjid masih mampet"),
        ("belum beres pak, airnya masih meluap", "belum", "airnya masih meluap"),
        (
            "sudah bersih tapi dekat masjid masih mampet",
            "belum_semua",
            "sudah bersih tapi dekat masjid masih mampet",
        ),
    ],
)
def test_a_typed_no_opens_the_part_with_his_words(
    words: str, answer: str, kept: str, asked: Phone, town: Town
) -> None:
    assert f"“{kept}”" in asked.say(words)
    assert (answers(town), statuses(town)[1]) == ([answer], "diproses")
    assert kept in words_of(town)


def test_who_presses_no_and_writes_nothing_is_asked_once_what_is_missing(asked: Phone, town: Town) -> None:
    assert "Apa yang masih kurang" in asked.press("Belum beres")
    assert statuses(town)[1] == "diproses"
    assert "“dekat masjid pak, airnya tidak jalan”" in asked.say("dekat masjid pak, airnya tidak jalan")
    assert "dekat masjid pak, airnya tidak jalan" in words_of(town)
    assert len(asked.bubbles) == 5
    assert "sampaikan ke" not in asked.say("jalan rusak di depan SDN 1 Kedaton Kayu Agung, banyak lubang")


def test_a_photo_says_what_is_missing_too(asked: Phone, town: Town) -> None:
    asked.press("Belum semua")
    assert "1 foto" in asked.photo()
    with town.database.reading() as session:
        assert len(report_of(session).photos) == 1


def test_a_second_no_goes_to_the_validator(asked: Phone, staff: Callable[..., None], town: Town) -> None:
    asked.say("belum semua, dekat masjid masih mampet")
    staff(close, 1, "Sudah kami ulangi.", no_photo_because=NO_PHOTO)
    asked.listen()
    told = press_and_say(asked, "Belum beres", "masih mampet juga")
    assert "memeriksanya lebih dulu" in told and "“masih mampet juga”" in told
    assert statuses(town)[1] == "selesai"
    with town.database.reading() as session:
        assert report_of(session).events[-1].kind == "second_no"


def test_pressing_twice_changes_nothing_and_says_so(asked: Phone, town: Town) -> None:
    asked.press("Sudah beres")
    assert "sudah kami catat" in asked.press("Belum beres")
    assert (answers(town), statuses(town)[1]) == (["sudah"], "selesai")


def test_a_question_that_is_over_says_so(asked: Phone, town: Town) -> None:
    with town.database.writing() as session:
        session.scalars(select(Verdict)).one().ended_at = now()
    assert "tidak menunggu jawaban" in asked.press("Belum beres")
    assert (answers(town), statuses(town)[1]) == ([None], "selesai")


def test_nobody_else_judges(asked: Phone, town: Town) -> None:
    stranger = Phone(town, bubbles=list(asked.bubbles))
    assert "dari nomor ini" in stranger.press("Belum beres")
    assert (answers(town), statuses(town)[1]) == ([None], "selesai")


@pytest.mark.parametrize(
    "words",
    ["cek", "terima kasih pak", "sampah menumpuk di Sidakersa Kayu Agung", "sudah selesai belum pak?"],
)
def test_a_pending_question_blocks_nothing(words: str, asked: Phone, town: Town) -> None:
    assert asked.say(words)
    assert answers(town) == [None]


@pytest.mark.parametrize(
    ("words", "answer"),
    [("masih ada sampahnya dekat masjid", "belum_semua"), ("alhamdulillah, banyu la surut", "sudah")],
)
def test_whatever_quotes_the_question_answers_it(words: str, answer: str, asked: Phone, town: Town) -> None:
    quote(asked, words)
    assert answers(town) == [answer]


def test_while_a_draft_is_open_a_press_leaves_it_as_it_is(asked: Phone, town: Town) -> None:
    question = asked.bubbles[-1]
    summary = asked.say("sampah menumpuk di Sidakersa Kayu Agung")
    assert "Sidakersa" in summary
    asked.bubbles.append(question)
    assert asked.press("Sudah beres") == ""
    assert "sudah diterima" in asked.say("kirim")
    assert answers(town) == ["sudah"]


def test_a_no_while_a_draft_is_open_brings_the_open_question_back(asked: Phone, town: Town) -> None:
    question = asked.bubbles[-1]
    asked.say("sampah menumpuk di Sidakersa Kayu Agung")
    asked.bubbles.append(question)
    both = asked.press("Belum beres")
    assert "kami buka kembali" in both and "Sidakersa" in both
    assert "sudah diterima" in asked.say("kirim")


def test_an_old_no_owes_no_words(asked: Phone, town: Town) -> None:
    asked.press("Belum beres")
    with town.database.writing() as session:
        question = session.scalars(select(Verdict)).one()
        question.answered_at = now() - timedelta(days=2)
    assert "sampaikan ke" not in asked.say("dekat masjid pak, airnya tidak jalan")


def test_a_question_that_nobody_answers_ends_by_the_clock(asked: Phone, town: Town, wiring: Wiring) -> None:
    assert end_unanswered(town.database, wiring.region) == 0
    with town.database.writing() as session:
        session.scalars(select(Verdict)).one().asked_at -= timedelta(days=30)
    assert end_unanswered(town.database, wiring.region) == 1
    assert "tidak menunggu jawaban" in asked.press("Belum semua")
