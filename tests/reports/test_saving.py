from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from bot.conversations.messages import OutboxMessage
from bot.region.pack import Region
from bot.reports.saving import BY_BUDGET, OFF, ON, is_saving, saving_switch, set_saving_switch
from tests.reports.cases import TUESDAY, add_citizen
from tests.reports.deeds import OKI, wib

NEXT_MONTH = wib("2026-12-01 09:00")


def with_budget(budget: float | None, saving_at: int = 100) -> Region:
    assert OKI.prices is not None
    return replace(OKI, prices=replace(OKI.prices, budget=budget, saving_at=saving_at))


def spend(session: Session, bubbles: int, at: datetime = TUESDAY) -> None:
    """Templates that were delivered and billed; each costs 0.025."""
    citizen = add_citizen(session)
    for _ in range(bubbles):
        pricing = {"billable": True, "category": "utility"}
        session.add(
            OutboxMessage(
                citizen_id=citizen, purpose="update", body={"text": "x"}, pricing=pricing, created_at=at
            )
        )
    session.flush()


@pytest.mark.parametrize(("bubbles", "saves"), [(39, False), (40, True), (50, True)])
def test_saving_begins_when_the_budget_of_the_month_is_spent(
    session: Session, bubbles: int, saves: bool
) -> None:
    spend(session, bubbles)
    assert is_saving(session, with_budget(1.0), TUESDAY) is saves


def test_it_begins_earlier_where_the_pack_says_so_and_ends_with_the_month(session: Session) -> None:
    spend(session, 32)
    region = with_budget(1.0, saving_at=80)
    assert is_saving(session, region, TUESDAY)
    assert not is_saving(session, region, NEXT_MONTH)


def test_without_a_budget_nothing_is_saved_by_itself(session: Session) -> None:
    spend(session, 50)
    assert not is_saving(session, with_budget(None), TUESDAY)
    assert not is_saving(session, replace(OKI, prices=None), TUESDAY)


def test_the_switch_overrules_the_budget(session: Session) -> None:
    region = with_budget(1.0)
    assert saving_switch(session) == BY_BUDGET
    set_saving_switch(session, ON)
    assert is_saving(session, region, TUESDAY)
    spend(session, 50)
    set_saving_switch(session, OFF)
    assert not is_saving(session, region, TUESDAY)
    set_saving_switch(session, BY_BUDGET)
    assert is_saving(session, region, TUESDAY)


def test_there_is_no_other_position_of_the_switch(session: Session) -> None:
    with pytest.raises(ValueError, match="kadang"):
        set_saving_switch(session, "kadang")
