"""Does what is due to happen to reports: reminds, records a broken promise, tells, asks again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.conversations.wording import Wording
from bot.region.pack import Region
from bot.reports import events, timers
from bot.reports.adopting import adopt_parts, adopt_promises
from bot.reports.clock import STANDING, Line, whose_time
from bot.reports.dates import long_date
from bot.reports.deadlines import working_calendar
from bot.reports.digests import DigestMaker
from bot.reports.ledger import Ledger, read_ledger
from bot.reports.life_records import Timer
from bot.reports.posting import Poster
from bot.reports.records import Assignment, Report
from bot.reports.statuses import is_open
from bot.reports.telling import News, Teller
from bot.reports.timekeeping import keep_time
from bot.storage.database import Database
from bot.storage.vault import Vault

# In one round, so that other work of the process gets its turn.
MOST = 100
# What the owner is told of a breach, by what was owed, and of the day of a plan.
BREACHES = {
    "jawaban": "utter_lewat_jawaban",
    "janji": "utter_lewat_janji",
    "selesai": "utter_lewat_selesai",
}
PLANNED_DAY = "utter_hari_terjadwal"
# The same of a secret report: without the agency, and without what it is about.
NEUTRAL = {
    "utter_lewat_jawaban": "utter_lewat_jawaban_rahasia",
    "utter_lewat_janji": "utter_lewat_janji_rahasia",
    "utter_lewat_selesai": "utter_lewat_selesai_rahasia",
    "utter_hari_terjadwal": "utter_hari_terjadwal_rahasia",
}
FAILED = "failed"

log = structlog.get_logger()


class Bell:
    """Rings for one process; first it takes up what it finds without a ledger.

    Offices hear after that: their digests tell of what has just rung.
    """

    def __init__(self, database: Database, vault: Vault, region: Region, wording: Wording) -> None:
        self._parts = database, region, wording
        self._digests = DigestMaker(database, region)
        self._poster = Poster(database, vault, region, wording)
        self._has_adopted = False

    def ring(self, at: datetime) -> int:
        """Do what is due; returns how much that was."""
        database, region, wording = self._parts
        if not self._has_adopted:
            adopt_parts(database, region, at)
            adopt_promises(database, region, at)
            self._has_adopted = True
        rung = ring_due(database, region, wording, at)
        if rung < MOST:
            rung += self._digests.make_due(at)
        return rung + self._poster.post_due(at)


def ring_due(database: Database, region: Region, wording: Wording, at: datetime) -> int:
    """Ring every timer that is due, each in a transaction of its own; returns how many were looked at.

    Any number of processes may do so at once: each timer rings in one of them, once. A crash before the end
    of its transaction leaves it waiting.
    """
    rung = 0
    while rung < MOST and _is_any_due(database, at):
        with database.writing() as session:
            claimed = timers.claim_due(session, at)
            if claimed is None:
                break
            _ring(session, region, wording, *claimed, at)
        rung += 1
    return rung


def _is_any_due(database: Database, at: datetime) -> bool:
    # Taking SQLite's only writing place for nothing would delay the turns.
    with database.reading() as session:
        return timers.is_any_due(session, at)


@dataclass(frozen=True)
class _Ring:
    """A timer that rings: its report, the ledger of that, and the moment."""

    session: Session
    region: Region
    wording: Wording
    timer: Timer
    report: Report
    ledger: Ledger
    at: datetime

    @property
    def part(self) -> Assignment:
        return next(part for part in self.report.assignments if part.id == self.timer.assignment_id)

    def owed(self, part: Assignment) -> timers.Owed:
        return timers.owed_next(self.session, self.region, part, self.ledger[part.id], self.at)

    def note(self, kind: str, **data: Any) -> None:
        part = self.part
        events.record(
            self.session, self.report, kind, events.SYSTEM, self.at,
            assignment=part, status=part.status, **data,
        )  # fmt: skip

    def tell(self, response: str, agency: str, **values: str) -> None:
        """The service speaks, not the agency."""
        name = NEUTRAL[response] if self.report.secret else response
        words = self.wording.say(name, dinas=self.region.agency_label(agency), **values)
        teller = Teller(self.session, self.region, self.wording, self.at)
        teller.tell(News(self.report, "status", words))


def _ring(
    session: Session, region: Region, wording: Wording, timer: Timer, report: Report, at: datetime
) -> None:
    ring = _Ring(session, region, wording, timer, report, read_ledger(session, report), at)
    changed_at = report.updated_at
    try:
        with session.begin_nested():
            timer.state = timers.FIRED if _happens(ring) else timers.DROPPED
            keep_time(session, region, report, timer.kind, at)
    except SQLAlchemyError:
        raise
    except Exception as error:
        # One that can never ring must not keep all others waiting.
        log.error("timer failed", kind=timer.kind, report=report.id, error=type(error).__name__)
        timer.state = FAILED
    timer.fired_at = at
    # Nobody did anything: "the report that was asked about last" stays what it was.
    report.updated_at = changed_at


def _happens(ring: _Ring) -> bool:
    """False when the reason for the timer is gone."""
    deed = DEEDS.get(ring.timer.kind)
    if deed is None:
        raise ValueError(f"nobody knows timers of kind {ring.timer.kind!r}")
    return _is_still_wanted(ring) and deed(ring)


def _is_still_wanted(ring: _Ring) -> bool:
    if ring.timer.assignment_id is None:
        return True
    before = ring.timer.due_at - timers.INSTANT
    lines: Sequence[Line] = ring.ledger[ring.part.id]
    wanted = timers.wanted_timers(ring.session, ring.region, ring.part, lines, before)
    return ring.timer.key in {one.key for one in wanted}


def _remind(ring: _Ring) -> bool:
    owed = ring.owed(ring.part)
    if owed.until <= ring.at:
        return False
    ring.note(events.PROMISE_NEAR, what=owed.what, until=owed.until.isoformat())
    return True


def _record_breach(ring: _Ring) -> bool:
    """The citizen hears of it when the offices open: nobody is woken at midnight."""
    owed = ring.owed(ring.part)
    ring.note(events.PROMISE_BROKEN, what=owed.what, until=owed.until.isoformat())
    if ring.report.breach_told_at is None:
        opening = working_calendar(ring.region).next_opening(ring.at)
        key = f"{timers.BREACH_NEWS}:{ring.report.id}"
        timers.set_timer(ring.session, key, timers.BREACH_NEWS, ring.report, opening)
    return True


def _tell_breach(ring: _Ring) -> bool:
    """Once for a report, however many promises are broken; not when all was made good meanwhile."""
    for part in ring.report.assignments:
        hand = whose_time(part.status, part.agency)
        if not is_open(part.status) or hand in STANDING or (owed := ring.owed(part)).until >= ring.at:
            continue
        ring.report.breach_told_at = ring.at
        day = long_date(owed.until, ring.region.timezone)
        ring.tell(BREACHES[owed.what], part.agency, tanggal=day)
        return True
    return False


def _tell_plan(ring: _Ring) -> bool:
    ring.note(events.PLAN_DUE)
    ring.tell(PLANNED_DAY, ring.part.agency)
    return True


def _chase(ring: _Ring) -> bool:
    outside = ring.part.suggested_agency
    ring.note(events.CHASE_DUE, **({"to_agency": outside} if outside else {}))
    return True


def _note_silence(ring: _Ring) -> bool:
    ring.note(events.CITIZEN_SILENT)
    return True


DEEDS: dict[str, Callable[[_Ring], bool]] = {
    timers.REMINDER: _remind,
    timers.BREACH: _record_breach,
    timers.BREACH_NEWS: _tell_breach,
    timers.PLAN_DAY: _tell_plan,
    timers.CHASE: _chase,
    timers.SILENCE: _note_silence,
}
