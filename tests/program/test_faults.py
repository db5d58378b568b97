"""WhatsApp misbehaves: whoever sits at the phone gets one answer and one report all the same."""

from __future__ import annotations

import hashlib

import pytest
from playwright.sync_api import expect

from tests.conversations.pictures import phone_picture
from tests.operations.program import Program, wait_until
from tests.program.conftest import OpenPhones
from tests.program.handset import Handset, call, count_reports, show_report, ticket_in
from tests.simulator.test_page import Screen

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("calm")]
ROAD = "jalan rusak parah di desa celikah kayu agung, banyak lubang"
LATE = 30_000


def set_fault(screen: Screen, name: str, times: int) -> None:
    """Turn a counter of the control panel up, as somebody who demonstrates does."""
    screen.button("Gangguan").click()
    field = screen.page.get_by_label(name)
    field.fill(str(times))
    field.press("Tab")
    screen.button("Tutup").click()
    expect(screen.button("Gangguan (1)")).to_be_visible()


@pytest.mark.parametrize("fault", ["Terlalu cepat (429)", "Rusak (500)"])
def test_an_answer_that_whatsapp_refuses_arrives_later_and_once(
    fault: str, open_phones: OpenPhones, handset: Handset
) -> None:
    screen = open_phones(handset)
    set_fault(screen, fault, 1)
    screen.write(ROAD)
    expect(screen.theirs().last).to_contain_text("Desa Celikah", timeout=LATE)
    expect(screen.button("Gangguan")).to_be_visible()
    assert len(handset.bubbles()) == 1


def test_webhooks_that_come_twice_file_one_report(program: Program, handset: Handset) -> None:
    before = count_reports(program)
    call(program, "faults", duplicate=True)
    handset.write(ROAD)
    handset.wait_for_bubble(1)
    handset.press("Kirim")
    handset.wait_for_bubble(2)
    handset.write("cek")
    handset.wait_for_bubble(3)
    assert len(handset.bubbles()) == 3
    assert count_reports(program) == before + 1


def test_a_photo_whose_address_has_expired_is_fetched_again(program: Program, handset: Handset) -> None:
    photo = phone_picture()
    call(program, "faults", expire_media=1)
    handset.write(ROAD)
    handset.wait_for_bubble(1)
    handset.send_photo(photo)
    handset.press("Kirim")
    receipt = handset.wait_for_bubble(2)
    assert "1 foto" in receipt
    expected = [hashlib.sha256(photo).hexdigest()]
    wait_until(lambda: sums(program, ticket_in(receipt)) == expected, 20, every=0.5)
    assert call(program, "faults")["expire_media"] == 0
    assert len(handset.bubbles()) == 2


def sums(program: Program, ticket: str) -> list[str]:
    return [photo["sha256"] for photo in show_report(program, ticket)["photos"]]


def test_a_message_that_did_not_get_through_is_answered_when_it_does(
    open_phones: OpenPhones, handset: Handset
) -> None:
    screen = open_phones(handset)
    set_fault(screen, "Bot tidak terjangkau", 1)
    screen.write(ROAD)
    expect(screen.mine().last.get_by_role("img", name="terkirim", exact=True)).to_be_visible()
    expect(screen.theirs().last).to_contain_text("Desa Celikah", timeout=LATE)
    expect(screen.mine().last.get_by_role("img", name="dibaca")).to_be_visible()


def test_a_correction_that_overtakes_the_first_message_costs_no_report(
    program: Program, handset: Handset
) -> None:
    call(program, "faults", out_of_order=True)
    handset.write("di desa celikah kayu agung")
    handset.write("jalan rusak parah, banyak lubang")
    wait_until(lambda: "Kirim" in handset.bubbles()[-1] if handset.bubbles() else False, 30)
    call(program, "faults", out_of_order=False)
    handset.press("Kirim")
    wait_until(lambda: "Nomor: *OKI-" in handset.bubbles()[-1], 30)
