"""Hiding a passage of a report leaves everything else as it was."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.conversations.messages import TrackerEvent
from bot.reports.filing import file_report
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.console.conftest import SignedIn, StaffClient
from tests.console.reports import add_citizen, look_up
from tests.reports.cases import pothole

SAID = "jalan rusak di depan rumah nomor 123, kata user itu true"


@pytest.fixture
def operator(signed_in: SignedIn) -> StaffClient:
    return signed_in("operator")


@pytest.fixture
def ticket(wiring: Wiring) -> str:
    with wiring.database.writing() as session:
        citizen = add_citizen(session, wiring)
        return file_report(session, wiring.region, pothole(citizen, at=now(), description=SAID)).ticket


def remember(wiring: Wiring, ticket: str, words: str) -> dict[str, Any]:
    """A message as the bot's memory of the chat holds it."""
    heard = {"text": words, "intent": {"name": "user", "confidence": 0.123}, "is_final": True}
    event = {"event": "user", "timestamp": 1712345123.5, "text": words, "parse_data": heard}
    with wiring.database.writing() as session:
        citizen = look_up(wiring, ticket).citizen_id
        session.add(TrackerEvent(citizen_id=citizen, session=1, position=1, event=event))
    return event


def memory(wiring: Wiring) -> dict[str, Any]:
    with wiring.database.reading() as session:
        return session.scalars(select(TrackerEvent.event)).one()


def hide(operator: StaffClient, ticket: str, words: str) -> Any:
    form = {"bagian_kata": words, "kata": "bukan untuk umum"}
    return operator.post(f"/staff/laporan/{ticket}/samarkan", data=form)


@pytest.mark.parametrize("words", ["123", "user", "true"])
def test_only_words_are_replaced_in_the_memory_of_the_bot(
    wiring: Wiring, operator: StaffClient, ticket: str, words: str
) -> None:
    event = remember(wiring, ticket, SAID)
    assert hide(operator, ticket, words).status_code == 303
    hidden = SAID.replace(words, "[disamarkan]")
    assert memory(wiring) == {**event, "text": hidden, "parse_data": {**event["parse_data"], "text": hidden}}


def test_nobody_learns_what_was_said_elsewhere_by_trying_to_hide_it(
    wiring: Wiring, operator: StaffClient, ticket: str
) -> None:
    event = remember(wiring, ticket, "oknum camat minta uang")
    assert hide(operator, ticket, "minta uang").status_code == 409
    assert memory(wiring) == event
