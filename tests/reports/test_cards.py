from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations import outbox
from bot.conversations.costs import bubbles_of_reports
from bot.conversations.messages import OutboxMessage, TranscriptEntry
from bot.reports import closing, following, passing_on
from bot.reports.cards import card_quoted, open_cards
from bot.reports.correcting import change_place
from bot.reports.filing import NewProblem
from bot.reports.office_records import Card, Contact
from bot.reports.records import Report
from bot.reports.saving import ON, set_saving_switch
from bot.storage.database import Database
from tests.reports.cases import TUESDAY, accusation, add_citizen, filed, founding_case, pothole
from tests.reports.deeds import OFFICER, OKI, OPERATOR, ask, by, first, hand_over, take_back, wib
from tests.reports.officers import (
    CAMAT,
    add_contact,
    cards,
    post,
    poster,
    sent,
    writes,
)

SATURDAY = wib("2026-11-28 10:00")
MONDAY = wib("2026-11-30 08:00")
OTHER_PHONE = "+6281300000001"


def file_one(database: Database, make: Callable[[int], Any] = pothole, **changes: Any) -> str:
    with database.writing() as session:
        return filed(session, make(add_citizen(session), **changes)).ticket


def change(database: Database, ticket: str, deed: Callable[[Session, Report], Any]) -> None:
    with database.writing() as session:
        deed(session, session.scalars(select(Report).where(Report.ticket == ticket)).one())


def close(session: Session, report: Report, at: datetime) -> None:
    closing.close(by(OFFICER, session, report, at), first(report), "Sudah ditambal.", (), "tidak terfoto")


def test_a_new_task_sends_every_confirmed_contact_of_its_agency_one_card(database: Database) -> None:
    add_contact(database), add_contact(database, phone=OTHER_PHONE), add_contact(database, "DLH")
    ticket = file_one(database)
    texts = post(database, TUESDAY)
    assert len(texts) == 2 and all(ticket in text for text in texts)
    assert post(database, TUESDAY + timedelta(hours=1)) == texts


def test_a_card_says_what_where_until_when_and_what_may_be_answered(database: Database) -> None:
    contact = add_contact(database)
    with database.writing() as session:
        writes(session, TUESDAY)
    ticket = file_one(database)
    (text,) = post(database, TUESDAY)
    for said in (ticket, "Dinas PUPR", "banyak lubang", "depan SDN 1, Desa Celikah", "1 Desember 2026"):
        assert said in text
    for answer in ("selesai", "dikerjakan sampai", "dijadwalkan", "bukan wewenang", "tanya"):
        assert f"*{answer}" in text
    with database.reading() as session:
        assert [card.contact_id for card in session.scalars(select(Card))] == [contact]


def test_outside_his_window_an_officer_gets_the_template(database: Database) -> None:
    add_contact(database)
    ticket = file_one(database)
    post(database, TUESDAY)
    with database.reading() as session:
        template = session.scalars(select(OutboxMessage)).one().body["template"]
    assert template["name"] == "lapor_tugas"
    assert template["values"][:2] == [ticket, "Dinas PUPR"] and "banyak lubang" in template["values"][2]


def test_a_number_in_the_words_of_a_citizen_is_masked_on_the_card(database: Database) -> None:
    add_contact(database, "PERKIM")
    words = "lampu jalan mati, hubungi 0812 7777 8888"
    file_one(database, problems=(NewProblem("penerangan_jalan", words),), description=words)
    (text,) = post(database, TUESDAY)
    assert "lampu jalan mati" in text and "7777" not in text


def test_a_secret_report_tells_its_own_office_that_it_is_there_and_nobody_else(database: Database) -> None:
    add_contact(database, "INSPEKTORAT"), add_contact(database, CAMAT, OTHER_PHONE)
    add_contact(database, "PUPR", "+6281300000002")
    ticket = file_one(database, accusation)
    (text,) = post(database, TUESDAY)
    assert ticket in text and "Inspektorat" in text
    assert not any(word in text.lower() for word in ("pungli", "uang", "oknum", "celikah", "sdn"))
    with database.reading() as session:
        assert session.scalars(select(TranscriptEntry)).one().secret


