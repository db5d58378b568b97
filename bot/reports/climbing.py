"""Writes into a report that it has climbed to the next level, once for each level and broken promise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.reports import events
from bot.reports.overdue import Climbed
from bot.reports.records import Report


def note_climbs(session: Session, climbed: Sequence[Climbed], at: datetime) -> None:
    """Lock the reports, and write what is new."""
    ids = sorted({one.owing.report.id for one in climbed})
    # In ascending order: two digests that name the same reports must not wait for each other.
    query = select(Report).where(Report.id.in_(ids)).order_by(Report.id).with_for_update()
    for report in session.scalars(query):
        changed_at = report.updated_at
        for one in climbed:
            if one.owing.report.id == report.id and not _is_noted(report, one):
                _note(session, report, one, at)
        # Nobody did anything: "the report that was asked about last" stays what it was.
        report.updated_at = changed_at


def _is_noted(report: Report, climbed: Climbed) -> bool:
    facts = _facts(climbed)
    part_id = climbed.owing.part.id
    return any(
        event.kind == events.ESCALATED and event.assignment_id == part_id and event.data == facts
        for event in report.events
    )


def _note(session: Session, report: Report, climbed: Climbed, at: datetime) -> None:
    part = climbed.owing.part
    events.record(
        session, report, events.ESCALATED, events.SYSTEM, at,
        assignment=part, status=part.status, **_facts(climbed),
    )  # fmt: skip


def _facts(climbed: Climbed) -> dict[str, str]:
    return {"level": climbed.level.id, "until": climbed.owing.until.isoformat()}
