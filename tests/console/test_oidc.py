from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.console.gate import COOKIE
from bot.region.pack import Region
from bot.settings import ConfigurationError, load_settings
from bot.storage.tables import now
from bot.web import create_app
from bot.wiring import Wiring
from tests.console.conftest import make_wiring
from tests.console.people import add_account, deeds, read_account, sign_in, submit
from tests.console.provider import CLIENT, SECRET, FakeProvider
from tests.simulator.serving import serve

BUDI = {"sub": "7", "preferred_username": "budi"}


@pytest.fixture(scope="module")
def served() -> Iterator[FakeProvider]:
    provider = FakeProvider()
    with serve(provider.app()) as url:
        provider.url = url
        yield provider


@pytest.fixture
def provider(served: FakeProvider) -> FakeProvider:
    served.person, served.slip, served.signing_key = dict(BUDI), {}, None
    return served


@pytest.fixture
def wiring(
    provider: FakeProvider, migrated_sqlite: str, console_region: Region, tmp_path: Path
) -> Iterator[Wiring]:
    configured = {"OIDC_ISSUER": provider.url, "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET}
    made = make_wiring(migrated_sqlite, tmp_path, **configured)
    made.__dict__["region"] = console_region
    yield made
    made.database.dispose()


def come_in(browser: TestClient, onward: str = "") -> Any:
    """Press the button, be signed in by the provider at once, and come back."""
    asked = browser.get("/staff/oidc", params={"lanjut": onward} if onward else {})
    assert asked.status_code == 303
    answer = requests.get(asked.headers["location"], allow_redirects=False, timeout=10)
    return browser.get(answer.headers["location"].partition("127.0.0.1:8000")[2])


def test_an_account_of_that_name_is_signed_in_and_remembered(visitor: TestClient, wiring: Wiring) -> None:
    add_account(wiring.database, "budi")
    answer = come_in(visitor, "/staff/akun")
    assert answer.headers["location"] == "/staff/akun"
    assert "Terhubung" in visitor.get("/staff/akun").text
    assert deeds(wiring.database) == ["akun_dihubungkan", "masuk"]


def test_who_is_remembered_is_known_also_by_another_name(
    visitor: TestClient, provider: FakeProvider, wiring: Wiring
) -> None:
    add_account(wiring.database, "budi")
    come_in(visitor)
    provider.person["preferred_username"] = "budi.santoso"
    visitor.cookies.clear()
    assert come_in(visitor).headers["location"] == "/staff"


def test_another_person_of_the_same_name_does_not_take_an_account_over(
    visitor: TestClient, provider: FakeProvider, wiring: Wiring
) -> None:
    add_account(wiring.database, "budi")
    come_in(visitor)
    visitor.cookies.clear()
    provider.person["sub"] = "8"
    assert come_in(visitor).status_code == 403
    assert COOKIE not in visitor.cookies


@pytest.mark.parametrize(("verified", "status"), [(True, 303), (False, 403), ("true", 403), (None, 403)])
def test_an_address_counts_only_when_it_is_verified(
    visitor: TestClient, provider: FakeProvider, wiring: Wiring, verified: object, status: int
) -> None:
    add_account(wiring.database, "budi@okikab.example")
    provider.person = {"sub": "7", "email": "Budi@okikab.example", "email_verified": verified}
    assert come_in(visitor).status_code == status


def test_a_chosen_name_that_looks_like_an_address_is_no_address(
    visitor: TestClient, provider: FakeProvider, wiring: Wiring
) -> None:
    add_account(wiring.database, "budi@okikab.example")
    provider.person = {"sub": "8", "preferred_username": "budi@okikab.example"}
    assert come_in(visitor).status_code == 403


def test_no_account_is_ever_made(visitor: TestClient, wiring: Wiring) -> None:
    answer = come_in(visitor)
    assert answer.status_code == 403 and "belum terdaftar" in answer.text
    assert deeds(wiring.database) == []


def test_a_disabled_account_stays_closed(visitor: TestClient, provider: FakeProvider, wiring: Wiring) -> None:
    add_account(wiring.database, "budi", disabled_at=now())
    add_account(wiring.database, "siti", disabled_at=now(), subject=f"{provider.url} 7")
    assert come_in(visitor).status_code == 403


def test_a_password_for_one_use_ends_with_the_first_outside_sign_in(
    visitor: TestClient, wiring: Wiring
) -> None:
    add_account(wiring.database, "budi", must_change_password=True)
    assert come_in(visitor).headers["location"] == "/staff"
    assert read_account(wiring.database, "budi").password_hash is None
    address, new = "/staff/akun/kata-sandi", "sungai pagi lemari"
    assert 'name="lama"' not in visitor.get(address).text
    submit(visitor, address, baru=new, ulang=new)
    assert read_account(wiring.database, "budi").password_hash


def test_who_came_in_with_that_password_before_is_out(
    visitor: TestClient, app: Starlette, wiring: Wiring
) -> None:
    add_account(wiring.database, "budi", must_change_password=True)
    thief = TestClient(app, follow_redirects=False)
    sign_in(thief, "budi")
    come_in(visitor)
    assert thief.get("/staff/kata-sandi").headers["location"].startswith("/staff/login")


def test_a_code_is_asked_for_all_the_same(visitor: TestClient, wiring: Wiring) -> None:
    add_account(wiring.database, "budi", totp_sealed="x", totp_confirmed_at=now())
    assert come_in(visitor).headers["location"] == "/staff/kode"


@pytest.mark.parametrize(
    "slip",
    [
        {"nonce": "another"},
        {"aud": "another"},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"azp": "another"},
        {"sub": ""},
    ],
)
def test_a_token_that_does_not_hold_lets_nobody_in(
    visitor: TestClient, provider: FakeProvider, wiring: Wiring, slip: dict[str, object]
) -> None:
    add_account(wiring.database, "budi")
    provider.slip = slip
    answer = come_in(visitor)
    assert answer.status_code == 502 and "tidak dapat dipakai" in answer.text
    assert COOKIE not in visitor.cookies


