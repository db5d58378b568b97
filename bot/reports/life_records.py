"""The tables of a report's further life: its clock, timers, verdicts of its owner, redactions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables import Table, now


class ClockEntry(Table):
    """One line of the deadline ledger, append-only: from this moment the time of a part is somebody's.

    whose: an agency code while its time runs; `warga` while a citizen's answer is awaited; `luar` while
    another level of government has it; `tutup` once it is closed. `because` is the kind of the event.
    """

    __tablename__ = "clock_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    whose: Mapped[str]
    because: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)


class Timer(Table):
    """Something that is to happen at a moment, once, whichever process finds it due.

    `key` keeps it from being set twice. state: `waiting fired dropped`, and `failed` for one that never can.
    """

    __tablename__ = "timers"
    __table_args__ = (
        Index(
            "ix_timers_due",
            "due_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignments.id"))
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="waiting")
    fired_at: Mapped[datetime | None]


class Verdict(Table):
    """What the owner said of a part that was declared done: once for each closing.

    answer: `sudah belum_semua belum`, None while he has not answered; `words_at` is when he said what is
    missing (the words themselves stand in the events of the report); `ended_at` is when he was asked no
    longer (`tidak menjawab`), or staff made the question void: they opened the part again, or upheld its
    closing.
    """

    __tablename__ = "verdicts"
    __table_args__ = (
        Index(
            "ix_verdicts_waiting",
            "asked_at",
            sqlite_where=text("answer IS NULL AND ended_at IS NULL"),
            postgresql_where=text("answer IS NULL AND ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    answer: Mapped[str | None]
    words_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Redaction(Table):
    """What was hidden in words or photos of a report, and why; the original is sealed.

    target: `description location problem words line media`, of which `target_id` is the row.
    """

    __tablename__ = "redactions"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    target: Mapped[str]
    target_id: Mapped[int]
    original_sealed: Mapped[str | None]
    reason: Mapped[str]
    staff_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)
