"""The mark of a database whose reports are invented."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from bot.storage.database import Database
from bot.storage.tables import Installation

NAME = "demo"
ASK_EVERY = timedelta(minutes=1)


def is_demo(session: Session) -> bool:
    """Whether everything in this database was invented by `lapor demo`."""
    return session.get(Installation, NAME) is not None


class DemoSign:
    """Whether pages are to say that everything is invented.

    The database is asked once a minute at most: `lapor demo` may fill it while pages are served, and what it
    has filled stays a demo.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._is_up = False
        self._ask_from: datetime | None = None

    async def is_up(self, at: datetime) -> bool:
        if not self._is_up and (self._ask_from is None or at >= self._ask_from):
            self._ask_from = at + ASK_EVERY
            self._is_up = await run_in_threadpool(self._look)
        return self._is_up

    def _look(self) -> bool:
        with self._database.reading() as session:
            return is_demo(session)


def mark_as_demo(session: Session, at: datetime) -> None:
    session.add(Installation(name=NAME, value=at.date().isoformat()))
