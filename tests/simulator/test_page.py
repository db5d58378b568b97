"""The page in a real browser: a citizen talks to a small bot as on WhatsApp."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.simulator.bench import BOTH, PHONE_ONLY, Bench
from tests.simulator.fake_bot import FakeBot
from tests.simulator.fake_program import wait_until

OpenPage = Callable[..., "Screen"]
pytestmark = pytest.mark.browser
PHONE, TABLET, DESK = (360, 640), (900, 700), (1400, 900)
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
COMPLAINT = "jalan rusak depan SDN 1 Celikah Kayu Agung, banyak lubang"


class Screen:
    """The page of one browser window; remembers what its console complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console", lambda entry: self.complaints.append(entry.text) if entry.type == "error" else None
        )

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def write(self, text: str) -> None:
        line = self.page.get_by_label("Ketik pesan").first
        line.fill(text)
        line.press("Enter")

    def mine(self) -> Locator:
        return self.page.locator(".message.mine")

    def theirs(self) -> Locator:
        return self.page.locator(".message.theirs")


@pytest.fixture
def open_page(browser: Browser, bench: Bench) -> Iterator[OpenPage]:
    """Opens the page in a window of a given size; the console may complain of nothing."""
    FakeBot(bench)
    opened: list[Screen] = []

    def open_window(size: tuple[int, int] = PHONE) -> Screen:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        opened.append(Screen(context.new_page()))
        opened[-1].page.goto(f"{bench.url}/simulator")
        expect(opened[-1].page.get_by_label("Ketik pesan").first).to_be_visible()
        return opened[-1]

    yield open_window
    for screen in opened:
        screen.page.context.close()
        assert screen.complaints == []


def test_a_report_with_photos_and_a_pin_is_filed(open_page: OpenPage, bench: Bench) -> None:
    screen = open_page()
    screen.write(COMPLAINT)
    expect(screen.button("Kirim")).to_be_visible()
    send_two_photos(screen)
    send_pin(screen)
    screen.button("Kirim").click()
    expect(screen.theirs().last).to_contain_text("OKI-4829-1372")
    kinds = [message["type"] for message in bench.program.messages]
    assert kinds == ["text", "image", "image", "location", "interactive"]
    assert bench.program.messages[1]["image"]["caption"] == "ini fotonya"
    assert bench.program.messages[-1]["interactive"]["button_reply"]["id"] == "kirim"


def send_two_photos(screen: Screen) -> None:
    screen.button("Lampirkan").click()
    screen.button("Foto contoh").click()
    screen.button("Jalan berlubang").click()
    expect(screen.page.get_by_role("img", name="Foto 1")).to_be_visible()
    screen.button("Got mampet").click()
    expect(screen.page.get_by_role("img", name="Foto 2")).to_be_visible()
    screen.page.get_by_label("Keterangan foto").fill("ini fotonya")
    screen.button("Kirim foto").click()
    expect(screen.mine().locator(".photo img")).to_have_count(2)


def send_pin(screen: Screen) -> None:
    screen.button("Lampirkan").click()
    screen.button("Lokasi").click()
    screen.page.get_by_role("img", name="Peta kecamatan, klik untuk menaruh titik").click()
    expect(screen.page.get_by_text("Kecamatan", exact=False).last).to_be_visible()
    screen.button("Kirim lokasi ini").click()
    expect(screen.mine().locator(".place")).to_be_visible()


def test_ticks_turn_blue_and_the_bot_is_seen_typing(open_page: OpenPage, bench: Bench) -> None:
    screen = open_page()
    message = bench.write(BOTH, "location", latitude=-3.3, longitude=104.7)
    expect(screen.mine().get_by_role("img", name="dibaca")).to_be_visible()
    expect(screen.page.get_by_text("sedang mengetik…")).to_be_visible()
    assert bench.chat(BOTH)[0]["id"] == message["id"]


def test_what_the_page_shows_is_read(open_page: OpenPage, bench: Bench) -> None:
    screen = open_page()
    screen.write(COMPLAINT)
    expect(screen.button("Kirim")).to_be_visible()
    wait_until(lambda: "read" in [status["status"] for status in bench.program.statuses])


