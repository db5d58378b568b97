"""One digest a morning for each desk and for its heads: planned when the offices open, each made once.

The rows keep several processes from doing a day twice, and the console shows what stood in them, whether
anybody was told or not (`digest_news.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

import structlog
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports.busy_desks import HEADS, busy_desks
from bot.reports.cards import DIGEST
from bot.reports.climbing import Climb, new_climbs, note_climbs
from bot.reports.dates import local_date
from bot.reports.deadlines import working_calendar
from bot.reports.digest_contents import Content, desk_content, heads_content
from bot.reports.digest_news import EMPTY, KNOWN, PLANNED, SENT, has_news, planned_before
from bot.reports.office_records import Card, Digest
from bot.reports.offices import heads_at, workers_at
from bot.reports.overdue import climbed_to
from bot.reports.saving import SAVED_DIGEST, is_saving
from bot.storage.database import Database

WAITING = "waiting"
UNADDRESSED = "unaddressed"
FAILED = "failed"
# As the partial index says it: SQLite recognises it by these very words, and not by a bound value.
IS_WAITING = text("digests.state = 'waiting'")
# What came longer before the first morning of all is found in the console.
FIRST_LOOK = timedelta(days=21)
# In one round, so that other work of the process gets its turn.
MOST = 20

log = structlog.get_logger()


class _Found(NamedTuple):
    """What a digest will hold, and which reports climb by it."""

    content: Content
    climbs: list[Climb]


@dataclass(frozen=True)
class DigestMaker:
    """Makes the digests of one region; in any number of processes at once."""

    database: Database
    region: Region

    def make_due(self, at: datetime) -> int:
        """Plan the day when it is time, and make what is planned; returns how many digests were made."""
        calendar, made = working_calendar(self.region), 0
        if calendar.is_office_time(at):
            self._plan(local_date(at, self.region.timezone), at)
        while made < MOST and (found := self._next_waiting()) is not None:
            if not self._make(found, at):
                # Another process has it in hand.
                break
            made += 1
        return made

    def _plan(self, day: date, at: datetime) -> None:
        with self.database.reading() as session:
            if _is_planned(session, day):
                return
            desks = self._desks(session, day, at)
        try:
            with self.database.writing() as session:
                if not _is_planned(session, day):
                    session.add(Digest(day=day, desk="", audience=PLANNED, state=EMPTY))
                    session.add_all(Digest(day=day, desk=desk, audience=whose) for desk, whose in desks)
        except IntegrityError:
            # Another process has planned the day at the same moment.
            return

    def _desks(self, session: Session, day: date, at: datetime) -> list[tuple[str, str]]:
        """Those with something to say, and those for whom the last day's digest could not be made."""
        last = planned_before(session, day)
        since = working_calendar(self.region).opening(last) if last else at - FIRST_LOOK
        unmade = select(Digest.desk, Digest.audience).where(Digest.day == last, Digest.state == FAILED)
        busy = busy_desks(session, self.region, since, at)
        return sorted({*busy, *session.execute(unmade).tuples()})

    def _next_waiting(self) -> int | None:
        with self.database.reading() as session:
            return session.scalars(select(Digest.id).where(IS_WAITING).order_by(Digest.id).limit(1)).first()

    def _make(self, digest_id: int, at: datetime) -> bool:
        """False when it is no longer there to be made."""
        found = self._looked_up(digest_id, at)
        with self.database.writing() as session:
            digest = _locked(session, digest_id)
            if digest is None:
                return False
            digest.made_at = at
            if found is None:
                digest.state = FAILED
                return True
            note_climbs(session, found.climbs, at)
            digest.content = found.content
            digest.state = self._addressed(session, digest, at) if found.content else EMPTY
        return True

    def _looked_up(self, digest_id: int, at: datetime) -> _Found | None:
        """What stands in it, found before anything is written: on a large desk that takes a while.

        None for one that can never be made, which must not keep all others waiting.
        """
        try:
            with self.database.reading() as session:
                return self._content(session, session.get_one(Digest, digest_id), at)
        except SQLAlchemyError:
            raise
        except Exception as error:
            log.error("digest failed", digest=digest_id, error=type(error).__name__)
            return None

    def _content(self, session: Session, digest: Digest, at: datetime) -> _Found | None:
        if digest.day != local_date(at, self.region.timezone):
            # Of a day that is over nobody wants to hear.
            return None
        if digest.audience == HEADS:
            climbed = climbed_to(session, self.region, digest.desk, at)
            return _Found(heads_content(climbed), new_climbs(climbed))
        since = self._since(session, digest, at)
        return _Found(desk_content(session, self.region, digest.desk, since, at), [])

    def _since(self, session: Session, digest: Digest, at: datetime) -> datetime:
        """When the last digest of the desk was made."""
        query = select(Digest.made_at).where(
            Digest.desk == digest.desk, Digest.audience == digest.audience, Digest.day < digest.day
        )
        made = session.scalars(query.where(Digest.state != FAILED).order_by(Digest.day.desc()).limit(1))
        return made.first() or working_calendar(self.region).working_day_before(at)

    def _addressed(self, session: Session, digest: Digest, at: datetime) -> str:
        if is_saving(session, self.region, at):
            return SAVED_DIGEST
        if not has_news(session, digest):
            return KNOWN
        told = heads_at if digest.audience == HEADS else workers_at
        contacts = told(session, digest.desk, at)
        for contact in contacts:
            session.add(
                Card(
                    occasion=f"{DIGEST}:{digest.id}", kind=DIGEST, contact_id=contact.id,
                    digest_id=digest.id, made_at=at, send_at=at,
                )
            )  # fmt: skip
        return SENT if contacts else UNADDRESSED


def _is_planned(session: Session, day: date) -> bool:
    return session.scalars(select(Digest.id).where(Digest.day == day).limit(1)).first() is not None


def _locked(session: Session, digest_id: int) -> Digest | None:
    query = select(Digest).where(IS_WAITING, Digest.id == digest_id)
    return session.scalars(query.with_for_update(skip_locked=True)).one_or_none()
