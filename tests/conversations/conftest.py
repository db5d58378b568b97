from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.conversations import citizens, messages  # noqa: F401 (declares the tables)
from bot.reports import records  # noqa: F401 (declares the tables)
from bot.storage.database import Database
from bot.storage.tables import Table
from bot.storage.vault import Vault


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database with every table."""
    database = Database(database_url)
    with database.engine.execution_options(writes=True).begin() as connection:
        Table.metadata.create_all(connection)
    yield database
    database.dispose()


@pytest.fixture
def vault() -> Vault:
    return Vault("a secret key of the tests")
