"""The tables of the offices: whom to reach there, and the cards and digests that they were sent."""

from __future__ import annotations

import datetime as dates
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables import Table, now


class Contact(Table):
    """Whom to reach at an agency or sub-district; `desk` is an agency code or `KEC-<district code>`.

    A head (`is_head`) hears of what is overdue, not of single tasks. What he does by WhatsApp is done in the
    name of the account `staff_id`.
    """

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    desk: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    position: Mapped[str | None]
    phone_sealed: Mapped[str | None]
    note: Mapped[str | None]
    is_head: Mapped[bool] = mapped_column(default=False, server_default=false())
    staff_id: Mapped[int | None]
    confirmed_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]


class Digest(Table):
    """What stood on the desk of an office, or was overdue below it, on the morning of a working day.

    audience: `meja` (those who do the work), `atasan` (the heads of the desk), and `hari` for the row that
    says that the day was planned. state: `waiting sent`, `empty` (nothing to say), `known` (not sent: nothing
    new), `saved` (not sent: saving mode), `unaddressed` (nobody confirmed to send it to), `failed`.
    `content` maps each heading to the ids of the reports below it.
    """

    __tablename__ = "digests"
    __table_args__ = (
        UniqueConstraint("day", "desk", "audience"),
        Index(
            "ix_digests_waiting",
            "day",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[dates.date]
    desk: Mapped[str]
    audience: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime | None]


class Card(Table):
    """One message to one contact: of a task, of a copy, or a digest.

    kind: `tugas` (an assignment of his agency), `tembusan` (a report of his district; no assignment),
    `ringkasan` (a digest; no report). `occasion` is what it tells of, at most once to a contact. It waits
    for `send_at`, which is None once it was sent, as the outbox row `outbox_id` and those that repeat it, or
    dropped because of `dropped_because`: `hemat` (saving mode), `usang` (there is nothing to do any more),
    `gagal` (it cannot be sent at all). `answered_at` is when the contact answered by it, `handled_at` when
    staff dealt with one that he had not read.
    """

    __tablename__ = "cards"
    __table_args__ = (
        UniqueConstraint("occasion", "contact_id"),
        Index(
            "ix_cards_waiting",
            "send_at",
            sqlite_where=text("send_at IS NOT NULL"),
            postgresql_where=text("send_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    occasion: Mapped[str]
    kind: Mapped[str]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("reports.id"), index=True)
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignments.id"), index=True)
    digest_id: Mapped[int | None] = mapped_column(ForeignKey("digests.id"), index=True)
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"), index=True)
    dropped_because: Mapped[str | None]
    made_at: Mapped[datetime] = mapped_column(default=now, index=True)
    send_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    handled_at: Mapped[datetime | None]


class Instruction(Table):
    """What an officer wrote by WhatsApp that is not done yet: he was asked something about it.

    `word_ids` are the inbox rows that hold his words, `attached_ids` those of photos and pins; `card_id` is
    the card it is about, None while he is asked which. `asks` names the question (`instructions.py`).
    `ended_at` is when it was done, dropped or said anew, `handled_at` when staff dealt with one that he left.
    """

    __tablename__ = "instructions"
    __table_args__ = (
        Index(
            "ix_instructions_waiting",
            "asked_at",
            sqlite_where=text("ended_at IS NULL AND handled_at IS NULL"),
            postgresql_where=text("ended_at IS NULL AND handled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), index=True)
    card_id: Mapped[int | None] = mapped_column(ForeignKey("cards.id"), index=True)
    word_ids: Mapped[list[Any]] = mapped_column(default=list)
    attached_ids: Mapped[list[Any]] = mapped_column(default=list)
    asks: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    handled_at: Mapped[datetime | None]
