from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

import pytest

from bot.conversations.bubbles import Bubble
from bot.conversations.citizens import Citizen
from bot.conversations.costs import bubbles_of_reports, last_months, month_of
from bot.conversations.messages import OutboxMessage
from bot.conversations.outbox import enqueue
from bot.storage.database import Database

WIB = ZoneInfo("Asia/Jakarta")
NOVEMBER = date(2026, 11, 24)


@dataclass(frozen=True)
class Prices:
    currency: str = "USD"
    of: dict[str, float] = field(default_factory=lambda: {"service": 0.02, "utility": 0.03})
    free_service: int = 2
    budget: float | None = None


def bill(
    database: Database, at: datetime, category: str = "service", count: int = 1, billable: bool = True
) -> None:
    with database.writing() as session:
        citizen = Citizen()
        session.add(citizen)
        session.flush()
        pricing = {"billable": billable, "category": category, "type": "regular"}
        for _ in range(count):
            session.add(
                OutboxMessage(citizen_id=citizen.id, purpose="reply", body={}, pricing=pricing, created_at=at)
            )


def at(day: int, hour: int = 5, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=timezone.utc)


def test_service_bubbles_are_free_up_to_their_number(database: Database) -> None:
    bill(database, at(3), count=5)
    bill(database, at(4), "utility", count=2)
    bill(database, at(5), billable=False)
    with database.reading() as session:
        month = month_of(session, Prices(), NOVEMBER, WIB)
    assert (month.bubbles, month.total, month.cost) == ({"service": 5, "utility": 2}, 7, 0.12)


def test_a_month_begins_at_midnight_of_the_region(database: Database) -> None:
    bill(database, at(31, 16, month=10))
    bill(database, at(31, 17, month=10))
    with database.reading() as session:
        months = last_months(session, Prices(), NOVEMBER, WIB, 3)
    assert [(month.first.month, month.total) for month in months] == [(11, 1), (10, 1), (9, 0)]


@pytest.mark.parametrize(("count", "alarm"), [(2, None), (27, 50), (42, 80), (52, 100)])
def test_somebody_is_told_at_half_of_the_budget_and_later(
    count: int, alarm: int | None, database: Database
) -> None:
    bill(database, at(3), count=count)
    with database.reading() as session:
        assert month_of(session, Prices(budget=1.0), NOVEMBER, WIB).alarm == alarm


def test_a_category_without_a_price_costs_like_a_service(database: Database) -> None:
    bill(database, at(3), "new_kind", count=10)
    with database.reading() as session:
        assert month_of(session, Prices(), NOVEMBER, WIB).cost == 0.2


def test_a_report_has_cost_what_was_said_before_it_was_filed_too(database: Database) -> None:
    summary, receipt, of_another, unbilled = (
        {"draft_id": 1},
        {"draft_id": 1, "report_id": 11},
        # Its number was asked for while the draft was open.
        {"draft_id": 1, "report_id": 12},
        {"report_id": 11},
    )
    with database.writing() as session:
        citizen = Citizen()
        session.add(citizen)
        session.flush()
        for line in (summary, receipt, of_another):
            enqueue(session, citizen.id, Bubble("Baik"), "reply", at=at(3), **line).pricing = {
                "billable": True
            }
        enqueue(session, citizen.id, Bubble("Baik"), "reply", at=at(3), **unbilled)
    with database.reading() as session:
        assert bubbles_of_reports(session, {11: 1, 12: None, 13: 2}) == {11: 2, 12: 1}