def test_the_camat_gets_a_card_of_his_copy(database: Database) -> None:
    add_contact(database, CAMAT)
    ticket = file_one(database)
    (text,) = post(database, TUESDAY)
    assert ticket in text and "Dinas PUPR" in text
    assert cards(database) == [("tembusan", None)]


def test_a_camat_whose_district_becomes_known_later_hears_then_and_once(database: Database) -> None:
    add_contact(database, CAMAT)
    ticket = file_one(database, village_code=None, village_confirmed=False, district_code=None)
    assert post(database, TUESDAY) == []
    for latitude in (-3.3905, -3.3906):
        change(
            database,
            ticket,
            lambda session, report, at=latitude: following.set_pin(session, OKI, report, at, 104.83, TUESDAY),
        )
    assert len(post(database, TUESDAY)) == 1


def test_a_corrected_place_tells_the_camat_of_the_right_one(database: Database) -> None:
    other = next(code for code in OKI.districts if OKI.copy_code(code) != CAMAT)
    add_contact(database, CAMAT), add_contact(database, OKI.copy_code(other), OTHER_PHONE)
    ticket = file_one(database)
    assert len(post(database, TUESDAY)) == 1

    def correct(session: Session, report: Report) -> None:
        change_place(by(OPERATOR, session, report, TUESDAY), "", other, "")

    change(database, ticket, correct)
    assert OKI.agency_label(OKI.copy_code(other)) in post(database, TUESDAY)[1]


def test_nobody_is_woken_but_for_a_danger(database: Database) -> None:
    add_contact(database)
    file_one(database, at=SATURDAY)
    assert post(database, MONDAY - timedelta(seconds=1)) == []
    assert len(post(database, MONDAY)) == 1
    danger = file_one(database, at=SATURDAY, filed_by="emergency")
    texts = post(database, SATURDAY)
    assert danger in texts[1] and "DARURAT" in texts[1]


def test_a_card_that_was_late_while_nothing_ran_waits_for_the_morning(database: Database) -> None:
    add_contact(database)
    file_one(database)
    assert post(database, wib("2026-11-24 22:00")) == []
    assert post(database, wib("2026-11-25 07:59")) == []
    assert len(post(database, wib("2026-11-25 08:00"))) == 1


def test_who_answered_before_the_offices_opened_gets_no_card(database: Database) -> None:
    add_contact(database)
    ticket = file_one(database, at=SATURDAY)
    change(database, ticket, lambda session, report: close(session, report, SATURDAY))
    assert post(database, MONDAY) == []
    assert cards(database) == [("tugas", "usang")]


def test_a_handed_on_part_sends_a_card_to_its_new_office_alone(database: Database) -> None:
    add_contact(database), add_contact(database, "DLH", OTHER_PHONE)
    ticket = file_one(database)
    post(database, TUESDAY)

    def hand_on(session: Session, report: Report) -> None:
        passing_on.hand_on(by(OFFICER, session, report, TUESDAY), first(report), ["DLH"], "sampah")

    change(database, ticket, hand_on)
    texts = post(database, TUESDAY)
    assert len(texts) == 2 and OKI.agency_label("DLH") in texts[1] and "Tugas alihan" in texts[1]


def test_an_opened_part_sends_a_new_card(database: Database) -> None:
    contact = add_contact(database)
    ticket = file_one(database)
    post(database, TUESDAY)
    change(database, ticket, lambda session, report: close(session, report, TUESDAY))

    def reopen(session: Session, report: Report) -> None:
        at = wib("2026-11-25 09:00")
        closing.reopen(by(OPERATOR, session, report, at), first(report), "belum beres")

    change(database, ticket, reopen)
    texts = post(database, wib("2026-11-25 09:00"))
    assert len(texts) == 2 and "Dibuka kembali" in texts[1]
    with database.reading() as session:
        opened = open_cards(session, session.get_one(Contact, contact))
        assert [card.id for card in opened] == [max(session.scalars(select(Card.id)))]


