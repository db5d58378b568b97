from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event as happening
from sqlalchemy import select, update

from bot.conversations import outbox
from bot.conversations.bubbles import Bubble
from bot.conversations.claims import claim_due, claim_media, drop_stale_typing, waiting_statuses
from bot.conversations.messages import Media, OutboxMessage
from bot.storage.database import Database
from bot.storage.tables import Table
from tests.conversations.events import NOON, add_citizen, event, later, store

LEASE = timedelta(seconds=60)


def enqueue(database: Database, citizen: int, text: str = "Baik", at: datetime = NOON) -> int:
    with database.writing() as session:
        return outbox.enqueue(session, citizen, Bubble(text), "reply", at=at).id


def claimed(database: Database, at: datetime = NOON, limit: int = 10, **options: bool) -> list[int]:
    return [row.id for row in claim_due(database, limit, at, LEASE, **options)]


def accept(database: Database, message_id: int) -> None:
    with database.writing() as session:
        outbox.record_accepted(session, message_id, f"wamid.{message_id}", NOON)


def test_a_row_is_claimed_once(database) -> None:
    message = enqueue(database, add_citizen(database))
    rows = claim_due(database, 10, NOON, LEASE)
    assert [(row.id, row.state, row.attempts, row.claimed_until) for row in rows] == [
        (message, "sending", 1, NOON + LEASE)
    ]
    assert claimed(database) == []


def test_a_citizens_second_bubble_waits_for_the_first(database) -> None:
    citizen = add_citizen(database)
    first, second = enqueue(database, citizen), enqueue(database, citizen)
    assert claimed(database) == [first]
    assert claimed(database) == []
    accept(database, first)
    assert claimed(database) == [second]


def test_a_bubble_that_waits_for_its_next_attempt_keeps_its_place(database) -> None:
    citizen = add_citizen(database)
    first, second = enqueue(database, citizen), enqueue(database, citizen)
    claimed(database)
    with database.writing() as session:
        outbox.record_failure(session, first, 131056, "pair", NOON, retry_at=later(seconds=16))
    assert claimed(database, later(seconds=15)) == []
    assert claimed(database, later(seconds=16)) == [first]
    accept(database, first)
    assert claimed(database, later(seconds=17)) == [second]


def test_a_failed_bubble_does_not_block_the_next(database) -> None:
    citizen = add_citizen(database)
    first, second = enqueue(database, citizen), enqueue(database, citizen)
    claimed(database)
    with database.writing() as session:
        outbox.record_failure(session, first, 131026, "undeliverable", NOON)
    assert claimed(database) == [second]


def test_citizens_do_not_wait_for_each_other(database) -> None:
    messages = [enqueue(database, add_citizen(database)) for _ in range(5)]
    assert claimed(database, limit=3) == messages[:3]
    assert claimed(database) == messages[3:]


def test_a_typing_sign_neither_waits_nor_makes_wait(database) -> None:
    citizen = add_citizen(database)
    with database.writing() as session:
        before = outbox.enqueue_typing(session, citizen, "wamid.1", at=NOON)
        session.flush()
        typing = [before.id]
    bubble = enqueue(database, citizen)
    with database.writing() as session:
        after = outbox.enqueue_typing(session, citizen, "wamid.2", at=NOON)
        session.flush()
        typing.append(after.id)
    assert claimed(database, typing=False) == [bubble]
    assert claimed(database) == typing


def test_a_row_is_not_due_before_its_time(database) -> None:
    enqueue(database, add_citizen(database), at=later(seconds=10))
    assert claimed(database, later(seconds=9)) == []
    assert len(claimed(database, later(seconds=10))) == 1


def test_the_row_of_a_dead_courier_is_claimed_again_when_its_lease_has_run_out(database) -> None:
    citizen = add_citizen(database)
    first = enqueue(database, citizen)
    enqueue(database, citizen)
    claimed(database)
    assert claimed(database, later(seconds=59)) == []
    again = claim_due(database, 10, later(seconds=60), LEASE)
    assert [(row.id, row.attempts) for row in again] == [(first, 2)]


