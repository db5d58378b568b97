"""The pages for anyone: what they say, where their links lead, and what they keep to themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.public.routes import STATIC, chat_digits, public_routes
from bot.region.pack import Region, load_region
from bot.reports.filing import file_report
from bot.settings import Settings, load_settings
from bot.web import create_app
from bot.wiring import Wiring
from tests.reports.cases import PACK, add_citizen, pothole
from tests.simulator.serving import serve
from tests.whatsapp.numbers import number_settings

ROOT = Path(__file__).parents[2]
CONTOH = ROOT / "tests/region/packs/contoh"
PAGES = ("/", "/privasi")
SIZES = ((360, 740), (1400, 900))
RIGHTMOST = """Math.max(
    ...[...document.querySelectorAll("main *")].map(part => part.getBoundingClientRect().right)
)"""


@pytest.fixture(scope="module")
def oki() -> Region:
    return load_region(PACK)


@pytest.fixture
def trial(tmp_path: Path) -> Settings:
    """Settings without a number: the simulator stands in for WhatsApp."""
    return load_settings(tmp_path, {"SECRET_KEY": "tests"})


class Links(HTMLParser):
    """Collects where a page leads to and what it loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.found += [known[name] or "" for name in ("href", "src") if name in known]
        self.ids.add(known.get("id") or "")


def visitor(region: Region, settings: Settings) -> TestClient:
    return TestClient(Starlette(routes=public_routes(region, settings)))


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_say_nothing_of_any_citizen(path: str, migrated_sqlite: str, tmp_path: Path) -> None:
    place = {"DATABASE_URL": migrated_sqlite, "SECRET_KEY": "tests"}
    wiring = Wiring(replace(load_settings(ROOT, place), var=tmp_path), ROOT)
    wiring.prepare_database()
    with TestClient(create_app(wiring, 8000)) as client:
        before = client.get(path).text
        with wiring.database.writing() as session:
            filed = file_report(session, wiring.region, pothole(add_citizen(session)))
            ticket, words = filed.ticket, filed.description
        after = client.get(path).text
    wiring.database.dispose()
    assert after == before
    assert ticket not in after and words not in after


@pytest.mark.parametrize("path", PAGES)
def test_a_page_may_load_only_its_own_style_and_pictures(path: str, oki: Region, trial: Settings) -> None:
    answer = visitor(oki, trial).get(path)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self';")
    assert "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|<iframe|<form", answer.text)


@pytest.mark.parametrize("pack", [PACK, CONTOH], ids=["oki", "contoh"])
@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_somewhere(path: str, pack: Path, trial: Settings) -> None:
    client = visitor(load_region(pack), trial)
    links = Links(client.get(path).text)
    for link in links.found:
        if link.startswith("tel:"):
            assert re.fullmatch(r"tel:\d{3,13}", link)
        elif link.startswith("#"):
            assert link[1:] in links.ids
        elif link != "/simulator":
            assert link.startswith("/") and client.get(link).status_code == 200, link


def test_another_regency_has_pages_of_its_own(trial: Settings) -> None:
    client = visitor(load_region(CONTOH), trial)
    for path in PAGES:
        page = client.get(path).text
        assert "Lapor Contoh" in page and "Kabupaten Contoh" in page
        assert not re.search(r"\bOKI\b|Komering|Celikah|Lapor Bupati", page)


def test_every_category_and_every_emergency_number_is_named(oki: Region, trial: Settings) -> None:
    page = visitor(oki, trial).get("/").text
    for category in oki.categories.values():
        assert f"<b>{category.name}</b>" in page
    for number in oki.emergency_numbers.values():
        assert f">{number.number}</a> {number.name}</dt>" in page


def test_a_trial_leads_to_the_simulator(oki: Region, trial: Settings) -> None:
    assert 'href="/simulator"' in visitor(oki, trial).get("/").text


def test_a_real_number_leads_to_its_chat_and_never_to_the_simulator(oki: Region, tmp_path: Path) -> None:
    told = replace(oki, wording={**oki.wording, "whatsapp_number": "0800-0000-0000"})
    page = visitor(told, number_settings(tmp_path)).get("/").text
    assert '<a class="tombol" href="https://wa.me/6280000000000">Tulis ke 0800-0000-0000</a>' in page
    assert "/simulator" not in page


def test_a_region_that_names_no_number_shows_no_button(oki: Region, tmp_path: Path) -> None:
    silent = replace(
        oki, wording={key: text for key, text in oki.wording.items() if key != "whatsapp_number"}
    )
    assert "tombol" not in visitor(silent, number_settings(tmp_path)).get("/").text


@pytest.mark.parametrize("written", ["0811-2222-333", "+62 811 2222 333", "62 811-2222-333"])
def test_a_number_is_written_as_the_link_wants_it(written: str) -> None:
    assert chat_digits(written) == "628112222333"


def test_words_of_the_region_are_never_markup(oki: Region, trial: Settings) -> None:
    sharp = replace(oki, name="Kabupaten <script>alert(1)</script>")
    for path in PAGES:
        assert "<script" not in visitor(sharp, trial).get(path).text


def test_the_style_needs_nothing_from_outside() -> None:
    for file in STATIC.iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "//" not in text and "@import" not in text, file.name


@pytest.fixture(scope="module")
def site(oki: Region, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = number_settings(tmp_path_factory.mktemp("site"))
    with serve(Starlette(routes=public_routes(oki, settings))) as url:
        yield url


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_its_screen(path: str, size: tuple[int, int], site: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page, complaints = context.new_page(), []
    page.on("console", lambda entry: complaints.append(entry.text))
    page.goto(site + path)
    widest = page.evaluate(RIGHTMOST)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0] and widest <= size[0]
    assert page.get_by_role("heading", level=1).count() == 1
    context.close()
    assert complaints == []
