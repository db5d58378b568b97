"""Promises have a book"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import bot.storage.tables

revision = "0012"
down_revision = "0011"

NEW = sa.text("state IS NULL")


def upgrade() -> None:
    op.add_column("promises", sa.Column("agency", sa.String(), nullable=True))
    op.add_column(
        "promises",
        sa.Column("due_at", bot.storage.tables.UtcDateTime(timezone=True), nullable=True),
    )
    op.add_column("promises", sa.Column("state", sa.String(), nullable=True))
    op.create_index("ix_promises_book", "promises", ["agency", "due_at", "id"])
    op.create_index("ix_promises_new", "promises", ["id"], sqlite_where=NEW, postgresql_where=NEW)


def downgrade() -> None:
    op.drop_index("ix_promises_new", table_name="promises", sqlite_where=NEW, postgresql_where=NEW)
    op.drop_index("ix_promises_book", table_name="promises")
    with op.batch_alter_table("promises", schema=None) as batch_op:
        for name in ("state", "due_at", "agency"):
            batch_op.drop_column(name)
