"""The four ideal talks, with what they may cost in bubbles."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from bot.reports.dates import long_date
from bot.reports.export import list_reports, report_json
from bot.reports.records import Report
from bot.wiring import Wiring
from tests.dialogue.phone import Phone, Town

MANGUN_JAYA = (-3.39, 104.83)


def reports(wiring: Wiring) -> list[dict[str, Any]]:
    with wiring.database.reading() as session:
        return [report_json(session, wiring.region, report) for report in list_reports(session)]


def test_a_complete_report_takes_two_bubbles(phone: Phone, wiring: Wiring) -> None:
    summary = phone.say("jalan rusak depan SDN 1 Celikah Kayu Agung, banyak lubang, sudah banyak yang jatuh")
    assert "banyak lubang" in summary
    assert "Desa Celikah, Kec. Kayu Agung" in summary and "SDN 1" in summary
    assert "PUPR" in summary and "Camat Kayu Agung" in summary
    assert "/privasi" in summary
    assert [button.title for button in phone.bubbles[-1].buttons] == ["Kirim", "Ubah", "Batal"]

    assert phone.photo(2) == ""
    receipt = phone.press("Kirim")
    (report,) = reports(wiring)
    assert report["ticket"] in receipt and "2 foto" in receipt and "CEK" in receipt
    with wiring.database.reading() as session:
        due = session.scalars(select(Report.answer_due_at)).one()
    assert due is not None and long_date(due, wiring.region.timezone) in receipt
    assert len(phone.bubbles) == 2
    assert (report["category"], report["village_code"]) == ("jalan_jembatan", "16.02.05.2015")
    assert [assignment["agency"] for assignment in report["assignments"]] == ["PUPR"]
    assert "KEC-16.02.05" in report["copies"]


def test_a_report_in_pieces_takes_three_bubbles(phone: Phone, wiring: Wiring) -> None:
    phone.town.pause()
    phone.say("min nak lapor")
    phone.photo()
    phone.town.resume()
    question = phone.say("siring mampet nian, banyu naek ke rumah galo")
    assert "siring mampet nian" in question and "nak lapor" not in question
    assert "1 foto" in question and "desa" in question.lower() and "112" in question

    summary = phone.pin(*MANGUN_JAYA)
    assert "sekitar" in summary and "Mangun Jaya" in summary and "Kec. Kayu Agung" in summary

    receipt = phone.say("dak di mangun jaya, di sidakersa. kirim la")
    assert "Sidakersa" in receipt and "Mangun Jaya" not in receipt
    (report,) = reports(wiring)
    assert report["ticket"] in receipt
    assert wiring.region.villages[report["village_code"]].name == "Sidakersa"
    assert (report["latitude"], report["longitude"]) == MANGUN_JAYA
    assert len(phone.bubbles) == 3


def test_the_founding_case_is_one_ticket_with_two_parts(phone: Phone, wiring: Wiring) -> None:
    summary = phone.say(
        "Assalamualaikum Pak Bupati, Jl Letnan Mukhtar Saleh Celikah banyak lubang, gotnya mampet, "
        "tiap hujan banjir"
    )
    assert "1)" in summary and "2)" in summary and "provinsi" in summary
    receipt = phone.press("Kirim")
    (report,) = reports(wiring)
    assert "1)" in receipt and "2)" in receipt and report["ticket"] in receipt
    parts = [(part["category"], part["agency"], part["suggested_agency"]) for part in report["assignments"]]
    assert parts == [("jalan_jembatan", "PUPR", "PUBMTR"), ("drainase_banjir", "PUPR", None)]
    assert len(phone.bubbles) == 2


def test_an_emergency_is_filed_without_kirim_and_112_stands_first(phone: Phone, wiring: Wiring) -> None:
    answer = phone.say("tolong pak rumah kebakaran di tugumulyo lempuing dekat pasar!!")
    assert "112" in answer.splitlines()[0]
    assert "tidak memanggil petugas" in answer
    (report,) = reports(wiring)
    assert report["ticket"] in answer and report["filed_by"] == "emergency"
    assert report["district_code"] == "16.02.13"

    assert phone.pin(-3.9037, 104.94503) == ""
    (report,) = reports(wiring)
    assert report["latitude"] == -3.9037

    relief = phone.say("api la padam pak")
    assert report["ticket"] in relief and "112" not in relief.replace(report["ticket"], "")
    assert len(phone.bubbles) == 2
    assert len(reports(wiring)) == 1


def test_the_transcript_keeps_both_sides_with_what_was_understood(phone: Phone, town: Town) -> None:
    from bot.conversations.messages import TranscriptEntry

    phone.say("got mampet di kedaton kayu agung, air meluap ke jalan")
    with town.database.reading() as session:
        lines = list(session.scalars(select(TranscriptEntry).order_by(TranscriptEntry.id)))
        said = {line.speaker: line for line in lines}
        understanding = said["citizen"].understanding or {}
        assert said["citizen"].text == "got mampet di kedaton kayu agung, air meluap ke jalan"
        assert understanding["intent"] == "drainase_banjir" and understanding["alternatives"]
        assert "Kedaton" in (said["bot"].text or "")
        assert json.dumps(understanding)
