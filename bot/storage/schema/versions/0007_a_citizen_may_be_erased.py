"""A citizen may be erased"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import bot.storage.tables

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    with op.batch_alter_table("citizens", schema=None) as batch_op:
        for name in ("erased_at", "erasure_done_at"):
            batch_op.add_column(sa.Column(name, bot.storage.tables.UtcDateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_citizens_erasure_open",
            ["erased_at"],
            unique=False,
            sqlite_where=sa.text("erased_at IS NOT NULL AND erasure_done_at IS NULL"),
            postgresql_where=sa.text("erased_at IS NOT NULL AND erasure_done_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("citizens", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_citizens_erasure_open",
            sqlite_where=sa.text("erased_at IS NOT NULL AND erasure_done_at IS NULL"),
            postgresql_where=sa.text("erased_at IS NOT NULL AND erasure_done_at IS NULL"),
        )
        batch_op.drop_column("erasure_done_at")
        batch_op.drop_column("erased_at")
