"""Reports as machines read them; the shape is a promise of interfaces.md (`lapor reports show --json`)."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from bot.conversations.messages import Media
from bot.region.pack import Region
from bot.reports.personal import masked
from bot.reports.photos import PICTURE, stored_media
from bot.reports.records import Assignment, Report, ReportEvent
from bot.reports.tickets import read_ticket


def find_report(session: Session, region: Region, text: str) -> Report | None:
    """The report whose ticket `text` is, for staff and machines; citizens ask `status.status_for`.

    Reads the ticket as generously as a citizen's; None when it is none, mistyped or unknown.
    """
    ticket = read_ticket(region.ticket_prefix, text)
    if ticket is None:
        return None
    return session.scalar(select(Report).where(Report.ticket == ticket))


def list_reports(session: Session, limit: int | None = None) -> list[Report]:
    """Reports, newest first."""
    parts = (Report.assignments, Report.copies, Report.events)
    newest = select(Report).order_by(Report.created_at.desc(), Report.id.desc()).limit(limit)
    return list(session.scalars(newest.options(*(selectinload(part) for part in parts))))


def report_json(session: Session, region: Region, report: Report) -> dict[str, Any]:
    """The whole report but for its reporter; moments in ISO 8601, UTC. Media are listed once stored.

    Of a secret report the words, the texts of its updates and every hint of the place are null: the
    command line belongs to the operator, and only the office it is assigned to may read those. Telephone
    numbers and NIK in the words are masked.
    """
    media = stored_media(session, report)
    return {
        "ticket": report.ticket,
        "class": report.report_class,
        "status": report.status,
        "category": report.category,
        **_withheld_when_secret(region, report),
        "secret": report.secret,
        "filed_by": report.filed_by,
        "due_at": _iso(report.due_at),
        "answer_due_at": _iso(report.answer_due_at),
        "assignments": [_assignment_json(assignment) for assignment in report.assignments],
        "copies": [copy.recipient for copy in report.copies],
        "photos": [_media_json(item) for item in media if item.kind == PICTURE],
        "attachments": [_media_json(item) for item in media if item.kind != PICTURE],
        "created_at": _iso(report.created_at),
        "updates": [_update_json(event, report.secret) for event in report.events if _is_update(event)],
        "supporters": 0,
    }


def _withheld_when_secret(region: Region, report: Report) -> dict[str, Any]:
    village, district = report.village_code or "", report.district_code or ""
    fields = {
        "description": masked(report.description),
        "location_text": masked(report.location_text) if report.location_text else None,
        "latitude": report.latitude,
        "longitude": report.longitude,
        "village_code": report.village_code,
        "village": region.village_label(village) if village in region.villages else None,
        "village_confirmed": report.village_confirmed,
        "district_code": report.district_code,
        "district": region.district_label(district) if district in region.districts else None,
    }
    return dict.fromkeys(fields) if report.secret else fields


def _media_json(media: Media) -> dict[str, Any]:
    return {"sha256": media.sha256, "mime": media.mime, "bytes": media.bytes}


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
    return {
        "at": _iso(event.at),
        "status": event.status,
        "text": None if secret else masked(event.public_text or "") or None,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(timezone.utc).isoformat() if moment else None
