"""What happens in the chats, told to the open pages as numbered events."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import threading
from collections import deque
from typing import Any

KEPT = 500


class Feed:
    """Published from any thread, awaited on the event loop. Numbers start anew with each `epoch`."""

    def __init__(self) -> None:
        self.epoch = secrets.token_hex(4)
        self._events: deque[tuple[int, dict[str, Any]]] = deque(maxlen=KEPT)
        self._newest = 0
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._lock = threading.Lock()

    @property
    def newest(self) -> int:
        return self._newest

    def publish(self, kind: str, body: Any) -> None:
        with self._lock:
            self._newest += 1
            self._events.append((self._newest, {"kind": kind, "body": body}))
            for loop, woken in self._waiting:
                # A loop that has just been closed has nobody left to wake.
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(woken.set)

    def since(self, number: int) -> list[dict[str, Any]] | None:
        """Events after `number`; None when some of them are no longer kept."""
        with self._lock:
            oldest = self._events[0][0] if self._events else self._newest + 1
            if number > self._newest or number < oldest - 1:
                return None
            return [event for count, event in self._events if count > number]

    async def wait(self, number: int, seconds: float) -> None:
        """Return when there is an event after `number`, at the latest after so many seconds."""
        waiter = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            if self._newest > number:
                return
            self._waiting.add(waiter)
        try:
            await asyncio.wait_for(waiter[1].wait(), seconds)
        except asyncio.TimeoutError:
            pass
        finally:
            with self._lock:
                self._waiting.discard(waiter)
