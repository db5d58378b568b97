"""What an officer says unclearly is asked back, and nothing of it is lost."""

from __future__ import annotations

from bot.reports.dates import full_date
from bot.wiring import Wiring
from tests.dialogue.office import (
    ROAD,
    TWO_PARTS,
    File,
    Officer,
    ahead,
    notes_of,
    part_of,
    titles,
    waiting,
)
from tests.dialogue.phone import Town

LACKING = {
    "dikerjakan": "Sampai tanggal berapa",
    "dikerjakan minggu depan": "belum pasti",
    "dikerjakan sampai 1 Jan 2020": "sudah lewat",
    "dikerjakan sampai 31 Nov": "tidak ada di kalender",
    "dijadwalkan tahun depan APBD": "Bulan dan tahun",
    "dijadwalkan Januari 2020 APBD": "sudah lewat",
    "dijadwalkan Maret 2099": "Dari mana biayanya",
    "tanya": "pertanyaannya",
    "catatan": "Apa isinya",
    "bukan wewenang": "alasannya",
    "diteruskan": "alasannya",
    "selesai tanpa foto": "alasannya",
}


def test_what_lacks_something_is_asked_back_and_not_done(file: File, officer: Officer, town: Town) -> None:
    citizen, ticket = file()
    card = officer.card(ticket)
    for words, asked in LACKING.items():
        told = officer.answer(words, card)
        assert told.startswith("Belum dicatat.") and asked in told and ticket in told, words
    assert citizen.listen() == "" and part_of(town, ticket).status == "diterima"
    assert len(waiting(town)) == 1


def test_the_missing_day_may_be_said_alone(file: File, officer: Officer, town: Town, wiring: Wiring) -> None:
    citizen, ticket = file()
    officer.answer("dikerjakan minggu depan", officer.card(ticket))
    assert "sudah lewat" in officer.answer("1 Jan 2020")
    day = ahead(wiring, 9)
    assert full_date(day) in officer.answer(f"{day:%d/%m/%Y} ya pak")
    assert full_date(day) in citizen.listen() and waiting(town) == []


def test_a_promise_too_far_away_is_refused_with_the_reason(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    assert "terlalu jauh" in officer.answer("dikerjakan sampai 12 Des 2077", officer.card(ticket))
    assert part_of(town, ticket).status == "diterima"


def test_other_words_are_asked_back_and_become_a_note(file: File, officer: Officer, town: Town) -> None:
    citizen, ticket = file()
    told = officer.answer("Aspal baru datang pekan ini", officer.card(ticket))
    assert "catatan internal atau jawaban untuk warga?" in told and "“Aspal baru datang pekan ini”" in told
    assert titles(officer) == ["Catatan internal", "Jawaban untuk warga", "Batal"]
    assert notes_of(town, ticket) == []
    assert officer.press("Catatan internal") == f"Tercatat: catatan internal *{ticket}*."
    assert notes_of(town, ticket) == ["Aspal baru datang pekan ini"]
    assert citizen.listen() == "" and waiting(town) == []


def test_an_answer_for_the_citizen_needs_its_day(
    file: File, officer: Officer, town: Town, wiring: Wiring
) -> None:
    citizen, ticket = file()
    officer.answer("Aspal baru datang pekan ini", officer.card(ticket))
    assert "memuat janji" in officer.press("Jawaban untuk warga")
    assert citizen.listen() == ""
    assert "sudah lewat" in officer.answer("dikerjakan sampai 1 Jan 2020")
    assert "terlalu jauh" in officer.answer("dikerjakan sampai 1 Jan 2088")
    day = ahead(wiring, 9)
    assert officer.answer(f"dikerjakan sampai {day:%d/%m/%Y}").startswith("Tercatat:")
    assert f"Aspal baru datang pekan ini\nDikerjakan paling lambat {full_date(day)}" in citizen.listen()
    assert waiting(town) == []


def test_nothing_is_noted_when_he_drops_it(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    officer.answer("Aspal baru datang pekan ini", officer.card(ticket))
    assert "tidak ada yang dicatat" in officer.press("Batal")
    assert notes_of(town, ticket) == [] and waiting(town) == []
    assert "tidak menunggu jawaban" in officer.press_again("Catatan internal")
    assert notes_of(town, ticket) == []


def test_with_two_open_cards_and_no_quote_he_is_asked_which(file: File, officer: Officer, town: Town) -> None:
    _, first = file()
    citizen, second = file(ROAD.replace("SDN 1 Kedaton", "Puskesmas Celikah"))
    assert "Laporan yang mana" in officer.answer("tanya sebelah mana?")
    assert [row.title for row in officer.bubbles[-1].rows] == [second, first]
    assert officer.bubbles[-1].rows[0].description
    assert citizen.listen() == ""
    assert second in officer.press(second)
    assert part_of(town, second).status == "butuh_info" and part_of(town, first).status == "diterima"
    assert waiting(town) == []


def test_the_number_of_a_report_says_which(file: File, officer: Officer, town: Town) -> None:
    _, first = file()
    file(ROAD.replace("SDN 1 Kedaton", "Puskesmas Celikah"))
    assert first in officer.answer(f"{first} tanya sebelah mana?")
    assert part_of(town, first).status == "butuh_info"


def test_with_one_open_card_no_quote_is_needed_even_after_a_promise(
    file: File, officer: Officer, town: Town, wiring: Wiring
) -> None:
    _, ticket = file()
    officer.answer(f"dikerjakan sampai {ahead(wiring, 9):%d/%m/%Y}")
    assert "selesai" in officer.shoot(caption="selesai")
    assert part_of(town, ticket).status == "selesai"


def test_two_parts_of_one_report_are_two_cards(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file(TWO_PARTS)
    assert "Laporan yang mana" in officer.answer(f"{ticket} catatan: alat rusak")
    drain = officer.card(ticket, 1)
    assert officer.shoot(drain, "selesai, got dibersihkan").startswith("Tercatat:")
    assert part_of(town, ticket, 1).status == "selesai" and part_of(town, ticket, 0).status == "diterima"


def test_a_huge_text_is_refused_and_kept(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    told = officer.answer("tanya " + "panjang sekali " * 300, officer.card(ticket))
    assert "Terlalu panjang" in told and part_of(town, ticket).status == "diterima"
    assert waiting(town) == ["ulang"]
    assert "catatan internal atau jawaban" in officer.answer("x" * 4000, officer.card(ticket))


def test_a_voice_note_below_a_card_is_to_be_written(file: File, officer: Officer) -> None:
    _, ticket = file()
    audio = {"type": "audio", "audio": {"id": "v", "mime_type": "audio/ogg", "sha256": "x", "voice": True}}
    assert "Mohon ditulis" in officer.send({**audio, "context": {"id": officer.card(ticket)}})
