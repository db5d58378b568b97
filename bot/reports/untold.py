"""What of the reports must not be lost: drafts not sent, parts without an owner, parts that nobody opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, text
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.region.signals import is_secret
from bot.reports.deadlines import working_calendar
from bot.reports.drafts import DraftContent
from bot.reports.records import Assignment, Draft, Handover, Report
from bot.reports.statuses import CLOSED, STATUSES

UNSENT_AFTER = timedelta(days=1)
EXPIRED_FOR = timedelta(days=7)
MOST = 50
# As the partial index says it: SQLite recognises it by these very words, and not by bound values.
UNSENT = text("drafts.state IN ('open', 'expired') AND drafts.file_at IS NULL")
OPEN = tuple(status for status in STATUSES if status not in CLOSED)


@dataclass(frozen=True)
class UnsentDraft:
    """A draft that nobody sent; `content` is None when it would become a secret report."""

    draft: Draft
    content: DraftContent | None


def unsent_drafts(session: Session, region: Region, at: datetime) -> tuple[list[UnsentDraft], int]:
    """Drafts untouched for a day, and those that expired in the last week; the newest first."""
    old = and_(Draft.state == "open", Draft.updated_at < at - UNSENT_AFTER)
    gone = and_(Draft.state == "expired", Draft.updated_at > at - EXPIRED_FOR)
    query = select(Draft).where(UNSENT, or_(old, gone))
    drafts = session.scalars(query.order_by(Draft.updated_at.desc()).limit(MOST)).all()
    return [UnsentDraft(draft, readable_content(region, draft)) for draft in drafts], _count(session, query)


def close_unsent(session: Session, draft_id: int, at: datetime) -> bool:
    """It is no report; its citizen can still take it back. False when it has been sent or closed."""
    query = select(Draft).where(Draft.id == draft_id, Draft.state.in_(("open", "expired")))
    draft = session.scalars(query.with_for_update()).one_or_none()
    if draft is None:
        return False
    draft.state, draft.updated_at, draft.file_at = "cancelled", at, None
    return True


def ownerless(session: Session, region: Region) -> tuple[Sequence[Report], int]:
    """Open reports that no agency has, or whose agency is that of the operator; the oldest first."""
    part = and_(Assignment.report_id == Report.id, Assignment.closed_at.is_(None))
    nobodys = and_(Report.status.in_(OPEN), ~exists().where(part))
    at_operator = select(Assignment.report_id).where(
        Assignment.agency == region.operator_agency,
        Assignment.status.in_(OPEN),
    )
    query = select(Report).where(or_(nobodys, Report.id.in_(at_operator)))
    return session.scalars(query.order_by(Report.created_at).limit(MOST)).all(), _count(session, query)


def unopened(
    session: Session, region: Region, at: datetime
) -> tuple[Sequence[tuple[Assignment, Report]], int]:
    """Parts that nobody of the agency has opened for more than a working day; the oldest first."""
    query = (
        select(Assignment, Report)
        .join(Report, Report.id == Assignment.report_id)
        .where(Assignment.seen_at.is_(None), Assignment.closed_at.is_(None))
        .where(Assignment.created_at < a_working_day_before(region, at))
        .where(Assignment.agency != region.operator_agency)
    )
    rows = session.execute(query.order_by(Assignment.created_at).limit(MOST)).tuples().all()
    return rows, _count(session, query)


def asked_handovers(session: Session) -> tuple[Sequence[tuple[Handover, Report]], int]:
    """The wishes for a hand-over that wait for the operator; one of a closed part waits for nobody."""
    query = (
        select(Handover, Report)
        .join(Assignment, Assignment.id == Handover.assignment_id)
        .join(Report, Report.id == Assignment.report_id)
        .where(Handover.state == "asked", Assignment.closed_at.is_(None))
    )
    rows = session.execute(query.order_by(Handover.asked_at).limit(MOST)).tuples().all()
    return rows, _count(session, query)


def a_working_day_before(region: Region, at: datetime) -> datetime:
    """What arrived before this moment has lain for a whole working day."""
    calendar = working_calendar(region)
    day = at.astimezone(region.timezone).date() - timedelta(days=1)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return datetime.combine(day, time.min, region.timezone)


def readable_content(region: Region, draft: Draft) -> DraftContent | None:
    """What the draft says, unless it would become a secret report."""
    content = DraftContent.from_json(draft.content)
    return None if is_secret(region, content.description) else content


def _count(session: Session, query: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
