"""Reports as machines read them; the shape is a promise of interfaces.md (`lapor reports show --json`)."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from bot.reports.photos import stored_media
from bot.reports.records import Assignment, Report, ReportEvent
from bot.reports.tickets import Ticket


def find_report(session: Session, ticket: Ticket) -> Report | None:
    """The report with this ticket, for staff and machines; citizens ask `status.status_for`."""
    return session.scalar(select(Report).where(Report.ticket == ticket))


def list_reports(session: Session, limit: int | None = None) -> list[Report]:
    """Reports, newest first."""
    parts = (Report.assignments, Report.copies, Report.events)
    newest = select(Report).order_by(Report.created_at.desc(), Report.id.desc()).limit(limit)
    return list(session.scalars(newest.options(*(selectinload(part) for part in parts))))


def report_json(session: Session, report: Report) -> dict[str, Any]:
    """The whole report but for its reporter; moments in ISO 8601, UTC.

    Of a secret report the words, the texts of its updates and every hint of the place are null: the
    command line belongs to the operator, and only the office it is assigned to may read those.
    """
    return {
        "ticket": report.ticket,
        "class": report.report_class,
        "status": report.status,
        "category": report.category,
        **_withheld_when_secret(report),
        "secret": report.secret,
        "filed_by": report.filed_by,
        "due_at": _iso(report.due_at),
        "answer_due_at": _iso(report.answer_due_at),
        "assignments": [_assignment_json(assignment) for assignment in report.assignments],
        "copies": [copy.recipient for copy in report.copies],
        "photos": [
            {"sha256": media.sha256, "mime": media.mime, "bytes": media.bytes}
            for media in stored_media(session, report)
        ],
        "created_at": _iso(report.created_at),
        "updates": [_update_json(event, report.secret) for event in report.events if _is_update(event)],
        "supporters": 0,
    }


def _withheld_when_secret(report: Report) -> dict[str, Any]:
    columns = (
        *("description", "location_text", "latitude", "longitude"),
        *("village_code", "village_confirmed", "district_code"),
    )
    return {column: None if report.secret else getattr(report, column) for column in columns}


def _assignment_json(assignment: Assignment) -> dict[str, Any]:
    return {
        "agency": assignment.agency,
        "category": assignment.category,
        "status": assignment.status,
        "due_at": _iso(assignment.due_at),
        "answer_due_at": _iso(assignment.answer_due_at),
        "suggested_agency": assignment.suggested_agency,
    }


def _is_update(event: ReportEvent) -> bool:
    return event.status is not None or event.public_text is not None


def _update_json(event: ReportEvent, secret: bool) -> dict[str, Any]:
    return {"at": _iso(event.at), "status": event.status, "text": None if secret else event.public_text}


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(timezone.utc).isoformat() if moment else None
