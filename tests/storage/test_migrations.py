from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timezone

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from bot.console import records as console_records  # noqa: F401 (they declare tables)
from bot.conversations import citizens, line_words, messages, near_copies  # noqa: F401
from bot.reports import life_records, office_records, place_aliases, records, search_index  # noqa: F401
from bot.settings import ConfigurationError
from bot.storage.database import Database
from bot.storage.migrations import alembic_configuration, upgrade
from bot.storage.tables import Table
from bot.training import records as training_records  # noqa: F401


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.dispose()


def differences(database: Database) -> list[object]:
    """What alembic would change to make the database as the tables say."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_of_the_tables})
        return list(compare_metadata(context, Table.metadata))


def is_of_the_tables(name: str | None, kind: str, parents: object) -> bool:
    """Not the full-text search, which each database keeps in its own way."""
    own = (search_index.TABLE, line_words.TABLE)
    return kind != "table" or not (name or "").startswith(own)


def test_an_upgraded_database_is_what_the_tables_say(database: Database) -> None:
    assert upgrade(database) is True
    assert differences(database) == []
    names = {
        name for name in inspect(database.engine).get_table_names() if is_of_the_tables(name, "table", None)
    }
    assert names == {*Table.metadata.tables, "alembic_version"}


def test_an_upgraded_database_has_the_partial_indexes(database: Database) -> None:
    """Alembic compares an index by its columns, not by its condition."""
    upgrade(database)
    rows = "SELECT sql FROM sqlite_master" if database.is_sqlite else "SELECT indexdef FROM pg_indexes"
    with database.engine.connect() as connection:
        made = " ".join(row[0] or "" for row in connection.execute(text(rows)))
    conditions = [
        (index.name, option["where"])
        for table in Table.metadata.tables.values()
        for index in table.indexes
        for dialect, option in index.dialect_options.items()
        if dialect == database.engine.dialect.name and option["where"] is not None
    ]
    assert made.count(" WHERE ") == len(conditions) > 3
    assert all(name in made for name, _ in conditions)


def test_a_second_upgrade_changes_nothing(database: Database) -> None:
    upgrade(database)
    assert upgrade(database) is False
    assert differences(database) == []


def test_processes_that_upgrade_at_the_same_moment_do_it_once(database: Database, database_url: str) -> None:
    others = [Database(database_url) for _ in range(4)]
    outcomes: list[object] = []

    def run(other: Database) -> None:
        try:
            outcomes.append(upgrade(other))
        except Exception as error:
            outcomes.append(error)
        finally:
            other.dispose()

    threads = [threading.Thread(target=run, args=(other,)) for other in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(map(str, outcomes)) == ["False", "False", "False", "True"]


def test_an_upgrade_tells_each_copy_how_its_report_stands(database: Database) -> None:
    """As a filled database of version 0012 finds it: the columns are new, the report is there."""
    upgrade(database)
    due = datetime(2026, 11, 24, 2, 30, tzinfo=timezone.utc)
    with database.writing() as session:
        citizen = citizens.Citizen(created_at=due)
        session.add(citizen)
        session.flush()
        report = records.Report(
            ticket="OKI-1", citizen_id=citizen.id, report_class="pengaduan", status="diterima",
            category="lainnya", description="", next_due_at=due,
            copies=[records.Copy(recipient="KEC-16.02.05")],
        )  # fmt: skip
        session.add(report)
    with database.engine.execution_options(writes=True).begin() as connection:
        configuration = alembic_configuration()
        configuration.attributes["connection"] = connection
        command.downgrade(configuration, "0012")
    assert upgrade(database) is True
    with database.reading() as session:
        copy = session.query(records.Copy).one()
        assert (copy.status, copy.next_due_at) == ("diterima", due)


def test_the_database_of_a_newer_program_is_refused_and_left_alone(database: Database) -> None:
    upgrade(database)
    with database.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match="version of the program"):
        upgrade(database)
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


@pytest.mark.postgres
def test_the_url_of_a_hosting_service_is_understood(postgres_url: str) -> None:
    database = Database(postgres_url.replace("postgresql+psycopg", "postgresql"))
    with database.reading() as session:
        assert session.scalar(text("SELECT 1")) == 1
    database.dispose()
