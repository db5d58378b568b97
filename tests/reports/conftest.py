from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from bot.conversations import citizens, messages  # noqa: F401 (they declare tables)
from bot.region.pack import Region, load_region
from bot.reports import life_records, office_records, records  # noqa: F401
from bot.storage.database import Database
from tests.conftest import BOTH_KINDS
from tests.postgres import new_database
from tests.reports.cases import PACK


@pytest.fixture(scope="session")
def region() -> Region:
    return load_region(PACK)


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    """An empty database with every table, for tests that commit."""
    yield from _opened(migrated_url)


@pytest.fixture(scope="session", params=BOTH_KINDS)
def lasting_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A database of each kind that outlives the tests; nothing is ever committed into it."""
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("reports") / "lapor.db"
        yield from _opened(f"sqlite:///{shutil.copy(request.getfixturevalue('migrated_file'), file)}")
        return
    cluster = request.getfixturevalue("postgres_url")
    with new_database(cluster, request.getfixturevalue("migrated_template")) as url:
        yield from _opened(url)


@pytest.fixture
def session(lasting_database: Database) -> Iterator[Session]:
    """A session that writes into an empty database; all of it is undone after the test."""
    with lasting_database.writing() as session:
        yield session
        session.rollback()


def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.dispose()
