from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from bot.region.pack import Region, load_region
from bot.reports import records  # noqa: F401 (declares the tables)
from bot.storage.database import Database
from bot.storage.tables import Table
from tests.reports.cases import PACK


@pytest.fixture(scope="session")
def region() -> Region:
    return load_region(PACK)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database with every table."""
    from bot.conversations import citizens, messages  # noqa: F401

    database = Database(database_url)
    with database.engine.execution_options(writes=True).begin() as connection:
        Table.metadata.create_all(connection)
    yield database
    database.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session that writes and is committed when the test passes."""
    with database.writing() as session:
        yield session
