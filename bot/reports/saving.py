"""Saving mode: when the month's budget is spent, or at somebody's wish, officers get no cards and digests."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.conversations.costs import month_of
from bot.region.pack import Region
from bot.reports.dates import local_date
from bot.storage.tables import Installation

NAME = "saving_mode"
# What the switch may say: by the budget, always, never.
BY_BUDGET = "anggaran"
ON = "nyala"
OFF = "mati"
SWITCHES = (BY_BUDGET, ON, OFF)


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
