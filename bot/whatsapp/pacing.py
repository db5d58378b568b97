"""How fast we may send: to one citizen, and from the number as a whole.

Both are kept in the memory of one courier. Several couriers on one number divide
`WHATSAPP_MESSAGES_PER_SECOND` among them; should they be too fast together, WhatsApp says so and they wait.
"""

from __future__ import annotations

import math
import threading
from datetime import datetime, timedelta

from bot.whatsapp.patience import Patience

# Meta, "Throughput" (2 June 2026): up to 45 messages at once, taken from the citizen's future allowance.
PAIR_BURST = 45
FORGET_ABOVE = 10_000


class NumberPace:
    """A bucket that holds one second's worth of messages and fills at `rate` a second; 0 means no limit."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._size = max(rate, 1.0)
        self._tokens = self._size
        self._at: datetime | None = None

    def available(self, at: datetime) -> int:
        """How many messages may go now."""
        if self._rate <= 0:
            return 1_000_000
        if self._at is not None:
            passed = max((at - self._at).total_seconds(), 0.0)
            self._tokens = min(self._size, self._tokens + passed * self._rate)
        self._at = at
        # Sums of floats come out a hair below whole numbers.
        return math.floor(self._tokens + 1e-9)

    def take(self, count: int) -> None:
        self._tokens -= count


class NumberPause:
    """How long nothing is sent after WhatsApp has said that the number is too fast; longer each time."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._until: datetime | None = None
        self._times = 0
        self._lock = threading.Lock()

    def lasts(self, at: datetime) -> bool:
        return self._until is not None and at < self._until

    def begin(self, at: datetime) -> None:
        """Begin a pause; the refusals of several threads at once count as one."""
        with self._lock:
            if not self.lasts(at):
                self._times += 1
                self._until = at + self._patience.after_number_limit(self._times)

    def end(self) -> None:
        """A message went through: the next pause is a short one again."""
        self._times = 0


class PairPace:
    """One message to a citizen every `seconds`, of which up to 45 may go at once."""

    def __init__(self, seconds: float, burst: int = PAIR_BURST) -> None:
        self._interval = timedelta(seconds=seconds)
        self._ahead = self._interval * (burst - 1)
        self._paid_until: dict[int, datetime] = {}

    def take(self, citizen_id: int, at: datetime) -> datetime | None:
        """Count a message that goes now and return None, or return the moment at which it may go."""
        paid_until = max(self._paid_until.get(citizen_id, at), at)
        if paid_until - at > self._ahead:
            return paid_until - self._ahead
        if len(self._paid_until) > FORGET_ABOVE:
            self._paid_until = {key: moment for key, moment in self._paid_until.items() if moment > at}
        self._paid_until[citizen_id] = paid_until + self._interval
        return None
