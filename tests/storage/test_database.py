"""Opening the database."""

from __future__ import annotations

import threading
from pathlib import Path

from sqlalchemy import text

from bot.storage.database import Database

OPENERS = 6
NEW_FILES = 60


def test_processes_that_open_a_new_file_at_the_same_moment_all_read_it(tmp_path: Path) -> None:
    refusals = [refusal for file in range(NEW_FILES) for refusal in _opened_at_once(tmp_path / f"{file}.db")]
    assert refusals == []


def _opened_at_once(path: Path) -> list[Exception]:
    refusals: list[Exception] = []
    start = threading.Barrier(OPENERS)

    def read() -> None:
        database = Database(f"sqlite:///{path}")
        start.wait()
        try:
            with database.reading() as session:
                assert session.scalar(text("SELECT 1")) == 1
        except Exception as error:
            refusals.append(error)
        finally:
            database.dispose()

    threads = [threading.Thread(target=read) for _ in range(OPENERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refusals
