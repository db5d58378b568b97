from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.conversations.messages import InboxEvent
from bot.dialogue.timers import ring_timers
from bot.reports.records import Draft
from bot.storage.database import Database
from bot.storage.tables import now
from tests.operations.town import add_citizen, wire

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def database(migrated_url: str, tmp_path: Path) -> Iterator[Database]:
    database = wire(migrated_url, tmp_path).database
    yield database
    database.dispose()


def add_draft(database: Database, age: timedelta, due_in: timedelta | None = None) -> int:
    """An open draft of a new citizen, touched `age` ago, that files itself in `due_in`."""
    citizen, at = add_citizen(database), now()
    with database.writing() as session:
        draft = Draft(
            citizen_id=citizen, updated_at=at - age, file_at=at + due_in if due_in is not None else None
        )
        session.add(draft)
        session.flush()
        return draft.id


def state(database: Database, draft: int) -> str:
    with database.reading() as session:
        return session.get_one(Draft, draft).state


def rung(database: Database) -> list[int]:
    with database.reading() as session:
        events = session.scalars(select(InboxEvent).where(InboxEvent.kind == "timer").order_by(InboxEvent.id))
        return [event.payload["draft_id"] for event in events]


def test_a_draft_whose_hour_is_over_becomes_a_message_once(database: Database) -> None:
    draft = add_draft(database, HOUR, due_in=-timedelta(seconds=1))
    add_draft(database, HOUR, due_in=HOUR)
    assert ring_timers(database) == 1
    assert ring_timers(database) == 0
    assert rung(database) == [draft]


def test_a_draft_that_is_touched_again_rings_again(database: Database) -> None:
    draft = add_draft(database, HOUR, due_in=-timedelta(seconds=1))
    ring_timers(database)
    with database.writing() as session:
        row = session.get_one(Draft, draft)
        row.updated_at, row.file_at = now(), now()
    assert ring_timers(database) == 1
    assert rung(database) == [draft, draft]


def test_two_workers_ring_once(database: Database) -> None:
    drafts = [add_draft(database, HOUR, due_in=-timedelta(seconds=1)) for _ in range(20)]
    counts: list[int] = []
    threads = [threading.Thread(target=lambda: counts.append(ring_timers(database))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sum(counts) == 20
    assert sorted(rung(database)) == sorted(drafts)


def test_drafts_of_seven_days_expire_though_nothing_is_due(database: Database) -> None:
    old, young = add_draft(database, 7 * DAY + HOUR), add_draft(database, 6 * DAY)
    assert ring_timers(database) == 0
    assert (state(database, old), state(database, young)) == ("expired", "open")


def test_a_draft_that_is_too_old_never_files_itself(database: Database) -> None:
    old = add_draft(database, 8 * DAY, due_in=-7 * DAY)
    assert ring_timers(database) == 0
    assert state(database, old) == "expired"
    assert rung(database) == []
