"""The 24 hours after a citizen's last message, outside which WhatsApp takes templates only."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.conversations.citizens import Citizen

WINDOW = timedelta(hours=24)
# What is written now may be sent some minutes later: after a pause, or a second attempt.
MARGIN = timedelta(minutes=10)


def window_closes_at(citizen: Citizen) -> datetime | None:
    """Until when a free text may be written to him; None when he has never written."""
    return citizen.last_inbound_at + WINDOW - MARGIN if citizen.last_inbound_at else None


def is_window_open(citizen: Citizen, at: datetime) -> bool:
    closes = window_closes_at(citizen)
    return closes is not None and at < closes
