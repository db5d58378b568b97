"""The tables of one conversation: inbox, outbox, media, transcript and the tracker's events."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables import Table, now


class InboxEvent(Table):
    """One event of WhatsApp, stored before it is acknowledged.

    kind: `text image video audio document sticker location contacts button list_reply template_button
    nfm_reply reaction order unsupported revoke edit system status timer unknown broken`.
    state: `waiting` (a worker or the courier will take it), `done`, `failed` (set aside after its
    retries), `kept` (nothing to do). `payload` never holds a phone number; what may hold one
    (contact cards, unknown and broken items) is in `sealed`, as encrypted JSON. `handled_at` is when staff
    dealt with a row that was set aside.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "ix_inbox_waiting",
            "kind",
            "ready_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_inbox_set_aside",
            "received_at",
            sqlite_where=text("state = 'failed' AND handled_at IS NULL"),
            postgresql_where=text("state = 'failed' AND handled_at IS NULL"),
        ),
        Index("ix_inbox_citizen_state", "citizen_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    citizen_id: Mapped[int | None] = mapped_column(ForeignKey("citizens.id"))
    wamid: Mapped[str | None] = mapped_column(index=True)
    reply_to: Mapped[str | None]
    payload: Mapped[dict[str, Any]]
    sealed: Mapped[str | None]
    sent_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=now)
    state: Mapped[str] = mapped_column(default="waiting")
    ready_at: Mapped[datetime] = mapped_column(default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    turn_id: Mapped[str | None]
    handled_at: Mapped[datetime | None]


class OutboxMessage(Table):
    """One thing to tell WhatsApp: a bubble, or a read receipt with a typing sign.

    purpose: `reply apology notice typing staff update`, `card` (to an officer). state: `queued sending
    accepted sent delivered read failed dropped`; it only ever moves forward. `body` is content as
    `bot/conversations/bubbles.py` makes it. `handled_at` is when staff dealt with a row that failed;
    `repeats` is the first row that said the same.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due",
            "next_try_at",
            sqlite_where=text("state IN ('queued', 'sending')"),
            postgresql_where=text("state IN ('queued', 'sending')"),
        ),
        Index(
            "ix_outbox_untold",
            "created_at",
            sqlite_where=text(
                "state IN ('accepted', 'sent', 'failed') AND handled_at IS NULL AND purpose != 'typing'"
            ),
            postgresql_where=text(
                "state IN ('accepted', 'sent', 'failed') AND handled_at IS NULL AND purpose != 'typing'"
            ),
        ),
        Index("ix_outbox_created_at", "created_at"),
        Index(
            "ix_outbox_repeats",
            "repeats",
            sqlite_where=text("repeats IS NOT NULL"),
            postgresql_where=text("repeats IS NOT NULL"),
        ),
        Index("ix_outbox_citizen_state", "citizen_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"))
    purpose: Mapped[str]
    body: Mapped[dict[str, Any]]
    turn_id: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(default=now)
    claimed_until: Mapped[datetime | None]
    wamid: Mapped[str | None] = mapped_column(index=True)
    error_code: Mapped[int | None]
    error_title: Mapped[str | None]
    pricing: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    accepted_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    handled_at: Mapped[datetime | None]
    repeats: Mapped[int | None]


class Media(Table):
    """A photo, voice note, video, document or sticker of a citizen, or a photo of the staff for him.

    state: `waiting` (to be fetched), `stored`, `refused` (its content is no good photo), `failed`
    (could not be fetched in its seven days). `sha256` and `bytes` are of the file as received;
    `original_path` keeps it, `served_path` the copy without EXIF. `exif` is for staff only.
    `told_at` is when the citizen was told that it was refused or failed. A photo of the staff has a
    `staff_id` and an empty `graph_id`. `typed_at` is when staff wrote down a voice note, `handled_at` when
    they dealt with one that needs nothing more; `redacted_at` when its content was hidden.
    """

    __tablename__ = "media"
    __table_args__ = (
        Index(
            "ix_media_due",
            "next_try_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_media_lost",
            "received_at",
            sqlite_where=text("state IN ('failed', 'refused') AND handled_at IS NULL"),
            postgresql_where=text("state IN ('failed', 'refused') AND handled_at IS NULL"),
        ),
        Index(
            "ix_media_untyped",
            "received_at",
            sqlite_where=text(
                "kind = 'audio' AND state = 'stored' AND typed_at IS NULL AND handled_at IS NULL"
            ),
            postgresql_where=text(
                "kind = 'audio' AND state = 'stored' AND typed_at IS NULL AND handled_at IS NULL"
            ),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), index=True)
    inbox_id: Mapped[int | None] = mapped_column(ForeignKey("inbox.id"), unique=True)
    kind: Mapped[str]
    graph_id: Mapped[str]
    staff_id: Mapped[int | None]
    claimed_mime: Mapped[str | None]
    forwarded: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(default=now)
    claimed_until: Mapped[datetime | None]
    refused_because: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(index=True)
    mime: Mapped[str | None]
    bytes: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    exif: Mapped[dict[str, Any] | None]
    original_path: Mapped[str | None]
    served_path: Mapped[str | None]
    received_at: Mapped[datetime] = mapped_column(default=now)
    stored_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    typed_at: Mapped[datetime | None]
    handled_at: Mapped[datetime | None]
    redacted_at: Mapped[datetime | None]


class TranscriptEntry(Table):
    """One line of the conversation as people read it.

    speaker: `citizen bot staff`. `understanding` holds what the bot read in a citizen's words:
    intent, confidence, entities, alternatives. `draft_id` and `report_id` say which report the line belongs
    to: those who work on a report read no other lines. `secret` lines are for the office in charge alone.
    """

    __tablename__ = "transcript"
    __table_args__ = (
        Index("ix_transcript_citizen_at", "citizen_id", "at"),
        Index("ix_transcript_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"))
    speaker: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str | None]
    content: Mapped[dict[str, Any] | None]
    wamid: Mapped[str | None] = mapped_column(index=True)
    reply_to: Mapped[str | None]
    media_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"))
    inbox_id: Mapped[int | None] = mapped_column(ForeignKey("inbox.id"), unique=True)
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    turn_id: Mapped[str | None]
    understanding: Mapped[dict[str, Any] | None]
    draft_id: Mapped[int | None] = mapped_column(index=True)
    report_id: Mapped[int | None] = mapped_column(index=True)
    staff_id: Mapped[int | None]
    secret: Mapped[bool] = mapped_column(default=False, server_default=false())
    at: Mapped[datetime] = mapped_column(default=now)
    edited_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class TrackerEvent(Table):
    """One event of Rasa's tracker; only those of the citizen's running session are ever loaded."""

    __tablename__ = "tracker_events"
    __table_args__ = (Index("uq_tracker_events_place", "citizen_id", "session", "position", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"))
    session: Mapped[int]
    position: Mapped[int]
    event: Mapped[dict[str, Any]]
