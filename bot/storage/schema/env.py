"""Alembic's entry: runs migrations on the connection that `bot.storage.migrations` opened."""

from __future__ import annotations

from alembic import context

from bot.storage.tables import Table

# The full text of reports and chats, which each database keeps in its own way, is no table of ours.
FULL_TEXT = ("report_words", "line_words")


def is_of_the_tables(name: str | None, kind: str, parents: object) -> bool:
    return kind != "table" or not (name or "").startswith(FULL_TEXT)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    compare_type=True,
    include_name=is_of_the_tables,
)
with context.begin_transaction():
    context.run_migrations()
