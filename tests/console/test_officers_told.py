"""What the console shows of cards and digests: unread ones, what stood in them, saving mode, heads."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.conversations.messages import OutboxMessage
from bot.reports.deadlines import working_calendar
from bot.reports.digests import DigestMaker
from bot.reports.office_records import Card, Contact, Digest
from bot.reports.posting import Poster
from bot.reports.records import Assignment, Report
from bot.reports.saving import ON, is_saving, set_saving_switch
from bot.storage.database import Database
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.console.conftest import SignedIn
from tests.console.people import deeds
from tests.reports.cases import accusation, add_citizen, filed, pothole
from tests.reports.deeds import OKI, WORDING

PAGE = "/staff/belum-tersampaikan"
PHONE = "+6281234567890"
LONG_AGO = timedelta(days=9)


@pytest.fixture
def poster(console_database: Database, wiring: Wiring) -> Poster:
    return Poster(console_database, wiring.vault, OKI, WORDING)


def add_contact(poster: Poster, desk: str = "PUPR", phone: str = PHONE) -> None:
    with poster.database.writing() as session:
        session.add(
            Contact(desk=desk, name="Siti Aminah", phone_sealed=poster.vault.seal(phone), confirmed_at=now())
        )


def card_sent(poster: Poster, at: datetime, make=pothole) -> tuple[str, int]:  # type: ignore[no-untyped-def]
    """A danger reported at a moment, whose card goes at once: its ticket and its card."""
    with poster.database.writing() as session:
        report = filed(session, make(add_citizen(session), at=at, filed_by="emergency"))
        ticket = report.ticket
    poster.post_due(at)
    with poster.database.writing() as session:
        card = session.scalars(select(Card).order_by(Card.id.desc())).first()
        assert card is not None
        for message in session.scalars(select(OutboxMessage)):
            message.state = "delivered"
        return ticket, card.id


def test_a_card_that_nobody_read_for_a_working_day_stands_on_the_page(
    signed_in: SignedIn, poster: Poster
) -> None:
    add_contact(poster)
    old, _ = card_sent(poster, now() - LONG_AGO)
    fresh, _ = card_sent(poster, now())
    shown = signed_in("operator").get(PAGE).text
    group = shown[shown.index('id="kartu"') :]
    assert old in group and "Siti Aminah: sampai" in group and fresh not in group


@pytest.mark.parametrize("heard", ["read", "opened", "answered by it"])
def test_a_card_that_did_its_work_does_not(signed_in: SignedIn, poster: Poster, heard: str) -> None:
    add_contact(poster)
    _, card_id = card_sent(poster, now() - LONG_AGO)
    with poster.database.writing() as session:
        card = session.get_one(Card, card_id)
        if heard == "read":
            session.get_one(OutboxMessage, card.outbox_id).read_at = now()
        elif heard == "opened":
            session.get_one(Assignment, card.assignment_id).seen_at = now()
        else:
            card.answered_at = now()
    assert 'id="kartu"' not in signed_in("operator").get(PAGE).text


def test_a_failed_card_stands_there_at_once_with_its_reason_and_goes_again(
    signed_in: SignedIn, poster: Poster
) -> None:
    add_contact(poster)
    ticket, card_id = card_sent(poster, now())
    with poster.database.writing() as session:
        message = session.scalars(select(OutboxMessage)).one()
        message.state, message.error_code = "failed", 131026
    operator = signed_in("operator")
    shown = operator.get(PAGE).text
    assert ticket in shown and "bukan nomor WhatsApp" in shown and 'id="pesan"' not in shown
    operator.post(f"{PAGE}/kartu/{card_id}/ulang")
    with poster.database.reading() as session:
        first, again = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        assert again.repeats == first.id and again.state == "queued"
    assert 'id="kartu"' not in operator.get(PAGE).text


def test_a_card_is_settled_once_by_hand(signed_in: SignedIn, poster: Poster) -> None:
    add_contact(poster)
    _, card_id = card_sent(poster, now() - LONG_AGO)
    operator = signed_in("operator")
    assert "ditangani" in operator.post(f"{PAGE}/kartu/{card_id}/selesai").headers["location"]
    assert 'id="kartu"' not in operator.get(PAGE).text
    assert "sudah dibaca" in operator.post(f"{PAGE}/kartu/{card_id}/selesai").text


def test_a_card_without_a_usable_number_says_where_to_mend_it(signed_in: SignedIn, poster: Poster) -> None:
    add_contact(poster)
    with poster.database.writing() as session:
        session.scalars(select(Contact)).one().phone_sealed = "broken"
    with poster.database.writing() as session:
        filed(session, pothole(add_citizen(session), at=now(), filed_by="emergency"))
    poster.post_due(now())
    assert "periksa nomor kontaknya" in signed_in("operator").get(PAGE).text


def test_of_a_secret_card_the_operator_sees_its_number_alone(signed_in: SignedIn, poster: Poster) -> None:
    add_contact(poster, "INSPEKTORAT")
    ticket, _ = card_sent(poster, now() - LONG_AGO, accusation)
    group = signed_in("operator").get(PAGE).text
    group = group[group.index('id="kartu"') :]
    assert ticket in group and "Siti" not in group and "Inspektorat" not in group


def test_a_report_shows_no_lines_of_officers_chats(signed_in: SignedIn, poster: Poster) -> None:
    add_contact(poster)
    ticket, _ = card_sent(poster, now())
    assert "menunggu jawaban" not in signed_in("officer", agency="PUPR").get(f"/staff/laporan/{ticket}").text


def morning(database: Database) -> datetime:
    """An hour after the opening of the last working day, on which the digests are made."""
    calendar = working_calendar(OKI)
    at = calendar.working_day_before(now()) + timedelta(hours=1)
    maker = DigestMaker(database, OKI)
    while maker.make_due(at):
        pass
    return at


def test_an_officer_reads_what_stood_in_the_digests_of_his_desk(signed_in: SignedIn, poster: Poster) -> None:
    add_contact(poster)
    with poster.database.writing() as session:
        ticket = filed(session, pothole(add_citizen(session), at=now() - timedelta(days=40))).ticket
    at = morning(poster.database)
    poster.post_due(at)
    shown = signed_in("officer", agency="PUPR").get("/staff/ringkasan").text
    assert ticket in shown and "Lewat tenggat: 1" in shown and "Dikirim ke 1 kontak" in shown
    assert ticket not in signed_in("officer", agency="DLH").get("/staff/ringkasan").text
    assert signed_in("officer", agency="DLH").get("/staff/ringkasan?meja=PUPR").status_code == 404
    assert ticket in signed_in("operator").get("/staff/ringkasan?meja=PUPR").text


def test_a_leader_reads_what_climbed_to_him_and_nothing_secret(signed_in: SignedIn, poster: Poster) -> None:
    with poster.database.writing() as session:
        citizen = add_citizen(session)
        open_one = filed(session, pothole(citizen, at=now() - timedelta(days=40))).ticket
        secret = filed(session, accusation(citizen, at=now() - timedelta(days=40))).ticket
    morning(poster.database)
    shown = signed_in("leader").get("/staff/ringkasan").text
    assert open_one in shown and secret not in shown
    assert "Lewat tenggat dan belum selesai: 1" in shown and "belum ada kontak" in shown


def test_the_switch_of_saving_mode_is_for_admin_and_operator_and_audited(
    signed_in: SignedIn, console_database: Database
) -> None:
    operator = signed_in("operator")
    assert "Mati</span>" in operator.get("/staff/biaya").text
    operator.post("/staff/biaya", data={"hemat": "nyala"})
    assert "Nyala</span>" in operator.get("/staff/biaya").text
    assert deeds(console_database) == ["hemat_diatur"]
    with console_database.reading() as session:
        assert is_saving(session, OKI, now())
    assert operator.post("/staff/biaya", data={"hemat": "kadang"}).status_code == 404
    leader = signed_in("leader")
    assert "Simpan</button>" not in leader.get("/staff/biaya").text
    assert leader.post("/staff/biaya", data={"hemat": "mati"}).status_code == 404


def test_what_saving_mode_held_back_is_counted(signed_in: SignedIn, poster: Poster) -> None:
    add_contact(poster)
    with poster.database.writing() as session:
        set_saving_switch(session, ON)
        filed(session, pothole(add_citizen(session), at=now()))
        session.add(Digest(day=now().date(), desk="PUPR", audience="meja", state="saved", made_at=now()))
    poster.post_due(working_calendar(OKI).next_opening(now()))
    assert "1 kartu dan 1 ringkasan" in signed_in("leader").get("/staff/biaya").text


def test_a_head_is_marked_as_such(signed_in: SignedIn, console_database: Database) -> None:
    operator = signed_in("operator")
    typed = {"nama": "Budi", "telepon": "0812 3456 7890", "atasan": "ya"}
    operator.post("/staff/dinas/BUPATI", data=typed)
    assert "hanya tugas yang lewat tenggat" in operator.get("/staff/dinas/BUPATI").text
    with console_database.reading() as session:
        assert session.scalars(select(Contact)).one().is_head
        assert session.scalars(select(Report)).first() is None
