"""The tables of citizens and of the identities by which WhatsApp names them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables import Table, now

USER_ID = "user_id"
PHONE = "phone"


class Citizen(Table):
    """A person who writes to us; no column requires a phone.

    `lease_token` and `lease_until` belong to the worker that is answering this citizen:
    never two workers on one citizen. `joined_into` names the citizen this one turned out to be;
    such a row has no identity any more and keeps only what could not follow.

    `taken_by` is the member of the staff who answers in place of the bot, `staff_active_at` when somebody of
    the staff last did something in this chat, `human_asked_at` when the citizen asked for a human and nobody
    has answered yet. Since `updates_stopped_at` he hears only what he asks for. Until `blocked_until` nothing
    but a danger is answered. Since `erased_at` nobody is found by his names any more; `erasure_done_at` is
    when nothing was left that had to be kept for a while.
    """

    __tablename__ = "citizens"
    __table_args__ = (
        Index("ix_citizens_last_inbound_at", "last_inbound_at"),
        Index(
            "ix_citizens_taken",
            "staff_active_at",
            sqlite_where=text("taken_by IS NOT NULL"),
            postgresql_where=text("taken_by IS NOT NULL"),
        ),
        Index(
            "ix_citizens_human_asked_at",
            "human_asked_at",
            sqlite_where=text("human_asked_at IS NOT NULL"),
            postgresql_where=text("human_asked_at IS NOT NULL"),
        ),
        Index(
            "ix_citizens_erasure_open",
            "erased_at",
            sqlite_where=text("erased_at IS NOT NULL AND erasure_done_at IS NULL"),
            postgresql_where=text("erased_at IS NOT NULL AND erasure_done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    profile_name_sealed: Mapped[str | None]
    last_inbound_at: Mapped[datetime | None]
    privacy_told_at: Mapped[datetime | None]
    flood_told_at: Mapped[datetime | None]
    lease_token: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    session: Mapped[int] = mapped_column(default=0)
    joined_into: Mapped[int | None] = mapped_column(ForeignKey("citizens.id"))
    taken_by: Mapped[int | None]
    staff_active_at: Mapped[datetime | None]
    human_asked_at: Mapped[datetime | None]
    blocked_until: Mapped[datetime | None]
    updates_stopped_at: Mapped[datetime | None]
    blocked_because: Mapped[str | None]
    blocked_by: Mapped[int | None]
    erased_at: Mapped[datetime | None]
    erasure_done_at: Mapped[datetime | None]


class Identity(Table):
    """One name of a citizen: Meta's business-scoped user id or a phone number, with its history.

    At most one citizen holds a value at a time (`ended_at` is null); a recycled number ends the
    former row and begins another.
    """

    __tablename__ = "identities"
    __table_args__ = (
        Index(
            "uq_identities_current",
            "kind",
            "value_hash",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), index=True)
    kind: Mapped[str]
    value_hash: Mapped[str]
    value_sealed: Mapped[str]
    first_seen_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
