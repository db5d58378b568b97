"""Words that may be a report: asked about once, and never in the citizen's way."""

from __future__ import annotations

from bot.wiring import Wiring
from tests.dialogue.phone import Phone
from tests.dialogue.test_talks import reports

DOUBTFUL = "anu pak yang di ujung sana kok dibiarkan"
REPORT = "jalan berlubang parah di celikah kayu agung"


def test_doubtful_words_are_asked_about_with_a_way_out(phone: Phone) -> None:
    question = phone.say(DOUBTFUL)
    titles = [row.title for row in phone.bubbles[-1].rows]
    assert "ingin melapor" in question
    assert len(titles) == 5 and titles[-1] == "Bukan laporan"


def test_bukan_laporan_lets_the_draft_go(phone: Phone, wiring: Wiring) -> None:
    phone.say(DOUBTFUL)
    assert "melapor" not in phone.press("Bukan laporan")
    assert "tidak ada laporan yang menunggu" in phone.say("kirim")
    assert reports(wiring) == []


def test_speaking_of_something_else_ends_the_question(phone: Phone, wiring: Wiring) -> None:
    phone.say(DOUBTFUL)
    answer = phone.say("terima kasih pak")
    assert "melapor" not in answer and not phone.bubbles[-1].rows
    assert "Desa Celikah" in phone.say(REPORT)
    phone.say("kirim")
    (report,) = reports(wiring)
    assert report["description"] == REPORT


def test_a_chosen_category_makes_it_a_report(phone: Phone, wiring: Wiring) -> None:
    phone.say(DOUBTFUL)
    phone.press("Sampah & kebersihan")
    assert "Desa Celikah" in phone.say("celikah kayu agung")
    phone.say("kirim")
    (report,) = reports(wiring)
    assert report["category"] == "sampah_kebersihan" and DOUBTFUL in report["description"]


def test_saying_it_plainly_makes_it_a_report(phone: Phone, wiring: Wiring) -> None:
    phone.say(DOUBTFUL)
    assert "Desa Celikah" in phone.say(REPORT)
    phone.say("kirim")
    (report,) = reports(wiring)
    assert report["category"] == "jalan_jembatan" and DOUBTFUL in report["description"]


def test_lanjut_takes_back_what_was_let_go(phone: Phone) -> None:
    phone.say(DOUBTFUL)
    phone.say("terima kasih pak")
    assert "ujung sana" in phone.say("lanjut") or phone.bubbles[-1].rows


def test_doubtful_words_inside_an_open_report_change_nothing(phone: Phone, wiring: Wiring) -> None:
    phone.say("lampu jalan mati di celikah kayu agung")
    assert "Lampu jalan" in phone.say("kok dibiarkan terus seperti itu")
    phone.say("kirim")
    (report,) = reports(wiring)
    assert report["category"] == "penerangan_jalan"
