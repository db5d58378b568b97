"""A sentence that was misread is taught in the console, and understood by the program as it runs."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.training.files import FOLDER
from tests.operations.program import ROOT, Program, make_project, wait_until
from tests.program.conftest import QUICK
from tests.program.handset import Handset

pytestmark = pytest.mark.browser
PASSWORD = "kata-sandi-pelatih-1"
# Words that no training sentence has; its neighbours tell of the same.
MISREAD = "kelubir kelubar galo di Celikah"
NEIGHBOURS = ("pak kelubir kelubar galo", "kelubir kelubar depan balai", "kelubir kelubar tulung la", MISREAD)
CATEGORY = "Jalan dan jembatan"
# Enough sentences of each intent to tell them apart, few enough to train in seconds.
KEPT = 40
A_SECOND, SECONDS = 20, 6
TRAINING_SECONDS = 240.0


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The program with a small set of sentences and models of its own."""
    root = make_project(tmp_path_factory.mktemp("school"))
    (root / "data").unlink()
    shutil.copytree(ROOT / "data", root / "data")
    for file in (root / FOLDER).rglob("*.yml"):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        first = next(place for place, line in enumerate(lines) if line.startswith("    - "))
        file.write_text("".join(lines[: first + KEPT]), encoding="utf-8")
    (root / "tests").mkdir()
    (root / "tests/understanding").symlink_to(ROOT / "tests/understanding")
    running = Program(root, {"MODELS": str(root / "models"), "LAPOR_EVAL_DIR": str(root / "none"), **QUICK})
    try:
        assert running.run("train").returncode == 0
        running.up()
        add = running.run(
            "staff", "add", "pelatih", "--role", "trainer", "--name", "Pelatih Uji", "--password-stdin",
            typed=f"{PASSWORD}\n",
        )  # fmt: skip
        assert add.returncode == 0, add.stderr
        yield running
    finally:
        running.end()


@pytest.fixture
def trainer(browser: Browser, school: Program) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="id-ID")
    page = context.new_page()
    page.goto(f"{school.url}/staff")
    page.get_by_label("Nama pengguna").fill("pelatih")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.on("dialog", lambda dialog: dialog.accept())
    expect(page.get_by_role("link", name="Model", exact=True)).to_be_visible()
    yield page
    context.close()


def say(school: Program, text: str) -> str:
    """What the bot answers a newcomer."""
    handset = Handset.of_a_newcomer(school)
    handset.write(text)
    return handset.wait_for_bubble(1)


def is_understood(answer: str) -> bool:
    """Whether it is the summary of a report of a road."""
    return "PUPR" in answer and "Celikah" in answer


def teach(page: Page, school: Program) -> None:
    """Label what waits, each with all that is like it."""
    address = f"{school.url}/staff/belum-dipahami"

    def waits() -> bool:
        page.goto(address)
        return page.get_by_text("kelubir kelubar").count() > 0

    # The courier collects once a minute.
    wait_until(waits, 90, every=2)
    while waits():
        page.get_by_role("link", name=re.compile("kelubir kelubar")).first.click()
        page.get_by_role("button", name=re.compile(f"^{CATEGORY}")).first.click()
        if page.get_by_role("button", name=re.compile("^Tetap simpan")).count():
            page.get_by_role("button", name=re.compile("^Tetap simpan")).click()
        expect(page.get_by_role("status")).to_be_visible()


def train_and_compare(page: Page, school: Program) -> None:
    page.goto(f"{school.url}/staff/model")
    page.get_by_label(re.compile("Untuk apa")).fill("kata yang belum dikenal")
    page.get_by_role("button", name="Latih dan bandingkan").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("link", name="Lihat perbandingan").click(timeout=TRAINING_SECONDS * 1000)
    mended = page.get_by_text(re.compile(r"memperbaiki [1-9]\d*, merusak \d+"))
    expect(mended).to_be_visible()


