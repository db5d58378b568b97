"""Writes into a report that it has climbed to the next level, once for each level and broken promise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.reports import events
from bot.reports.overdue import Climbed
from bot.reports.records import Report


class Climb(NamedTuple):
    """The part of a report that concerns a level, because of what was owed until a moment."""

    report_id: int
    part_id: int
    level: str
    until: datetime

    @property
    def facts(self) -> dict[str, Any]:
        return {"level": self.level, "until": self.until.isoformat()}


def new_climbs(climbed: Sequence[Climbed]) -> list[Climb]:
    """Those that their reports do not know yet."""
    found = [(report, Climb(report.id, part.id, level.id, until)) for (part, report, until), level in climbed]
    return [climb for report, climb in found if not _is_noted(report, climb)]


def note_climbs(session: Session, climbs: Sequence[Climb], at: datetime) -> None:
    """Lock the reports, and write what is new."""
    ids = {climb.report_id for climb in climbs}
    # In ascending order: two digests that name the same reports must not wait for each other.
    query = select(Report).where(Report.id.in_(ids)).order_by(Report.id).with_for_update()
    for report in session.scalars(query) if ids else ():
        changed_at = report.updated_at
        for climb in climbs:
            if climb.report_id == report.id and not _is_noted(report, climb):
                _note(session, report, climb, at)
        # Nobody did anything: "the report that was asked about last" stays what it was.
        report.updated_at = changed_at


def _is_noted(report: Report, climb: Climb) -> bool:
    noted = [event for event in report.events if event.kind == events.ESCALATED]
    return any(event.assignment_id == climb.part_id and event.data == climb.facts for event in noted)


def _note(session: Session, report: Report, climb: Climb, at: datetime) -> None:
    part = next(part for part in report.assignments if part.id == climb.part_id)
    events.record(
        session, report, events.ESCALATED, events.SYSTEM, at,
        assignment=part, status=part.status, **climb.facts,
    )  # fmt: skip
