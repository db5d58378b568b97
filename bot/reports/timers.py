"""What is to happen to a report at its moments: set, dropped, claimed; `ringing.py` does it.

Timers follow the parts. Nobody needs to drop one: before a timer rings it is compared with what the part
needs by then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.region.calendar import WorkingCalendar
from bot.region.pack import Region
from bot.reports.clock import CITIZENS, NOBODYS, OUTSIDE, Line, own_start, whose_time
from bot.reports.deadlines import working_calendar
from bot.reports.life_records import Timer
from bot.reports.promises import PLANNED, latest_promise, promised_end
from bot.reports.records import Assignment, Report

REMINDER = "pengingat"
BREACH = "janji_lewat"
BREACH_NEWS = "kabar_janji_lewat"
PLAN_DAY = "hari_terjadwal"
CHASE = "tanya_lagi"
SILENCE = "warga_diam"
# Those that follow from how a part stands; the news of a breach follows from the breach.
OF_PARTS = (REMINDER, BREACH, PLAN_DAY, CHASE, SILENCE)

WAITING = "waiting"
FIRED = "fired"
DROPPED = "dropped"
# As the partial index says it: SQLite recognises it by these very words, and not by a bound value.
IS_WAITING = text("timers.state = 'waiting'")

CHASE_EVERY = timedelta(days=14)
SILENCE_DAYS = 10
INSTANT = timedelta(microseconds=1)


class Wanted(NamedTuple):
    """A timer as a part needs it."""

    key: str
    kind: str
    due_at: datetime


class Owed(NamedTuple):
    """What an agency owes next and until when; what: `jawaban` (the first answer), `janji`, `selesai`."""

    what: str
    until: datetime


def set_timers(
    session: Session, region: Region, report: Report, ledger: Mapping[int, Sequence[Line]], at: datetime
) -> None:
    """Let the timers of a report be those that its parts need at this moment; what rang rings no more."""
    query = select(Timer).where(Timer.report_id == report.id, Timer.kind.in_(OF_PARTS))
    known = {timer.key: timer for timer in session.scalars(query)}
    needed = {
        wanted.key: (part.id, wanted)
        for part in report.assignments
        for wanted in wanted_timers(session, region, part, ledger[part.id], at)
    }
    for key, timer in known.items():
        if timer.state != FIRED:
            timer.state = WAITING if key in needed else DROPPED
    for key in needed.keys() - known.keys():
        part_id, (_, kind, due_at) = needed[key]
        session.add(Timer(key=key, kind=kind, report_id=report.id, assignment_id=part_id, due_at=due_at))


def set_timer(session: Session, key: str, kind: str, report: Report, due_at: datetime) -> None:
    """Set a timer of a whole report, or move it; one that rang stays as it is."""
    timer = session.scalars(select(Timer).where(Timer.key == key)).one_or_none()
    if timer is None:
        session.add(Timer(key=key, kind=kind, report_id=report.id, due_at=due_at))
    elif timer.state == DROPPED:
        timer.state, timer.due_at = WAITING, due_at


def wanted_timers(
    session: Session, region: Region, part: Assignment, lines: Sequence[Line], at: datetime
) -> Iterator[Wanted]:
    """What a part needs after a moment; a breach also when it lies before."""
    calendar, hand = working_calendar(region), whose_time(part.status, part.agency)
    if hand == NOBODYS or not lines:
        return
    if hand in (CITIZENS, OUTSIDE):
        kind = SILENCE if hand == CITIZENS else CHASE
        yield _wanted(kind, part, look_again(lines[-1], calendar, at))
        return
    owed = owed_next(session, region, part, lines, at)
    yield _wanted(BREACH, part, owed.until)
    reminder = calendar.working_day_before(owed.until)
    if reminder > at:
        yield _wanted(REMINDER, part, reminder)
    if (day := _plan_day(session, region, part, lines)) and day > at:
        yield _wanted(PLAN_DAY, part, day)


def owed_next(
    session: Session, region: Region, part: Assignment, lines: Sequence[Line], at: datetime
) -> Owed:
    """What the citizen was promised next: a first answer, then what that said, else the end in time."""
    if part.answered_at is None:
        return Owed("jawaban", part.answer_due_at)
    promise = latest_promise(session, part, own_start(lines, part.agency))
    end = promised_end(region, promise, lines, at) if promise else None
    return Owed("janji", end) if end else Owed("selesai", part.due_at)


def look_again(line: Line, calendar: WorkingCalendar, at: datetime) -> datetime:
    """The first moment after `at` to look after what stands still since that line of the ledger.

    Of another government every 14 days; of a citizen who does not answer every 10 working days.
    """
    if line.whose == OUTSIDE:
        return line.at + CHASE_EVERY * ((max(at, line.at) - line.at) // CHASE_EVERY + 1)
    look = calendar.add_working_days(line.at, SILENCE_DAYS)
    while look <= at:
        look = calendar.add_working_days(look, SILENCE_DAYS)
    return look


def is_any_due(session: Session, at: datetime) -> bool:
    return (
        session.scalars(select(Timer.id).where(IS_WAITING, Timer.due_at <= at).limit(1)).first() is not None
    )


def claim_due(session: Session, at: datetime) -> tuple[Timer, Report] | None:
    """The timer that is due longest, with its report: both locked, and none that anybody else has locked."""
    query = (
        select(Timer, Report)
        .join(Report, Report.id == Timer.report_id)
        .where(IS_WAITING, Timer.due_at <= at)
        .order_by(Timer.due_at, Timer.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    found = session.execute(query).first()
    return (found[0], found[1]) if found else None


def _plan_day(session: Session, region: Region, part: Assignment, lines: Sequence[Line]) -> datetime | None:
    promise = latest_promise(session, part, own_start(lines, part.agency)) if part.answered_at else None
    if promise is None or promise.until is None or promise.kind != PLANNED:
        return None
    return working_calendar(region).opening(promise.until.astimezone(region.timezone).date())


def _wanted(kind: str, part: Assignment, due_at: datetime) -> Wanted:
    return Wanted(f"{kind}:{part.id}:{int(due_at.timestamp())}", kind, due_at)
