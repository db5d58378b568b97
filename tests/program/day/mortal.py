"""Couriers that die in the middle of their work, as by `kill -9`, and are started again."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from bot.conversations import outbox
from bot.reports import ringing
from bot.whatsapp.client import GraphClient
from bot.whatsapp.courier import Courier

# Where they die: in the transaction of a timer, before a message leaves, and after WhatsApp has it.
PLACES = ((ringing, "keep_time"), (GraphClient, "send"), (outbox, "record_accepted"))
# The first death at each place, and how many passages lie between it and the next.
FIRST, EVERY = 5, 80


class Killed(BaseException):
    """Nothing after this line happens in the process that got it."""


def make_mortal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whoever comes to such a place at an unlucky moment die there."""
    for where, name in PLACES:
        monkeypatch.setattr(where, name, _deadly(getattr(where, name)))


def _deadly(real: Callable[..., Any]) -> Callable[..., Any]:
    passages = itertools.count(1)

    def pass_or_die(*given: Any, **more: Any) -> Any:
        if next(passages) % EVERY == FIRST:
            raise Killed
        return real(*given, **more)

    return pass_or_die


class Shift:
    """One courier at a time: who dies is followed by a new one that knows nothing of him."""

    def __init__(self, hire: Callable[[], Courier]) -> None:
        self._hire = hire
        self._courier = hire()
        self.deaths = 0

    def work(self) -> int:
        """Do one round of what is due now; returns how much that was, 0 only when there was nothing."""
        try:
            return self._courier.step()
        except Killed:
            self.deaths += 1
            self._courier = self._hire()
            # What he did before is not known, but something it was.
            return 1
