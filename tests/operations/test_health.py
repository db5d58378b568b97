from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.operations import OLDEST_ALLOWED_SECONDS, readiness
from bot.storage.tables import now
from bot.whatsapp.alarm import raise_stop
from bot.whatsapp.errors import GraphError
from bot.whatsapp.patience import Patience
from bot.wiring import Wiring
from tests.operations.town import add_bubble, add_citizen, add_message, browse, wire

TOO_LONG = timedelta(seconds=OLDEST_ALLOWED_SECONDS + 10)


@pytest.fixture
def wiring(migrated_sqlite: str, tmp_path: Path) -> Iterator[Wiring]:
    wiring = wire(migrated_sqlite, tmp_path)
    yield wiring
    wiring.database.dispose()


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "model.tar.gz"
    path.touch()
    return path


def test_an_idle_program_is_ready(wiring: Wiring, model: Path) -> None:
    assert readiness(wiring.database, model.is_file) == {
        "ready": True,
        "database": "ok",
        "model": True,
        "inbox_age": 0.0,
        "outbox_age": 0.0,
        "sending_stopped": None,
    }


def test_without_a_model_it_is_not_ready(wiring: Wiring, tmp_path: Path) -> None:
    state = readiness(wiring.database, (tmp_path / "none").is_file)
    assert (state["ready"], state["model"]) == (False, False)


def test_a_message_that_nobody_takes_up_is_told(wiring: Wiring, model: Path) -> None:
    long_ago = now() - TOO_LONG
    add_message(wiring.database, add_citizen(wiring.database), sent_at=long_ago, ready_at=long_ago)
    state = readiness(wiring.database, model.is_file)
    assert not state["ready"] and state["inbox_age"] > OLDEST_ALLOWED_SECONDS


def test_both_databases_know_how_late_the_queues_are(migrated_url: str, tmp_path: Path, model: Path) -> None:
    database = wire(migrated_url, tmp_path).database
    citizen, long_ago = add_citizen(database), now() - TOO_LONG
    add_message(database, citizen, sent_at=long_ago, ready_at=long_ago)
    add_bubble(database, citizen, long_ago)
    state = readiness(database, model.is_file)
    assert OLDEST_ALLOWED_SECONDS < state["inbox_age"] < OLDEST_ALLOWED_SECONDS + 60
    assert OLDEST_ALLOWED_SECONDS < state["outbox_age"] < OLDEST_ALLOWED_SECONDS + 60
    database.dispose()


@pytest.mark.parametrize(
    "columns", [{"state": "done"}, {"state": "failed"}, {"ready_at": now() + timedelta(hours=1)}]
)
def test_a_message_that_is_done_or_waits_for_its_time_is_not_late(
    wiring: Wiring, model: Path, columns: dict[str, object]
) -> None:
    long_ago = now() - TOO_LONG
    add_message(
        wiring.database,
        add_citizen(wiring.database),
        **{"sent_at": long_ago, "ready_at": long_ago, **columns},
    )
    assert readiness(wiring.database, model.is_file)["ready"]


def test_a_bubble_that_nobody_carries_is_told(wiring: Wiring, model: Path) -> None:
    add_bubble(wiring.database, add_citizen(wiring.database), now() - TOO_LONG)
    state = readiness(wiring.database, model.is_file)
    assert not state["ready"] and state["outbox_age"] > OLDEST_ALLOWED_SECONDS


def test_a_bubble_that_waits_for_its_next_attempt_makes_nothing_late(wiring: Wiring, model: Path) -> None:
    citizen, long_ago = add_citizen(wiring.database), now() - TOO_LONG
    add_bubble(wiring.database, citizen, long_ago, next_try_at=now() + timedelta(minutes=5))
    add_bubble(wiring.database, citizen, long_ago)
    assert readiness(wiring.database, model.is_file)["ready"]


def test_an_old_typing_sign_makes_nothing_late(wiring: Wiring, model: Path) -> None:
    add_bubble(wiring.database, add_citizen(wiring.database), now() - TOO_LONG, purpose="typing")
    assert readiness(wiring.database, model.is_file)["ready"]


def test_a_stop_of_sending_is_told(wiring: Wiring, model: Path) -> None:
    with wiring.database.writing() as session:
        raise_stop(session, GraphError(190, "access token expired"), now(), Patience())
    state = readiness(wiring.database, model.is_file)
    assert (state["ready"], state["sending_stopped"]) == (False, "access token expired")


def test_a_database_that_is_gone_is_told_and_kills_nothing(tmp_path: Path, model: Path) -> None:
    wiring = wire(f"sqlite:///{tmp_path}/lapor.db", tmp_path)
    client = browse(wiring)
    wiring.database.dispose()
    (tmp_path / "lapor.db").rename(tmp_path / "away.db")
    (tmp_path / "lapor.db").mkdir()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (503, False)
    assert client.get("/healthz").status_code == 200
    assert client.get("/metrics").status_code == 503


def test_readiness_is_also_a_status_code(wiring: Wiring) -> None:
    answer = browse(wiring).get("/readyz")
    assert answer.status_code == (200 if answer.json()["ready"] else 503)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_the_pages_answer_heads_and_refuse_changes(wiring: Wiring, path: str) -> None:
    client = browse(wiring)
    assert client.head(path).status_code == client.get(path).status_code
    assert client.head(path).content == b""
    assert client.post(path).status_code == 405
