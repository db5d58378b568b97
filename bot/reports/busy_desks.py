"""Which desks may have something to say this morning; what that is, is found when the digest is made."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports.life_records import Timer
from bot.reports.offices import answers_itself
from bot.reports.records import Assignment, Copy, Report
from bot.reports.statuses import CLOSED
from bot.reports.timers import BREACH, FIRED, WAITING

WORKERS = "meja"
HEADS = "atasan"
# What was closed longer ago stood in a digest already, also across long holidays.
CLOSED_WITHIN = timedelta(days=21)


def busy_desks(session: Session, region: Region, at: datetime) -> list[tuple[str, str]]:
    """Desks with their audience: those with work or copies, and the heads of those with something overdue."""
    recent = or_(Assignment.closed_at.is_(None), Assignment.closed_at > at - CLOSED_WITHIN)
    working = set(session.scalars(select(Assignment.agency).where(recent).distinct()))
    reading = select(Copy.recipient).join(Report, Report.id == Copy.report_id).distinct()
    working |= {
        recipient
        for recipient in session.scalars(reading.where(Report.status.not_in(CLOSED)))
        if region.is_copy_code(recipient)
    }
    late = {_desk(region, code) for code in session.scalars(_late(at))}
    above = {level.desk for level in region.escalation if level.desk} if late else set()
    return [
        *((desk, WORKERS) for desk in sorted({_desk(region, code) for code in working})),
        *((desk, HEADS) for desk in sorted(late | above)),
    ]


def _late(at: datetime) -> Select[tuple[str]]:
    of_part = and_(Timer.report_id == Assignment.report_id, Timer.assignment_id == Assignment.id)
    query = select(Assignment.agency).join(Timer, of_part).where(Assignment.closed_at.is_(None))
    passed = (Timer.kind == BREACH, Timer.due_at < at, Timer.state.in_((WAITING, FIRED)))
    return query.where(*passed).distinct()


def _desk(region: Region, code: str) -> str:
    return code if answers_itself(region, code) else region.operator_agency
