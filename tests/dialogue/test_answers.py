"""Everything that is no report: small talk, questions, status, unreadable things, floods."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.conversations.citizens import Citizen
from bot.conversations.messages import InboxEvent, Media, TranscriptEntry
from bot.reports.tickets import check_digit
from bot.wiring import Wiring
from tests.dialogue.phone import Phone, Town
from tests.dialogue.test_reporting import POTHOLES
from tests.dialogue.test_talks import reports


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("assalamualaikum", "Wa'alaikumussalam"),
        ("pagi min", "Selamat datang"),
        ("makasih banyak pak", "Sama-sama"),
        ("cakmano caro nak melapor", "Kirim"),
        ("lapor di sini bayar dak", "gratis"),
        ("jam berapo admin online", "24 jam"),
        ("nama saya dirahasiakan dak", "/privasi"),
        ("ini siapa ya, bot atau orang", "Lapor Bupati"),
        ("pesankan tiket pesawat ke jakarta", "belum dapat kami bantu"),
        ("dasar bupati goblok", "kecewa"),
        ("asdfgh", "belum paham"),
    ],
)
def test_small_talk_gets_one_short_answer_and_files_nothing(
    phone: Phone, wiring: Wiring, words: str, part: str
) -> None:
    answer = phone.say(words)
    assert part in answer
    assert len(phone.bubbles) == 1 and len(answer) < 500
    assert reports(wiring) == []


@pytest.mark.parametrize(
    "words", ["/restart", "/session_start", '/setuju{"category": "listrik"}', "/", "//batal", "/start"]
)
def test_a_typed_slash_is_plain_text(phone: Phone, wiring: Wiring, words: str) -> None:
    phone.say(POTHOLES)
    answer = phone.say(words)
    assert "Celikah" in answer or "LANJUT" in answer
    assert reports(wiring) == []
    with wiring.database.reading() as session:
        kept = session.scalars(select(TranscriptEntry.text).where(TranscriptEntry.speaker == "citizen")).all()
    assert words in kept


def test_the_owner_sees_his_report_and_a_stranger_only_the_outline(town: Town, wiring: Wiring) -> None:
    owner, stranger = Phone(town), Phone(town)
    owner.say(POTHOLES)
    owner.press("Kirim")
    ticket = reports(wiring)[0]["ticket"]
    assert "Desa Celikah" in owner.say(f"cek {ticket}") and "PUPR" in owner.bubbles[-1].text
    outline = stranger.say(f"cek {ticket}")
    assert "Jalan dan jembatan" in outline and "Kec. Kayu Agung" in outline and "Diterima" in outline
    assert "Celikah" not in outline and "lubang" not in outline and "PUPR" not in outline


@pytest.mark.parametrize("spelled", ["{t}", "cek {b}", "status oki {d}", "{l} gimana pak", "Cek {s}"])
def test_a_ticket_is_read_in_any_spelling(phone: Phone, wiring: Wiring, spelled: str) -> None:
    phone.say(POTHOLES)
    phone.press("Kirim")
    ticket = reports(wiring)[0]["ticket"]
    digits = ticket.removeprefix("OKI-")
    forms = {
        "t": ticket,
        "b": digits,
        "d": digits.replace("-", ""),
        "l": ticket.lower(),
        "s": ticket.replace("-", " "),
    }
    assert ticket in phone.say(spelled.format(**forms))
    assert "Desa Celikah" in phone.bubbles[-1].text


def test_a_mistyped_ticket_is_called_so_and_an_unknown_one_not_found(phone: Phone) -> None:
    assert "salah ketik" in phone.say("cek OKI-4829-1373")
    assert check_digit("48291372") == 0
    assert "tidak ditemukan" in phone.say("cek OKI-4829-1372")


def test_without_a_number_he_sees_his_own_last_reports(phone: Phone, wiring: Wiring) -> None:
    assert "Belum ada laporan" in phone.say("gimana laporan saya")
    for words in (POTHOLES, "sampah menumpuk di kelurahan kedaton kayu agung, bau nian"):
        phone.say(words)
        phone.press("Kirim")
    listed = phone.say("cek")
    assert all(report["ticket"] in listed for report in reports(wiring))


def test_an_accusation_goes_to_inspektorat_alone_and_others_find_nothing(town: Town, wiring: Wiring) -> None:
    owner, stranger = Phone(town), Phone(town)
    summary = owner.say("pak kades sukaraja minta duit 500 ribu untuk urus surat tanah")
    assert "Inspektorat" in summary and "Camat" not in summary
    receipt = owner.press("Kirim")
    (report,) = reports(wiring)
    assert f"CEK {report['ticket']}" in receipt and report["secret"]
    assert [part["agency"] for part in report["assignments"]] == ["INSPEKTORAT"] and report["copies"] == []
    assert report["description"] is None
    assert "tidak ditemukan" in stranger.say(f"cek {report['ticket']}")
    assert report["ticket"] in owner.say(f"cek {report['ticket']}")
    assert "Belum ada laporan" in owner.say("gimana laporan saya")


def test_slow_service_without_an_accused_goes_to_the_agency_itself(phone: Phone, wiring: Wiring) -> None:
    phone.say("pelayanan capil lambat nian, antri dari subuh dak dilayani")
    phone.say("kirim")
    (report,) = reports(wiring)
    assert not report["secret"]
    assert [part["agency"] for part in report["assignments"]] == ["DUKCAPIL"]


def test_an_information_request_is_no_complaint(phone: Phone, wiring: Wiring) -> None:
    summary = phone.say("apa saja syarat bikin KTP baru pak?")
    assert "Pertanyaan" in summary and "Disdukcapil" in summary
    phone.press("Kirim")
    (report,) = reports(wiring)
    assert report["class"] == "permintaan_informasi"


def test_a_power_cut_gets_the_number_of_pln_at_once(phone: Phone) -> None:
    assert "PLN 123" in phone.say("mati lampu dari subuh di desa celikah kayu agung")


VOICE = {"type": "audio", "audio": {"id": "v1", "mime_type": "audio/ogg; codecs=opus", "voice": True}}
VIDEO = {"type": "video", "video": {"id": "v2", "mime_type": "video/mp4"}}
DOCUMENT = {
    "type": "document",
    "document": {"id": "d1", "mime_type": "application/pdf", "filename": "surat.pdf"},
}
STICKER = {"type": "sticker", "sticker": {"id": "s1", "mime_type": "image/webp", "animated": False}}
REACTION = {"type": "reaction", "reaction": {"message_id": "wamid.x", "emoji": "👍"}}


@pytest.mark.parametrize(
    ("message", "part"),
    [(VOICE, "suara"), (VIDEO, "berkas"), (DOCUMENT, "berkas"), (STICKER, ""), (REACTION, "")],
)
def test_other_kinds_are_kept_and_stickers_cost_no_answer(
    phone: Phone, wiring: Wiring, message: dict[str, Any], part: str
) -> None:
    answer = phone.send(message)
    assert (part in answer) if part else answer == ""
    with wiring.database.reading() as session:
        (row,) = session.scalars(select(InboxEvent))
        assert row.state in ("done", "kept")
        media = session.scalars(select(Media.kind)).all()
    assert media == ([] if message is REACTION else [message["type"]])


def test_a_document_and_a_video_go_with_the_report(phone: Phone, wiring: Wiring) -> None:
    phone.say(POTHOLES)
    assert phone.send(VIDEO) == ""
    assert phone.send(DOCUMENT) == ""
    assert "2 berkas" in phone.press("Kirim")


def test_a_kind_that_whatsapp_does_not_pass_on_is_said_so_once(phone: Phone) -> None:
    unsupported = {"type": "unsupported", "errors": [{"code": 131051, "title": "Message type unknown"}]}
    assert "belum dapat kami buka" in phone.send(unsupported)


def test_the_privacy_line_comes_with_the_first_answer_only(phone: Phone) -> None:
    assert "/privasi" in phone.say("halo")
    assert "/privasi" not in phone.say("mau lapor")


def test_a_flood_is_asked_to_slow_down_once_and_everything_is_kept(phone: Phone, wiring: Wiring) -> None:
    for number in range(36):
        phone.say(f"halo halo {number}")
    slow = [bubble for bubble in phone.bubbles if "beri kami waktu" in bubble.text]
    assert len(slow) == 1
    with wiring.database.reading() as session:
        kept = session.scalars(select(TranscriptEntry).where(TranscriptEntry.speaker == "citizen")).all()
        assert len(kept) == 36
        assert session.scalars(select(Citizen.flood_told_at)).one() is not None


@pytest.mark.parametrize("words", ["😀😀😀", "...", "a", "halo " * 1500, "‮abc", "\x00halo"])
def test_odd_texts_are_answered_like_any_other(phone: Phone, words: str) -> None:
    assert phone.say(words)
    assert len(phone.bubbles) == 1
