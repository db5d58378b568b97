from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.conversations import citizens, messages  # noqa: F401 (declares the tables)
from bot.reports import records  # noqa: F401 (declares the tables)
from bot.storage.database import Database
from bot.storage.tables import Table
from bot.storage.vault import Vault
from tests.conftest import BOTH_KINDS
from tests.postgres import new_database


@pytest.fixture(scope="session")
def postgres_tables(postgres_url: str, migrated_template: str) -> Iterator[Database]:
    """A PostgreSQL database with every table, for all tests together: emptying is faster than copying."""
    with new_database(postgres_url, migrated_template) as url:
        database = Database(url)
        yield database
        database.dispose()


@pytest.fixture(params=BOTH_KINDS)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty database with every table, once of each kind."""
    if request.param == "postgresql":
        database = request.getfixturevalue("postgres_tables")
        yield database
        with database.writing() as session:
            for table in reversed(Table.metadata.sorted_tables):
                session.execute(table.delete())
        return
    database = Database(request.getfixturevalue("migrated_sqlite"))
    yield database
    database.dispose()


@pytest.fixture
def vault() -> Vault:
    return Vault("a secret key of the tests")
