"""A citizen's answer to what an officer asked him."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports import events
from bot.reports.events import record
from bot.reports.following import add_words, attach_photos, set_pin
from bot.reports.records import Assignment, Report
from bot.reports.statuses import IN_PROGRESS, NEEDS_INFO
from bot.reports.timekeeping import keep_time

# Made once: every turn asks, and building it costs more than running it.
AWAITED = (
    select(Report)
    .where(Report.citizen_id == bindparam("citizen"), Report.status == NEEDS_INFO)
    .order_by(Report.updated_at.desc(), Report.id.desc())
    .limit(1)
)


def awaited_report(session: Session, citizen_id: int, ticket: str | None = None) -> Report | None:
    """The citizen's report that waits for his answer: that of the ticket, else the one asked about last."""
    query = AWAITED if ticket is None else AWAITED.where(Report.ticket == ticket)
    return session.scalars(query, {"citizen": citizen_id}).first()


def take_info(
    session: Session,
    region: Region,
    report: Report,
    words: str,
    media_ids: Sequence[int],
    pin: tuple[float, float] | None,
    at: datetime,
) -> list[Assignment]:
    """Keep the answer and let the parts that waited for it go on; return those parts."""
    if words:
        add_words(session, report, words, at)
    if media_ids:
        attach_photos(session, report, media_ids, at)
    if pin:
        set_pin(session, region, report, *pin, at)
    waited = [part for part in report.assignments if part.status == NEEDS_INFO]
    for part in waited:
        part.status = IN_PROGRESS
    keep_time(session, region, report, events.INFO_GIVEN, at)
    for part in waited:
        record(session, report, events.INFO_GIVEN, events.CITIZEN, at, assignment=part, status=IN_PROGRESS)
    report.unread_at = report.unread_at or at
    return waited
