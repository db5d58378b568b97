"""Takes the pictures of the guides in docs/, from demo data and from the founding case.

`.venv/bin/python -m tests.pictures`
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from bot.console.demo.fill import fill
from bot.dialogue.engine import Engine
from bot.reports.adopting import adopt_promises
from bot.settings import load_settings
from bot.storage.tables import now
from bot.web import create_app
from bot.wiring import Wiring
from tests.browser import find_chromium, run_chromium
from tests.picture_files import DESK, DOCS, LONG_PHONE, PASSWORD, PHONE, ROOT, TALL, keep, sign_in
from tests.program.founding import FoundingCase
from tests.program.moved import run_moved
from tests.simulator.serving import serve
from tests.training.pictures import take_trainer_pictures

REPORTS = 400
FOUNDED = datetime(2026, 11, 24, 1, 0, tzinfo=timezone.utc)
# The sign that the bot is writing goes by itself.
TYPING_MILLISECONDS = 40_000
FOUNDING = "Letnan Mukhtar Saleh rusak berat"


def take_pictures() -> None:
    executable = find_chromium()
    if executable is None:
        raise SystemExit("Chromium is not installed (Debian: chromium)")
    with tempfile.TemporaryDirectory() as folder:
        wiring = _filled(Path(folder))
        with serve(create_app(wiring, 8000)) as address, run_chromium(executable) as browser:
            for name, username, size, walk in PICTURES:
                page = sign_in(browser, address, username, size)
                walk(page, address)
                page.wait_for_timeout(500)
                keep(page.screenshot(), DOCS / f"petugas-{name}.png")
                page.context.close()
            _founding_case_at_its_end(browser)
            take_trainer_pictures(browser)
        wiring.database.dispose()


def _founding_case_at_its_end(browser: Browser) -> None:
    """The whole case is lived for its two pictures: the citizen's phone and the page of the report."""
    wiring = Wiring(load_settings(ROOT, {"SECRET_KEY": "pictures"}), ROOT)
    with (
        tempfile.TemporaryDirectory() as folder,
        run_moved(Path(folder), Engine.load(wiring.model), FOUNDED) as moved,
    ):
        case = FoundingCase(moved, browser, Path(folder))
        case.live()
        phone = case.screen.page
        phone.set_viewport_size({"width": LONG_PHONE[0], "height": LONG_PHONE[1]})
        expect(phone.get_by_text("sedang mengetik…")).to_be_hidden(timeout=TYPING_MILLISECONDS)
        keep(phone.screenshot(), DOCS / "kasus-ponsel.png")
        with case.console("operator", TALL) as page:
            page.wait_for_load_state("networkidle")
            keep(page.screenshot(), DOCS / "kasus-laporan.png")
        case.close()


def _filled(folder: Path) -> Wiring:
    places = {"DATABASE_URL": f"sqlite:///{folder / 'lapor.db'}", "MEDIA_URL": f"file://{folder / 'media'}"}
    wiring = Wiring(load_settings(ROOT, {**places, "SECRET_KEY": "pictures"}), ROOT)
    wiring.prepare_database()
    fill(wiring, REPORTS, PASSWORD, now(), 1)
    adopt_promises(wiring.database, wiring.region, now())
    return wiring


def _list(page: Page, address: str) -> None:
    page.goto(f"{address}/staff/laporan")


def _founding_case(page: Page, address: str) -> None:
    page.goto(f"{address}/staff/laporan?q={FOUNDING.replace(' ', '+')}&status=semua")
    page.locator("ol.laporan a").first.click()
    page.wait_for_load_state()


def _parts(page: Page, address: str) -> None:
    _founding_case(page, address)
    page.locator("article.bagian").first.scroll_into_view_if_needed()
    page.locator("article.bagian summary").first.click()
    page.evaluate("document.querySelector('article.bagian').scrollIntoView()")


def _chat(page: Page, address: str) -> None:
    _founding_case(page, address)
    page.get_by_role("link", name="Buka seluruh percakapannya").click()
    page.wait_for_load_state()


def _untold(page: Page, address: str) -> None:
    page.goto(f"{address}/staff/belum-tersampaikan")


def _promises(page: Page, address: str) -> None:
    page.goto(f"{address}/staff/janji?hasil=ingkar")


Walk = Callable[[Page, str], None]
PICTURES: tuple[tuple[str, str, tuple[int, int], Walk], ...] = (
    ("daftar", "demo.operator", DESK, _list),
    ("daftar-ponsel", "demo.pupr", PHONE, _list),
    ("laporan", "demo.pupr", TALL, _founding_case),
    ("ponsel", "demo.pupr", PHONE, _parts),
    ("percakapan", "demo.operator", DESK, _chat),
    ("percakapan-ponsel", "demo.operator", PHONE, _chat),
    ("janji", "demo.operator", DESK, _promises),
    ("belum-tersampaikan", "demo.operator", DESK, _untold),
    ("belum-tersampaikan-ponsel", "demo.operator", PHONE, _untold),
)

if __name__ == "__main__":
    take_pictures()
