from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from bot.conversations import citizens, messages  # noqa: F401 (they declare tables)
from bot.region.pack import Region, load_region
from bot.reports import life_records, office_records, records  # noqa: F401
from bot.storage.database import Database
from bot.storage.tables import Table
from tests.postgres import new_database
from tests.reports.cases import PACK

SQLITE = "sqlite"
BOTH_KINDS = [SQLITE, pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def region() -> Region:
    return load_region(PACK)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database with every table, for tests that commit."""
    yield from _with_tables(database_url)


@pytest.fixture(scope="session", params=BOTH_KINDS)
def lasting_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A database of each kind that outlives the tests; nothing is ever committed into it."""
    if request.param == SQLITE:
        yield from _with_tables(f"sqlite:///{tmp_path_factory.mktemp('reports') / 'lapor.db'}")
        return
    with new_database(request.getfixturevalue("postgres_url")) as url:
        yield from _with_tables(url)


@pytest.fixture
def session(lasting_database: Database) -> Iterator[Session]:
    """A session that writes into an empty database; all of it is undone after the test."""
    with lasting_database.writing() as session:
        yield session
        session.rollback()


def _with_tables(url: str) -> Iterator[Database]:
    database = Database(url)
    with database.engine.execution_options(writes=True).begin() as connection:
        Table.metadata.create_all(connection)
    yield database
    database.dispose()
