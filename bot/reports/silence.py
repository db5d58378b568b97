"""Drafts that nobody finishes: which file themselves now, and which are too old to go on with."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.reports.records import Draft

DRAFT_LIFE = timedelta(days=7)


def due_drafts(session: Session, at: datetime, limit: int = 100) -> list[Draft]:
    """Open drafts whose hour of silence is over, the longest waiting first.

    `file_at` is set only on complete, sure drafts; who files one must hold the citizen's lease.
    """
    return list(
        session.scalars(
            select(Draft)
            .where(Draft.state == "open", Draft.file_at <= at)
            .order_by(Draft.file_at, Draft.id)
            .limit(limit)
        )
    )


def expire_drafts(session: Session, at: datetime) -> int:
    """Close open drafts that were not touched for seven days; return how many."""
    expired = update(Draft).where(Draft.state == "open", Draft.updated_at < at - DRAFT_LIFE)
    closed = session.execute(
        expired.values(state="expired", file_at=None).returning(Draft.id),
        execution_options={"synchronize_session": "fetch"},
    )
    return len(closed.all())
