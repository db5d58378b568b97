"""An officer works by WhatsApp: exact words are done, anything else is asked back, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.reports.answering import Answer, answer
from bot.reports.cases import open_case
from bot.reports.dates import full_date, local_date
from bot.reports.events import CLOSED
from bot.reports.office_records import Card, Instruction
from bot.reports.records import Assignment, Handover, Promise, Report, ReportEvent
from bot.reports.sight import Viewer
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.dialogue.office import ACCOUNT, Officer, new_picture
from tests.dialogue.phone import Phone, Town

ROAD = "jalan rusak di depan SDN 1 Kedaton Kayu Agung, banyak lubang"
TWO_PARTS = "Jl Letnan Mukhtar Saleh Celikah banyak lubang, gotnya mampet, tiap hujan banjir"
BRIBE = "oknum pegawai kantor camat minta uang 500 ribu untuk tanda tangan surat tanah"
File = Callable[..., tuple[Phone, str]]


@pytest.fixture
def officer(town: Town, wiring: Wiring) -> Officer:
    return Officer(town, wiring=wiring).hired()


@pytest.fixture
def file(town: Town, officer: Officer) -> File:
    """Lets a new citizen report something; the officer has his card then."""

    def report(words: str = ROAD) -> tuple[Phone, str]:
        citizen = Phone(town)
        citizen.say(words)
        citizen.press("Kirim")
        officer.get_cards()
        with town.database.reading() as session:
            newest = session.scalars(select(Report).order_by(Report.id.desc())).first()
            assert newest is not None
            return citizen, newest.ticket

    return report


def part_of(town: Town, ticket: str, place: int = 0) -> Assignment:
    with town.database.reading() as session:
        part = session.scalars(select(Report).where(Report.ticket == ticket)).one().assignments[place]
        session.expunge(part)
        return part


def events_of(town: Town, ticket: str) -> list[ReportEvent]:
    with town.database.reading() as session:
        events = list(session.scalars(select(Report).where(Report.ticket == ticket)).one().events)
        session.expunge_all()
        return events


def notes_of(town: Town, ticket: str) -> list[str]:
    return [event.internal_note for event in events_of(town, ticket) if event.internal_note]


def waiting(town: Town) -> list[str]:
    with town.database.reading() as session:
        open_ones = select(Instruction.asks).where(Instruction.ended_at.is_(None)).order_by(Instruction.id)
        return list(session.scalars(open_ones))


def ahead(wiring: Wiring, days: int) -> date:
    return local_date(now() + timedelta(days=days), wiring.region.timezone)


def titles(phone: Phone) -> list[str]:
    return [button.title for button in phone.bubbles[-1].buttons]


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
    assert "Operator memutuskannya" in officer.answer("600/12/PUPR/2026")
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
    assert "Wewenang siapa" in officer.answer("bukan wewenang kami, tanah milik swasta", officer.card(ticket))
    assert titles(officer) == ["Kembalikan", "Bukan kabupaten", "Batal"]
    assert officer.press(title).startswith("Tercatat:")
    part = part_of(town, ticket)
    assert (part.agency, part.status) == (agency, status)


def test_a_name_answers_whose_it_is(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    officer.answer("bukan wewenang kami, tanah milik swasta", officer.card(ticket))
    assert "Dinas Perkim" in officer.answer("coba ke Perkim")
    assert part_of(town, ticket).agency == "PERKIM"


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


def test_the_photo_may_come_first(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    assert "Tulis *selesai*" in officer.shoot(officer.card(ticket))
    assert officer.shoot() == ""
    assert officer.answer("selesai, sudah ditambal").startswith("Tercatat:")
    closed = events_of(town, ticket)[-1]
    assert len(closed.data["media_ids"]) == 2 and waiting(town) == []


def test_the_words_may_come_first(file: File, officer: Officer, town: Town) -> None:
    citizen, ticket = file()
    assert "Kirim foto" in officer.answer("selesai, sudah ditambal", officer.card(ticket))
    assert part_of(town, ticket).status == "diterima"
    assert officer.shoot(caption="ini fotonya pak").startswith("Tercatat:")
    assert "Sudah ditambal" in citizen.listen()


def test_a_reason_takes_the_place_of_a_photo(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    officer.answer("selesai", officer.card(ticket))
    assert "buktinya masih kurang" in officer.answer("tanpa foto karena malam hari")
    closed = events_of(town, ticket)[-1]
    assert (closed.kind, closed.internal_note, closed.data["proof"]) == (CLOSED, "Malam hari", "kurang")


def test_words_after_the_question_for_a_photo_are_no_reason(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    officer.answer("selesai", officer.card(ticket))
    assert "catatan internal atau jawaban" in officer.answer("nanti sore saya kirim fotonya")
    assert part_of(town, ticket).status == "diterima"
    assert officer.shoot(officer.card(ticket), "selesai").startswith("Tercatat:")


def test_a_pin_beside_the_photo_strengthens_the_proof(file: File, officer: Officer, town: Town) -> None:
    citizen, ticket = file()
    citizen.pin(-3.3893, 104.8307)
    town.pause()
    officer.answer("selesai", officer.card(ticket))
    officer.pin(-3.3894, 104.8308)
    town.resume()
    assert officer.shoot().startswith("Tercatat:")
    assert events_of(town, ticket)[-1].data["at_place"] is True


def test_a_photo_used_before_is_refused_and_another_one_taken(
    file: File, officer: Officer, town: Town
) -> None:
    _, first = file()
    _, second = file(ROAD.replace("SDN 1 Kedaton", "Puskesmas Celikah"))
    picture = new_picture()
    officer.shoot(officer.card(first), "selesai", picture)
    told = officer.shoot(officer.card(second), "selesai", picture)
    assert f"sudah dipakai di laporan {first}" in told and "Belum dicatat" in told
    assert part_of(town, second).status == "diterima"
    assert officer.shoot().startswith("Tercatat:")
    assert part_of(town, second).status == "selesai"


def test_a_forwarded_photo_is_marked(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    context = {"id": officer.card(ticket), "forwarded": True}
    assert officer.shoot(caption="selesai", context=context).startswith("Tercatat:")
    closed = events_of(town, ticket)[-1]
    assert closed.data["forwarded"] == closed.data["media_ids"]


def test_a_photo_on_its_way_is_waited_for(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    image = {"id": "slow", "mime_type": "image/jpeg", "sha256": "x", "caption": "selesai"}
    assert officer.send({"type": "image", "image": image, "context": {"id": officer.card(ticket)}}) == ""
    officer.fetch("slow", new_picture())
    officer.hurry()
    assert officer.listen().startswith("Tercatat:")


def test_a_photo_that_never_comes_is_asked_for_again(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    image = {"id": "lost", "mime_type": "image/jpeg", "sha256": "x", "caption": "selesai"}
    officer.send({"type": "image", "image": image, "context": {"id": officer.card(ticket)}})
    officer.hurry(minutes=3)
    assert "tidak sampai kepada kami" in officer.listen()
    assert officer.shoot().startswith("Tercatat:")


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
    assert "sudah diubah oleh Petugas PUPR" in colleague.answer("tanya di mana?", colleague.card(ticket))


def test_a_closed_part_is_not_closed_again_and_may_be_noted(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    card = officer.card(ticket)
    officer.shoot(card, "selesai")
    assert "sudah ditutup: selesai" in officer.shoot(card, "selesai")
    assert "sudah ditutup" in officer.answer("dikerjakan sampai 12 Des 2027", card)
    assert officer.answer("catatan: garansi dua tahun", card).startswith("Tercatat:")
    assert notes_of(town, ticket) == ["garansi dua tahun"]


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


def titles_after(phone: Phone, words: str) -> list[str]:
    phone.say(words)
    return titles(phone)


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


def test_an_officers_words_are_no_line_of_the_report_and_teach_nothing(
    file: File, officer: Officer, town: Town
) -> None:
    _, ticket = file()
    officer.answer("tanya sebelah mana?", officer.card(ticket))
    with town.database.reading() as session:
        said = next(line for line in officer.lines(session) if line.text == "tanya sebelah mana?")
        assert (said.report_id, said.draft_id, said.understanding) == (None, None, None)


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


def test_the_bot_stays_silent_in_a_chat_that_staff_have_taken(
    file: File, officer: Officer, town: Town
) -> None:
    _, ticket = file()
    officer.taken_by_staff()
    assert officer.answer("tanya di mana?", officer.card(ticket)) == ""
    assert part_of(town, ticket).status == "diterima"


def test_a_replayed_message_is_one_deed(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    message: dict[str, Any] = {
        "type": "text", "text": {"body": "catatan: alat rusak"}, "context": {"id": officer.card(ticket)},
        "id": "wamid.twice",
    }  # fmt: skip
    officer.send(message)
    officer.send(message)
    assert notes_of(town, ticket) == ["alat rusak"]
