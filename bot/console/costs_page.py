"""What WhatsApp bills: bubbles and money by month, and a report's share of them."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.console.audit import note
from bot.console.navigation import WATCHES
from bot.console.visits import Console, NotFound, Page, Visit, go_to, page
from bot.conversations.costs import Month, last_months
from bot.reports.dates import local_date
from bot.reports.saving import SWITCHES, held_back, is_saving, saving_switch, set_saving_switch
from bot.reports.sight import ADMIN, LEADER, OPERATOR, may_see
from bot.reports.spending import bubbles_a_report

MONTHS = 6
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
        a_report = bubbles_a_report(session, may_see(visit.staff))
        saving = _saving(console, session, visit)
    known: dict[str, Any] = {"months": months, "prices": prices, "a_report": a_report, "saving": saving}
    return page(console, visit, "biaya.html", categories=CATEGORIES, **known)


def set_saving(console: Console, visit: Visit) -> Response:
    switch = visit.word("hemat")
    if switch not in SWITCHES:
        raise NotFound
    with console.database.writing() as session:
        set_saving_switch(session, switch)
        note(session, visit.staff.id, "hemat_diatur", visit.at, switch=switch)
    return go_to("/staff/biaya", "hemat_diatur")


def _saving(console: Console, session: Session, visit: Visit) -> dict[str, Any]:
    """Whether officers are told at present, by whose wish, and what of this month they were not told."""
    today = local_date(visit.at, console.region.timezone)
    first = datetime.combine(today.replace(day=1), time.min, console.region.timezone)
    return {
        "switch": saving_switch(session),
        "is_on": is_saving(session, console.region, visit.at),
        "held_back": held_back(session, first),
        "may_set": visit.staff.role in WATCHES,
    }


PAGES = (
    Page("/biaya", show_costs, SEES_COSTS),
    Page("/biaya", set_saving, WATCHES, method="POST"),
)
