"""Officers work by WhatsApp"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import bot.storage.tables

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "instructions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("citizen_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("word_ids", sa.JSON(), nullable=False),
        sa.Column("attached_ids", sa.JSON(), nullable=False),
        sa.Column("asks", sa.String(), nullable=False),
        sa.Column("asked_at", bot.storage.tables.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", bot.storage.tables.UtcDateTime(timezone=True), nullable=True),
        sa.Column("handled_at", bot.storage.tables.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_instructions_card_id_cards")),
        sa.ForeignKeyConstraint(
            ["citizen_id"], ["citizens.id"], name=op.f("fk_instructions_citizen_id_citizens")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instructions")),
    )
    with op.batch_alter_table("instructions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_instructions_card_id"), ["card_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_instructions_citizen_id"), ["citizen_id"], unique=False)
        batch_op.create_index(
            "ix_instructions_waiting",
            ["asked_at"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL AND handled_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND handled_at IS NULL"),
        )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("staff_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_column("staff_id")
    with op.batch_alter_table("instructions", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_instructions_waiting",
            sqlite_where=sa.text("ended_at IS NULL AND handled_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND handled_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_instructions_citizen_id"))
        batch_op.drop_index(batch_op.f("ix_instructions_card_id"))
    op.drop_table("instructions")
