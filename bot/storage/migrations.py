"""Brings a database to the newest schema."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.storage.database import Database

FOLDER = Path(__file__).parent / "schema"


def upgrade(database: Database) -> bool:
    """Apply the migrations that are missing; True when there were any."""
    configuration = alembic_configuration()
    newest = ScriptDirectory.from_config(configuration).get_current_head()
    with database.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == newest:
        return False
    with database.engine.execution_options(writes=True).begin() as connection:
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "head")
    return True


def alembic_configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(FOLDER))
    return configuration
