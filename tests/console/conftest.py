"""The real application over an empty migrated database, and people who are signed in to its console."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.console.accounts import open_session, viewer_of
from bot.console.gate import COOKIE
from bot.console.records import Staff
from bot.region.pack import Region, load_region
from bot.reports.sight import Viewer
from bot.settings import load_settings
from bot.storage.database import Database
from bot.storage.tables import now
from bot.web import create_app
from bot.wiring import Wiring

ROOT = Path(__file__).parents[2]
KEY = "tests of the console"


class StaffClient(TestClient):
    """The browser of a signed-in person; `post` sends the CSRF token that every page carries."""

    def __init__(self, app: Starlette, token: str, csrf: str, viewer: Viewer) -> None:
        super().__init__(app, follow_redirects=False)
        self.cookies.set(COOKIE, token, path="/staff")
        self.csrf = csrf
        self.viewer = viewer

    def post(self, url: Any, *, data: Any = None, **more: Any) -> Any:
        return super().post(url, data={"csrf": self.csrf, **(data or {})}, **more)


SignedIn = Callable[..., StaffClient]


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords as fast as the library allows; the real price is paid in `tests/operations`."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("bot.console.accounts.HASHER", hasher)


@pytest.fixture(scope="session")
def console_region() -> Region:
    return load_region(ROOT / "data" / "region" / "oki")


@pytest.fixture
def wiring(migrated_sqlite: str, console_region: Region, tmp_path: Path) -> Iterator[Wiring]:
    """The parts of a program of this test's own: `.database`, `.vault`, `.files`, `.region`, `.settings`."""
    made = make_wiring(migrated_sqlite, tmp_path)
    # A cached property: the region is read once for all tests.
    made.__dict__["region"] = console_region
    yield made
    made.database.dispose()


def make_wiring(database_url: str, folder: Path, **environment: str) -> Wiring:
    places = {"DATABASE_URL": database_url, "MEDIA_URL": f"file://{folder / 'media'}", "SECRET_KEY": KEY}
    return Wiring(load_settings(ROOT, {**places, **environment}), ROOT)


@pytest.fixture
def console_database(wiring: Wiring) -> Database:
    return wiring.database


@pytest.fixture
def app(wiring: Wiring) -> Starlette:
    return create_app(wiring, 8000)


@pytest.fixture
def visitor(app: Starlette) -> TestClient:
    """A browser in which nobody is signed in."""
    return TestClient(app, follow_redirects=False)


@pytest.fixture
def signed_in(wiring: Wiring, app: Starlette) -> SignedIn:
    """`signed_in("officer", agency="PUPR", district=None, name=None)`: a new account and its browser.

    The session is opened in the database, without a password and thus without the price of its hash.
    """

    def open_browser(
        role: str, agency: str | None = None, district: str | None = None, name: str | None = None
    ) -> StaffClient:
        at = now()
        with wiring.database.writing() as session:
            count = session.query(Staff).count()
            staff = Staff(
                username=f"{role}{count + 1}",
                name=name or f"{role.title()} {count + 1}",
                role=role,
                agency=agency,
                district=district,
                must_change_password=False,
            )
            session.add(staff)
            session.flush()
            token = open_session(session, wiring.vault, staff, "A browser of the tests", at)
            viewer = viewer_of(staff, wiring.region)
        return StaffClient(app, token, wiring.vault.lookup("csrf", token), viewer)

    return open_browser
