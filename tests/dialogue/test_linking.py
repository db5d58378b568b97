"""The lines of a chat belong to the draft and the report they are about, and to nobody else."""

from __future__ import annotations

from sqlalchemy import select, update

from bot.conversations.messages import InboxEvent, TranscriptEntry
from bot.reports.records import Draft, Report
from tests.dialogue.phone import Phone

ROAD = "jalan rusak depan SDN 1 Celikah Kayu Agung, banyak lubang"
BRIBE = "lapor pungli di kantor camat kayu agung, petugasnya minta uang 50 ribu untuk urus ktp"
FIRE = "tolong rumah kebakaran di celikah kayu agung dekat pasar!!"


def lines(phone: Phone) -> list[TranscriptEntry]:
    with phone.town.database.reading() as session:
        query = select(TranscriptEntry).where(TranscriptEntry.citizen_id == phone.citizen_id(session))
        found = list(session.scalars(query.order_by(TranscriptEntry.id)))
        session.expunge_all()
        return found


def only(phone: Phone, table: type[Report] | type[Draft]) -> Report | Draft:
    with phone.town.database.reading() as session:
        found = session.scalars(select(table).where(table.citizen_id == phone.citizen_id(session))).one()
        session.expunge_all()
        return found


def test_small_talk_belongs_to_no_report(phone: Phone) -> None:
    phone.say("selamat pagi")
    assert [(line.draft_id, line.report_id, line.secret) for line in lines(phone)] == [
        (None, None, False)
    ] * 2


def test_both_sides_of_a_turn_belong_to_the_draft_it_opened(phone: Phone) -> None:
    phone.say(ROAD)
    draft = only(phone, Draft)
    assert [(line.speaker, line.draft_id) for line in lines(phone)] == [
        ("citizen", draft.id),
        ("bot", draft.id),
    ]


def test_a_question_in_the_middle_belongs_to_the_open_draft(phone: Phone) -> None:
    phone.say(ROAD)
    phone.say("lapor ini bayar tidak?")
    assert {line.draft_id for line in lines(phone)} == {only(phone, Draft).id}


def test_the_turn_that_files_belongs_to_the_report(phone: Phone) -> None:
    phone.say(ROAD)
    phone.press("Kirim")
    report = only(phone, Report)
    assert {line.draft_id for line in lines(phone)} == {report.draft_id}
    assert [line.report_id for line in lines(phone)] == [None, None, report.id, report.id]


def test_photos_and_questions_after_filing_belong_to_the_report(phone: Phone) -> None:
    phone.say(ROAD)
    phone.press("Kirim")
    report = only(phone, Report)
    phone.photo()
    phone.say(f"cek {report.ticket}")
    assert [line.report_id for line in lines(phone)[4:]] == [report.id] * 4


def test_a_strangers_question_does_not_belong_to_the_report(phone: Phone) -> None:
    phone.say(ROAD)
    phone.press("Kirim")
    ticket = only(phone, Report).ticket
    stranger = Phone(phone.town)
    stranger.say(f"cek {ticket}")
    assert {line.report_id for line in lines(stranger)} == {None}


def test_an_ordinary_report_has_no_secret_lines(phone: Phone) -> None:
    phone.say(ROAD)
    phone.press("Kirim")
    assert not any(line.secret for line in lines(phone))


def test_the_lines_of_an_accusation_are_secret_before_it_is_filed(phone: Phone) -> None:
    phone.say(BRIBE)
    assert [line.secret for line in lines(phone)] == [True, True]
    phone.press("Kirim")
    assert only(phone, Report).secret
    assert all(line.secret for line in lines(phone))


def test_an_accusation_makes_the_earlier_lines_of_its_draft_secret(phone: Phone) -> None:
    phone.photo()
    assert [line.secret for line in lines(phone)] == [False, False]
    phone.say(BRIBE)
    assert [line.secret for line in lines(phone)] == [True] * 4


def test_small_talk_before_an_accusation_stays_open(phone: Phone) -> None:
    phone.say("selamat pagi")
    phone.say(BRIBE)
    assert [line.secret for line in lines(phone)] == [False, False, True, True]


def test_a_danger_to_life_is_no_secret(phone: Phone) -> None:
    phone.say(FIRE)
    report = only(phone, Report)
    assert {(line.report_id, line.secret) for line in lines(phone)} == {(report.id, False)}


def test_a_message_that_failed_belongs_to_its_draft_and_has_one_line_when_tried_again(phone: Phone) -> None:
    phone.say(ROAD)
    phone.say("jalannya di depan sekolah")
    with phone.town.database.writing() as session:
        newest = session.scalars(select(InboxEvent).order_by(InboxEvent.id.desc())).first()
        assert newest is not None
        again = update(InboxEvent).where(InboxEvent.id == newest.id)
        session.execute(again.values(state="waiting", attempts=0))
    before = len([line for line in lines(phone) if line.speaker == "citizen"])
    phone.listen()
    assert len([line for line in lines(phone) if line.speaker == "citizen"]) == before
