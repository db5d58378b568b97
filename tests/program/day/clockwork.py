"""The program in one process whose time is moved by hand: web, a worker, two couriers, WhatsApp."""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import func, select
from time_machine import Traveller

from bot.conversations.messages import OutboxMessage
from bot.dialogue.timers import ring_timers
from bot.dialogue.unanswered import end_unanswered
from bot.reports.deadlines import working_calendar
from bot.reports.life_records import Timer
from bot.reports.office_records import Card
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.dialogue.phone import Town
from tests.program.day.graph import Network
from tests.program.day.mortal import Shift

# What somebody does, step by step: between two steps lies the moment of the next one.
Life = Iterator[datetime]
Said = TypeVar("Said")
COURIERS = 2
HOUR = timedelta(hours=1)
# Time moves in beats, so that what many reports have due at nearly the same moment is done in one go.
BEAT_SECONDS = 300


class Clockwork:
    """Lets lives go on, and everything that is due happen meanwhile, moment by moment."""

    def __init__(self, wiring: Wiring, town: Town, network: Network, time: Traveller) -> None:
        self.wiring, self.town, self.network = wiring, town, network
        self._time = time
        self._lives: list[tuple[datetime, int, Life]] = []
        self._number = itertools.count()
        self._shifts = [Shift(self._hire) for _ in range(COURIERS)]
        self._drafts_at = now()

    @property
    def deaths(self) -> int:
        return sum(shift.deaths for shift in self._shifts)

    def begin(self, life: Life, at: datetime) -> None:
        heapq.heappush(self._lives, (at, next(self._number), life))

    def run(self, until: datetime) -> None:
        """Let time pass until all lives are over, and then to that moment."""
        while (at := self._next_moment()) is not None and at <= until:
            self._move_to(_beat(at))
            self._happen(self._go_on)
        self._move_to(until)
        self._happen(lambda: None)

    def write(self, phone: str, send: Callable[[], Said]) -> Said:
        """Let somebody write, which opens his window."""
        self.network.written[phone] = now().timestamp()
        return send()

    def _hire(self) -> Any:
        return Wiring(self.wiring.settings, self.wiring.root).courier("http://unused")

    def _next_moment(self) -> datetime | None:
        """When something comes next: in a life, of a timer or card, of a bubble that waits or was lost."""
        queries = [
            select(func.min(moment)).where(moment > now(), *conditions)
            for moment, *conditions in (
                (Timer.due_at, Timer.state == "waiting"),
                (OutboxMessage.next_try_at, OutboxMessage.state == "queued"),
                (OutboxMessage.claimed_until, OutboxMessage.state == "sending"),
                (Card.send_at,),
            )
        ]
        with self.wiring.database.reading() as session:
            moments = [session.scalar(query) for query in queries]
        return min(filter(None, (*moments, *self._of_lives())), default=None)

    def _of_lives(self) -> Iterator[datetime]:
        """When a life goes on; while there is one, the offices get their digests each working morning."""
        if self._lives:
            yield self._lives[0][0]
            yield working_calendar(self.wiring.region).next_opening(now())

    def _move_to(self, at: datetime) -> None:
        if at > now():
            self._time.move_to(at)

    def _happen(self, deeds: Callable[[], None]) -> None:
        """Both couriers work while staff and citizens do theirs, and then until nothing is left to do."""
        self._by_the_clock()
        with ThreadPoolExecutor(COURIERS, thread_name_prefix="courier") as pool:
            working = self._put_to_work(pool)
            deeds()
            wait(working)
            while self.network.tell_statuses(self.town.post) + sum(
                one.result() for one in self._put_to_work(pool)
            ):
                pass

    def _put_to_work(self, pool: ThreadPoolExecutor) -> list[Future[int]]:
        return [pool.submit(shift.work) for shift in self._shifts]

    def _by_the_clock(self) -> None:
        """What a worker does every five seconds of real time."""
        if now() >= self._drafts_at:
            ring_timers(self.wiring.database)
            end_unanswered(self.wiring.database, self.wiring.region)
            self.town.settle()
            self._drafts_at = now() + HOUR

    def _go_on(self) -> None:
        while self._lives and self._lives[0][0] <= now():
            _, _, life = heapq.heappop(self._lives)
            with suppress(StopIteration):
                self.begin(life, next(life))


def _beat(at: datetime) -> datetime:
    """The first beat that is not before a moment."""
    return datetime.fromtimestamp(math.ceil(at.timestamp() / BEAT_SECONDS) * BEAT_SECONDS, at.tzinfo)