def test_a_token_signed_by_another_lets_nobody_in(
    visitor: TestClient, provider: FakeProvider, wiring: Wiring
) -> None:
    add_account(wiring.database, "budi")
    provider.signing_key = RSAKey.generate_key(2048, {"kid": "1"})
    assert come_in(visitor).status_code == 502


def test_an_answer_to_another_browsers_question_is_refused(visitor: TestClient, wiring: Wiring) -> None:
    add_account(wiring.database, "budi")
    other = TestClient(create_app(wiring, 8000), follow_redirects=False)
    asked = other.get("/staff/oidc")
    answer = requests.get(asked.headers["location"], allow_redirects=False, timeout=10)
    address = answer.headers["location"].partition("127.0.0.1:8000")[2]
    assert visitor.get(address).status_code == 400
    visitor.get("/staff/oidc")
    assert visitor.get(address).status_code == 400


def test_who_gives_up_at_the_provider_is_back_at_the_door(visitor: TestClient) -> None:
    visitor.get("/staff/oidc")
    answer = visitor.get("/staff/oidc/kembali?error=access_denied&state=x")
    assert answer.status_code == 400 and "Nama pengguna" in answer.text


def test_the_button_stands_where_it_is_configured(visitor: TestClient) -> None:
    assert "Masuk dengan akun pemerintah" in visitor.get("/staff/login").text


def test_a_provider_that_is_away_is_said(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise requests.ConnectionError

    monkeypatch.setattr("bot.console.oidc.requests.get", refuse)
    answer = visitor.get("/staff/oidc")
    assert answer.status_code == 502 and "tidak dapat dipakai" in answer.text


def test_without_configuration_there_is_no_such_door(migrated_sqlite: str, tmp_path: Path) -> None:
    plain = make_wiring(migrated_sqlite, tmp_path)
    browser = TestClient(create_app(plain, 8000), follow_redirects=False)
    assert "akun pemerintah" not in browser.get("/staff/login").text
    assert browser.get("/staff/oidc").status_code == 404
    assert browser.get("/staff/oidc/kembali?code=1&state=1").status_code == 404
    plain.database.dispose()


def test_half_a_configuration_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="OIDC_CLIENT_ID is not set"):
        load_settings(tmp_path, {"SECRET_KEY": "x", "OIDC_ISSUER": "https://login.example"})
