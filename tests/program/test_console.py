"""Staff and citizen at the same time: the console in a browser, the citizen in the simulator."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.storage.tables import now
from tests.conversations.pictures import picture
from tests.operations.program import Program, wait_until
from tests.program.handset import Handset, show_report, ticket_in

pytestmark = pytest.mark.browser
FOUNDING = "Jl Letnan Mukhtar Saleh Celikah banyak lubang, gotnya mampet, tiap hujan banjir"
PASSWORD = "kata-sandi-petugas-1"
WIDE, PHONE = (1280, 900), (360, 740)
ROAD, DRAIN = "Jalan dan jembatan", "Got, drainase"

SignIn = Callable[..., Page]


@pytest.fixture(scope="module")
def staff(program: Program) -> dict[str, str]:
    """Usernames by what they do, made on the command line."""
    made = {"operator": "operator", "officer": "pupr"}
    add = ("staff", "add")
    for arguments in (
        (made["operator"], "--role", "operator", "--name", "Operator Pagi"),
        (made["officer"], "--role", "officer", "--agency", "PUPR", "--name", "Petugas Jalan"),
    ):
        done = program.run(*add, *arguments, "--password-stdin", typed=f"{PASSWORD}\n")
        assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def sign_in(browser: Browser, program: Program, staff: dict[str, str]) -> Iterator[SignIn]:
    """Opens the console as somebody; its pages may complain of nothing."""
    opened: list[Page] = []
    complaints: list[str] = []

    def open_console(role: str, size: tuple[int, int] = WIDE) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="id-ID")
        page = context.new_page()
        opened.append(page)
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{program.url}/staff")
        page.get_by_label("Nama pengguna").fill(staff[role])
        page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Masuk", exact=True).click()
        expect(page.get_by_role("heading", name="Laporan", level=1)).to_be_visible()
        return page

    yield open_console
    for page in opened:
        page.context.close()
    assert complaints == []


@pytest.fixture
def filed(handset: Handset) -> str:
    """The ticket of the founding case, filed by the citizen of `handset`."""
    handset.write(FOUNDING)
    handset.wait_for_bubble(1)
    handset.press("Kirim")
    return ticket_in(handset.wait_for_bubble(2))


def open_report(page: Page, ticket: str) -> None:
    page.get_by_role("link", name=re.compile(ticket)).first.click()
    expect(page.get_by_role("heading", name=ticket, level=1)).to_be_visible()


def part(page: Page, category: str) -> Locator:
    return page.locator("article.bagian").filter(has=page.get_by_role("heading", name=re.compile(category)))


def unfold(where: Locator, title: str) -> Locator:
    """Open a deed of a part, or of the whole report, and give its form."""
    details = where.locator("details").filter(has=where.page.get_by_text(title)).last
    details.locator("summary").click()
    return details


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_founding_case_is_handed_over_answered_and_closed(
    size: tuple[int, int], sign_in: SignIn, program: Program, handset: Handset, filed: str, tmp_path: Path
) -> None:
    officer = sign_in("officer", size)
    assert fits(officer)
    open_report(officer, filed)
    assert fits(officer)

    wish = unfold(part(officer, ROAD), "Usul teruskan")
    expect(wish.get_by_label("Instansi")).to_have_value("PUBMTR")
    wish.get_by_label("Bukti bahwa ini wewenangnya").fill("Ruas ini tercantum dalam SK jalan provinsi.")
    wish.get_by_role("button", name="Ajukan ke operator").click()
    expect(officer.get_by_role("status")).to_contain_text("Usul penerusan sudah dikirim")

    operator = sign_in("operator", size)
    operator.goto(f"{program.url}/staff/laporan/{filed}")
    decision = part(operator, ROAD)
    decision.get_by_label("Nomor surat atau SP4N").fill("600/12/PUPR/2026")
    operator.once("dialog", lambda dialog: dialog.accept())
    decision.get_by_role("button", name="Setuju, teruskan").click()
    expect(part(operator, ROAD).locator("h3")).to_contain_text("Diteruskan")
    assert "600/12/PUPR/2026" in handset.wait_for_bubble(3)

    officer.reload()
    answer = unfold(part(officer, DRAIN), "Jawab warga")
    answer.get_by_label("Tanggal", exact=True).fill((now() + timedelta(days=3)).date().isoformat())
    answer.get_by_label("Jawaban", exact=True).fill("Got kami keruk minggu ini.")
    answer.get_by_role("button", name="Lihat pesan untuk warga").click()
    expect(answer.locator(".pratinjau")).to_contain_text("Got kami keruk minggu ini.")
    expect(answer.locator(".pratinjau")).to_contain_text("layanan")
    answer.get_by_role("button", name="Kirim jawaban").click()
    expect(officer.get_by_role("status")).to_contain_text("Jawaban sudah dikirim")
    assert "Got kami keruk minggu ini." in handset.wait_for_bubble(4)

    after = tmp_path / "sesudah.jpg"
    # A photo that was used for another report is refused.
    after.write_bytes(picture(size=(size[0] // 2, 480)))
    closing = unfold(part(officer, DRAIN), "Selesaikan dengan bukti")
    closing.get_by_label("Foto sesudah dikerjakan").set_input_files(after)
    closing.get_by_label("Apa yang sudah dikerjakan").fill("Got sudah dikeruk.")
    officer.once("dialog", lambda dialog: dialog.accept())
    closing.get_by_role("button", name="Selesai, beri tahu warga").click()
    expect(part(officer, DRAIN).locator("h3")).to_contain_text("Selesai")
    expect(officer.get_by_role("img", name="Foto 1 sesudah dikerjakan")).to_be_visible()
    assert fits(officer)
    assert "Got sudah dikeruk." in handset.wait_for_bubble(5)

    journey = officer.get_by_role("region", name="Perjalanan laporan").get_by_role("listitem")
    told = ["Selesai", "Jawaban: dikerjakan", "Diteruskan ke", "Usul diteruskan ke", "Laporan masuk"]
    # The same trouble of an earlier run of this test links itself.
    steps = [item for item in journey.all() if "Rusak lagi" not in item.inner_text()]
    for item, title in zip(steps, told, strict=True):
        expect(item).to_contain_text(title)
    report = show_report(program, filed)
    assert report["status"] == "diteruskan"
    assert [row["status"] for row in report["assignments"]] == ["diteruskan", "selesai"]
    chat = officer.get_by_role("region", name="Percakapan")
    expect(chat).to_contain_text("gotnya mampet")
    expect(chat).to_contain_text("Got sudah dikeruk.")
    # Each message came once.
    assert len(handset.bubbles()) == 5


def test_a_new_report_appears_in_the_list_without_a_reload(
    sign_in: SignIn, handset: Handset, program: Program
) -> None:
    officer = sign_in("officer")
    handset.write(FOUNDING)
    handset.wait_for_bubble(1)
    handset.press("Kirim")
    ticket = ticket_in(handset.wait_for_bubble(2))
    expect(officer.get_by_role("link", name=re.compile(ticket))).to_be_visible(timeout=25_000)


def test_the_list_is_walked_by_keyboard(sign_in: SignIn, filed: str) -> None:
    officer = sign_in("officer")
    officer.keyboard.press("j")
    officer.keyboard.press("j")
    officer.keyboard.press("k")
    officer.keyboard.press("Enter")
    expect(officer.get_by_role("heading", level=1)).to_contain_text("OKI-")
    officer.go_back()
    officer.keyboard.press("/")
    officer.keyboard.type(filed)
    officer.keyboard.press("Enter")
    expect(officer.get_by_role("heading", name=filed, level=1)).to_be_visible()


def test_a_question_is_answered_in_the_chat_and_shown_as_unread(
    sign_in: SignIn, handset: Handset, filed: str, program: Program
) -> None:
    officer = sign_in("officer")
    open_report(officer, filed)
    question = unfold(part(officer, DRAIN), "Tanya warga")
    question.get_by_label("Pertanyaan").fill("Got di sebelah mana, Bapak/Ibu?")
    question.get_by_role("button", name="Kirim pertanyaan").click()
    assert "Got di sebelah mana" in handset.wait_for_bubble(3)
    handset.write("di sebelah kiri, dekat mushola")
    assert "sudah diteruskan ke Dinas PUPR" in handset.wait_for_bubble(4)
    wait_until(lambda: show_report(program, filed)["status"] == "diterima", 15)
    officer.goto(f"{program.url}/staff/laporan?balasan=1")
    open_report(officer, filed)
    expect(officer.get_by_role("region", name="Perjalanan laporan")).to_contain_text("dekat mushola")


def test_the_map_shows_the_region_and_its_reports(sign_in: SignIn, filed: str) -> None:
    operator = sign_in("operator")
    operator.get_by_role("link", name="Lihat di peta").click()
    expect(operator.locator("#keterangan-peta")).to_contain_text("laporan", timeout=15_000)
    expect(operator.locator(".peta-besar path")).not_to_have_count(0)


def test_wrong_passwords_open_nothing(browser: Browser, program: Program, staff: dict[str, str]) -> None:
    page = browser.new_page()
    page.goto(f"{program.url}/staff/laporan")
    page.get_by_label("Nama pengguna").fill(staff["officer"])
    page.get_by_label("Kata sandi", exact=True).fill("salah sekali")
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.goto(f"{program.url}/staff/laporan")
    expect(page.get_by_role("heading", name="Masuk petugas")).to_be_visible()
    page.close()
