"""The page under hardship: lost connections, restarts, bad pictures, endless texts, long lists."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from starlette.responses import PlainTextResponse

from tests.simulator.bench import BOTH, Bench, build
from tests.simulator.serving import Stage
from tests.simulator.test_page import OpenPage, Screen, open_page

__all__ = ["open_page"]
pytestmark = pytest.mark.browser
SMALL = (360, 640)
PATIENT = 30_000


def composer(screen: Screen) -> str:
    return screen.page.get_by_label("Ketik pesan").first.input_value()


def test_a_lost_connection_is_said_and_what_was_written_is_not_lost(
    open_page: OpenPage, bench: Bench, stage: tuple[Stage, str]
) -> None:
    screen, running = open_page(), stage[0].app
    stage[0].app = PlainTextResponse("away", status_code=503)
    expect(screen.page.get_by_text("Sambungan terputus")).to_be_visible(timeout=PATIENT)
    screen.write("jangan sampai hilang")
    expect(screen.page.get_by_role("alert").first).to_be_visible()
    assert composer(screen) == "jangan sampai hilang"
    stage[0].app = running
    expect(screen.page.get_by_text("Sambungan terputus")).to_be_hidden(timeout=PATIENT)
    assert composer(screen) == "jangan sampai hilang"
    screen.page.get_by_label("Ketik pesan").first.press("Enter")
    expect(screen.mine()).to_have_count(1)
    screen.complaints.clear()


def test_a_restart_of_the_server_goes_on_with_the_same_chat(
    open_page: OpenPage, bench: Bench, stage: tuple[Stage, str]
) -> None:
    screen = open_page()
    bench.write(BOTH, body="sebelum")
    expect(screen.mine()).to_have_count(1)
    stage[0].app = build(bench.config)
    bench.write(BOTH, body="sesudah")
    expect(screen.mine()).to_have_count(2, timeout=PATIENT)
    expect(screen.mine().first).to_contain_text("sebelum")


def test_a_picture_that_cannot_be_shown_says_so(open_page: OpenPage, bench: Bench) -> None:
    screen = open_page()
    bench.send_photo(BOTH, b"bukan gambar")
    expect(screen.mine().last).to_contain_text("Foto tidak dapat ditampilkan")
    expect(screen.button("Buka foto")).to_be_disabled()


@pytest.mark.parametrize("text", ["kata " * 900, "x" * 4096, "https://contoh.id/" + "panjang" * 200])
def test_a_long_text_is_cut_and_opens_whole_and_never_widens_the_phone(
    text: str, open_page: OpenPage, bench: Bench
) -> None:
    screen = open_page(SMALL)
    bench.write(BOTH, body=text.strip())
    bubble = screen.mine().last
    bubble.get_by_role("button", name="Baca selengkapnya").click()
    expect(bubble.locator(".words")).to_have_text(text.strip())
    thread = screen.page.locator(".thread")
    assert thread.evaluate("element => element.scrollWidth - element.clientWidth") == 0


def test_an_opened_text_stays_open_when_its_bubble_changes(open_page: OpenPage, bench: Bench) -> None:
    screen, text = open_page(SMALL), "kata " * 900
    sent = bench.write(BOTH, body=text.strip())
    bubble = screen.mine().last
    bubble.get_by_role("button", name="Baca selengkapnya").click()
    bench.react(BOTH, sent["id"], "👍")
    expect(bubble.get_by_label("Reaksi")).to_be_visible()
    expect(bubble.locator(".words")).to_have_text(text.strip())


def test_the_tenth_row_of_a_list_is_reached_on_a_small_phone(open_page: OpenPage, bench: Bench) -> None:
    screen = open_page(SMALL)
    bench.write(BOTH, body="halo")
    rows = [
        {"id": f"baris-{n}", "title": f"Desa nomor {n}", "description": "Kecamatan " * 7}
        for n in range(1, 11)
    ]
    action = {"button": "Pilih desa", "sections": [{"title": "Desa", "rows": rows}]}
    listed = {"type": "list", "body": {"text": "Desa yang mana?"}, "action": action}
    bench.reply(BOTH, type="interactive", interactive=listed)
    screen.button("Pilih desa").click()
    sheet = screen.page.get_by_role("dialog", name="Pilih desa")
    sheet.get_by_text("Desa nomor 10").click()
    sheet.get_by_role("button", name="Kirim").click()
    expect(screen.mine().last).to_contain_text("Desa nomor 10")


def test_a_telephone_number_can_be_called_and_a_ticket_is_none(open_page: OpenPage, bench: Bench) -> None:
    screen = open_page()
    bench.write(BOTH, body="Damkar 0811-7832-100, nomor laporan OKI-4829-1372")
    links = screen.mine().last.locator(".words a")
    expect(links).to_have_count(1)
    expect(links).to_have_attribute("href", "tel:08117832100")
