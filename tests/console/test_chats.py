"""Chats in the console: what is read, by whom, and what an operator does in them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.console.records import AuditEntry
from bot.console.transcript_lines import lines_of
from bot.conversations.citizens import Citizen
from bot.conversations.messages import InboxEvent, OutboxMessage, TranscriptEntry
from bot.reports.records import Draft, Report
from bot.reports.sight import Viewer
from bot.storage.database import Database
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.console.chat_rows import Rows
from tests.console.conftest import SignedIn

OPERATOR = Viewer(1, "Rina", "operator")
INSPECTOR = Viewer(2, "Joko", "inspektorat", "INSPEKTORAT")
DAY = timedelta(days=1)


def seen(database: Database, viewer: Viewer, **where: object) -> list[str]:
    with database.reading() as session:
        lines = lines_of(session, viewer, **where)  # type: ignore[arg-type]
        return ["-" if line.hidden else line.text for line in lines]


# What may be read


def test_a_chat_is_read_in_its_order_and_page_by_page(wiring: Wiring) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        ids = [rows.says(citizen, f"kata {number}", at=now() - DAY) for number in range(5)]
    assert seen(wiring.database, OPERATOR, citizen_id=citizen, limit=2) == ["kata 3", "kata 4"]
    assert seen(wiring.database, OPERATOR, citizen_id=citizen, limit=2, before=ids[3]) == ["kata 1", "kata 2"]


def test_secret_lines_are_hidden_from_all_but_the_office_in_charge(wiring: Wiring) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        draft = rows.draft(citizen, "pungli", state="filed")
        report = rows.report(citizen, "INSPEKTORAT", secret=True, draft_id=draft)
        rows.says(citizen, "selamat pagi")
        rows.says(citizen, "pungli di kantor", draft_id=draft, secret=True)
        rows.says(citizen, "ini buktinya", report_id=report.id, secret=True)
    assert seen(wiring.database, OPERATOR, citizen_id=citizen) == ["selamat pagi", "-", "-"]
    with wiring.database.reading() as session:
        found = session.get_one(Report, report.id)
        assert seen(wiring.database, INSPECTOR, report=found) == ["pungli di kantor", "ini buktinya"]
        assert seen(wiring.database, OPERATOR, report=found) == ["-", "-"]


def test_the_page_of_a_report_shows_no_other_lines(wiring: Wiring) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        report, other = rows.report(citizen), rows.report(citizen)
        rows.says(citizen, "selamat pagi")
        rows.says(citizen, "jalan", report_id=report.id)
        rows.says(citizen, "lampu", report_id=other.id)
    with wiring.database.reading() as session:
        found = session.get_one(Report, report.id)
        assert seen(wiring.database, Viewer(3, "Budi", "officer", "PUPR"), report=found) == ["jalan"]


def test_a_secret_line_is_not_read_by_way_of_a_quote(wiring: Wiring) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        rows.says(citizen, "pungli", wamid="w1", secret=True)
        rows.says(citizen, "bagaimana ini", reply_to="w1")
    with wiring.database.reading() as session:
        assert lines_of(session, OPERATOR, citizen_id=citizen)[1].quoted == "bagian rahasia"


def test_personal_numbers_are_masked(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        entity = {"entity": "ticket", "value": "1602051203900001"}
        reading = {"intent": "adminduk", "confidence": 0.9, "entities": [entity], "alternatives": []}
        event = rows.inbox(citizen, "", state="done")
        session.get_one(InboxEvent, event).payload = {"filename": (name := "KK_1602051203900001.pdf")}
        file = rows.media(wiring.files, citizen, "document", inbox_id=event)
        rows.says(citizen, None, "document", media_id=file, content={"filename": name})
        rows.says(citizen, "NIK 1602051203900001, hp 081234567890", understanding=reading)
    operator = signed_in("operator")
    for page in (f"/staff/percakapan/{citizen}", "/staff/percakapan"):
        text = operator.get(page).text
        assert "1602051203900001" not in text and "081234567890" not in text
    assert "1602051203900001" not in operator.get(f"/staff/media/{file}").headers["content-disposition"]


# The list


def test_who_waits_for_a_human_stands_first(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        first, second = rows.citizen(), rows.citizen(ago=DAY, human_asked_at=now())
    text = signed_in("operator").get("/staff/percakapan").text
    assert text.index(f"Warga {second}<") < text.index(f"Warga {first}<")
    assert "minta petugas" in text


def test_the_list_goes_on_where_the_page_ended(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizens = [rows.citizen(ago=timedelta(minutes=number)) for number in range(35)]
    operator = signed_in("operator")
    first = operator.get("/staff/percakapan").text
    assert f"sesudah={citizens[29]}" in first and f"Warga {citizens[30]}<" not in first
    second = operator.get(f"/staff/percakapan?sesudah={citizens[29]}").text
    assert f"Warga {citizens[30]}<" in second and f"Warga {citizens[29]}<" not in second


@pytest.mark.parametrize("only", ["menunggu", "diambil", "kurang_jelas", "gagal"])
def test_each_filter_finds_its_chats_alone(wiring: Wiring, signed_in: SignedIn, only: str) -> None:
    doubt = {"intent": "nlu_fallback", "confidence": 0.3, "entities": [], "alternatives": []}
    sure = {"intent": "sapa", "confidence": 0.99, "entities": [], "alternatives": []}
    with wiring.database.writing() as session:
        rows = Rows(session)
        found = {
            "menunggu": rows.citizen(human_asked_at=now()),
            "diambil": rows.citizen(taken_by=1, staff_active_at=now()),
            "kurang_jelas": rows.citizen(),
            "gagal": rows.citizen(),
        }
        plain = rows.citizen()
        rows.says(found["kurang_jelas"], "halo", understanding=sure, at=now() - DAY)
        rows.says(found["kurang_jelas"], "asdf", understanding=doubt)
        rows.says(plain, "asdf", understanding=doubt, at=now() - DAY)
        rows.says(plain, "halo", understanding=sure)
        rows.bubble(found["gagal"], "Baik.", "failed")
    text = signed_in("admin").get(f"/staff/percakapan?hanya={only}").text
    shown = {name for name, citizen in found.items() if f"Warga {citizen}<" in text}
    assert shown == {only} and f"Warga {plain}<" not in text


def test_words_find_their_chat_and_secret_words_do_not(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        road, bribe = rows.citizen(), rows.citizen()
        rows.says(road, "jalan Berlubang 100%")
        rows.says(bribe, "berlubang karena pungli", secret=True)
    operator = signed_in("operator")
    text = operator.get("/staff/percakapan?q=berlubang").text
    assert f"Warga {road}<" in text and f"Warga {bribe}<" not in text
    assert f"Warga {road}<" in operator.get("/staff/percakapan?q=100%25").text
    assert f"Warga {road}<" not in operator.get("/staff/percakapan?q=_%25_").text
    assert f"Warga {bribe}<" in operator.get(f"/staff/percakapan?q=warga+{bribe}").text


def test_a_masked_number_is_not_found_digit_by_digit(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        rows.says(citizen, "hubungi 0812-3456-7890, laporan OKI-4829-1372")
    trainer = signed_in("trainer")
    for words in ("0812", "812", "2-34", "hubungi 0812"):
        assert f"Warga {citizen}<" not in trainer.get("/staff/percakapan", params={"q": words}).text
    assert f"Warga {citizen}<" in trainer.get("/staff/percakapan?q=oki-4829").text


@pytest.mark.parametrize("role", ["officer", "camat", "inspektorat", "leader"])
def test_who_works_on_reports_reads_no_chats(wiring: Wiring, signed_in: SignedIn, role: str) -> None:
    with wiring.database.writing() as session:
        citizen = Rows(session).citizen()
    person = signed_in(role, agency="PUPR")
    assert person.get("/staff/percakapan").status_code == 404
    assert person.get(f"/staff/percakapan/{citizen}").status_code == 404


# One chat


def test_a_chat_shows_what_was_understood_and_how_far_answers_came(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        ranking = [{"name": "drainase_banjir", "confidence": 0.2}]
        reading = {"intent": "jalan_jembatan", "confidence": 0.71, "entities": [], "alternatives": ranking}
        rows.says(citizen, "<b>jalan</b> rusak", understanding=reading, edited_at=now())
        rows.bubble(citizen, "Baik.", "failed", error_code=131026)
    text = signed_in("trainer").get(f"/staff/percakapan/{citizen}").text
    for part in ("&lt;b&gt;", "jalan jembatan, 71%", "drainase banjir 20%", "diubah", "bukan nomor WhatsApp"):
        assert part in text
    assert "style=" not in text and "onclick" not in text


def test_nobody_reads_a_chat_that_is_not_there(signed_in: SignedIn) -> None:
    operator = signed_in("operator")
    assert operator.get("/staff/percakapan/999999").status_code == 404
    assert operator.get("/staff/percakapan/x").status_code == 404


def test_a_trainer_only_reads(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        citizen = Rows(session).named(wiring.vault, "Siti Aminah", "6281234567890")
    trainer = signed_in("trainer")
    text = trainer.get(f"/staff/percakapan/{citizen}").text
    assert "Siti" not in text and "identitas" not in text and "<textarea" not in text
    for deed in ("ambil", "kirim", "identitas", "kembalikan"):
        assert trainer.post(f"/staff/percakapan/{citizen}/{deed}", data={"isi": "x"}).status_code == 404


def test_a_trainer_reads_words_alone(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        rows.says(citizen, "telepon saya 081234567890, ini fotonya")
        photo = rows.media(wiring.files, citizen)
        rows.says(citizen, None, "image", media_id=photo)
        voice = rows.media(wiring.files, citizen, "audio")
        rows.says(citizen, None, "audio", media_id=voice)
        rows.says(citizen, None, "document", media_id=photo, content={"filename": "KTP Siti.pdf"})
        rows.says(citizen, None, "location", content={"latitude": -3.39401, "longitude": 104.83002})
    for path in ("", "/baris"):
        text = signed_in("trainer").get(f"/staff/percakapan/{citizen}{path}").text
        assert (
            "ini fotonya" in text and ">Foto<" in text and ">Pesan suara<" in text and "Titik lokasi" in text
        )
        for hidden in ("081234567890", "/staff/media/", "Siti", "3.394", "openstreetmap"):
            assert hidden not in text, hidden


def test_the_page_is_drawn_anew_only_when_something_changed(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        citizen = Rows(session).citizen()
    operator = signed_in("operator")
    address = f"/staff/percakapan/{citizen}/baris"
    known = operator.get(address).text.partition("sidik=")[2][:16]
    assert operator.get(f"{address}?sidik={known}").status_code == 204
    with wiring.database.writing() as session:
        Rows(session).says(citizen, "halo")
    assert "halo" in operator.get(f"{address}?sidik={known}").text


def test_an_operator_takes_writes_and_gives_back(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        citizen = Rows(session).citizen(human_asked_at=now())
    operator = signed_in("operator", name="Rina")
    assert operator.post(f"/staff/percakapan/{citizen}/ambil").status_code == 303
    assert operator.post(f"/staff/percakapan/{citizen}/kirim", data={"isi": "Baik, Pak."}).status_code == 303
    with wiring.database.reading() as session:
        sent = session.scalars(select(OutboxMessage)).one()
        line = session.scalars(select(TranscriptEntry)).one()
        assert (sent.purpose, sent.body["text"], line.staff_id) == ("staff", "Baik, Pak.", operator.viewer.id)
    assert "Anda yang menjawab" in operator.get(f"/staff/percakapan/{citizen}").text
    operator.post(f"/staff/percakapan/{citizen}/kembalikan")
    with wiring.database.reading() as session:
        assert session.get_one(Citizen, citizen).taken_by is None


def test_the_second_operator_is_told_who_has_the_chat(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        citizen = Rows(session).citizen()
    rina, budi = signed_in("operator", name="Rina Marlina"), signed_in("operator", name="Budi")
    rina.post(f"/staff/percakapan/{citizen}/mengetik")
    for deed in ("ambil", "kirim", "kembalikan"):
        refusal = budi.post(f"/staff/percakapan/{citizen}/{deed}", data={"isi": "Selamat pagi, Bapak"})
        assert refusal.status_code == 409 and "Rina Marlina" in refusal.text
    assert (
        "Selamat pagi, Bapak"
        in budi.post(f"/staff/percakapan/{citizen}/kirim", data={"isi": "Selamat pagi, Bapak"}).text
    )
    assert budi.post(f"/staff/percakapan/{citizen}/mengetik").status_code == 204
    assert "Rina Marlina" in budi.get(f"/staff/percakapan/{citizen}").text


@pytest.mark.parametrize("words", ["", "   ", "x" * 4097])
def test_empty_and_endless_words_are_not_sent(wiring: Wiring, signed_in: SignedIn, words: str) -> None:
    with wiring.database.writing() as session:
        citizen = Rows(session).citizen()
    answer = signed_in("operator").post(f"/staff/percakapan/{citizen}/kirim", data={"isi": words})
    assert answer.status_code == 409
    with wiring.database.reading() as session:
        assert session.scalars(select(OutboxMessage)).all() == []


def test_outside_the_window_only_the_template_of_a_report_goes(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen(ago=2 * DAY)
        ticket = rows.report(citizen).ticket
        strange = rows.report(rows.citizen()).ticket
    operator = signed_in("operator")
    address = f"/staff/percakapan/{citizen}"
    assert "hanya templat" in operator.get(address).text
    assert operator.post(f"{address}/kirim", data={"isi": "Sudah ditambal."}).status_code == 409
    wrong = operator.post(f"{address}/kirim", data={"isi": "Sudah ditambal.", "tiket": strange})
    assert wrong.status_code == 404
    shown = operator.post(f"{address}/pratinjau", data={"isi": "Sudah ditambal.", "tiket": ticket}).text
    assert "lapor_jawaban" in shown and "utilitas" in shown and ticket in shown
    operator.post(f"{address}/kirim", data={"isi": "Sudah ditambal.", "tiket": ticket})
    with wiring.database.reading() as session:
        assert session.scalars(select(OutboxMessage)).one().body["template"]["name"] == "lapor_jawaban"


def test_inside_the_window_the_preview_names_its_cost(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        citizen = Rows(session).citizen()
    operator = signed_in("operator")
    assert "layanan" in operator.post(f"/staff/percakapan/{citizen}/pratinjau", data={"isi": "Halo"}).text
    assert "dahulu" in operator.post(f"/staff/percakapan/{citizen}/pratinjau", data={"isi": ""}).text
    with wiring.database.reading() as session:
        assert session.scalars(select(OutboxMessage)).all() == []
        assert session.get_one(Citizen, citizen).taken_by is None


def test_words_to_a_citizen_with_an_open_draft_belong_to_the_draft(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        draft = rows.draft(citizen, "jalan")
    signed_in("operator").post(f"/staff/percakapan/{citizen}/kirim", data={"isi": "Di mana, Pak?"})
    with wiring.database.reading() as session:
        assert session.scalars(select(TranscriptEntry)).one().draft_id == draft
        assert session.get_one(Draft, draft).state == "open"


# Who somebody is


def test_an_identity_needs_a_reason_and_is_audited(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        citizen = Rows(session).named(wiring.vault, "Siti Aminah", "6281234567890")
    operator = signed_in("operator")
    address = f"/staff/percakapan/{citizen}"
    assert "Siti" not in operator.get(address).text
    assert operator.post(f"{address}/identitas", data={"alasan": " "}).status_code == 409
    shown = operator.post(f"{address}/identitas", data={"alasan": "menelepon balik"}).text
    assert "Siti Aminah" in shown and "6281234567890" in shown
    with wiring.database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.deed == "lihat_identitas")).one()
        assert (entry.citizen_id, entry.reason) == (citizen, "menelepon balik")


def test_nobody_learns_by_an_ordinary_report_who_wrote_a_secret_one(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.named(wiring.vault, "Siti Aminah", "6281234567890")
        ordinary = rows.report(citizen).ticket
        rows.report(citizen, "INSPEKTORAT", secret=True)
    operator = signed_in("operator")
    assert "Lihat nama dan nomor" not in operator.get(f"/staff/laporan/{ordinary}").text
    refusal = operator.post(f"/staff/laporan/{ordinary}/identitas", data={"alasan": "ingin tahu"})
    assert refusal.status_code == 404 and "Siti" not in refusal.text


def test_nobody_learns_by_a_chat_who_wrote_its_secret_part(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.named(wiring.vault, "Siti Aminah", "6281234567890")
        rows.says(citizen, "pungli", secret=True)
    operator = signed_in("operator")
    assert "Lihat identitas" not in operator.get(f"/staff/percakapan/{citizen}").text
    refusal = operator.post(f"/staff/percakapan/{citizen}/identitas", data={"alasan": "ingin tahu"})
    assert refusal.status_code == 404 and "Siti" not in refusal.text
    assert (
        signed_in("admin")
        .post(f"/staff/percakapan/{citizen}/identitas", data={"alasan": "ingin tahu"})
        .status_code
        == 404
    )