def test_a_list_opens_below_and_sends_the_chosen_row(open_page: OpenPage, bench: Bench) -> None:
    screen = open_page()
    screen.write("halo pak")
    screen.button("Pilih jenis").click()
    sheet = screen.page.get_by_role("dialog", name="Pilih jenis")
    expect(sheet.get_by_role("button", name="Kirim")).to_be_disabled()
    sheet.get_by_text("Got dan banjir").click()
    sheet.get_by_role("button", name="Kirim").click()
    expect(screen.mine().last).to_contain_text("Got dan banjir")
    reply = wait_until(lambda: [one for one in bench.program.messages if one["type"] == "interactive"])[0]
    assert reply["interactive"]["list_reply"]["id"] == "drainase_banjir"
    assert reply["context"]["id"].startswith("wamid.")


def test_a_request_for_a_place_opens_the_map(open_page: OpenPage, bench: Bench) -> None:
    screen = open_page()
    screen.write("kirim titik")
    screen.button("Kirim lokasi").click()
    screen.page.get_by_label("Lintang").fill("-3.3")
    screen.page.get_by_label("Bujur").fill("104.7")
    expect(screen.page.get_by_text("Kecamatan Timur")).to_be_visible()
    screen.button("Kirim lokasi ini").click()
    place = wait_until(lambda: [one for one in bench.program.messages if one["type"] == "location"])[0]
    assert (place["location"]["latitude"], place["location"]["longitude"]) == (-3.3, 104.7)
    assert "context" in place


def test_a_quoted_message_goes_along(open_page: OpenPage, bench: Bench) -> None:
    screen = open_page()
    screen.write(COMPLAINT)
    expect(screen.button("Kirim")).to_be_visible()
    screen.theirs().last.get_by_role("button", name="Pilihan pesan").click()
    screen.button("Balas").click()
    screen.write("lokasinya salah")
    expect(screen.mine().last.get_by_role("button", name="Balasan untuk")).to_be_visible()
    assert wait_until(lambda: len(bench.program.messages) > 1 and bench.program.messages[-1].get("context"))


def test_markup_becomes_type_and_never_markup_of_the_page(open_page: OpenPage, bench: Bench) -> None:
    screen = open_page()
    screen.write("*tebal* _miring_ 3*4*5 <b>bukan html</b> https://contoh.id/a_b_c.")
    words = screen.mine().last.locator(".words")
    expect(words.locator("strong")).to_have_text("tebal")
    expect(words.locator("em")).to_have_text("miring")
    expect(words.locator("a")).to_have_attribute("href", "https://contoh.id/a_b_c")
    expect(words).to_contain_text("3*4*5 <b>bukan html</b>")


def test_a_voice_note_a_document_and_a_sticker_can_be_sent(open_page: OpenPage, bench: Bench) -> None:
    screen = open_page()
    for entry, drawn in (("Suara contoh", ".voice"), ("Dokumen contoh", ".document"), ("Stiker", ".sticker")):
        screen.button("Lampirkan").click()
        screen.button(entry).click()
        expect(screen.mine().locator(drawn)).to_be_visible()
    types = wait_until(lambda: len(bench.program.messages) == 3 and bench.program.messages)
    assert [one["type"] for one in types] == ["audio", "document", "sticker"]


def test_chosen_files_are_shown_before_they_are_sent(open_page: OpenPage, bench: Bench) -> None:
    screen = open_page()
    screen.button("Lampirkan").click()
    with screen.page.expect_file_chooser() as chooser:
        screen.button("Foto").click()
    png = screen.page.screenshot()
    names = ("a.png", "b.png")
    chooser.value.set_files([{"name": name, "mimeType": "image/png", "buffer": png} for name in names])
    expect(screen.page.get_by_role("img", name="Foto 2")).to_be_visible()
    screen.button("Hapus foto 1").click()
    screen.button("Kirim foto").click()
    expect(screen.mine().locator(".photo img")).to_have_count(1)


