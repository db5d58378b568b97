"""What stands in the digest of a desk: the reports under each heading, nothing under one that is empty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports import events
from bot.reports.deadlines import field_check_due, working_calendar
from bot.reports.life_records import ClockEntry
from bot.reports.offices import lies_at
from bot.reports.overdue import Climbed, owings
from bot.reports.proof import LACKING
from bot.reports.records import Assignment, Copy, Report, ReportEvent
from bot.reports.statuses import CLOSED, DONE

NEW = "baru"
DUE = "jatuh_tempo"
LATE = "lewat"
REPLIED = "balasan"
PROOF = "bukti"
COPIED = "tembusan"
CHECK = "cek"
CLIMBED = "naik"
HEADINGS = (LATE, DUE, REPLIED, NEW, CHECK, COPIED, PROOF, CLIMBED)
ARRIVALS = (events.FILED, events.HANDED_ON, events.REOPENED)
# Of more than these nobody reads the list on a telephone; the console has them all.
MOST = 200

Content = dict[str, list[int]]


def desk_content(session: Session, region: Region, desk: str, since: datetime, at: datetime) -> Content:
    """The ids of reports for those who do the work of a desk; new is what came after `since`."""
    owed = owings(session, region, lies_at(region, desk), at)
    soon = working_calendar(region).add_working_days(at, 1)
    copies = _copies(session, desk) if region.is_copy_code(desk) else []
    found = {
        LATE: [one.report for one in owed if one.until < at],
        DUE: [one.report for one in owed if at <= one.until <= soon],
        REPLIED: _replied(session, region, desk),
        NEW: _arrived(session, region, desk, since),
        CHECK: [report for report in copies if field_check_due(region, report.created_at) <= soon],
        COPIED: [report for report in copies if report.created_at >= since],
        PROOF: _lacking_proof(session, region, desk, since),
    }
    return _ids(found.items())


def heads_content(climbed: Iterable[Climbed]) -> Content:
    """The same for the heads of a desk: what is overdue below them."""
    return _ids([(CLIMBED, [one.owing.report for one in climbed])])


def _ids(found: Iterable[tuple[str, list[Report]]]) -> Content:
    ids = {name: list(dict.fromkeys(report.id for report in reports))[:MOST] for name, reports in found}
    return {name: some for name, some in ids.items() if some}


def _arrived(session: Session, region: Region, desk: str, since: datetime) -> list[Report]:
    came = exists().where(
        ClockEntry.assignment_id == Assignment.id,
        ClockEntry.whose == Assignment.agency,
        ClockEntry.because.in_(ARRIVALS),
        ClockEntry.at >= since,
    )
    query = select(Report).join(Assignment).where(lies_at(region, desk), Assignment.answered_at.is_(None))
    return list(session.scalars(query.where(Assignment.closed_at.is_(None), came).order_by(Report.id)))


def _replied(session: Session, region: Region, desk: str) -> list[Report]:
    query = select(Report).join(Assignment).where(lies_at(region, desk), Assignment.closed_at.is_(None))
    return list(session.scalars(query.where(Report.unread_at.is_not(None)).order_by(Report.unread_at)))


def _lacking_proof(session: Session, region: Region, desk: str, since: datetime) -> list[Report]:
    query = (
        select(Report, ReportEvent)
        .join(Assignment, Assignment.report_id == Report.id)
        .join(ReportEvent, ReportEvent.assignment_id == Assignment.id)
        .where(lies_at(region, desk), Assignment.status == DONE, Assignment.closed_at >= since)
        .where(ReportEvent.kind == events.CLOSED, ReportEvent.at >= since)
    )
    rows = session.execute(query.order_by(ReportEvent.id)).tuples()
    return [report for report, event in rows if event.data.get("proof") == LACKING]


def _copies(session: Session, desk: str) -> list[Report]:
    query = select(Report).join(Copy).where(Copy.recipient == desk, not_looked_at())
    return list(session.scalars(query.order_by(Report.id)))


def not_looked_at() -> ColumnElement[bool]:
    """The condition on `Report` that it is open and no camat has looked at the place yet."""
    checked = exists().where(ReportEvent.report_id == Report.id, ReportEvent.kind == events.FIELD_CHECKED)
    return and_(~Report.secret, ~checked, Report.status.not_in(CLOSED))
