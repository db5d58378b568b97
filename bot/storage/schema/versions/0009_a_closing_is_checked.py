"""A closing is checked"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

WAITING = sa.text("to_check IS NOT NULL")


def upgrade() -> None:
    op.add_column("assignments", sa.Column("to_check", sa.String(), nullable=True))
    op.create_index(
        "ix_assignments_to_check",
        "assignments",
        ["to_check", "report_id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    op.drop_index("ix_assignments_to_check", table_name="assignments")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_column("to_check")
