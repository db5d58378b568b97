"""The founding case as it is lived: each scene at its hour, at the phone or at a desk of the console."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from playwright.sync_api import Browser, Locator, Page, expect

from bot.console.demo.scenes import draw_scene
from tests.console.people import PASSWORD
from tests.conversations.drawn_photos import as_jpeg
from tests.program.handset import Handset, ticket_in
from tests.program.moved import MovedProgram
from tests.program.test_console import DRAIN, ROAD, part, unfold
from tests.simulator.test_page import Screen

WORDS = (
    "Assalamualaikum Pak Bupati, Jl Letnan Mukhtar Saleh Celikah banyak lubang, gotnya mampet, "
    "tiap hujan banjir"
)
FILED, ASKED, AGREED = "2026-11-24 09:12", "2026-11-24 13:30", "2026-11-25 10:00"
CLEANED, DISPUTED, CLEANED_AGAIN = "2026-11-30 15:00", "2026-11-30 17:20", "2026-12-03 11:00"
CONTENT, CHASES = "2026-12-03 18:00", ("2026-12-09 10:00", "2026-12-23 10:00", "2027-01-06 10:00")
MENDED, DONE = "2027-01-14 09:00", "2027-01-14 16:30"
DESK, PHONE = (1280, 900), (420, 900)
BUBBLE = 30_000


class FoundingCase:
    """One citizen's window on the simulator, and a console for whoever comes to work."""

    def __init__(self, moved: MovedProgram, browser: Browser, folder: Path) -> None:
        self.moved, self._browser, self._folder = moved, browser, folder
        self.handset = Handset.of_a_newcomer(moved.program, "Warga Celikah")
        context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, locale="id-ID")
        kept = f"sessionStorage.setItem('simulator-phones', '[{self.handset.citizen}]')"
        context.add_init_script(kept)
        self.screen = Screen(context.new_page())
        self.complaints = self.screen.complaints
        self._written = 0
        self.screen.page.goto(f"{moved.url}/simulator")
        self.ticket = ""

    def close(self) -> None:
        self.screen.page.context.close()

    def live(self) -> None:
        """From the first message to the last press of a button."""
        self.file()
        self.hand_the_road_over()
        self.clean_the_drain(CLEANED, "Got sudah dibersihkan.", "rumah", 4)
        self.dispute()
        self.clean_the_drain(CLEANED_AGAIN, "Got dekat masjid sudah dibersihkan.", "sawah", 6)
        self.say_it_is_done(CONTENT)
        self.be_patient()
        self.mend_the_road()
        self.say_it_is_done(DONE)

    def file(self) -> None:
        self.moved.move_to(FILED)
        self.screen.write(WORDS)
        self._hear("mungkin jalan provinsi").get_by_role("button", name="Kirim").click()
        self.ticket = ticket_in(self._hear("Nomor: OKI-").inner_text())
        self._written += 2

    def hand_the_road_over(self) -> None:
        self.moved.move_to(ASKED)
        with self.console("pupr") as page:
            wish = unfold(part(page, ROAD), "Usul teruskan")
            wish.get_by_label("Bukti bahwa ini wewenangnya").fill("Tercantum dalam SK jalan provinsi.")
            wish.get_by_role("button", name="Ajukan ke operator").click()
            expect(page.get_by_role("status")).to_contain_text("Usul penerusan sudah dikirim")
        self.moved.move_to(AGREED)
        with self.console("operator") as page:
            decision = part(page, ROAD)
            decision.get_by_label("Nomor surat atau SP4N").fill("600/12/PUPR/2026")
            decision.get_by_label("Tambahan untuk warga").fill("Got kami kerjakan minggu depan.")
            page.once("dialog", lambda dialog: dialog.accept())
            decision.get_by_role("button", name="Setuju, teruskan").click()
            expect(part(page, ROAD).locator("h3")).to_contain_text("Diteruskan")
        self._hear("600/12/PUPR/2026")

    def clean_the_drain(self, when: str, words: str, scene: str, bubble: int) -> None:
        self.moved.move_to(when)
        with self.console("pupr") as page:
            self._finish(page, DRAIN, words, scene)
        self._hear(words)
        assert words in self.handset.wait_for_bubble(bubble)

    def dispute(self) -> None:
        """He presses and goes on writing before the bot has looked."""
        self.moved.move_to(DISPUTED)
        with self.moved.unread():
            self.screen.theirs().last.get_by_role("button", name="Belum semua").click()
            expect(self.screen.mine().last).to_contain_text("Belum semua")
            self.screen.write("dekat masjid masih mampet")
            expect(self.screen.mine().last).to_contain_text("dekat masjid masih mampet")
            self._written += 2
            self.moved.wait_for_messages(self._written)
        self._hear("“dekat masjid masih mampet”")

    def say_it_is_done(self, when: str) -> None:
        """The button is pressed, and nothing more is said."""
        self.moved.move_to(when)
        before = len(self.handset.bubbles())
        self.screen.theirs().last.get_by_role("button", name="Sudah beres").click()
        expect(self.screen.mine().last).to_contain_text("Sudah beres")
        self._written += 1
        self.moved.wait_for_messages(self._written)
        self.moved.wait_until_read()
        assert len(self.handset.bubbles()) == before

    def be_patient(self) -> None:
        """Every 14 days the agency is asked what the province does."""
        for number, when in enumerate(CHASES, start=1):
            self.moved.move_to(when)
            self.moved.wait_for_chases(number)

    def mend_the_road(self) -> None:
        """What the province did is recorded by the operator, who answers for it."""
        self.moved.move_to(MENDED)
        with self.console("operator") as page:
            self._finish(page, ROAD, "Provinsi menambal jalan 13 Januari.", "sesudah")
        self._hear("Provinsi menambal jalan 13 Januari.")

    @contextmanager
    def console(self, username: str, size: tuple[int, int] = DESK) -> Iterator[Page]:
        """The page of the report, opened by one of the staff; it may complain of nothing."""
        context = self._browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="id-ID")
        page = context.new_page()
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.goto(f"{self.moved.url}/staff")
        page.get_by_label("Nama pengguna").fill(username)
        page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Masuk", exact=True).click()
        expect(page.get_by_role("heading", name="Laporan", level=1)).to_be_visible()
        page.goto(f"{self.moved.url}/staff/laporan/{self.ticket}")
        yield page
        context.close()

    def _finish(self, page: Page, category: str, words: str, scene: str) -> None:
        photo = self._folder / f"{scene}.jpg"
        photo.write_bytes(as_jpeg(draw_scene(scene, Random(scene)), 85))
        closing = unfold(part(page, category), "Selesaikan dengan bukti")
        closing.get_by_label("Foto sesudah dikerjakan").set_input_files(photo)
        closing.get_by_label("Apa yang sudah dikerjakan").fill(words)
        page.once("dialog", lambda dialog: dialog.accept())
        closing.get_by_role("button", name="Selesai, beri tahu warga").click()
        expect(part(page, category).locator("h3")).to_contain_text("Selesai")

    def _hear(self, words: str) -> Locator:
        """The newest bubble of the bot, once it contains these words."""
        expect(self.screen.theirs().last).to_contain_text(words, timeout=BUBBLE)
        return self.screen.theirs().last
