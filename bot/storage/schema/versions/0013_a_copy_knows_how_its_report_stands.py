"""A copy knows how its report stands"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import bot.storage.tables

revision = "0013"
down_revision = "0012"

FILL = """
UPDATE copies SET
    status = (SELECT reports.status FROM reports WHERE reports.id = copies.report_id),
    next_due_at = (SELECT reports.next_due_at FROM reports WHERE reports.id = copies.report_id)
"""


def upgrade() -> None:
    op.add_column("copies", sa.Column("status", sa.String(), nullable=True))
    op.add_column(
        "copies",
        sa.Column("next_due_at", bot.storage.tables.UtcDateTime(timezone=True), nullable=True),
    )
    op.execute(FILL)
    op.drop_index("ix_copies_recipient", table_name="copies")
    op.create_index("ix_copies_desk", "copies", ["recipient", "status", "next_due_at", "report_id"])
    op.create_index("ix_reports_newest_standing", "reports", ["secret", "status", "created_at", "id"])
    op.create_index("ix_assignments_problem", "assignments", ["category", "report_id"])


def downgrade() -> None:
    op.drop_index("ix_assignments_problem", table_name="assignments")
    op.drop_index("ix_reports_newest_standing", table_name="reports")
    op.drop_index("ix_copies_desk", table_name="copies")
    op.create_index("ix_copies_recipient", "copies", ["recipient"])
    with op.batch_alter_table("copies", schema=None) as batch_op:
        for name in ("next_due_at", "status"):
            batch_op.drop_column(name)
