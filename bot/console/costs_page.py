"""What WhatsApp bills: bubbles and money by month, and a report's share of them."""

from __future__ import annotations

from statistics import median
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.console.visits import Console, Page, Visit, page
from bot.conversations.costs import Month, bubbles_of_reports, last_months
from bot.reports.dates import local_date
from bot.reports.records import Report
from bot.reports.sight import ADMIN, LEADER, OPERATOR, may_see

MONTHS = 6
# Of so many of the newest reports the middle is told: enough to be steady, few enough to be quick.
SAMPLE = 500
SEES_COSTS = frozenset({ADMIN, OPERATOR, LEADER})
# Meta's categories, as people of the regency call them.
CATEGORIES = {
    "service": "balasan layanan",
    "utility": "templat",
    "authentication": "kode",
    "marketing": "promosi",
}


def show_costs(console: Console, visit: Visit) -> Response:
    prices, zone = console.region.prices, console.region.timezone
    months: list[Month] = []
    with console.database.reading() as session:
        if prices:
            months = last_months(session, prices, local_date(visit.at, zone), zone, MONTHS)
        a_report = _bubbles_a_report(session, visit)
    known: dict[str, Any] = {"months": months, "prices": prices, "a_report": a_report}
    return page(console, visit, "biaya.html", categories=CATEGORIES, **known)


def _bubbles_a_report(session: Session, visit: Visit) -> float | None:
    """The middle of what the newest reports have cost so far; None before there are any."""
    newest = select(Report.id, Report.draft_id).where(may_see(visit.staff)).order_by(Report.created_at.desc())
    drafts = dict(session.execute(newest.limit(SAMPLE)).tuples().all())
    counted = bubbles_of_reports(session, drafts)
    return median(counted[report_id] for report_id in drafts) if drafts else None


PAGES = (Page("/biaya", show_costs, SEES_COSTS),)
