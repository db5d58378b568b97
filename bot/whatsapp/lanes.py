"""A few threads that do one kind of work on claimed rows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Generic, TypeVar

import structlog

Row = TypeVar("Row")

PAUSE_AFTER_ERROR = 2.0

log = structlog.get_logger()


class Lane(Generic[Row]):
    """Claims rows as threads become free, and carries each in a thread of its own.

    `carry` must not raise. `put_back` returns a claimed row that was not carried any more.
    """

    def __init__(
        self,
        name: str,
        threads: int,
        claim: Callable[[int], Sequence[Row]],
        carry: Callable[[Row], None],
        put_back: Callable[[Row], None],
    ) -> None:
        self._name = name
        self._threads = threads
        self._claim = claim
        self._carry = carry
        self._put_back = put_back

    def step(self) -> int:
        """Claim and carry until nothing is due; returns the number of rows."""
        done = 0
        with ThreadPoolExecutor(self._threads) as pool:
            while rows := self._claim(self._threads):
                list(pool.map(self._carry, rows))
                done += len(rows)
        return done

    def run(self, stop: threading.Event, poll: float) -> None:
        """Carry until `stop` is set, and then until the rows under way are done."""
        under_way: set[Future[None]] = set()
        with ThreadPoolExecutor(self._threads, thread_name_prefix=self._name) as pool:
            while not stop.is_set():
                under_way = {future for future in under_way if not future.done()}
                under_way |= {pool.submit(self._carry, row) for row in self._rows(len(under_way), stop)}
                if under_way:
                    wait(under_way, timeout=poll, return_when=FIRST_COMPLETED)
                else:
                    stop.wait(poll)

    def _rows(self, busy: int, stop: threading.Event) -> Sequence[Row]:
        if busy >= self._threads:
            return []
        try:
            rows = self._claim(self._threads - busy)
            if stop.is_set():
                for row in rows:
                    self._put_back(row)
                return []
            return rows
        except Exception as error:
            # Nobody would notice a lane that has died; the database may be back in a moment.
            log.error("nothing claimed", lane=self._name, error=type(error).__name__)
            stop.wait(PAUSE_AFTER_ERROR)
            return []
