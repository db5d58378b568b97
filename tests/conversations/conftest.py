from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.conversations import citizens, messages  # noqa: F401 (declares the tables)
from bot.reports import records  # noqa: F401 (declares the tables)
from bot.storage.database import Database
from bot.storage.tables import Table
from bot.storage.vault import Vault
from tests.postgres import new_database


@pytest.fixture(scope="session")
def postgres_tables(postgres_url: str) -> Iterator[Database]:
    """A PostgreSQL database with every table, for all tests together: creating one takes half a second."""
    with new_database(postgres_url) as url:
        database = Database(url)
        create_tables(database)
        yield database
        database.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database with every table, once of each kind."""
    if request.param == "postgresql":
        database = request.getfixturevalue("postgres_tables")
        yield database
        with database.writing() as session:
            for table in reversed(Table.metadata.sorted_tables):
                session.execute(table.delete())
        return
    database = Database(f"sqlite:///{tmp_path / 'lapor.db'}")
    create_tables(database)
    yield database
    database.dispose()


def create_tables(database: Database) -> None:
    with database.engine.execution_options(writes=True).begin() as connection:
        Table.metadata.create_all(connection)


@pytest.fixture
def vault() -> Vault:
    return Vault("a secret key of the tests")