def test_two_couriers_never_claim_the_same_row_nor_break_an_order(database) -> None:
    citizens = [add_citizen(database) for _ in range(6)]
    expected = {citizen: [enqueue(database, citizen) for _ in range(4)] for citizen in citizens}
    sent: list[tuple[int, int]] = []
    lock = threading.Lock()

    def carry() -> None:
        while rows := claim_due(database, 2, later(seconds=1), LEASE) or _left(database):
            for row in rows:
                with lock:
                    sent.append((row.citizen_id, row.id))
                accept(database, row.id)

    def _left(database: Database) -> list[OutboxMessage]:
        # The other courier may hold what is left.
        with database.reading() as session:
            waiting = select(OutboxMessage.id).where(OutboxMessage.state == "queued")
            if session.scalars(waiting.limit(1)).first() is None:
                return []
        return list(claim_due(database, 2, later(seconds=1), LEASE)) or _left(database)

    threads = [threading.Thread(target=carry) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {citizen: [row for owner, row in sent if owner == citizen] for citizen in citizens} == expected


def test_old_typing_signs_are_dropped_and_bubbles_are_not(database) -> None:
    citizen = add_citizen(database)
    enqueue(database, citizen, at=later(hours=-1))
    with database.writing() as session:
        outbox.enqueue_typing(session, citizen, "wamid.1", at=later(seconds=-21))
        outbox.enqueue_typing(session, citizen, "wamid.2", at=later(seconds=-19))
    drop_stale_typing(database, later(seconds=-20))
    with database.reading() as session:
        states = session.scalars(select(OutboxMessage.state).order_by(OutboxMessage.id)).all()
        assert states == ["queued", "dropped", "queued"]


def test_media_are_claimed_when_due_and_again_after_a_crash(database, vault) -> None:
    for number in range(3):
        store(database, vault, event(f"wamid.{number}", "image", payload={"graph_id": str(number)}))
    with database.writing() as session:
        session.execute(update(Media).where(Media.graph_id == "2").values(next_try_at=later(seconds=30)))
    assert [row.graph_id for row in claim_media(database, 5, NOON, LEASE)] == ["0", "1"]
    assert [row.graph_id for row in claim_media(database, 5, later(seconds=30), LEASE)] == ["2"]
    again = claim_media(database, 1, later(seconds=60), LEASE)
    assert [(row.graph_id, row.attempts) for row in again] == [("0", 2)]


def test_statuses_wait_for_their_time(database, vault) -> None:
    store(database, vault, event("wamid.1", "status", sender=None, payload={"status": "sent"}))
    store(database, vault, event("wamid.2"))
    with database.writing() as session:
        assert waiting_statuses(session, 10, later(seconds=-1)) == []
        assert [row.wamid for row in waiting_statuses(session, 10, NOON)] == ["wamid.1"]


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """PostgreSQL reads a small table as a whole, whatever indexes it has."""
    database = Database(f"sqlite:///{tmp_path / 'lapor.db'}")
    with database.engine.execution_options(writes=True).begin() as connection:
        Table.metadata.create_all(connection)
    yield database
    database.dispose()


def plans(database: Database, work: Callable[[], Any]) -> list[str]:
    """How SQLite finds the rows of each query that `work` makes."""
    asked: list[tuple[str, Any]] = []

    def note(*call: Any) -> None:
        asked.append((call[2], call[3]))

    happening.listen(database.engine, "before_cursor_execute", note)
    work()
    happening.remove(database.engine, "before_cursor_execute", note)
    with database.reading() as session:
        explained = (
            session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all()
            for query, values in asked
            if query.startswith("SELECT")
        )
        return [str(plan) for plan in explained]


@pytest.mark.parametrize(
    "work",
    [
        lambda database: claim_due(database, 1, NOON, LEASE),
        lambda database: drop_stale_typing(database, NOON),
    ],
)
def test_what_waits_is_found_without_reading_all_that_was_ever_sent(
    work: Callable[[Database], Any], sqlite: Database
) -> None:
    enqueue(sqlite, add_citizen(sqlite))
    found = plans(sqlite, lambda: work(sqlite))
    assert found and all("ix_outbox_due" in plan for plan in found)
