"""A card waits for its hour"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import bot.storage.tables

revision = "0008"
down_revision = "0007"

WAITING = sa.text("send_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("cards", sa.Column("send_at", bot.storage.tables.UtcDateTime(timezone=True), nullable=True))
    op.create_index("ix_cards_waiting", "cards", ["send_at"], sqlite_where=WAITING, postgresql_where=WAITING)


def downgrade() -> None:
    op.drop_index("ix_cards_waiting", table_name="cards")
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.drop_column("send_at")
