"""The tables of the staff: accounts, sessions, failed sign-ins, answer templates, audit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables import Table, now


class Staff(Table):
    """Somebody who may sign in. Rows are never deleted: events and audit name their id.

    `username` is lower case. `agency` is an agency code (officer, inspektorat), `district` a Kemendagri code
    (camat). `must_change_password` is set for passwords that somebody else chose. `totp_sealed` is the
    secret of the second factor, in force once `totp_confirmed_at` is set. `subject` is the name that an
    outside identity provider gives this person.
    """

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    agency: Mapped[str | None]
    district: Mapped[str | None]
    password_hash: Mapped[str | None]
    must_change_password: Mapped[bool] = mapped_column(default=True)
    totp_sealed: Mapped[str | None]
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None]
    subject: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]


class StaffSession(Table):
    """A browser that is signed in, known by the hash of the token in its cookie.

    stage: `code` (the second factor is still to come), `password` (a new password is), `in`.
    """

    __tablename__ = "staff_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    stage: Mapped[str]
    device: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_used_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]


class FailedSignIn(Table):
    """A wrong name, password or code; `key` is a keyed hash of the name or of the address it came from."""

    __tablename__ = "failed_sign_ins"
    __table_args__ = (Index("ix_failed_sign_ins_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)


class AnswerTemplate(Table):
    """A prepared answer. Fields stand in curly brackets, e.g. `{tanggal}`; `desk` None is for everybody."""

    __tablename__ = "answer_templates"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    category: Mapped[str | None]
    desk: Mapped[str | None] = mapped_column(index=True)
    written_by: Mapped[int | None]
    changed_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]


class AuditEntry(Table):
    """Who saw or did what, append-only. `ticket` or `citizen_id` say of whom; `reason` is given by him."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_at", "at"), Index("ix_audit_ticket", "ticket"))

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int | None] = mapped_column(index=True)
    deed: Mapped[str]
    ticket: Mapped[str | None]
    citizen_id: Mapped[int | None]
    reason: Mapped[str | None]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime] = mapped_column(default=now)
