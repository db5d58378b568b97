"""The tables of reports: draft, report, assignment, copy, event, promise, hand-over, photo."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from bot.storage.tables import Table, now

# Who filed a report, `Report.filed_by`. For an emergency, a danger to life, people are woken.
BY_CITIZEN = "citizen"
BY_SILENCE = "silence"
BY_EMERGENCY = "emergency"


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
        Index(
            "ix_drafts_unsent",
            "updated_at",
            sqlite_where=text("state IN ('open', 'expired') AND file_at IS NULL"),
            postgresql_where=text("state IN ('open', 'expired') AND file_at IS NULL"),
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
    `road` is the id of a road of the pack. `next_due_at` is the earliest promise still open among the parts;
    `unread_at` when the citizen first added something that no staff has read; `merged_into` is the report
    this one was found to be a double of. `breach_told_at` is when its owner was told that a promise was
    broken; `again_of` the closed report whose trouble has come back within its guarantee. A report that no
    office of the regency may judge has no assignment and no deadline: nobody would keep the promise.
    """

    __tablename__ = "reports"
    __table_args__ = (
        Index("ix_reports_standing", "secret", "status", "next_due_at", "id"),
        Index("ix_reports_newest", "secret", "created_at", "id"),
        Index("ix_reports_newest_standing", "secret", "status", "created_at", "id"),
        Index(
            "ix_reports_unread",
            "unread_at",
            sqlite_where=text("unread_at IS NOT NULL"),
            postgresql_where=text("unread_at IS NOT NULL"),
        ),
    )

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
    filed_by: Mapped[str] = mapped_column(default=BY_CITIZEN)
    answer_due_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    next_due_at: Mapped[datetime | None] = mapped_column(index=True)
    unread_at: Mapped[datetime | None]
    merged_into: Mapped[int | None]
    breach_told_at: Mapped[datetime | None]
    again_of: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    assignments: Mapped[list[Assignment]] = relationship(
        order_by="Assignment.position", back_populates="report"
    )
    copies: Mapped[list[Copy]] = relationship(order_by="Copy.id", cascade="all, delete-orphan")
    events: Mapped[list[ReportEvent]] = relationship(order_by="ReportEvent.id")
    photos: Mapped[list[ReportPhoto]] = relationship(order_by="ReportPhoto.position")

    @validates("status", "next_due_at")
    def _tell_copies(self, name: str, value: object) -> object:
        if getattr(self, name) != value:
            for copy in self.copies:
                setattr(copy, name, value)
        return value

    @validates("copies")
    def _tell_copy(self, _: str, copy: Copy) -> Copy:
        copy.status, copy.next_due_at = self.status, self.next_due_at
        return copy


class Assignment(Table):
    """One problem of a report, given to one agency with its own clock.

    `next_due_at` is its next promise, None once it is closed; `answered_at` when the first answer was given,
    `seen_at` when somebody of the agency first opened it.

    to_check: why the operator is to look at its closing: `bukti` (the proof is weak), `bantahan` (its owner
    says no for the second time); None when there is no need, or he has done so.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        Index("ix_assignments_desk", "agency", "status", "next_due_at", "report_id"),
        Index("ix_assignments_problem", "category", "report_id"),
        Index(
            "ix_assignments_unopened",
            "created_at",
            sqlite_where=text("seen_at IS NULL AND closed_at IS NULL"),
            postgresql_where=text("seen_at IS NULL AND closed_at IS NULL"),
        ),
        Index(
            "ix_assignments_to_check",
            "to_check",
            "report_id",
            sqlite_where=text("to_check IS NOT NULL"),
            postgresql_where=text("to_check IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    position: Mapped[int]
    agency: Mapped[str]
    suggested_agency: Mapped[str | None]
    category: Mapped[str]
    problem: Mapped[str | None]
    status: Mapped[str]
    answer_due_at: Mapped[datetime]
    due_at: Mapped[datetime]
    next_due_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    to_check: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    report: Mapped[Report] = relationship(back_populates="assignments")


class Copy(Table):
    """Somebody who reads a report without owing an answer: an agency code, or `KEC-<district code>`.

    `status` and `next_due_at` are always those of the report: a desk's list of many thousand copies need not
    look up each report.
    """

    __tablename__ = "copies"
    __table_args__ = (
        UniqueConstraint("report_id", "recipient"),
        Index("ix_copies_desk", "recipient", "status", "next_due_at", "report_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    recipient: Mapped[str]
    status: Mapped[str | None]
    next_due_at: Mapped[datetime | None]


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


class Promise(Table):
    """A dated answer of an agency ("Buku Janji").

    kind: `dikerjakan` (done by `until`), `dijadwalkan` (planned for `until`, paid from `source`),
    `diteruskan` (with the letter `letter`), `tidak_bisa` (with a reason).

    What follows stands as of the last change of the report (`book.keep_book`). agency: who promised. due_at:
    until when it holds. state: `berjalan`, `menunggu` while the time stands still, `ditepati`, `ingkar`,
    `gugur`; one that is `berjalan` past its hour is broken all the same.
    """

    __tablename__ = "promises"
    __table_args__ = (
        Index("ix_promises_book", "agency", "due_at", "id"),
        Index(
            "ix_promises_new",
            "id",
            sqlite_where=text("state IS NULL"),
            postgresql_where=text("state IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    kind: Mapped[str]
    until: Mapped[datetime | None]
    source: Mapped[str | None]
    letter: Mapped[str | None]
    staff_id: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(default=now)
    agency: Mapped[str | None]
    due_at: Mapped[datetime | None]
    state: Mapped[str | None]


class Handover(Table):
    """The wish to give a part to another level of government; the operator agrees or refuses.

    state: `asked agreed refused`, and `returned` once the other government has refused what was agreed.
    `proof` says why it is theirs, `letter` is the number of the letter or of the SP4N case. The agency that
    asked stays in charge of following up.
    """

    __tablename__ = "handovers"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    from_agency: Mapped[str]
    to_agency: Mapped[str]
    proof: Mapped[str]
    letter: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="asked", index=True)
    asked_by: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    decision: Mapped[str | None]


class ReportPhoto(Table):
    """A photo of a report. phase: `before` (the citizen's) or `after` (proof at closing)."""

    __tablename__ = "report_photos"

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    media_id: Mapped[int] = mapped_column(ForeignKey("media.id"), primary_key=True)
    position: Mapped[int]
    phase: Mapped[str] = mapped_column(default="before")
