"""An officer works by WhatsApp: his exact words below a card are done as in the console."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.reports.answering import Answer, answer
from bot.reports.cases import open_case
from bot.reports.dates import full_date, local_date
from bot.reports.office_records import Card
from bot.reports.records import Handover, Promise
from bot.reports.sight import Viewer
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.dialogue.office import (
    ACCOUNT,
    ROAD,
    File,
    Officer,
    ahead,
    events_of,
    notes_of,
    part_of,
    titles,
    titles_after,
    waiting,
)
from tests.dialogue.phone import Town


def test_done_with_a_photo_closes_the_part_and_asks_the_owner(
    file: File, officer: Officer, town: Town
) -> None:
    citizen, ticket = file()
    told = officer.shoot(officer.card(ticket), "selesai, lubang sudah ditambal")
    assert told == f"Tercatat: *{ticket}* selesai. Warga diberi tahu."
    assert part_of(town, ticket).status == "selesai"
    assert "Lubang sudah ditambal" in citizen.listen()
    assert citizen.bubbles[-1].image and titles(citizen)[0] == "Sudah beres"
    closed = events_of(town, ticket)[-1]
    assert (closed.actor, closed.data["contact"]) == (f"staff:{ACCOUNT}", officer.contact)
    assert closed.data["proof"] == "lengkap" and waiting(town) == []


def test_a_promise_is_told_with_its_day(file: File, officer: Officer, town: Town, wiring: Wiring) -> None:
    citizen, ticket = file()
    day = ahead(wiring, 12)
    told = officer.answer(f"dikerjakan sampai {day:%d/%m/%Y}, menunggu aspal", officer.card(ticket))
    assert told == f"Tercatat: *{ticket}* dikerjakan paling lambat {full_date(day)}. Warga diberi tahu."
    assert f"Menunggu aspal\nDikerjakan paling lambat {full_date(day)}." in citizen.listen()
    with town.database.reading() as session:
        promise = session.scalars(select(Promise)).one()
        assert (promise.kind, promise.staff_id) == ("dikerjakan", ACCOUNT)
        assert promise.until is not None and local_date(promise.until, wiring.region.timezone) == day
        assert session.scalars(select(Card.answered_at)).one() is not None


def test_a_plan_names_its_month_and_its_budget(
    file: File, officer: Officer, town: Town, wiring: Wiring
) -> None:
    citizen, ticket = file()
    year = ahead(wiring, 0).year + 1
    told = officer.answer(f"dijadwalkan Maret {year} APBD", officer.card(ticket))
    assert f"dijadwalkan Maret {year}, dibiayai APBD" in told
    assert f"Dijadwalkan Maret {year}, dibiayai APBD." in citizen.listen()


def test_a_question_goes_to_the_citizen_and_his_answer_comes_back(
    file: File, officer: Officer, town: Town
) -> None:
    citizen, ticket = file()
    assert "pertanyaan" in officer.answer("tanya sebelah mana lubangnya?", officer.card(ticket))
    assert "sebelah mana lubangnya?" in citizen.listen()
    assert part_of(town, ticket).status == "butuh_info"
    citizen.say("dekat gerbang sekolah")
    assert part_of(town, ticket).status == "diproses"


def test_what_belongs_to_another_agency_is_handed_on(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    told = officer.answer("bukan wewenang kami, ini jalan lingkungan, Perkim", officer.card(ticket))
    assert told == f"Tercatat: *{ticket}* dialihkan ke Dinas Perkim."
    assert part_of(town, ticket).agency == "PERKIM"
    assert "sekarang ditangani Dinas Perkim" in officer.answer("selesai", officer.card(ticket))


def test_another_government_is_proposed_with_the_number_of_a_letter(
    file: File, officer: Officer, town: Town
) -> None:
    _, ticket = file()
    card = officer.card(ticket)
    assert "nomor surat" in officer.answer("diteruskan ke PU provinsi, jalan provinsi", card)
    assert "Operator yang memutuskan" in officer.answer("600/12/PUPR/2026")
    with town.database.reading() as session:
        wish = session.scalars(select(Handover)).one()
        assert (wish.to_agency, wish.letter, wish.asked_by) == ("PUBMTR", "600/12/PUPR/2026", ACCOUNT)
    assert waiting(town) == []


@pytest.mark.parametrize(
    ("title", "agency", "status"),
    [("Kembalikan", "KOMINFO", "diterima"), ("Bukan kabupaten", "PUPR", "ditolak")],
)
def test_who_does_not_know_whose_it_is_chooses(
    title: str, agency: str, status: str, file: File, officer: Officer, town: Town
) -> None:
    _, ticket = file()
    assert "wewenang siapa" in officer.answer("bukan wewenang kami, tanah milik swasta", officer.card(ticket))
    assert titles(officer) == ["Kembalikan", "Bukan kabupaten", "Batal"]
    assert officer.press(title).startswith("Tercatat:")
    part = part_of(town, ticket)
    assert (part.agency, part.status) == (agency, status)


def test_a_name_answers_whose_it_is(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    officer.answer("bukan wewenang kami, tanah milik swasta", officer.card(ticket))
    assert "Dinas Perkim" in officer.answer("coba ke Perkim")
    assert part_of(town, ticket).agency == "PERKIM"


def test_what_another_officer_has_changed_is_said_once(
    file: File, officer: Officer, town: Town, wiring: Wiring
) -> None:
    citizen, ticket = file()
    console = Viewer(99, "Petugas Konsol", "officer", "PUPR")
    with town.database.writing() as session:
        case = open_case(session, wiring.region, wiring.wording, console, ticket, now())
        given = Answer("dikerjakan", "Kami tambal.", ahead(wiring, 5))
        answer(case, case.report.assignments[0].id, given)
    told = officer.shoot(officer.card(ticket), "selesai")
    assert "sudah diubah oleh petugas Dinas PUPR" in told and "sedang diproses" in told
    assert part_of(town, ticket).status == "diproses"
    assert officer.answer("selesai", officer.card(ticket)).startswith("Tercatat:")


def test_two_officers_of_one_office_are_told_of_each_other(
    town: Town, wiring: Wiring, officer: Officer, file: File
) -> None:
    colleague = Officer(town, wiring=wiring).hired(staff_id=8)
    _, ticket = file()
    colleague.get_cards()
    officer.answer("tanya sebelah mana?", officer.card(ticket))
    told = colleague.answer("tanya di mana?", colleague.card(ticket))
    assert "sudah diubah oleh Petugas PUPR" in told and "sekarang: menunggu jawaban warga" in told
    assert "tidak dapat dilakukan" in colleague.answer("tanya di mana?", colleague.card(ticket))


def test_a_closed_part_is_not_closed_again_and_may_be_noted(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    card = officer.card(ticket)
    officer.shoot(card, "selesai")
    assert "sudah ditutup: selesai" in officer.shoot(card, "selesai")
    assert "sudah ditutup" in officer.answer("dikerjakan sampai 12 Des 2027", card)
    assert officer.answer("catatan: garansi dua tahun", card).startswith("Tercatat:")
    assert notes_of(town, ticket) == ["garansi dua tahun"]


def test_a_camat_tells_what_he_saw_and_closes_nothing(
    town: Town, wiring: Wiring, officer: Officer, file: File
) -> None:
    camat = Officer(town, wiring=wiring).hired("KEC-16.02.05")
    _, ticket = file()
    camat.get_cards()
    card = camat.card(ticket)
    assert "hasil cek lapangan atau catatan internal" in camat.answer("selesai", card)
    assert titles(camat) == ["Cek lapangan", "Catatan internal", "Batal"]
    assert part_of(town, ticket).status == "diterima"
    assert "hasil cek lapangan" in camat.answer("cek lapangan: benar, tiga lubang", card)
    checked = events_of(town, ticket)[-1]
    assert (checked.kind, checked.internal_note) == ("field_checked", "benar, tiga lubang")
    assert "Kirim" in titles_after(camat, ROAD.replace("lubang", "genangan"))


def test_a_replayed_message_is_one_deed(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    message: dict[str, Any] = {
        "type": "text", "text": {"body": "catatan: alat rusak"}, "context": {"id": officer.card(ticket)},
        "id": "wamid.twice",
    }  # fmt: skip
    officer.send(message)
    officer.send(message)
    assert notes_of(town, ticket) == ["alat rusak"]


def test_two_quoted_cards_at_once_are_two_deeds_in_one_bubble(
    file: File, officer: Officer, town: Town
) -> None:
    _, first = file()
    _, second = file(ROAD.replace("SDN 1 Kedaton", "Puskesmas Celikah"))
    before = len(officer.bubbles)
    town.pause()
    officer.answer("tanya sebelah mana?", officer.card(first))
    town.resume()
    told = officer.answer("catatan: tunggu alat", officer.card(second))
    assert f"*{first}*" in told and f"*{second}*" in told and len(officer.bubbles) == before + 1
    assert notes_of(town, second) == ["tunggu alat"]
