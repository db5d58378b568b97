from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.wiring import Wiring
from tests.operations.town import add_citizen, add_message, browse, wire

Prepare = Callable[..., Wiring]


@pytest.fixture
def prepare(migrated_sqlite: str, tmp_path: Path) -> Iterator[Prepare]:
    wirings: list[Wiring] = []

    def prepare(**settings: str) -> Wiring:
        wirings.append(wire(migrated_sqlite, tmp_path, **settings))
        return wirings[-1]

    yield prepare
    for wiring in wirings:
        wiring.database.dispose()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_this_machine_sees_the_figures(prepare: Prepare, host: str) -> None:
    wiring = prepare()
    citizen = add_citizen(wiring.database)
    add_message(wiring.database, citizen)
    add_message(wiring.database, citizen, state="failed")
    figures = browse(wiring, host).get("/metrics").text
    assert 'lapor_inbox_events{state="waiting"} 1.0' in figures
    assert 'lapor_inbox_events{state="failed"} 1.0' in figures
    assert "lapor_outbox_oldest_seconds 0.0" in figures
    assert "lapor_whatsapp_webhooks_total" in figures


def test_figures_of_states_that_are_no_more_do_not_stay(prepare: Prepare) -> None:
    wiring = prepare()
    client = browse(wiring)
    assert "lapor_inbox_events{" not in client.get("/metrics").text
    add_message(wiring.database, add_citizen(wiring.database))
    assert "lapor_inbox_events{" in client.get("/metrics").text


@pytest.mark.parametrize("host", ["203.0.113.7", "10.0.0.8", "testclient"])
def test_another_machine_sees_nothing(prepare: Prepare, host: str) -> None:
    assert browse(prepare(), host).get("/metrics").status_code == 403


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_a_proxy_on_this_machine_is_no_way_around(prepare: Prepare, header: str) -> None:
    answer = browse(prepare()).get("/metrics", headers={header: "203.0.113.7"})
    assert answer.status_code == 403


@pytest.mark.parametrize("claimed", ["127.0.0.1", "::1"])
def test_nobody_becomes_this_machine_by_saying_so(prepare: Prepare, claimed: str) -> None:
    headers = {"X-Forwarded-For": claimed}
    assert browse(prepare(), "203.0.113.7").get("/metrics", headers=headers).status_code == 403
    trusting = prepare(TRUSTED_PROXIES="203.0.113.7")
    assert browse(trusting, "203.0.113.7").get("/metrics", headers=headers).status_code == 403


def test_with_a_token_everybody_needs_the_token(prepare: Prepare) -> None:
    wiring = prepare(METRICS_TOKEN="of the tests")
    far, near = browse(wiring, "203.0.113.7"), browse(wiring)
    assert far.get("/metrics", headers={"Authorization": "Bearer of the tests"}).status_code == 200
    assert far.get("/metrics", headers={"Authorization": "Bearer another"}).status_code == 403
    assert far.get("/metrics").status_code == 403
    assert near.get("/metrics").status_code == 403
