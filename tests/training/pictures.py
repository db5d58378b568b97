"""Takes the pictures of docs/panduan-pelatih.md: a trainer's morning with the demo's queue.

Part of `.venv/bin/python -m tests.pictures`; alone `.venv/bin/python -m tests.training.pictures`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import time_machine
from playwright.sync_api import Browser, Page

from bot.dialogue.engine import Engine
from bot.training.desk import Desk
from bot.training.starting import ready_model
from bot.training.train import train
from bot.web import create_app
from bot.wiring import Wiring
from tests.browser import find_chromium, run_chromium
from tests.picture_files import DESK, DOCS, PHONE, TALL, keep, sign_in
from tests.simulator.serving import serve
from tests.training.labelled_day import MORNING, ROOT, Trainer, collected_demo, trained

HOME, QUEUE, MODELS = "/staff/pagi", "/staff/belum-dipahami", "/staff/model"
TRIED = "siring depan pasar Tugumulyo mampet, banyu naek galo, lampu jalan jugo mati"
PLACE_NAMES = (("simpang Shopping", "Kelurahan Sidakersa"), ("pasar Tugumulyo", "Desa Tugumulyo"))
CLUSTER, NEAR = "bonyok", "remix"
# The sentences of the evaluation folder are private: no picture may show one.
NO_EVALUATION = {"LAPOR_EVAL_DIR": "/nonexistent"}
SECONDS = 240


def take_trainer_pictures(browser: Browser) -> None:
    """Every page of a trainer, in the order in which he comes to them."""
    with time_machine.travel(MORNING), collected_demo(NO_EVALUATION) as wiring:
        model = ready_model(wiring, lambda rows: train(ROOT, wiring.settings.models, rows))
        with serve(create_app(wiring, 8000)) as address:
            for name, size, walk in QUEUES:
                _take(browser, address, name, size, walk)
            trainer = Trainer(wiring)
            trainer.empty_the_queue()
            trainer.ask_for_training()
            _training(browser, address, wiring)
            for name, size, walk in RESULTS:
                _take(browser, address, name, size, walk)
            _trial(browser, address, Desk(wiring, "pictures", model.name), Engine.load(model))


def _take(browser: Browser, address: str, name: str, size: tuple[int, int], walk: Walk) -> None:
    page = sign_in(browser, address, "demo.pelatih", size, HOME)
    walk(page, address)
    _keep(page, name)


def _keep(page: Page, name: str) -> None:
    page.wait_for_timeout(500)
    keep(page.screenshot(), DOCS / f"pelatih-{name}.png")
    page.context.close()


def _training(browser: Browser, address: str, wiring: Wiring) -> None:
    """The page while a training runs."""
    work = threading.Thread(target=trained, args=(wiring,))
    work.start()
    page = sign_in(browser, address, "demo.pelatih", DESK, HOME)
    page.goto(f"{address}{MODELS}")
    bar = page.get_by_role("progressbar")
    while work.is_alive() and int(bar.get_attribute("value") or 0) < 35:
        page.wait_for_timeout(300)
    _keep(page, "latih")
    work.join()


def _trial(browser: Browser, address: str, desk: Desk, engine: Engine) -> None:
    page = sign_in(browser, address, "demo.pelatih", TALL, HOME)
    page.goto(f"{address}/staff/coba")
    page.get_by_label("Tulis seperti warga menulis").fill(TRIED)
    page.get_by_role("button", name="Coba", exact=True).click()
    page.get_by_text("Bot sedang membaca").wait_for()
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and not page.get_by_text("Kenapa dijawab begitu").count():
        desk.attend(engine)
        page.wait_for_timeout(300)
    _keep(page, "coba")


def _morning(page: Page, address: str) -> None:
    page.goto(f"{address}{HOME}")


def _queue(page: Page, address: str) -> None:
    page.goto(f"{address}{QUEUE}")


def _form(page: Page, address: str) -> None:
    _queue(page, address)
    page.get_by_role("link", name=CLUSTER).first.click()
    page.get_by_role("heading", name="Apa maksud kalimat ini?").wait_for()


def _check(page: Page, address: str) -> None:
    """A warning, and how to save all the same."""
    _queue(page, address)
    page.get_by_role("link", name=NEAR).first.click()
    page.get_by_label("Kalimat yang dipelajari bot").fill("remix an sampe pagi di umah pak Joko")
    page.get_by_role("button", name="Ketertiban dan keamanan").first.click()
    page.get_by_role("alert").first.wait_for()


def _places(page: Page, address: str) -> None:
    page.goto(f"{address}/staff/nama-tempat")
    for name, village in PLACE_NAMES:
        page.get_by_label("Sebutan warga").fill(name)
        page.get_by_label("Terletak di").select_option(label=village)
        page.get_by_role("button", name="Tambah", exact=True).click()
        page.get_by_role("cell", name=name).wait_for()


def _compared(page: Page, address: str) -> None:
    page.goto(f"{address}{MODELS}")
    page.get_by_role("link", name="Model #2").first.click()
    page.wait_for_load_state()


def _confusion(page: Page, address: str) -> None:
    _compared(page, address)
    page.set_viewport_size({"width": 1280, "height": 700})
    page.evaluate("document.querySelector('table.kisi').closest('section').scrollIntoView()")


def _bank(page: Page, address: str) -> None:
    page.goto(f"{address}{MODELS}")


Walk = Callable[[Page, str], None]
QUEUES: tuple[tuple[str, tuple[int, int], Walk], ...] = (
    ("pagi", TALL, _morning),
    ("antrean", DESK, _queue),
    ("antrean-ponsel", PHONE, _queue),
    ("maksud", TALL, _form),
    ("maksud-ponsel", PHONE, _form),
    ("periksa", DESK, _check),
    ("tempat", DESK, _places),
)
RESULTS: tuple[tuple[str, tuple[int, int], Walk], ...] = (
    ("banding", TALL, _compared),
    ("tertukar", DESK, _confusion),
    ("bank", DESK, _bank),
)

if __name__ == "__main__":
    executable = find_chromium()
    if executable is None:
        raise SystemExit("Chromium is not installed (Debian: chromium)")
    with run_chromium(executable) as chromium:
        take_trainer_pictures(chromium)
