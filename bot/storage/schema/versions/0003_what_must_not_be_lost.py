"""What must not be lost

Indexes of what staff are shown as unsent, unread, unopened or waiting. Each holds few rows of a large table.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# Name, table, column, condition.
INDEXES = (
    ("ix_inbox_set_aside", "inbox", "received_at", "state = 'failed' AND handled_at IS NULL"),
    (
        "ix_outbox_untold",
        "outbox",
        "created_at",
        "state IN ('accepted', 'sent', 'failed') AND handled_at IS NULL AND purpose != 'typing'",
    ),
    ("ix_media_lost", "media", "received_at", "state IN ('failed', 'refused') AND handled_at IS NULL"),
    (
        "ix_media_untyped",
        "media",
        "received_at",
        "kind = 'audio' AND state = 'stored' AND typed_at IS NULL AND handled_at IS NULL",
    ),
    ("ix_citizens_last_inbound_at", "citizens", "last_inbound_at", None),
    ("ix_citizens_taken", "citizens", "staff_active_at", "taken_by IS NOT NULL"),
    ("ix_citizens_human_asked_at", "citizens", "human_asked_at", "human_asked_at IS NOT NULL"),
    ("ix_drafts_unsent", "drafts", "updated_at", "state IN ('open', 'expired') AND file_at IS NULL"),
    ("ix_assignments_unopened", "assignments", "created_at", "seen_at IS NULL AND closed_at IS NULL"),
)


def upgrade() -> None:
    for name, table, column, condition in INDEXES:
        where = sa.text(condition) if condition else None
        op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name, table, _, _ in INDEXES:
        op.drop_index(name, table_name=table)
