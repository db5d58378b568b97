"""How many billed bubbles a report costs."""

from __future__ import annotations

from statistics import median

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.conversations.costs import bubbles_of_reports
from bot.reports.records import Report

# Of so many of the newest reports the middle is told: enough to be steady, few enough to be quick.
SAMPLE = 500


def bubbles_a_report(session: Session, *which: ColumnElement[bool]) -> float | None:
    """The median of what the newest reports have cost so far; None before there are any."""
    newest = select(Report.id, Report.draft_id).where(*which).order_by(Report.created_at.desc())
    drafts = dict(session.execute(newest.limit(SAMPLE)).tuples().all())
    counted = bubbles_of_reports(session, drafts)
    return median(counted[report_id] for report_id in drafts) if drafts else None
