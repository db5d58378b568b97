"""Saving mode: when the month's budget is spent, or at somebody's wish, officers get no cards and digests."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.conversations.costs import month_of
from bot.region.pack import Region
from bot.reports.dates import local_date
from bot.reports.office_records import Card, Digest
from bot.storage.tables import Installation

NAME = "saving_mode"
# What the switch may say: by the budget, always, never.
BY_BUDGET = "anggaran"
ON = "nyala"
OFF = "mati"
SWITCHES = (BY_BUDGET, ON, OFF)
# What a card says that was dropped for saving, and a digest that was not sent.
SAVED_CARD = "hemat"
SAVED_DIGEST = "saved"


class HeldBack(NamedTuple):
    """How much was not sent to officers for saving."""

    cards: int
    digests: int


def saving_switch(session: Session) -> str:
    row = session.get(Installation, NAME)
    return row.value if row else BY_BUDGET


def set_saving_switch(session: Session, value: str) -> None:
    """Raises ValueError for anything but `SWITCHES`."""
    if value not in SWITCHES:
        raise ValueError(f"saving mode is never {value!r}")
    session.merge(Installation(name=NAME, value=value))


def is_saving(session: Session, region: Region, at: datetime) -> bool:
    """Whether cards and digests are held back at this moment."""
    switch = saving_switch(session)
    return is_budget_spent(session, region, at) if switch == BY_BUDGET else switch == ON


def is_budget_spent(session: Session, region: Region, at: datetime) -> bool:
    """Whether this month has cost so much of its budget as the pack lets officers be told for."""
    prices = region.prices
    if prices is None or not prices.budget:
        return False
    month = month_of(session, prices, local_date(at, region.timezone), region.timezone)
    return (month.share or 0) >= prices.saving_at


def held_back(session: Session, since: datetime) -> HeldBack:
    """What saving mode has held back from a moment on."""
    cards = select(func.count()).where(Card.made_at >= since, Card.dropped_because == SAVED_CARD)
    digests = select(func.count()).where(Digest.made_at >= since, Digest.state == SAVED_DIGEST)
    return HeldBack(session.scalar(cards) or 0, session.scalar(digests) or 0)
