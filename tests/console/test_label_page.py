"""The trainers' pages in a browser: keyboard, narrow screens, nothing that the policy forbids."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from bot.console.gate import COOKIE
from bot.training.records import Example
from bot.web import create_app
from bot.wiring import Wiring
from tests.console.conftest import SignedIn
from tests.console.test_labelling import QUEUE, SENTENCE, add_doubts
from tests.simulator.serving import serve

pytestmark = pytest.mark.browser
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
UNBROKEN = "x" * 90


@pytest.fixture
def url(wiring: Wiring) -> Iterator[str]:
    with serve(create_app(wiring, 8000)) as url:
        yield url


@pytest.fixture
def page(browser: Browser, signed_in: SignedIn, url: str) -> Iterator[Page]:
    """A trainer's browser."""
    token = signed_in("trainer").cookies[COOKIE]
    with browser.new_context(viewport=DESK) as context:
        context.add_cookies([{"name": COOKIE, "value": token, "url": f"{url}/staff"}])
        yield context.new_page()


def taught(wiring: Wiring) -> list[str]:
    with wiring.database.reading() as session:
        return list(session.scalars(select(Example.intent).order_by(Example.id)))


def test_a_sentence_is_labelled_without_the_mouse(wiring: Wiring, page: Page, url: str) -> None:
    doubt = add_doubts(wiring, SENTENCE, meant="drainase_banjir")[0]
    page.goto(f"{url}{QUEUE}/{doubt}")
    page.keyboard.press("1")
    page.wait_for_url("**kabar=label_tersimpan*")
    assert taught(wiring) == ["drainase_banjir"]


def test_a_search_finds_a_name_before_a_description(wiring: Wiring, page: Page, url: str) -> None:
    doubt = add_doubts(wiring, "pohon condong ke tiang depan balai")[0]
    page.goto(f"{url}{QUEUE}/{doubt}")
    page.keyboard.press("/")
    page.keyboard.type("pohon")
    assert page.locator(".pilih button.utama").inner_text() == "Pohon dan taman"
    assert page.get_by_role("button", name="Jalan dan jembatan").count() == 0
    page.keyboard.press("Escape")
    assert page.get_by_role("button", name="Jalan dan jembatan").count() == 1


def test_enter_in_an_empty_search_labels_nothing(wiring: Wiring, page: Page, url: str) -> None:
    doubt = add_doubts(wiring, SENTENCE)[0]
    page.goto(f"{url}{QUEUE}/{doubt}")
    page.keyboard.press("/")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Apa maksud kalimat ini?").wait_for()
    assert page.url.endswith(f"/{doubt}") and not taught(wiring)


def test_words_that_are_marked_become_the_name_of_a_place(wiring: Wiring, page: Page, url: str) -> None:
    doubt = add_doubts(wiring, "lampu mati di simpang Shopping")[0]
    page.goto(f"{url}{QUEUE}/{doubt}")
    sentence = page.get_by_label("Kalimat yang dipelajari bot")
    sentence.evaluate("box => { box.focus(); box.setSelectionRange(14, 30); }")
    place = page.get_by_label("Sebutan tempat yang belum dikenal")
    expect(place).to_have_value("simpang Shopping")
    page.get_by_role("button", name="Tambahkan sebagai nama tempat").click()
    expect(page.get_by_label("Sebutan warga")).to_have_value("simpang Shopping")


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_nothing_sticks_out_and_nothing_is_forbidden(
    wiring: Wiring, page: Page, url: str, size: dict[str, int]
) -> None:
    doubt = add_doubts(wiring, UNBROKEN, UNBROKEN + "y")[0]
    with wiring.database.writing() as session:
        session.add(Example(intent="sapa", text=UNBROKEN, plain=UNBROKEN, source="coba", staff_id=1))
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.set_viewport_size(size)  # type: ignore[arg-type]
    for path in (QUEUE, f"{QUEUE}/{doubt}", "/staff/contoh", "/staff/pagi"):
        answer = page.goto(f"{url}{path}")
        assert answer and answer.status == 200, path
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
    assert complaints == []
