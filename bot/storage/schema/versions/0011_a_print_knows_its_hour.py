"""A print knows its hour"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import bot.storage.tables

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column(
        "photo_prints",
        sa.Column("taken_at", bot.storage.tables.UtcDateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_photo_prints_taken_at", "photo_prints", ["taken_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_photo_prints_taken_at", table_name="photo_prints")
    with op.batch_alter_table("photo_prints", schema=None) as batch_op:
        batch_op.drop_column("taken_at")
