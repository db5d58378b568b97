"""What WhatsApp bills: each delivered bubble, by the category that Meta names in its status.

Meta, "Pricing on the WhatsApp Business Platform": since 1 October 2026 service messages are billed like
utility ones, above a free number a month; what `pricing.billable` says is the only exact meter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Protocol

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.conversations.messages import OutboxMessage, TranscriptEntry
from bot.conversations.outbox import TO_OFFICERS

SERVICE = "service"
# Shares of the month's budget at which somebody is told.
ALARMS = (50, 80, 100)


class Prices(Protocol):
    """What a region pack says: a price by Meta's categories, free service bubbles and a budget a month."""

    @property
    def currency(self) -> str: ...
    @property
    def of(self) -> Mapping[str, float]: ...
    @property
    def free_service(self) -> int: ...
    @property
    def budget(self) -> float | None: ...


@dataclass(frozen=True)
class Month:
    """One month's bubbles by category, how many of them were cards for officers, and what all cost."""

    first: date
    bubbles: Mapping[str, int]
    to_officers: int
    cost: float
    budget: float | None

    @property
    def total(self) -> int:
        return sum(self.bubbles.values())

    @property
    def share(self) -> int | None:
        """How much of the budget is spent, in percent; None without a budget."""
        return None if not self.budget else round(100 * self.cost / self.budget)

    @property
    def alarm(self) -> int | None:
        """The highest of `ALARMS` that was passed."""
        share = self.share
        return None if share is None else max((step for step in ALARMS if share >= step), default=None)


def month_of(session: Session, prices: Prices, day: date, zone: tzinfo) -> Month:
    """The month in which a day lies, from its first moment in the region's time."""
    first = day.replace(day=1)
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    bubbles, to_officers = _count(session, _begin(first, zone), _begin(following, zone))
    return _priced(prices, first, bubbles, to_officers)


def last_months(session: Session, prices: Prices, day: date, zone: tzinfo, count: int) -> list[Month]:
    """That many months up to the one in which a day lies, the newest first."""
    months = []
    for _ in range(count):
        months.append(month_of(session, prices, day, zone))
        day = day.replace(day=1) - timedelta(days=1)
    return months


def bubbles_of_reports(session: Session, drafts: Mapping[int, int | None]) -> Counter[int]:
    """How many bubbles each report has cost over its life so far, by the lines that belong to it.

    `drafts` maps the ids of reports to those of the drafts they were filed from, whose lines count as well.
    """
    reports = {draft_id: report_id for report_id, draft_id in drafts.items() if draft_id is not None}
    line, before_filing = TranscriptEntry, TranscriptEntry.report_id.is_(None)
    counted = Counter(_by(session, line.report_id, line.report_id.in_(drafts)))
    for draft_id, count in _by(session, line.draft_id, line.draft_id.in_(reports), before_filing).items():
        counted[reports[draft_id]] += count
    return counted


def _by(
    session: Session, owner: InstrumentedAttribute[int | None], *lines: ColumnElement[bool]
) -> dict[int, int]:
    """The billed bubbles of some lines, by what they belong to."""
    query = (
        select(owner, func.count())
        .join(OutboxMessage, OutboxMessage.id == TranscriptEntry.outbox_id)
        .where(_billable(), *lines)
        .group_by(owner)
    )
    return {owner_id: count for owner_id, count in session.execute(query) if owner_id}


def _count(session: Session, begin: datetime, end: datetime) -> tuple[Counter[str], int]:
    """Bubbles by category, and how many of all were cards."""
    category = OutboxMessage.pricing["category"].as_string()
    is_card = OutboxMessage.purpose == TO_OFFICERS
    query = select(category, is_card, func.count()).where(
        OutboxMessage.created_at >= begin, OutboxMessage.created_at < end, _billable()
    )
    bubbles: Counter[str] = Counter()
    cards = 0
    for name, to_officer, count in session.execute(query.group_by(category, is_card)):
        bubbles[name or SERVICE] += count
        cards += count if to_officer else 0
    return bubbles, cards


def _billable() -> ColumnElement[bool]:
    return OutboxMessage.pricing["billable"].as_boolean().is_(True)


def _priced(prices: Prices, first: date, bubbles: Counter[str], to_officers: int) -> Month:
    paid = Counter(bubbles)
    paid[SERVICE] = max(0, paid[SERVICE] - prices.free_service)
    cost = sum(count * prices.of.get(name, prices.of.get(SERVICE, 0.0)) for name, count in paid.items())
    return Month(first, dict(bubbles), to_officers, round(cost, 2), prices.budget)


def _begin(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(timezone.utc)