def test_a_part_that_only_waited_sends_no_second_card(database: Database) -> None:
    add_contact(database)
    ticket = file_one(database)
    post(database, TUESDAY)
    change(database, ticket, lambda session, report: ask(session, report, TUESDAY))
    other = file_one(database)
    change(database, other, lambda session, report: hand_over(session, report, wib("2026-11-25 09:00")))
    change(database, other, lambda session, report: take_back(session, report, wib("2026-11-26 09:00")))
    assert len(post(database, wib("2026-11-27 09:00"))) == 1


@pytest.mark.parametrize("phase", ["before the report", "before the office opens"])
def test_a_number_that_nobody_confirmed_this_quarter_gets_no_card(database: Database, phase: str) -> None:
    waits = phase == "before the office opens"
    quarter = (MONDAY if waits else TUESDAY) - timedelta(days=92)
    add_contact(database, confirmed_at=quarter - timedelta(minutes=1))
    file_one(database, **({"at": SATURDAY} if waits else {}))
    assert post(database, MONDAY) == []


def test_heads_and_offices_without_a_sign_in_get_no_card(database: Database) -> None:
    add_contact(database, is_head=True), add_contact(database, "PLN", OTHER_PHONE)
    file_one(database)
    change(
        database, file_one(database), lambda session, report: setattr(report.assignments[0], "agency", "PLN")
    )
    assert post(database, TUESDAY) == []


def test_several_processes_send_each_card_once(database: Database) -> None:
    add_contact(database)
    for _ in range(8):
        file_one(database)
    url = database.engine.url.render_as_string(hide_password=False)
    together = threading.Barrier(3)

    def run(_: int) -> None:
        mine = Database(url)
        together.wait()
        while poster(mine).post_due(TUESDAY):
            pass
        mine.dispose()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(run, range(3)))
    assert len(sent(database)) == 8
    with database.reading() as session:
        assert len({message.citizen_id for message in session.scalars(select(OutboxMessage))}) == 1


def test_a_card_that_cannot_be_sent_keeps_no_other_waiting(database: Database) -> None:
    add_contact(database, phone="62"), add_contact(database, phone=OTHER_PHONE)
    file_one(database)
    with database.writing() as session:
        session.scalars(select(Contact).order_by(Contact.id)).first().phone_sealed = "broken"  # type: ignore[union-attr]
    assert len(post(database, TUESDAY)) == 1
    assert cards(database) == [("tugas", "gagal"), ("tugas", None)]


def test_saving_mode_holds_cards_back_and_says_so_but_not_of_a_danger(database: Database) -> None:
    add_contact(database)
    with database.writing() as session:
        set_saving_switch(session, ON)
    file_one(database)
    danger = file_one(database, filed_by="emergency")
    (text,) = post(database, TUESDAY)
    assert danger in text
    assert sorted(cards(database), key=str) == [("tugas", "hemat"), ("tugas", None)]


def test_a_quoted_card_is_found_also_when_it_was_said_again(database: Database) -> None:
    contact = add_contact(database)
    with database.writing() as session:
        writes(session, TUESDAY)
    file_one(database)
    post(database, TUESDAY)
    with database.writing() as session:
        message = session.scalars(select(OutboxMessage)).one()
        message.state = "sending"
        outbox.record_accepted(session, message.id, "wamid.first", TUESDAY)
        again = outbox.retell(session, message, TUESDAY)
        assert again is not None
        again.wamid = "wamid.again"
    with database.reading() as session:
        whose = session.get_one(Contact, contact)
        found = [card_quoted(session, whose, wamid) for wamid in ("wamid.first", "wamid.again")]
        assert found[0] is not None and found[0] is found[1]
        assert card_quoted(session, whose, "wamid.other") is card_quoted(session, whose, None) is None
        stranger = Contact(id=99, desk="DLH")
        assert card_quoted(session, stranger, "wamid.first") is None


def test_a_card_counts_among_the_bubbles_of_its_report(database: Database) -> None:
    add_contact(database)
    ticket = file_one(database, lambda citizen: founding_case(OKI, citizen))
    post(database, TUESDAY)
    with database.writing() as session:
        for message in session.scalars(select(OutboxMessage)):
            message.pricing = {"billable": True, "category": "utility"}
    with database.reading() as session:
        report = session.scalars(select(Report).where(Report.ticket == ticket)).one()
        assert bubbles_of_reports(session, {report.id: report.draft_id})[report.id] == 2
