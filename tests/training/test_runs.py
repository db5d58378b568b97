from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.storage.database import Database
from bot.storage.tables import now
from bot.training import runs
from bot.training.records import TrainingRun

WHY = "contoh minggu banjir"


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    database = Database(migrated_url)
    yield database
    database.dispose()


def asked(database: Database) -> int:
    with database.writing() as session:
        return runs.ask_for_run(session, 7, WHY, now()).id


def taken(database: Database, by: str) -> int | None:
    with database.writing() as session:
        run = runs.take_run(session, by, now())
        return run.id if run else None


def state(database: Database, run_id: int) -> str:
    with database.reading() as session:
        return session.get_one(TrainingRun, run_id).state


def test_two_trainers_who_ask_at_once_ask_for_one_training(database: Database) -> None:
    assert asked(database) == asked(database)


def test_a_training_is_taken_by_one_process_only(database: Database) -> None:
    run_id = asked(database)
    assert [taken(database, "one"), taken(database, "two")] == [run_id, None]


def test_a_training_whose_process_died_is_ended_and_another_may_be_asked_for(database: Database) -> None:
    run_id = asked(database)
    taken(database, "one")
    with database.writing() as session:
        session.get_one(TrainingRun, run_id).beat_at = now() - runs.LOST_AFTER - timedelta(seconds=1)
    assert taken(database, "two") is None
    assert state(database, run_id) == runs.FAILED
    assert asked(database) != run_id


def test_a_training_that_beats_is_left_alone(database: Database) -> None:
    run_id = asked(database)
    taken(database, "one")
    with database.reading() as session:
        assert not runs.is_waiting(session, now())
    assert state(database, run_id) == runs.RUNNING


def test_a_cancelled_training_is_never_taken(database: Database) -> None:
    run_id = asked(database)
    with database.writing() as session:
        assert runs.cancel_run(session, run_id, now())
    assert taken(database, "one") is None
    with database.writing() as session:
        assert not runs.cancel_run(session, run_id, now())
