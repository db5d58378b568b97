"""Brings a database to the newest schema."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError

from bot.settings import ConfigurationError
from bot.storage.database import Database

FOLDER = Path(__file__).parent / "schema"
# Any number, the same in every process that migrates.
UPGRADE_LOCK = 16_020_711


def upgrade(database: Database) -> bool:
    """Apply the migrations that are missing; True when there were any.

    Processes that do so at the same moment wait for each other. Raises ConfigurationError when the database
    cannot be reached, or was made by a newer version of this program.
    """
    configuration = alembic_configuration()
    newest = ScriptDirectory.from_config(configuration).get_current_head()
    if _reached(database) == newest:
        return False
    with database.engine.execution_options(writes=True).begin() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": UPGRADE_LOCK})
        if _revision(connection) == newest:
            return False
        configuration.attributes["connection"] = connection
        try:
            command.upgrade(configuration, "head")
        except CommandError as error:
            raise ConfigurationError(f"the database is not of this version of the program: {error}") from None
    return True


def alembic_configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(FOLDER))
    return configuration


def _reached(database: Database) -> str | None:
    try:
        with database.engine.connect() as connection:
            return _revision(connection)
    except DatabaseError as error:
        raise ConfigurationError(f"DATABASE_URL: {_first_line(error)}") from None


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _first_line(error: DatabaseError) -> str:
    lines = str(error.orig or error).splitlines()
    return lines[0].strip() if lines else "the database cannot be reached"
