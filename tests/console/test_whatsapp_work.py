"""What the console shows of officers who work by WhatsApp: who did what, and what they left unfinished."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.conversations.messages import InboxEvent
from bot.reports.answering import add_note
from bot.reports.cases import open_case
from bot.reports.instructions import MEANING, WHICH, Sent, ask
from bot.reports.office_records import Card, Contact, Instruction
from bot.reports.records import Report
from bot.reports.sight import Viewer
from bot.storage.database import Database
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.console.conftest import SignedIn
from tests.console.reports import add_citizen, file_accusation, file_pothole

PAGE = "/staff/belum-tersampaikan"


def add_contact(database: Database) -> int:
    with database.writing() as session:
        contact = Contact(desk="PUPR", name="Budi Santoso", phone_sealed=None, confirmed_at=now())
        session.add(contact)
        session.flush()
        return contact.id


def leave_unfinished(wiring: Wiring, ticket: str | None, words: str, asks: str, minutes: int = 61) -> None:
    """An officer wrote something some minutes ago, was asked back, and did not answer."""
    contact_id = add_contact(wiring.database)
    with wiring.database.writing() as session:
        at, citizen_id = now() - timedelta(minutes=minutes), add_citizen(session, wiring)
        event = InboxEvent(
            event_key=f"k{citizen_id}", kind="text", citizen_id=citizen_id, payload={"text": words},
            sent_at=at, state="done",
        )  # fmt: skip
        session.add(event)
        card = None
        if ticket:
            report = session.query(Report).where(Report.ticket == ticket).one()
            card = Card(
                occasion="x", kind="tugas", contact_id=contact_id, report_id=report.id,
                assignment_id=report.assignments[0].id,
            )  # fmt: skip
            session.add(card)
        session.flush()
        ask(session, citizen_id, card, Sent((event.id,)), asks, at)


def test_the_timeline_names_the_contact_and_his_office(wiring: Wiring, signed_in: SignedIn) -> None:
    ticket, contact = file_pothole(wiring), add_contact(wiring.database)
    officer = signed_in("officer", agency="PUPR", name="Akun PUPR")
    by_whatsapp = Viewer(officer.viewer.id, "Budi Santoso", "officer", "PUPR", contact)
    with wiring.database.writing() as session:
        case = open_case(session, wiring.region, wiring.wording, by_whatsapp, ticket, now())
        add_note(case, "alat rusak")
    assert "Budi Santoso (Dinas PUPR, lewat WhatsApp)" in officer.get(f"/staff/laporan/{ticket}").text


def test_what_an_officer_left_unfinished_stands_on_the_page_until_somebody_deals_with_it(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    ticket = file_pothole(wiring)
    leave_unfinished(wiring, ticket, "aspal belum datang 081234567890", MEANING)
    operator = signed_in("operator")
    shown = operator.get(PAGE).text
    assert "Budi Santoso, Dinas PUPR" in shown and f"{ticket}: “aspal belum datang" in shown
    assert "belum memilih: catatan atau jawaban" in shown.lower() and "081234567890" not in shown
    settle = f"{PAGE}/kata-petugas/1/selesai"
    assert operator.post(settle).status_code == 303
    assert "aspal belum datang" not in operator.get(PAGE).text
    assert operator.post(settle).status_code == 409
    with wiring.database.reading() as session:
        assert session.query(Instruction).one().handled_at is not None


def test_what_was_asked_a_moment_ago_is_not_left_yet(wiring: Wiring, signed_in: SignedIn) -> None:
    leave_unfinished(wiring, None, "aspal belum datang", WHICH, minutes=5)
    assert "aspal belum datang" not in signed_in("operator").get(PAGE).text


def test_words_about_a_secret_report_are_hidden(wiring: Wiring, signed_in: SignedIn) -> None:
    leave_unfinished(wiring, file_accusation(wiring), "pegawai itu sudah dipanggil", MEANING)
    assert "pegawai itu" not in signed_in("operator").get(PAGE).text


@pytest.mark.parametrize("role", ["officer", "camat", "leader", "trainer"])
def test_only_operator_and_admin_settle_it(wiring: Wiring, signed_in: SignedIn, role: str) -> None:
    leave_unfinished(wiring, file_pothole(wiring), "aspal belum datang", MEANING)
    person = signed_in(role, agency="PUPR" if role == "officer" else None)
    assert person.post(f"{PAGE}/kata-petugas/1/selesai").status_code == 404
