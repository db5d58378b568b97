"""Every page of a demo says that what it shows is invented."""

from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from bot.console.demo.mark import ASK_EVERY, mark_as_demo
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.console.conftest import SignedIn

SIGN = "Data contoh."


def mark(wiring: Wiring) -> None:
    with wiring.database.writing() as session:
        mark_as_demo(session, now())


@pytest.mark.parametrize("role", ["operator", "admin", "leader"])
def test_every_page_of_a_demo_carries_the_sign(wiring: Wiring, signed_in: SignedIn, role: str) -> None:
    mark(wiring)
    browser = signed_in(role)
    for path in ("laporan", "peta", "akun", "laporan/OKI-0000-0000", "tidak/ada"):
        assert SIGN in browser.get(f"/staff/{path}").text, path


def test_the_page_of_signing_in_carries_it_too(wiring: Wiring, visitor: TestClient) -> None:
    mark(wiring)
    assert SIGN in visitor.get("/staff/login").text


def test_no_page_of_a_real_database_carries_it(visitor: TestClient, signed_in: SignedIn) -> None:
    assert SIGN not in visitor.get("/staff/login").text + signed_in("operator").get("/staff/laporan").text


def test_a_database_that_becomes_a_demo_is_noticed_within_a_minute(
    wiring: Wiring, visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = now()
    monkeypatch.setattr("bot.console.gate.now", lambda: began)
    assert SIGN not in visitor.get("/staff/login").text
    mark(wiring)
    assert SIGN not in visitor.get("/staff/login").text
    monkeypatch.setattr("bot.console.gate.now", lambda: began + ASK_EVERY + timedelta(seconds=1))
    assert SIGN in visitor.get("/staff/login").text
