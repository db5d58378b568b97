"""Who works by WhatsApp and who does not; what an officer writes as a citizen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.reports.records import Report
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.dialogue.office import (
    ROAD,
    File,
    Officer,
    notes_of,
    part_of,
    titles_after,
    waiting,
)
from tests.dialogue.phone import Phone, Town

BRIBE = "oknum pegawai kantor camat minta uang 500 ribu untuk tanda tangan surat tanah"


def test_a_secret_report_is_not_worked_on_by_whatsapp(town: Town, wiring: Wiring) -> None:
    inspector = Officer(town, wiring=wiring).hired("INSPEKTORAT")
    citizen = Phone(town)
    citizen.say(BRIBE)
    citizen.press("Kirim")
    inspector.get_cards()
    with town.database.reading() as session:
        ticket = session.scalars(select(Report.ticket)).one()
    told = inspector.answer("tanya siapa nama pegawainya?", inspector.card(ticket))
    assert "tidak lewat WhatsApp" in told and citizen.listen() == ""
    with town.database.reading() as session:
        assert inspector.lines(session)[-2].secret


def test_a_contact_who_ended_does_nothing_more(file: File, officer: Officer, town: Town) -> None:
    citizen, ticket = file()
    officer.changes(ended_at=now())
    assert "dikonfirmasi dahulu" in officer.shoot(officer.card(ticket), "selesai")
    assert part_of(town, ticket).status == "diterima" and waiting(town) == ["nomor"]
    assert "Kirim" in titles_after(officer, ROAD.replace("lubang", "genangan"))


def test_a_number_that_nobody_has_confirmed_for_a_quarter_does_nothing(
    file: File, officer: Officer, town: Town
) -> None:
    _, ticket = file()
    officer.changes(confirmed_at=now() - timedelta(days=93))
    assert "dikonfirmasi dahulu" in officer.answer("tanya di mana?", officer.card(ticket))
    assert part_of(town, ticket).status == "diterima"


def test_a_contact_without_an_account_is_told_whom_to_ask(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    officer.changes(staff_id=None)
    assert "belum dihubungkan dengan akun" in officer.answer("tanya di mana?", officer.card(ticket))
    assert part_of(town, ticket).status == "diterima" and waiting(town) == ["akun"]


def test_nobody_acts_by_a_card_that_is_not_his(
    file: File, officer: Officer, town: Town, wiring: Wiring
) -> None:
    _, ticket = file()
    stranger = Phone(town)
    quoted = {"type": "text", "text": {"body": "tanya di mana?"}, "context": {"id": officer.card(ticket)}}
    stranger.send(quoted)
    other = Officer(town, wiring=wiring).hired("DLH")
    other.say("halo")
    other.answer("tanya di mana?", officer.card(ticket))
    assert part_of(town, ticket).status == "diterima"


def test_a_pressed_button_of_another_chat_does_nothing(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    officer.answer("Aspal baru datang", officer.card(ticket))
    stranger = Phone(town, bubbles=list(officer.bubbles))
    assert "tidak menunggu jawaban" in stranger.press("Catatan internal")
    assert notes_of(town, ticket) == []


def test_an_officer_reports_as_a_citizen(file: File, officer: Officer, town: Town) -> None:
    file()
    assert "Kirim" in titles_after(officer, f"lapor, {ROAD.replace('lubang', 'genangan')}")
    assert officer.say("dekat warung bu Sri").startswith("Belum dicatat") is False
    officer.press("Kirim")
    with town.database.reading() as session:
        assert len(session.scalars(select(Report)).all()) == 2
    assert waiting(town) == []


@pytest.mark.parametrize("words", ["terima kasih pak", "cek", "tolong ada rumah terbakar di Celikah"])
def test_courtesy_status_and_danger_are_answered_as_a_citizens(
    words: str, file: File, officer: Officer, town: Town
) -> None:
    _, ticket = file()
    told = officer.say(words)
    assert told and "Belum dicatat" not in told and waiting(town) == []


def test_without_an_open_card_exact_words_are_a_citizens(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    officer.shoot(officer.card(ticket), "selesai")
    assert "Tercatat" not in officer.say("selesai") and waiting(town) == []


def test_an_officers_words_are_no_line_of_the_report_and_teach_nothing(
    file: File, officer: Officer, town: Town
) -> None:
    _, ticket = file()
    officer.answer("tanya sebelah mana?", officer.card(ticket))
    with town.database.reading() as session:
        said = next(line for line in officer.lines(session) if line.text == "tanya sebelah mana?")
        assert (said.report_id, said.draft_id, said.understanding) == (None, None, None)


def test_the_bot_stays_silent_in_a_chat_that_staff_have_taken(
    file: File, officer: Officer, town: Town
) -> None:
    _, ticket = file()
    officer.taken_by_staff()
    assert officer.answer("tanya di mana?", officer.card(ticket)) == ""
    assert part_of(town, ticket).status == "diterima"


def test_who_answers_a_digest_without_open_tasks_is_told_so(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    officer.shoot(officer.card(ticket), "selesai")
    digest = officer.get_digest("Ringkasan: tidak ada yang lewat tenggat.")
    assert "Tidak ada tugas terbuka" in officer.answer("tanya di mana?", digest)
    assert "sudah ditutup" in officer.answer(f"{ticket} selesai", digest)
