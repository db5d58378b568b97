"""One engine on SQLite or PostgreSQL, and two ways to open a session: reading and writing."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session, sessionmaker

from bot.settings import ConfigurationError

BUSY_MILLISECONDS = 15_000
CONNECT_SECONDS = 10
WRITE_AHEAD_PAUSE_SECONDS = 0.01


class Database:
    """The engine with its two kinds of session.

    SQLite has one writer. A session that will write takes that place at its first statement
    (`BEGIN IMMEDIATE`), so it can never fail half-way because another writer came in between.
    """

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self._reading = sessionmaker(self.engine, expire_on_commit=False, autoflush=False)
        self._writing = sessionmaker(self.engine.execution_options(writes=True), expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and never changes it."""
        with self._reading() as session:
            yield session
            session.rollback()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits as a whole at the end, or not at all when the body raises."""
        with self._writing.begin() as session:
            yield session

    def dispose(self) -> None:
        self.engine.dispose()


def make_engine(url: str) -> Engine:
    """Create the engine; raises ConfigurationError for a database this program does not serve.

    Errors name no parameters: they would put a citizen's words into the log.
    """
    parsed = _read_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(
            parsed,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=20,
            connect_args={"connect_timeout": CONNECT_SECONDS},
        )
    if parsed.database and parsed.database != ":memory:":
        _make_folder(Path(parsed.database).parent)
    engine = create_engine(parsed, hide_parameters=True, connect_args={"timeout": BUSY_MILLISECONDS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _read_url(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        # Its text is left out: it may hold a password.
        raise ConfigurationError("DATABASE_URL is no URL of a database") from None
    backend = parsed.get_backend_name()
    if backend not in ("postgresql", "sqlite"):
        raise ConfigurationError(f"DATABASE_URL: {backend} is not served, only sqlite and postgresql")
    # The only driver installed, also for URLs as hosting services write them.
    return parsed.set(drivername="postgresql+psycopg") if backend == "postgresql" else parsed


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"DATABASE_URL: {folder} cannot be made ({error.strerror})") from None


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not open transactions by itself: `_begin_sqlite` decides which kind.
    connection.isolation_level = None
    cursor = connection.cursor()
    # What is deleted is overwritten: an erased citizen must not be legible in the file.
    always = ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
    for pragma in (f"busy_timeout={BUSY_MILLISECONDS}", *always):
        cursor.execute(f"PRAGMA {pragma}")
    _write_ahead(cursor)
    cursor.close()


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Switch a new file to write-ahead logging.

    Of processes that do so at the same moment SQLite refuses all but one at once, without the busy timeout
    (it would be a deadlock): the others try again.
    """
    give_up = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
            time.sleep(WRITE_AHEAD_PAUSE_SECONDS)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
