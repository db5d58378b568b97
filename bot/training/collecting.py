"""Collects what the bot may have misread, in the process that has time for it.

Lines are taken in the order of their ids, in batches. An id is given before its transaction ends, so each
look begins a little before the end of the last one: a line that has a doubt gets no second one.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.conversations.messages import TranscriptEntry
from bot.reports.records import ReportEvent
from bot.storage.database import Database
from bot.storage.tables import Installation
from bot.storage.vault import Vault
from bot.training.anonymising import Anonymiser
from bot.training.doubts import Doubts, Masks, known_clusters

SEEN = "doubts_seen"
EVERY = timedelta(minutes=1)
# How many lines one transaction takes, which is also how far it looks back.
BATCH = 500
MOST_BATCHES = 10
# What was written before the first look is of use for so long.
PAST = timedelta(days=30)


@dataclass(frozen=True)
class Seen:
    """The ids of the last line and of the last event of a report that were looked at."""

    line: int
    event: int


class Collector:
    """Collects for one process, about once a minute; any number of processes may do so at once.

    `anonymiser` is asked for when there is something to collect: to build it takes a second.
    """

    def __init__(
        self,
        database: Database,
        vault: Vault,
        anonymiser: Callable[[], Anonymiser],
        normalise: Callable[[str], str] = str,
    ) -> None:
        self._database, self._vault = database, vault
        self._anonymiser, self._normalise = anonymiser, normalise
        self._next_at: datetime | None = None

    def ring(self, at: datetime) -> int:
        """Collect when it is time to; returns how many doubts are new."""
        if self._next_at is not None and at < self._next_at:
            return 0
        self._next_at = at + EVERY
        return self.collect(at)

    def collect(self, at: datetime) -> int:
        """Look at everything that was written since the last look; returns how many doubts are new."""
        batches = itertools.takewhile(lambda _: self._has_news(), range(MOST_BATCHES))
        return sum(self._batch(at) for _ in batches)

    def _has_news(self) -> bool:
        # Taking SQLite's only writing place for nothing would delay the turns.
        with self._database.reading() as session:
            return _newest(session) != _read(session.get(Installation, SEEN))

    def _batch(self, at: datetime) -> int:
        masks = Masks(self._anonymiser(), self._vault)
        # Read before the writing place is taken; missing a cluster that is begun meanwhile does no harm.
        with self._database.reading() as session:
            clusters = known_clusters(session, self._normalise)
        with self._database.writing() as session:
            row = _held(session, at)
            if row is None:
                return 0
            seen, newest = _read(row), _newest(session)
            till = Seen(min(newest.line, seen.line + BATCH), min(newest.event, seen.event + BATCH))
            doubts = Doubts(session, masks, clusters)
            doubts.read_lines(seen.line - BATCH, till.line)
            doubts.read_events(seen.event - BATCH, till.event)
            doubts.forget_secrets()
            row.value = json.dumps(asdict(till))
            return doubts.count


def _newest(session: Session) -> Seen:
    line, event = func.max(TranscriptEntry.id), func.max(ReportEvent.id)
    return Seen(session.scalar(select(line)) or 0, session.scalar(select(event)) or 0)


def _read(row: Installation | None) -> Seen:
    return Seen(**json.loads(row.value)) if row is not None else Seen(-1, -1)


def _held(session: Session, at: datetime) -> Installation | None:
    """How far the look has come, held against other processes; None while another one begins."""
    row = session.get(Installation, SEEN, with_for_update=True, populate_existing=True)
    if row is not None:
        return row
    first = Seen(_before(session, TranscriptEntry, at), _before(session, ReportEvent, at))
    row = Installation(name=SEEN, value=json.dumps(asdict(first)))
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return None
    return row


def _before(session: Session, table: type[TranscriptEntry] | type[ReportEvent], at: datetime) -> int:
    """The id before the first row that is recent enough; the newest one when none is."""
    first = session.scalar(select(func.min(table.id)).where(table.at > at - PAST))
    return first - 1 if first else session.scalar(select(func.max(table.id))) or 0
