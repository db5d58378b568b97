"""Moves the clock of a test by moving what the clock is compared with."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.conversations.messages import TrackerEvent
from bot.dialogue.timers import ring_timers
from bot.reports.records import Draft
from tests.dialogue.phone import Phone, Town


def let_time_pass(town: Town, span: timedelta) -> None:
    """Let drafts and sessions be older by this span, and ring what is due."""
    with town.database.writing() as session:
        for draft in session.scalars(select(Draft)):
            draft.created_at -= span
            draft.updated_at -= span
            draft.file_at = draft.file_at - span if draft.file_at else None
        for row in session.scalars(select(TrackerEvent)):
            row.event = {**row.event, "timestamp": row.event["timestamp"] - span.total_seconds()}
    ring_timers(town.database)


def open_draft_of(phone: Phone) -> Draft | None:
    with phone.town.database.reading() as session:
        query = select(Draft).where(Draft.citizen_id == phone.citizen_id(session), Draft.state == "open")
        draft = session.scalars(query).one_or_none()
        if draft is not None:
            session.expunge(draft)
        return draft
