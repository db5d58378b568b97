"""Which chats somebody is looking at, and when the business is typing in them."""

from __future__ import annotations

import threading
import time

# A page says what it shows with each poll; two missed polls mean that it is gone.
SEEN_SECONDS = 10.0
# WhatsApp takes the typing sign away after this long when no reply comes.
TYPING_SECONDS = 25.0


class Presence:
    def __init__(self) -> None:
        self._open_until: dict[int, float] = {}
        self._typing_until: dict[int, float] = {}
        self._lock = threading.Lock()

    def show(self, citizen: int) -> None:
        with self._lock:
            self._open_until[citizen] = time.monotonic() + SEEN_SECONDS

    def is_open(self, citizen: int) -> bool:
        with self._lock:
            return self._open_until.get(citizen, 0) > time.monotonic()

    def type(self, citizen: int) -> None:
        with self._lock:
            self._typing_until[citizen] = time.monotonic() + TYPING_SECONDS

    def stop_typing(self, citizen: int) -> None:
        with self._lock:
            self._typing_until.pop(citizen, None)

    def typing_seconds(self, citizen: int) -> float:
        """How much longer the typing sign stays; 0 when it is not shown."""
        with self._lock:
            return max(0.0, self._typing_until.get(citizen, 0) - time.monotonic())
