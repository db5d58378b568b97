"""Sets the timers of what is still open, and keeps the book of promises."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.reports.adopting import adopt_promises, begin_keeping_time
from bot.reports.records import Report
from bot.reports.statuses import CLOSED

if TYPE_CHECKING:
    from bot.wiring import Wiring

AT_ONCE = 500
# What is older has hardly anything ahead of it.
A_QUARTER = timedelta(days=91)


def keep_time_of_open(wiring: Wiring, now: datetime) -> None:
    """What was due before `now` rings no more: a demo does not begin with hundreds of reminders."""
    last = 0
    recent = (Report.status.not_in(tuple(CLOSED)), Report.created_at > now - A_QUARTER)
    while True:
        with wiring.database.writing() as session:
            query = select(Report).where(*recent, Report.id > last).order_by(Report.id).limit(AT_ONCE)
            found = session.scalars(query).all()
            for report in found:
                begin_keeping_time(session, wiring.region, report, now)
        if not found:
            return
        last = found[-1].id


def keep_book_of_all(wiring: Wiring, now: datetime) -> None:
    """Write into every promise whether it was kept."""
    adopt_promises(wiring.database, wiring.region, now)
