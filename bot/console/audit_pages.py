"""The audit for admin and Inspektorat: who saw or did what, and why."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from sqlalchemy import select
from starlette.responses import Response

from bot.console.audit import DEEDS
from bot.console.audit_trail import Filters, read_trail
from bot.console.navigation import SEES_AUDIT
from bot.console.records import Staff
from bot.console.visits import Console, Page, Visit, page


def show_trail(console: Console, visit: Visit) -> Response:
    filters = _asked(visit)
    with console.database.reading() as session:
        people = session.execute(select(Staff.id, Staff.name).order_by(Staff.name, Staff.id)).tuples().all()
        trail = read_trail(session, console.region, visit.staff, filters)
        return page(
            console,
            visit,
            "audit.html",
            filters=filters,
            trail=trail,
            names=dict(people),
            deeds=DEEDS,
            older=_older(visit, trail.next_before),
        )


def _asked(visit: Visit) -> Filters:
    deed = visit.word("perbuatan")
    return Filters(
        person=visit.number("orang"),
        deed=deed if deed in DEEDS else "",
        ticket=visit.word("tiket")[:40],
        since=_day(visit.word("dari")),
        until=_day(visit.word("sampai")),
        before=visit.number("sebelum"),
    )


def _day(text: str) -> date | None:
    """A day as a date field sends it; None for anything else, and for years that no clock knows."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2200 else None


def _older(visit: Visit, before: int | None) -> str:
    if before is None:
        return ""
    kept = {name: value for name, value in visit.request.query_params.items() if name != "sebelum" and value}
    return f"/staff/audit?{urlencode({**kept, 'sebelum': before})}"


PAGES = (Page("/audit", show_trail, SEES_AUDIT),)