def test_a_failed_message_is_a_note_and_no_bubble(open_page: OpenPage, bench: Bench) -> None:
    screen = open_page()
    screen.button("Gangguan").click()
    screen.page.get_by_label("Tidak dapat diantar").fill("1")
    screen.page.get_by_label("Tidak dapat diantar").press("Tab")
    wait_until(lambda: bench.api("GET", "/faults").json()["undeliverable"] == 1)
    screen.button("Tutup").click()
    screen.write("halo pak")
    expect(screen.page.get_by_text("Pesan bot tidak sampai: 131026")).to_be_visible()
    expect(screen.theirs()).to_have_count(0)
    expect(screen.button("Gangguan")).to_be_visible()


@pytest.mark.parametrize(("size", "phones"), [(PHONE, 1), (TABLET, 2), (DESK, 3)])
def test_as_many_phones_stand_side_by_side_as_fit(
    open_page: OpenPage, size: tuple[int, int], phones: int
) -> None:
    screen = open_page(size)
    expect(screen.page.locator(".phone")).to_have_count(phones)
    wide = screen.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size[0]


def test_the_small_screen_switches_between_citizens(open_page: OpenPage, bench: Bench) -> None:
    screen = open_page()
    screen.page.get_by_label("Ponsel milik").select_option(str(PHONE_ONLY))
    screen.write("saya warga dua")
    expect(screen.mine()).to_have_count(1)
    assert wait_until(lambda: bench.program.messages)[0]["from"] == bench.citizen(PHONE_ONLY)["phone"]
    screen.page.get_by_label("Ponsel milik").select_option(str(BOTH))
    expect(screen.mine()).to_have_count(0)


def test_a_new_citizen_gets_a_phone(open_page: OpenPage, bench: Bench) -> None:
    screen = open_page()
    screen.button("Warga baru").click()
    screen.page.get_by_label("Nama di WhatsApp").fill("Warga Lempuing")
    screen.page.get_by_label("Hanya ID pengguna").check()
    screen.button("Tambah").click()
    expect(screen.page.get_by_role("region", name="Ponsel Warga Lempuing")).to_be_visible()
    added = bench.api("GET", "/citizens").json()[-1]
    assert (added["name"], added["phone"]) == ("Warga Lempuing", None)


def test_a_reload_shows_the_same_chat(open_page: OpenPage, bench: Bench) -> None:
    screen = open_page()
    screen.write(COMPLAINT)
    expect(screen.button("Kirim")).to_be_visible()
    screen.page.reload()
    expect(screen.button("Kirim")).to_be_visible()
    expect(screen.mine().last).to_contain_text(COMPLAINT)


def test_a_photo_of_the_business_stands_above_words_and_buttons(bench: Bench, open_page: OpenPage) -> None:
    screen = open_page()
    screen.write("halo")
    expect(screen.theirs()).to_have_count(1)
    header = {"type": "image", "image": {"id": bench.upload(PIXEL)}}
    buttons = [{"type": "reply", "reply": {"id": "beres", "title": "Sudah beres"}}]
    asked = {"type": "button", "header": header, "body": {"text": "Beres?"}, "action": {"buttons": buttons}}
    bench.reply(BOTH, type="interactive", interactive=asked)
    bench.reply(BOTH, type="image", image={**header["image"], "caption": "Sudah ditambal."})
    for words in ("Beres?", "Sudah ditambal."):
        photo = screen.theirs().filter(has_text=words).get_by_role("button", name="Buka foto")
        expect(photo).to_be_visible()
    screen.button("Sudah beres").click()
    expect(screen.mine().filter(has_text="Sudah beres")).to_be_visible()


def test_a_template_is_shown_filled_and_answered_by_its_button(bench: Bench, open_page: OpenPage) -> None:
    screen = open_page()
    body = {"type": "BODY", "text": "Laporan {{1}} dijawab. Terima kasih."}
    reply = {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Buka jawaban"}]}
    bench.register({"name": "lapor_jawaban", "language": "id", "components": [body, reply]})
    bench.faults(window_closed=True)
    value = {"type": "body", "parameters": [{"type": "text", "text": "OKI-4829-1372"}]}
    template = {"name": "lapor_jawaban", "language": {"code": "id"}, "components": [value]}
    bench.reply(BOTH, type="template", template=template)
    expect(screen.theirs()).to_contain_text("Laporan OKI-4829-1372 dijawab. Terima kasih.")
    screen.button("Buka jawaban").click()
    expect(screen.mine()).to_contain_text("Buka jawaban")
