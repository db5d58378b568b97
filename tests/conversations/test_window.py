from __future__ import annotations

from datetime import timedelta

from bot.conversations.citizens import Citizen
from bot.conversations.window import MARGIN, is_window_open, window_closes_at
from tests.conversations.events import NOON, later


def test_the_window_closes_a_little_before_whatsapp_closes_it() -> None:
    closes = window_closes_at(Citizen(last_inbound_at=NOON))
    assert closes == later(hours=24) - MARGIN
    assert timedelta(minutes=1) < MARGIN < timedelta(hours=1)


def test_the_window_is_open_until_it_closes() -> None:
    citizen = Citizen(last_inbound_at=NOON)
    assert is_window_open(citizen, NOON)
    assert is_window_open(citizen, later(hours=23, minutes=49))
    assert not is_window_open(citizen, later(hours=24) - MARGIN)


def test_who_has_never_written_has_no_window() -> None:
    assert window_closes_at(Citizen()) is None
    assert not is_window_open(Citizen(), NOON)
