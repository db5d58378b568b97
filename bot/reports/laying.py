"""Lays a card for everybody who is to be told of a new task or copy; `posting.py` sends it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports.cards import COPY, TASK
from bot.reports.deadlines import working_calendar
from bot.reports.office_records import Card
from bot.reports.offices import answers_itself, workers_at
from bot.reports.records import BY_EMERGENCY, Assignment, Report


def lay_task_cards(
    session: Session, region: Region, report: Report, part: Assignment, because: str, at: datetime
) -> None:
    """Tell the agency of a part that came to it: new, handed on or opened again (`because`, the event)."""
    if not answers_itself(region, part.agency):
        return
    occasion, send_at = f"{because}:{part.id}:{int(at.timestamp())}", _hour(region, report, at)
    for contact in workers_at(session, part.agency, at):
        session.add(
            Card(
                occasion=occasion, kind=TASK, contact_id=contact.id, report_id=report.id,
                assignment_id=part.id, made_at=at, send_at=send_at,
            )
        )  # fmt: skip


def lay_copy_cards(
    session: Session, region: Region, report: Report, recipients: Iterable[str], at: datetime
) -> None:
    """Tell the camats among new readers of a report, once; an agency that reads along is not told."""
    send_at = _hour(region, report, at)
    for recipient in recipients:
        occasion = f"{COPY}:{report.id}:{recipient}"
        if not region.is_copy_code(recipient) or _is_laid(session, occasion):
            continue
        for contact in workers_at(session, recipient, at):
            session.add(
                Card(
                    occasion=occasion, kind=COPY, contact_id=contact.id, report_id=report.id,
                    made_at=at, send_at=send_at,
                )
            )  # fmt: skip


def _hour(region: Region, report: Report, at: datetime) -> datetime:
    return at if report.filed_by == BY_EMERGENCY else working_calendar(region).office_moment(at)


def _is_laid(session: Session, occasion: str) -> bool:
    return session.scalars(select(Card.id).where(Card.occasion == occasion).limit(1)).first() is not None
