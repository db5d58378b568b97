"""The whole program in a real browser: web, worker, courier and model behind the simulator's phones."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.operations.program import Program, wait_until
from tests.program.conftest import OpenPhones
from tests.program.handset import Handset, show_report, ticket_in
from tests.simulator.test_page import DESK, Screen, send_pin, send_two_photos

pytestmark = pytest.mark.browser
BUBBLE = 30_000
ROAD = "jalan rusak depan SDN 1 Celikah Kayu Agung, banyak lubang, sudah banyak yang jatuh"
FOUNDING = "Jl Letnan Mukhtar Saleh Celikah banyak lubang, gotnya mampet, tiap hujan banjir"


def hear(screen: Screen, words: str) -> Locator:
    """The newest bubble of the bot, once it contains these words."""
    expect(screen.theirs().last).to_contain_text(words, timeout=BUBBLE)
    return screen.theirs().last


def receipt(screen: Screen) -> str:
    """The ticket of the receipt that has just come."""
    return ticket_in(hear(screen, "Nomor: OKI-").inner_text())


def test_a_report_with_photos_and_a_pin_ends_in_a_ticket_and_can_be_asked_for(
    open_phones: OpenPhones, program: Program, handset: Handset
) -> None:
    screen = open_phones(handset)
    screen.write(ROAD)
    hear(screen, "Desa Celikah, Kec. Kayu Agung")
    expect(screen.mine().first.get_by_role("img", name="dibaca")).to_be_visible(timeout=BUBBLE)
    send_two_photos(screen)
    screen.theirs().last.get_by_role("button", name="Kirim").click()
    hear(screen, "2 foto tersimpan")
    ticket = receipt(screen)
    report = wait_until(lambda: with_photos(program, ticket), 20)
    assert (report["category"], report["village_code"]) == ("jalan_jembatan", "16.02.05.2015")
    assert ([part["agency"] for part in report["assignments"]], report["copies"]) == (
        ["PUPR"],
        ["KEC-16.02.05"],
    )

    screen.write(f"cek {ticket.lower()}")
    hear(screen, f"Laporan {ticket}: Diterima")
    assert len(handset.bubbles()) == 3


def with_photos(program: Program, ticket: str) -> dict[str, object] | None:
    """The report, once both its photos have been fetched."""
    report = show_report(program, ticket)
    return report if all(photo["sha256"] for photo in report["photos"]) else None


def test_a_pin_gives_a_report_its_place(open_phones: OpenPhones, program: Program, handset: Handset) -> None:
    screen = open_phones(handset)
    screen.write("jembatan kayu mau roboh, warga takut lewat")
    hear(screen, "desa")
    send_pin(screen)
    hear(screen, "Titik lokasi sudah masuk").get_by_role("button", name="Kirim").click()
    report = show_report(program, receipt(screen))
    assert report["latitude"] and report["longitude"] and report["district_code"].startswith("16.02.")


def test_one_of_several_places_is_chosen_from_a_list(
    open_phones: OpenPhones, program: Program, handset: Handset
) -> None:
    screen = open_phones(handset)
    screen.write("lampu jalan mati di Sukaraja")
    hear(screen, "Yang mana").get_by_role("button", name="Pilih").last.click()
    sheet = screen.page.get_by_role("dialog", name="Pilih")
    expect(sheet.get_by_role("radio")).to_have_count(3)
    sheet.get_by_text("Pedamaran", exact=True).click()
    sheet.get_by_role("button", name="Kirim").click()
    hear(screen, "Desa Sukaraja, Kec. Pedamaran").get_by_role("button", name="Kirim").click()
    report = show_report(program, receipt(screen))
    assert (report["category"], report["district_code"]) == ("penerangan_jalan", "16.02.03")


def test_the_founding_case_is_one_ticket_with_two_parts(
    open_phones: OpenPhones, program: Program, handset: Handset
) -> None:
    screen = open_phones(handset)
    screen.write(FOUNDING)
    hear(screen, "mungkin jalan provinsi").get_by_role("button", name="Kirim").click()
    report = show_report(program, receipt(screen))
    parts = [(part["category"], part["agency"], part["suggested_agency"]) for part in report["assignments"]]
    assert parts == [("jalan_jembatan", "PUPR", "PUBMTR"), ("drainase_banjir", "PUPR", None)]
    assert len(handset.bubbles()) == 2


def test_a_danger_is_answered_with_a_number_to_call_and_filed_at_once(
    open_phones: OpenPhones, program: Program, handset: Handset
) -> None:
    screen = open_phones(handset)
    screen.write("tolong pak rumah kebakaran di tugumulyo lempuing dekat pasar!!")
    expect(hear(screen, "TELEPON 112 SEKARANG").get_by_role("link").first).to_have_attribute(
        "href", "tel:08117832100"
    )
    assert show_report(program, receipt(screen))["status"] == "diterima"


def test_two_citizens_side_by_side_do_not_mix(open_phones: OpenPhones, program: Program) -> None:
    names = ("Warga Kedaton", "Warga Sidakersa")
    handsets = [Handset.of_a_newcomer(program, name) for name in names]
    screen = open_phones(*handsets, size=DESK)
    left, right = (screen.page.get_by_role("region", name=f"Ponsel {name}") for name in names)
    for phone, words in (
        (left, "sampah menumpuk di kedaton kayu agung"),
        (right, "ledeng mati di sidakersa kayu agung"),
    ):
        line = phone.get_by_label("Ketik pesan")
        line.fill(words)
        line.press("Enter")
    expect(left.locator(".message.theirs").last).to_contain_text("Kedaton", timeout=BUBBLE)
    expect(right.locator(".message.theirs").last).to_contain_text("Sidakersa", timeout=BUBBLE)
    expect(left).not_to_contain_text("ledeng")
    left.locator(".message.theirs").last.get_by_role("button", name="Kirim").click()
    ticket = ticket_in(handsets[0].wait_for_bubble(2))

    handsets[1].write(f"cek {ticket}")
    answer = handsets[1].wait_for_bubble(2)
    assert ticket in answer and "Kec. Kayu Agung" in answer
    assert "Kedaton" not in answer and "menumpuk" not in answer


def test_a_reload_shows_the_chat_as_it_was(open_phones: OpenPhones, handset: Handset) -> None:
    screen = open_phones(handset)
    screen.write(ROAD)
    hear(screen, "Desa Celikah")
    screen.page.reload()
    expect(screen.mine()).to_have_count(1)
    expect(hear(screen, "Desa Celikah").get_by_role("button", name="Kirim")).to_be_visible()