def activate(page: Page) -> None:
    why = page.get_by_label(re.compile("Alasan tetap memakainya"))
    if why.count():
        why.fill("kata baru lebih penting daripada angka kecil itu")
    page.get_by_role("button", name="Pakai", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Model dipakai")


class Crowd:
    """Newcomers who each write one sentence, so many a second, from a thread."""

    def __init__(self, school: Program) -> None:
        self._school = school
        self.handsets: list[Handset] = []
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> Crowd:
        self.handsets = [Handset.of_a_newcomer(self._school) for _ in range(A_SECOND * SECONDS)]
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join()

    def _write(self) -> None:
        started = time.monotonic()
        for number, handset in enumerate(self.handsets):
            time.sleep(max(0.0, started + number / A_SECOND - time.monotonic()))
            handset.write("siring mampet di Celikah Kayu Agung, banyu naek ke rumah")

    def answers(self) -> list[int]:
        """How many bubbles each of them has."""
        return [len(handset.bubbles()) for handset in self.handsets]


def test_a_misread_sentence_is_taught_activated_under_load_and_rolled_back(
    school: Program, trainer: Page
) -> None:
    for text in NEIGHBOURS:
        assert not is_understood(say(school, text))
    teach(trainer, school)
    train_and_compare(trainer, school)
    comparison = trainer.url
    with Crowd(school) as crowd:
        time.sleep(SECONDS / 3)
        activate(trainer)
    wait_until(lambda: min(crowd.answers()) >= 1, 60)
    # A second answer would have come by now.
    time.sleep(3)
    assert set(crowd.answers()) == {1}
    wait_until(lambda: is_understood(say(school, MISREAD)), 30)
    trainer.goto(f"{school.url}/staff/model")
    trainer.get_by_role("button", name="Kembali ke model sebelumnya").click()
    expect(trainer.get_by_role("status")).to_contain_text("Model sebelumnya dipakai lagi")
    wait_until(lambda: not is_understood(say(school, MISREAD)), 30)
    trainer.goto(comparison)
    expect(trainer.get_by_role("button", name="Pakai", exact=True)).to_be_visible()


def test_a_sentence_that_is_tried_is_read_by_the_running_model(school: Program, trainer: Page) -> None:
    trainer.goto(f"{school.url}/staff/coba")
    trainer.get_by_label(re.compile("Tulis seperti")).fill("siring mampet di Celikah, banyu naek ke rumah")
    trainer.get_by_role("button", name="Coba", exact=True).click()
    expect(trainer.get_by_role("heading", name=re.compile("Dibaca sebagai: Got"))).to_be_visible(
        timeout=20_000
    )
    expect(trainer.get_by_text("Contoh latihan yang paling mirip")).to_be_visible()
    expect(
        trainer.get_by_text("Kelurahan Celikah").or_(trainer.get_by_text("Desa Celikah")).first
    ).to_be_visible()


def test_a_name_of_a_place_is_understood_at_once(school: Program, trainer: Page) -> None:
    trainer.goto(f"{school.url}/staff/nama-tempat")
    trainer.get_by_label(re.compile("Sebutan warga")).fill("simpang Kelapo Duo")
    trainer.get_by_label(re.compile("Terletak di")).select_option(value="16.02.05.1006")
    trainer.get_by_role("button", name="Tambah", exact=True).click()
    expect(trainer.get_by_role("status")).to_contain_text("langsung memahaminya")
    told = "siring mampet di simpang kelapo duo, banyu naek ke rumah"
    wait_until(
        lambda: "simpang kelapo duo" in (answer := say(school, told)).lower() and "Kayu Agung" in answer, 20
    )


def test_the_models_folder_holds_whole_archives_only(school: Program) -> None:
    names = [path.name for path in Path(school.settings["MODELS"]).iterdir()]
    assert names and all(name.startswith("lapor-") and name.endswith(".tar.gz") for name in names)
