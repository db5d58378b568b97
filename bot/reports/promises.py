"""The book of promises ("Buku Janji"): until when each holds, and whether it was kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timezone

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports.clock import NOBODYS, STANDING, Line, after_waiting
from bot.reports.dates import end_of_month, local_date
from bot.reports.deadlines import working_calendar
from bot.reports.records import Assignment, Promise
from bot.reports.statuses import DONE, is_open

DONE_BY = "dikerjakan"
PLANNED = "dijadwalkan"
KEPT = "ditepati"
BROKEN = "ingkar"
OPEN = "berjalan"
# Open while the time of the agency stands still: no day on which it would be broken comes nearer.
WAITING = "menunggu"
# Nobody can keep or break it any more: no date, another agency's part now, or ended without the work.
VOID = "gugur"


def latest_promise(session: Session, part: Assignment, since: datetime | None) -> Promise | None:
    """The dated promise that holds now: the last one of whoever has had the part since then."""
    query = select(Promise).where(Promise.assignment_id == part.id, Promise.kind.in_((DONE_BY, PLANNED)))
    promise = session.scalars(query.order_by(Promise.id.desc()).limit(1)).first()
    if promise is None or promise.until is None or (since and promise.made_at < since):
        return None
    return promise


def promised_end(region: Region, promise: Promise, lines: Sequence[Line], at: datetime) -> datetime | None:
    """The last moment at which the promise is kept; a month for a plan, of which the citizen knows no day.

    It waits while the time of the agency stands still, as the deadlines do.
    """
    if promise.until is None:
        return None
    calendar = working_calendar(region)
    end = _end_of_month(region, promise.until) if promise.kind == PLANNED else promise.until
    return after_waiting(end, lines, calendar, promise.made_at, max(at, promise.made_at))


def promise_outcome(
    region: Region, promise: Promise, part: Assignment, lines: Sequence[Line], at: datetime
) -> str:
    """How the promise stands at a moment: `ditepati ingkar berjalan gugur`.

    It is kept by closing the part as done in time. A part that was opened again has not been done, and one
    that was given to another agency in time releases who promised.
    """
    ended = ended_at(promise, part, lines)
    end = promised_end(region, promise, lines, min(at, ended) if ended else at)
    if end is None:
        return VOID
    if end < (min(at, ended) if ended else at):
        return BROKEN
    if ended is None or ended > at:
        return OPEN
    return KEPT if part.status == DONE and ended == part.closed_at else VOID


def promiser_of(promise: Promise, lines: Sequence[Line]) -> str | None:
    """The agency that had the part when the promise was made; None for a part without a ledger."""
    return next((line.whose for line in reversed(_hands(lines)) if line.at <= promise.made_at), None)


def ended_at(promise: Promise, part: Assignment, lines: Sequence[Line]) -> datetime | None:
    """When the part left the agency that promised, else when it was closed."""
    hands, promiser = _hands(lines), promiser_of(promise, lines)
    if promiser is not None:
        left = (line.at for line in hands if line.at > promise.made_at and line.whose != promiser)
        if (gone := next(left, None)) is not None:
            return gone
    return None if is_open(part.status) else part.closed_at


def _hands(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.whose not in STANDING and line.whose != NOBODYS]


def _end_of_month(region: Region, until: datetime) -> datetime:
    last = end_of_month(local_date(until, region.timezone))
    return datetime.combine(last, time(23, 59, 59), region.timezone).astimezone(timezone.utc)
