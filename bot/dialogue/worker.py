"""The worker process: claims turns and takes them, one after another."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.turns import Claim, claim_next, has_waiting, release_worker
from bot.dialogue.engine import Engine
from bot.dialogue.settling import Settling
from bot.dialogue.timers import ring_timers
from bot.dialogue.turn import TurnTaker
from bot.dialogue.unanswered import end_unanswered
from bot.storage.tables import now

log = structlog.get_logger()

POLL_SECONDS = 0.1
TIMER_SECONDS = 5.0
DATABASE_PAUSE_SECONDS = 2.0


class Worker:
    """One process with one engine. `name` tells its leases apart, also after a crash.

    `newer_engine` is asked between turns, with the present engine; the worker goes on with what it returns.
    """

    def __init__(
        self,
        name: str,
        taker: TurnTaker,
        newer_engine: Callable[[Engine], Engine | None] = lambda engine: None,
    ) -> None:
        self.name = name
        self._taker = taker
        self._newer_engine = newer_engine
        self._database = taker.database
        self._settle = Settling(taker.region, taker.settings.dialogue)
        self._lease = timedelta(seconds=taker.settings.dialogue.lease)
        self._next_timers = 0.0
        self._was_busy = False

    def run(self, stop: threading.Event, on_ready: Callable[[], None] = lambda: None) -> None:
        """Work until told to stop; the turn in hand is finished first."""
        freed = release_worker(self._database, self.name)
        log.info("worker ready", worker=self.name, freed=freed)
        on_ready()
        while not stop.is_set():
            try:
                busy = self.step()
            except SQLAlchemyError as error:
                log.error("database unreachable, trying again", error=_kind(error))
                stop.wait(DATABASE_PAUSE_SECONDS)
                continue
            if not busy:
                stop.wait(POLL_SECONDS)

    def step(self) -> bool:
        """Ring due timers, look for a newer engine, take one turn; False when there was none."""
        if time.monotonic() >= self._next_timers:
            # First the next time: timers that cannot be rung must not keep messages waiting.
            self._next_timers = time.monotonic() + TIMER_SECONDS
            ring_timers(self._database)
            end_unanswered(self._database, self._taker.region)
        if (engine := self._newer_engine(self._taker.engine)) is not None:
            self._taker = replace(self._taker, engine=engine)
        claim = self._claim()
        self._was_busy = claim is not None
        if claim is not None:
            self._taker.take(claim)
        return self._was_busy

    def _claim(self) -> Claim | None:
        """An idle worker asks without taking the writer's place; after a turn another one is likely."""
        if not self._was_busy and not has_waiting(self._database, now()):
            return None
        return claim_next(self._database, self.name, self._lease, self._settle, now())


def _kind(error: SQLAlchemyError) -> str:
    return type(getattr(error, "orig", None) or error).__name__
