"""Things to do a little later, on one thread of their own."""

from __future__ import annotations

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable

log = logging.getLogger(__name__)
Task = Callable[[], None]


class Agenda:
    """Runs short tasks at their time; the thread starts with the first of them."""

    def __init__(self) -> None:
        self._tasks: list[tuple[float, int, Task]] = []
        self._number = itertools.count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def after(self, seconds: float, task: Task) -> None:
        with self._changed:
            heapq.heappush(self._tasks, (time.monotonic() + seconds, next(self._number), task))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="simulator-agenda", daemon=True)
                self._thread.start()
            self._changed.notify()

    def _run(self) -> None:
        while True:
            task = self._next()
            try:
                task()
            except Exception:
                log.exception("simulator task failed")

    def _next(self) -> Task:
        with self._changed:
            while True:
                wait = self._tasks[0][0] - time.monotonic() if self._tasks else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._tasks)[2]
                self._changed.wait(wait)
