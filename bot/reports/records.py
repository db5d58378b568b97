"""The tables of reports: draft, report, assignment, copy, event, photo."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.storage.tables import Table, now


class Draft(Table):
    """What a citizen has told so far and has not sent; outlives every session.

    state: `open filed cancelled expired`. `content` is `drafts.DraftContent` as JSON. `file_at` is when a
    complete, sure draft files itself. At most one draft of a citizen is open.
    """

    __tablename__ = "drafts"
    __table_args__ = (
        Index(
            "uq_drafts_open",
            "citizen_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_drafts_file_at",
            "file_at",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), index=True)
    state: Mapped[str] = mapped_column(default="open")
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    file_at: Mapped[datetime | None]


class Report(Table):
    """A filed report. `draft_id` is unique: one draft can never become two reports.

    filed_by: `citizen` (Kirim), `silence` (complete draft left alone), `emergency` (without Kirim).
    report_class: `pengaduan aspirasi permintaan_informasi`. Places are Kemendagri codes;
    latitude and longitude in WGS 84 degrees. `village_confirmed` is false for a village proposed by a pin.
    `road` is the id of a road of the pack. A report that no office of the regency may judge has no
    assignment and no deadline: nobody would keep the promise.
    """

    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket: Mapped[str] = mapped_column(unique=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("citizens.id"), index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id"), unique=True)
    report_class: Mapped[str]
    status: Mapped[str] = mapped_column(index=True)
    category: Mapped[str] = mapped_column(index=True)
    description: Mapped[str]
    location_text: Mapped[str | None]
    road: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    village_code: Mapped[str | None]
    village_confirmed: Mapped[bool] = mapped_column(default=False)
    district_code: Mapped[str | None] = mapped_column(index=True)
    secret: Mapped[bool] = mapped_column(default=False)
    filed_by: Mapped[str] = mapped_column(default="citizen")
    answer_due_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    assignments: Mapped[list[Assignment]] = relationship(
        order_by="Assignment.position", back_populates="report"
    )
    copies: Mapped[list[Copy]] = relationship(order_by="Copy.id")
    events: Mapped[list[ReportEvent]] = relationship(order_by="ReportEvent.id")
    photos: Mapped[list[ReportPhoto]] = relationship(order_by="ReportPhoto.position")


class Assignment(Table):
    """One problem of a report, given to one agency with its own clock."""

    __tablename__ = "assignments"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    position: Mapped[int]
    agency: Mapped[str] = mapped_column(index=True)
    suggested_agency: Mapped[str | None]
    category: Mapped[str]
    problem: Mapped[str | None]
    status: Mapped[str]
    answer_due_at: Mapped[datetime]
    due_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(default=now)

    report: Mapped[Report] = relationship(back_populates="assignments")


class Copy(Table):
    """Somebody who reads a report without owing an answer: an agency code, or `KEC-<district code>`."""

    __tablename__ = "copies"
    __table_args__ = (UniqueConstraint("report_id", "recipient"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    recipient: Mapped[str] = mapped_column(index=True)


class ReportEvent(Table):
    """One change of a report, append-only: who, when, what.

    actor: `citizen`, `system`, or `staff:<id>`. Each text has its readers: `citizen_words` (what the
    citizen added; those who work on the report), `public_text` (everybody who may see the report),
    `internal_note` (staff). kind and `data` are declared in `events.py`.
    """

    __tablename__ = "report_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignments.id"))
    kind: Mapped[str]
    actor: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    status: Mapped[str | None]
    citizen_words: Mapped[str | None]
    public_text: Mapped[str | None]
    internal_note: Mapped[str | None]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ReportPhoto(Table):
    """A photo of a report. phase: `before` (the citizen's) or `after` (proof at closing)."""

    __tablename__ = "report_photos"

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    media_id: Mapped[int] = mapped_column(ForeignKey("media.id"), primary_key=True)
    position: Mapped[int]
    phase: Mapped[str] = mapped_column(default="before")
