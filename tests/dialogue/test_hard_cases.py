"""What real citizens do at the worst moment: each of these once went wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.wiring import Wiring
from tests.dialogue.clock import let_time_pass, open_draft_of
from tests.dialogue.phone import Phone
from tests.dialogue.test_talks import reports

ROAD = "jalan rusak di celikah"


@pytest.mark.parametrize(
    "before", [("pak mau lapor",), (ROAD,), ("jalan rusak",), ("lampu jalan mati di sukaraja",)]
)
def test_danger_breaks_into_any_open_question(phone: Phone, wiring: Wiring, before: tuple[str, ...]) -> None:
    phone.say(*before)
    answer = phone.say("ada kebakaran rumah di kedaton")
    assert "112" in answer.splitlines()[0]
    (report,) = reports(wiring)
    assert report["filed_by"] == "emergency" and "jalan" not in report["description"]
    assert wiring.region.villages[report["village_code"]].name == "Kedaton"


def test_the_report_begun_before_the_danger_comes_back_with_lanjut(phone: Phone, wiring: Wiring) -> None:
    phone.say(ROAD)
    phone.say("rumah tetangga saya kebakaran!")
    assert "Desa Celikah" in phone.say("lanjut")
    phone.say("kirim")
    assert {report["category"] for report in reports(wiring)} == {"jalan_jembatan", "bencana_karhutla"}


def test_a_place_told_after_the_danger_belongs_to_it(phone: Phone, wiring: Wiring) -> None:
    phone.say("kebakaran rumah")
    assert phone.say("alamatnya dekat masjid desa serigeni kayuagung") == ""
    (report,) = reports(wiring)
    assert wiring.region.villages[report["village_code"]].name == "Serigeni"
    assert "masjid" in report["location_text"] and "KEC-16.02.05" in report["copies"]


@pytest.mark.parametrize(
    "words", ["saya mau bunuh diri saja pak", "suami saya mukul saya terus pak, di desa Celikah"]
)
def test_despair_and_violence_at_home_are_secret_and_have_no_copy(
    phone: Phone, wiring: Wiring, words: str
) -> None:
    answer = phone.say(words)
    assert "129" in answer and "dirahasiakan" in answer
    (report,) = reports(wiring)
    assert report["secret"] and report["copies"] == []


def test_an_accusation_never_shares_a_report_with_a_road(phone: Phone, wiring: Wiring) -> None:
    phone.say(ROAD)
    assert "LANJUT" in phone.say("pak kades celikah minta uang 200 ribu untuk urus KTP")
    phone.say("kirim")
    phone.say("lanjut")
    phone.say("kirim")
    agencies = [[part["agency"] for part in report["assignments"]] for report in reports(wiring)]
    assert sorted(agencies) == [["INSPEKTORAT"], ["PUPR"]]


@pytest.mark.parametrize("refusal", ["jangan kirim dulu", "belum pak, tunggu"])
def test_who_says_not_yet_is_not_filed_by_silence(phone: Phone, wiring: Wiring, refusal: str) -> None:
    phone.say(ROAD)
    phone.say(refusal)
    let_time_pass(phone.town, timedelta(hours=3))
    assert phone.listen() == "" and reports(wiring) == []


@pytest.mark.parametrize(
    "question",
    ["kenapa harus kirim lagi", "kirim ke whatsapp dinas mana?", "terima kasih dari warga kedaton"],
)
def test_a_question_or_thanks_with_such_words_neither_files_nor_moves(
    phone: Phone, wiring: Wiring, question: str
) -> None:
    phone.say(ROAD)
    assert "Celikah" in phone.say(question)
    assert reports(wiring) == []


@pytest.mark.parametrize(
    "words", ["gak usah deh", "jangan dikirim", "tidak jadi batal aja karena sudah diperbaiki kemarin"]
)
def test_a_cancel_is_heard_in_many_words(phone: Phone, words: str) -> None:
    phone.say(ROAD)
    assert "LANJUT" in phone.say(words)
    assert open_draft_of(phone) is None


def test_more_words_on_the_problem_are_kept(phone: Phone, wiring: Wiring) -> None:
    phone.say(ROAD)
    phone.say("tambahan pak: sudah ada yang jatuh 3 orang")
    phone.say("kirim")
    assert "jatuh 3 orang" in reports(wiring)[0]["description"]


def test_how_long_is_no_place(phone: Phone, wiring: Wiring) -> None:
    phone.say("gak ada air")
    phone.say("sudah seminggu")
    phone.say("di kelurahan kedaton")
    phone.say("betul")
    (report,) = reports(wiring)
    assert report["location_text"] is None and "sudah seminggu" in report["description"]


def test_an_ok_after_the_receipt_costs_no_bubble(phone: Phone) -> None:
    phone.say(ROAD)
    phone.say("Kirim pak, terima kasih atas perhatiannya")
    assert phone.say("ok") == "" and phone.say("siap pak") == ""


def test_the_words_of_each_part_keep_their_place(phone: Phone) -> None:
    summary = phone.say("jalan rusak di celikah dan lampu mati di kedaton")
    assert "jalan rusak di celikah" in summary and "lampu mati di kedaton" in summary


def test_words_beside_a_place_are_a_report_even_when_unclear(phone: Phone) -> None:
    phone.say("telkom tiang miring depan rumah di kedaton")
    draft = open_draft_of(phone)
    assert draft is not None and draft.content["words"] and draft.content["village_code"]


def test_a_name_that_is_an_ordinary_word_is_a_village_as_an_answer(phone: Phone) -> None:
    phone.say("leding dak ngalir la 3 hari")
    assert "Kelurahan Paku" in phone.say("paku")


def test_the_same_small_talk_within_a_minute_is_not_said_again(phone: Phone) -> None:
    phone.say("halo")
    phone.say("halo")
    assert phone.say("halo") == ""


def test_parts_with_different_dates_name_each(phone: Phone) -> None:
    phone.say("lampu jalan mati di celikah kayu agung, sampah numpuk di pinggir jalan")
    assert phone.say("kirim").count("paling lambat") == 2


def test_a_well_known_place_outside_is_said_so_and_the_words_stay(phone: Phone) -> None:
    assert "di luar" in phone.say("got mampet di jakabaring palembang")
    summary = phone.say("eh maksudnya di kelurahan kedaton")
    assert "Kedaton" in summary and "got mampet" in summary
