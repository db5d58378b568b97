from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.conversations.messages import InboxEvent, OutboxMessage
from bot.dialogue import worker as worker_module
from bot.dialogue.turn import TurnTaker
from bot.dialogue.worker import Worker
from bot.storage.database import Database
from bot.wiring import Wiring
from tests.operations.program import wait_until
from tests.operations.town import add_citizen, add_message, wire


class Deaf:
    """An engine that understands nothing and has been asked so often."""

    def __init__(self) -> None:
        self.asked = 0

    def understand(self, steps: Sequence[Any]) -> list[Any]:
        self.asked += 1
        raise ValueError("nothing understood")


@pytest.fixture
def wiring(migrated_sqlite: str, tmp_path: Path) -> Iterator[Wiring]:
    settings = {"SETTLE_FRAGMENT_SECONDS": "0", "TURN_RETRIES": "2", "TURN_RETRY_SECONDS": "0"}
    wiring = wire(migrated_sqlite, tmp_path, **settings)
    yield wiring
    wiring.database.dispose()


@pytest.fixture
def engine() -> Deaf:
    return Deaf()


@pytest.fixture
def worker(wiring: Wiring, engine: Deaf) -> Worker:
    parts = (wiring.region, wiring.wording, wiring.settings, wiring.eraser, wiring.files)
    return Worker("tests", TurnTaker(wiring.database, engine, *parts))  # type: ignore[arg-type]


def states(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(InboxEvent.state).order_by(InboxEvent.id)))


def apologies(database: Database) -> int:
    with database.reading() as session:
        query = select(OutboxMessage.id).where(OutboxMessage.purpose == "apology")
        return len(session.scalars(query).all())


def test_a_message_that_took_its_worker_along_each_time_is_set_aside(
    wiring: Wiring, worker: Worker, engine: Deaf
) -> None:
    # Three claims, and no outcome of any of them.
    add_message(wiring.database, add_citizen(wiring.database), attempts=3)
    assert worker.step()
    assert engine.asked == 0
    assert states(wiring.database) == ["failed"]
    assert apologies(wiring.database) == 1


def test_a_message_that_took_its_worker_along_once_is_tried_again(
    wiring: Wiring, worker: Worker, engine: Deaf
) -> None:
    add_message(wiring.database, add_citizen(wiring.database), attempts=1)
    assert worker.step()
    assert engine.asked == 1
    assert states(wiring.database) == ["waiting"]


def test_timers_that_cannot_be_rung_keep_no_message_waiting(
    wiring: Wiring, worker: Worker, engine: Deaf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(database: Database) -> int:
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr(worker_module, "ring_timers", fail)
    add_message(wiring.database, add_citizen(wiring.database))
    with pytest.raises(OperationalError):
        worker.step()
    assert worker.step()
    assert engine.asked == 1


def test_a_database_that_is_away_for_a_moment_ends_no_worker(
    wiring: Wiring, worker: Worker, engine: Deaf, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [OperationalError("select", {}, Exception("gone"))] * 3
    sound = worker_module.has_waiting

    def fail(*arguments: Any) -> bool:
        if left:
            raise left.pop()
        return sound(*arguments)

    monkeypatch.setattr(worker_module, "has_waiting", fail)
    monkeypatch.setattr(worker_module, "DATABASE_PAUSE_SECONDS", 0.01)
    add_message(wiring.database, add_citizen(wiring.database))
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    wait_until(lambda: engine.asked > 0)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
