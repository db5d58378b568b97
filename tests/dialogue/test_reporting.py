"""How a report comes together: pieces, corrections, silence, coming back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.wiring import Wiring
from tests.dialogue.clock import let_time_pass, open_draft_of
from tests.dialogue.phone import Phone, Town
from tests.dialogue.test_talks import reports

POTHOLES = "jalan rusak parah di desa celikah kayu agung banyak lubang"
CELIKAH_PIN = (-3.3733, 104.8224)
SEA = (-3.0, 106.9)


def test_only_the_most_important_missing_thing_is_asked(phone: Phone) -> None:
    assert "apa yang terjadi" in phone.say("mau lapor pak")
    assert "desa" in phone.say("lampu jalan mati sudah seminggu").lower()
    assert "Kirim" in phone.say("di desa celikah")
    assert len(phone.bubbles) == 3


def test_several_places_of_one_name_become_a_short_list(phone: Phone, wiring: Wiring) -> None:
    question = phone.say("lampu jalan mati di sukaraja")
    assert "Sukaraja" in question
    assert {row.title for row in phone.bubbles[-1].rows} == {
        "Sirah Pulau Padang",
        "Pangkalan Lampam",
        "Pedamaran",
    }
    phone.press("Pangkalan Lampam")
    phone.press("Kirim")
    (report,) = reports(wiring)
    assert report["district_code"] == "16.02.19"


def test_a_typed_sub_district_decides_between_namesakes(phone: Phone, wiring: Wiring) -> None:
    phone.say("lampu jalan mati di sukaraja")
    phone.say("yang di sp padang")
    phone.say("kirim")
    (report,) = reports(wiring)
    assert report["district_code"] == "16.02.08"
    assert wiring.region.villages[report["village_code"]].name == "Sukaraja"


def test_an_unknown_place_keeps_its_words_and_asks_the_sub_district(phone: Phone, wiring: Wiring) -> None:
    phone.say("jembatan kayu mau roboh, warga takut lewat")
    assert "kecamatan" in phone.say("di kampung rawa indah")
    summary = phone.say("lempuing")
    assert "rawa indah" in summary and "Kec. Lempuing" in summary
    phone.say("ya benar")
    (report,) = reports(wiring)
    assert "rawa indah" in report["location_text"] and report["village_code"] is None


def test_a_pin_outside_is_said_kindly_and_the_text_kept(phone: Phone) -> None:
    phone.say("lampu jalan mati di depan rumah")
    answer = phone.pin(*SEA)
    assert "di luar" in answer
    assert "lampu jalan mati" in open_draft_of(phone).content["words"][0]  # type: ignore[union-attr]
    assert "Desa Celikah" in phone.say("celikah")


def test_photos_and_a_fitting_pin_while_the_summary_is_open_cost_no_bubble(
    phone: Phone, wiring: Wiring
) -> None:
    phone.say(POTHOLES)
    assert phone.photo(3) == ""
    assert phone.pin(*CELIKAH_PIN) == ""
    receipt = phone.press("Kirim")
    assert "3 foto" in receipt
    (report,) = reports(wiring)
    assert report["village_code"] == "16.02.05.2015" and report["latitude"] == CELIKAH_PIN[0]


def test_a_pin_that_contradicts_the_place_changes_the_summary(phone: Phone) -> None:
    phone.say(POTHOLES)
    summary = phone.pin(-3.9037, 104.94503)
    assert "Kec. Lempuing" in summary


def test_no_more_than_ten_photos_are_attached(phone: Phone, wiring: Wiring) -> None:
    phone.say(POTHOLES)
    phone.photo(12)
    assert "10 foto" in phone.press("Kirim")


def test_a_question_in_the_middle_is_answered_and_the_open_one_returns(phone: Phone) -> None:
    phone.say(POTHOLES)
    answer = phone.say("ini bayar dak?")
    assert "gratis" in answer and "Kirim" in answer
    assert [button.title for button in phone.bubbles[-1].buttons] == ["Kirim", "Ubah", "Batal"]
    assert len(phone.bubbles) == 2


def test_ubah_explains_and_the_correction_changes_one_thing(phone: Phone, wiring: Wiring) -> None:
    phone.say(POTHOLES)
    phone.photo()
    assert "Tulis saja yang benar" in phone.press("Ubah")
    summary = phone.say("lokasi Sidakersa")
    assert "Sidakersa" in summary and "Celikah" not in summary.split("*Lokasi:*")[1] and "1 foto" in summary
    phone.press("Kirim")
    (report,) = reports(wiring)
    assert report["category"] == "jalan_jembatan" and len(reports(wiring)) == 1


def test_a_wrong_category_is_corrected_in_words(phone: Phone, wiring: Wiring) -> None:
    phone.say(POTHOLES)
    phone.say("bukan jalan, maksudnya got mampet")
    phone.say("kirim")
    (report,) = reports(wiring)
    assert report["category"] == "drainase_banjir"


def test_correction_and_kirim_in_one_message_files_at_once(phone: Phone, wiring: Wiring) -> None:
    phone.say(POTHOLES)
    receipt = phone.say("bukan celikah, sidakersa. kirim saja")
    (report,) = reports(wiring)
    assert report["ticket"] in receipt and "Sidakersa" in receipt


def test_batal_drops_the_draft_and_lanjut_brings_it_back(phone: Phone, wiring: Wiring) -> None:
    phone.say(POTHOLES)
    phone.photo()
    assert "LANJUT" in phone.say("dak jadi pak")
    assert open_draft_of(phone) is None
    summary = phone.say("LANJUT")
    assert "Desa Celikah" in summary and "1 foto" in summary
    phone.say("kirim")
    assert len(reports(wiring)) == 1


def test_words_of_a_report_never_cancel_it(phone: Phone, wiring: Wiring) -> None:
    phone.say("mau lapor")
    phone.say("jalan rusak")
    assert open_draft_of(phone) is not None


def test_a_complete_summary_left_alone_files_itself_and_batal_takes_it_back(
    phone: Phone, wiring: Wiring
) -> None:
    phone.say(POTHOLES)
    let_time_pass(phone.town, timedelta(minutes=50))
    assert phone.listen() == "" and reports(wiring) == []
    let_time_pass(phone.town, timedelta(minutes=11))
    receipt = phone.listen()
    (report,) = reports(wiring)
    assert report["ticket"] in receipt and "BATAL" in receipt and report["filed_by"] == "silence"
    let_time_pass(phone.town, timedelta(minutes=90))
    assert phone.listen() == "" and len(reports(wiring)) == 1

    assert report["ticket"] in phone.say("batal")
    assert reports(wiring)[0]["status"] == "dibatalkan"


@pytest.mark.parametrize(
    "words", ["lampu jalan mati", "mau lapor", "pak kades celikah minta uang 500 ribu untuk urus KTP"]
)
def test_unsure_secret_or_incomplete_drafts_are_never_filed_by_silence(
    phone: Phone, wiring: Wiring, words: str
) -> None:
    phone.say(words)
    let_time_pass(phone.town, timedelta(hours=30))
    assert phone.listen() == "" and reports(wiring) == []


def test_the_next_day_the_draft_goes_on_where_it_was(phone: Phone, wiring: Wiring) -> None:
    phone.say("lampu jalan mati sudah seminggu")
    let_time_pass(phone.town, timedelta(days=1, hours=2))
    summary = phone.say("di desa celikah")
    assert "Lampu jalan" in summary and "Desa Celikah" in summary


def test_after_seven_days_the_draft_is_gone_from_the_chat(phone: Phone) -> None:
    phone.say("lampu jalan mati sudah seminggu")
    let_time_pass(phone.town, timedelta(days=8))
    assert open_draft_of(phone) is None
    assert "Lampu jalan" not in phone.say("halo")


def test_a_new_report_the_next_day_does_not_mix_with_the_old_draft(phone: Phone, wiring: Wiring) -> None:
    phone.say("lampu jalan mati sudah seminggu")
    let_time_pass(phone.town, timedelta(days=1))
    phone.say("sampah menumpuk di pasar, di kelurahan kedaton kayu agung, bau nian")
    phone.say("kirim")
    (report,) = reports(wiring)
    assert report["category"] == "sampah_kebersihan" and len(report["assignments"]) == 1


def test_a_second_kirim_gives_the_same_receipt(phone: Phone, wiring: Wiring) -> None:
    phone.say(POTHOLES)
    phone.press("Kirim")
    (report,) = reports(wiring)
    phone.bubbles.append(phone.bubbles[0])
    assert report["ticket"] in phone.press("Kirim")
    assert report["ticket"] in phone.say("kirim")
    assert len(reports(wiring)) == 1


def test_two_problems_give_one_number_and_a_line_each_in_the_status(phone: Phone, wiring: Wiring) -> None:
    phone.say("jalan berlubang dan got mampet di desa celikah kayu agung")
    phone.press("Kirim")
    (report,) = reports(wiring)
    assert {part["category"] for part in report["assignments"]} == {"jalan_jembatan", "drainase_banjir"}
    status = phone.say("gimana laporan saya")
    assert status.count("Dinas PUPR") == 2


def test_a_consequence_is_no_second_problem(phone: Phone, wiring: Wiring) -> None:
    phone.say("jalan rusak di desa celikah kayu agung, anak sekolah susah lewat, sudah banyak yang jatuh")
    phone.press("Kirim")
    (report,) = reports(wiring)
    assert len(report["assignments"]) == 1


def test_a_photo_just_after_the_receipt_joins_that_report(phone: Phone, wiring: Wiring) -> None:
    phone.say(POTHOLES)
    phone.press("Kirim")
    (report,) = reports(wiring)
    assert report["ticket"] in phone.photo()
    assert open_draft_of(phone) is None


def test_photos_before_words_begin_a_report(phone: Phone, wiring: Wiring) -> None:
    assert "2 foto" in phone.photo(2)
    phone.say(POTHOLES)
    assert "2 foto" in phone.press("Kirim")


def test_a_caption_is_read_like_words(phone: Phone) -> None:
    summary = phone.photo(caption=POTHOLES)
    assert "Desa Celikah" in summary and "1 foto" in summary


def test_two_citizens_at_once_do_not_mix(town: Town, wiring: Wiring) -> None:
    one, two = Phone(town), Phone(town)
    one.say("lampu jalan mati di jalan kampung")
    two.say("sampah menumpuk dekat pasar")
    one.say("di desa celikah")
    two.say("di kelurahan kedaton")
    one.say("kirim")
    two.say("kirim")
    found = {report["category"]: report["village_code"] for report in reports(wiring)}
    names = {category: wiring.region.villages[code].name for category, code in found.items()}
    assert names == {"penerangan_jalan": "Celikah", "sampah_kebersihan": "Kedaton"}
