"""Accounts, people and data on a phone and on a wide screen: nothing sticks out, and nothing is forbidden."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from bot.console.answer_templates import Draft, write_template
from bot.console.audit import note
from bot.console.contacts import Person, add_contact
from bot.console.gate import COOKIE
from bot.conversations.citizens import Citizen
from bot.reports.place_aliases import add_alias
from bot.storage.tables import now
from bot.training.bank import bank_model
from bot.training.fingerprint import fingerprint
from bot.web import create_app
from bot.wiring import Wiring
from tests.console.conftest import ROOT, SignedIn, StaffClient
from tests.console.people import add_account
from tests.simulator.serving import serve

pytestmark = pytest.mark.browser
LONG = "Drs. H. Raden Kusumawardhana Wirapraja Tjokroaminoto-Sastrawidjaja, M.Si."[:80]
UNBROKEN = "x" * 64
PATHS = (
    "akun",
    "akun/kata-sandi",
    "akun/kode-masuk",
    "pengguna",
    "pengguna/baru",
    "pengguna/2",
    "dinas",
    "dinas/PUPR",
    "templat",
    "templat/1",
    "blokir?warga=1",
    "audit",
    "janji",
    "model",
    "model/1",
    "coba",
    "nama-tempat",
)

READ = {"source": "OKI terbuka", "text": UNBROKEN * 3, "truth": "listrik", "guess": "drainase_banjir"}
COMPARISON = {
    "mended": 1, "broken": 1, "sealed": 1, "read": 2, "note": UNBROKEN, "before": {UNBROKEN: 0.95},
    "sentences": {"mended": [READ], "broken": [READ]}, "rows": [],
    "confusions": [["listrik", "drainase_banjir", 2]], "right": [["listrik", 9], ["drainase_banjir", 9]],
}  # fmt: skip


@pytest.fixture
def admin(signed_in: SignedIn, wiring: Wiring) -> StaffClient:
    """An admin of a town in which everything is long."""
    admin = signed_in("admin", name=LONG)
    add_account(wiring.database, UNBROKEN, "officer", name=UNBROKEN, agency="PUPR", totp_confirmed_at=now())
    with wiring.database.writing() as session:
        write_template(session, admin.viewer, Draft(UNBROKEN, UNBROKEN * 4, None, "KEC-16.02.05"), now())
        add_contact(session, wiring.vault, "PUPR", Person(LONG, UNBROKEN, "081234567890", UNBROKEN), now())
        citizen = Citizen()
        session.add(citizen)
        session.flush()
        note(session, admin.viewer.id, "warga_diblokir", now(), citizen_id=citizen.id, reason=UNBROKEN * 3)
        add_alias(session, UNBROKEN[:60], "16.02.05", None, admin.viewer.id, now())
        bank_model(
            session, "lapor-x.tar.gz", sha256="x", base=fingerprint(ROOT), examples="", why=UNBROKEN,
            figures={UNBROKEN: 0.9}, comparison=COMPARISON,
        )  # fmt: skip
    return admin


@pytest.fixture
def url(wiring: Wiring) -> Iterator[str]:
    with serve(create_app(wiring, 8000)) as url:
        yield url


@pytest.mark.parametrize("size", [(360, 740), (1280, 800)])
def test_nothing_sticks_out_and_nothing_is_forbidden(
    browser: Browser, admin: StaffClient, url: str, size: tuple[int, int]
) -> None:
    token = admin.cookies[COOKIE]
    with browser.new_context(viewport={"width": size[0], "height": size[1]}) as context:
        context.add_cookies([{"name": COOKIE, "value": token, "url": f"{url}/staff"}])
        page, complaints = context.new_page(), []
        page.on("console", lambda message: complaints.append(message.text))
        for path in PATHS:
            answer = page.goto(f"{url}/staff/{path}")
            assert answer and answer.status == 200, path
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path
        assert complaints == []


def test_the_preview_follows_what_is_typed(browser: Browser, admin: StaffClient, url: str) -> None:
    with browser.new_context() as context:
        token = admin.cookies[COOKIE]
        context.add_cookies([{"name": COOKIE, "value": token, "url": f"{url}/staff"}])
        page = context.new_page()
        page.goto(f"{url}/staff/templat/baru")
        page.get_by_label("Isi jawaban").press_sequentially("Laporan {tiket}")
        page.locator("#contoh blockquote", has_text="Laporan OKI-4829-1372").wait_for()
