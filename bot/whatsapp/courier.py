"""The process that carries everything between our tables and WhatsApp."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import structlog

from bot.conversations.messages import Media, OutboxMessage
from bot.conversations.wording import Wording
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.files import Files
from bot.storage.tables import now
from bot.storage.vault import Vault
from bot.whatsapp.client import GraphClient
from bot.whatsapp.fetching import Fetching
from bot.whatsapp.lanes import Lane
from bot.whatsapp.patience import Patience
from bot.whatsapp.sending import Sending
from bot.whatsapp.statuses import Statuses

PAUSE_AFTER_ERROR = 2.0
# Deadlines are counted in days: some seconds more or less matter to nobody.
RING_EVERY = 5.0

log = structlog.get_logger()


def _nothing_is_due(_: datetime) -> int:
    return 0


class Courier:
    """Sends bubbles, applies statuses, fetches media. Several couriers may run on one PostgreSQL.

    `ring` does what the clock asks for, and returns how many things that were: the courier is the process
    that is always there and has time.
    """

    def __init__(
        self,
        database: Database,
        vault: Vault,
        files: Files,
        client: GraphClient,
        wording: Wording,
        settings: Settings,
        patience: Patience | None = None,
        clock: Callable[[], datetime] = now,
        ring: Callable[[datetime], int] = _nothing_is_due,
    ) -> None:
        self._patience = patience or Patience()
        self._stopping = threading.Event()
        sending = Sending(database, vault, files, client, settings.whatsapp, self._patience, clock)
        fetching = Fetching(
            database, files, client, wording, self._patience, clock, lambda: not self._stopping.is_set()
        )
        self._statuses = Statuses(database, self._patience, clock)
        self._ring, self._clock = ring, clock
        threads = self._patience.sending_threads, self._patience.fetching_threads
        self._bubbles: Lane[OutboxMessage] = Lane(
            "sending", threads[0], sending.claim, sending.carry, sending.put_back
        )
        self._media: Lane[Media] = Lane(
            "fetching", threads[1], fetching.claim, fetching.fetch, fetching.put_back
        )

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set, then finish the calls that are under way; never raises."""
        self._stopping = stop
        poll = self._patience.poll
        others = [
            threading.Thread(target=self._media.run, args=(stop, poll), name="fetching"),
            threading.Thread(target=self._repeat, args=(stop, self._statuses.apply, poll), name="statuses"),
            threading.Thread(target=self._repeat, args=(stop, self._ring_due, RING_EVERY), name="ringing"),
        ]
        for thread in others:
            thread.start()
        self._bubbles.run(stop, poll)
        for thread in others:
            thread.join()

    def step(self) -> int:
        """One round of everything that is due now, to its end; returns how many things were looked at."""
        return self._ring_due() + self._statuses.apply() + self._bubbles.step() + self._media.step()

    def _ring_due(self) -> int:
        return self._ring(self._clock())

    def _repeat(self, stop: threading.Event, work: Callable[[], int], pause: float) -> None:
        while not stop.is_set():
            try:
                if not work():
                    stop.wait(pause)
            except Exception as error:
                # Nobody would notice a thread that has died; the database may be back in a moment.
                name = threading.current_thread().name
                log.error("thread failed, trying again", thread=name, error=type(error).__name__)
                stop.wait(PAUSE_AFTER_ERROR)
