"""The whole program in a real browser: web, worker, courier and model behind the simulator's phones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, expect

from bot.settings import load_settings
from bot.training.train import train
from bot.wiring import Wiring
from tests.operations.program import ROOT, Program, make_project, wait_until
from tests.simulator.test_page import DESK, Screen, send_pin, send_two_photos

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Screen]
PHONE = (360, 740)
QUICK = {"SETTLE_FRAGMENT_SECONDS": "1", "SETTLE_MEDIA_SECONDS": "1", "WHATSAPP_PAIR_SECONDS": "0"}
BUBBLE = 15_000


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    wiring = Wiring(load_settings(ROOT, {"SECRET_KEY": "tests"}), ROOT)
    if not wiring.model.is_file():
        train(ROOT, wiring.settings.models)
    root = make_project(tmp_path_factory.mktemp("project"))
    running = Program(root, {"MODELS": str(wiring.settings.models), **QUICK})
    running.up()
    yield running
    running.end()


@pytest.fixture
def open_page(browser: Browser, program: Program) -> Iterator[OpenPage]:
    """Opens a phone of a citizen of its own; the console may complain of nothing."""
    opened: list[Screen] = []

    def open_window(size: tuple[int, int] = PHONE) -> Screen:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        opened.append(Screen(context.new_page()))
        opened[-1].page.goto(f"{program.url}/simulator")
        expect(opened[-1].page.get_by_label("Ketik pesan").first).to_be_visible()
        return opened[-1]

    yield open_window
    for screen in opened:
        screen.page.context.close()
        assert screen.complaints == []


def api(program: Program, path: str, **body: Any) -> Any:
    answer = requests.post(f"{program.url}/simulator/api/{path}", json=body, timeout=10)
    assert answer.ok, answer.text
    return answer.json() if answer.content else None


def reports(program: Program) -> list[dict[str, Any]]:
    done = program.run("reports", "list", "--json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def new_citizen(program: Program) -> int:
    return int(api(program, "citizens", name="Warga Uji", identity="both")["id"])


def chat(program: Program, citizen: int) -> list[dict[str, Any]]:
    answer = requests.get(f"{program.url}/simulator/api/citizens/{citizen}/messages", timeout=10)
    return list(answer.json())


def test_a_full_report_with_photos_and_a_pin_ends_in_a_ticket(open_page: OpenPage, program: Program) -> None:
    screen = open_page()
    screen.write("jalan rusak depan SDN 1 Celikah Kayu Agung, banyak lubang, sudah banyak yang jatuh")
    expect(screen.button("Kirim")).to_be_visible(timeout=BUBBLE)
    expect(screen.theirs().last).to_contain_text("Desa Celikah, Kec. Kayu Agung")
    send_two_photos(screen)
    screen.button("Kirim").last.click()
    expect(screen.theirs().last).to_contain_text("2 foto tersimpan", timeout=BUBBLE)
    expect(screen.theirs().last).to_contain_text("OKI-")
    report = wait_until(lambda: next((r for r in reports(program) if len(r["photos"]) == 2), None), 20)
    assert (report["category"], report["village_code"]) == ("jalan_jembatan", "16.02.05.2015")
    assert [part["agency"] for part in report["assignments"]] == ["PUPR"]

    screen.write("cek")
    expect(screen.theirs().last).to_contain_text(f"Laporan {report['ticket']}: Diterima", timeout=BUBBLE)
    expect(screen.mine().last.get_by_role("img", name="dibaca")).to_be_visible(timeout=BUBBLE)


def test_a_pin_places_a_report_and_the_phone_stays_usable(open_page: OpenPage, program: Program) -> None:
    screen = open_page()
    screen.write("jembatan kayu mau roboh, warga takut lewat")
    expect(screen.theirs().last).to_contain_text("desa", timeout=BUBBLE)
    send_pin(screen)
    expect(screen.theirs().last).to_contain_text("Kec.", timeout=BUBBLE)
    screen.write("batal")
    expect(screen.theirs().last).to_contain_text("LANJUT", timeout=BUBBLE)


def test_a_list_is_chosen_from_and_the_founding_case_has_two_parts(
    open_page: OpenPage, program: Program
) -> None:
    citizen = new_citizen(program)
    api(program, f"citizens/{citizen}/messages", type="text", body="lampu jalan mati di sukaraja")
    wait_until(lambda: len(chat(program, citizen)) == 2)
    api(program, f"citizens/{citizen}/messages", type="press", label="Pedamaran")
    wait_until(lambda: len(chat(program, citizen)) == 4)
    api(program, f"citizens/{citizen}/messages", type="press", label="Kirim")
    founding = "Jl Letnan Mukhtar Saleh Celikah banyak lubang, gotnya mampet, tiap hujan banjir"
    wait_until(lambda: len(chat(program, citizen)) == 6)
    api(program, f"citizens/{citizen}/messages", type="text", body=founding)
    wait_until(lambda: len(chat(program, citizen)) == 8)
    api(program, f"citizens/{citizen}/messages", type="press", label="Kirim")
    wait_until(lambda: len(chat(program, citizen)) == 10)
    newest, lamp = reports(program)[:2]
    parts = [(part["category"], part["agency"], part["suggested_agency"]) for part in newest["assignments"]]
    assert parts == [("jalan_jembatan", "PUPR", "PUBMTR"), ("drainase_banjir", "PUPR", None)]
    assert (lamp["category"], lamp["district_code"]) == ("penerangan_jalan", "16.02.03")
    shown = program.read_json("reports", "show", newest["ticket"].lower().replace("-", " "), "--json")
    assert shown["ticket"] == newest["ticket"]


def test_three_phones_side_by_side_do_not_mix(open_page: OpenPage, program: Program) -> None:
    screen = open_page(DESK)
    phones = screen.page.get_by_role("region", name="Ponsel")
    expect(phones).to_have_count(3)
    for number, words in (
        (1, "sampah menumpuk di kedaton kayu agung"),
        (2, "ledeng mati di sidakersa kayu agung"),
    ):
        line = phones.nth(number).get_by_label("Ketik pesan")
        line.fill(words)
        line.press("Enter")
    expect(phones.nth(1).locator(".message.theirs").last).to_contain_text("Kedaton", timeout=BUBBLE)
    expect(phones.nth(2).locator(".message.theirs").last).to_contain_text("Sidakersa", timeout=BUBBLE)
    expect(phones.nth(1)).not_to_contain_text("Sidakersa")


def test_faults_of_whatsapp_cost_no_report_and_no_answer(program: Program) -> None:
    citizen, before = new_citizen(program), len(reports(program))
    api(program, "faults", duplicate=True, throttle_sends=1, expire_media=1)
    try:
        text = "jalan rusak parah di desa celikah kayu agung"
        api(program, f"citizens/{citizen}/messages", type="text", body=text)
        wait_until(lambda: len(chat(program, citizen)) == 2, 40)
        api(program, f"citizens/{citizen}/messages", type="press", label="Kirim")
        wait_until(lambda: len(chat(program, citizen)) == 4, 40)
    finally:
        api(program, "faults", duplicate=False)
    assert len(reports(program)) == before + 1
    assert len(chat(program, citizen)) == 4
