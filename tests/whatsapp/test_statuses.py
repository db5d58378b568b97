from __future__ import annotations

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.conversations.citizens import Citizen
from bot.conversations.messages import InboxEvent, OutboxMessage
from tests.whatsapp.outgoing import Office


@pytest.fixture
def sent(office: Office) -> int:
    (message,) = office.enqueue(office.citizen(), "Baik")
    office.courier.step()
    return message


def inbox_state(office: Office) -> list[str]:
    with office.database.reading() as session:
        return list(session.scalars(select(InboxEvent.state).order_by(InboxEvent.id)))


def test_statuses_move_a_message_forward(office, sent) -> None:
    for status in ("sent", "delivered", "read"):
        office.status(status, sent)
        office.courier.step()
        assert office.state(sent) == status
    assert inbox_state(office) == ["done", "done", "done"]


def test_statuses_out_of_order_never_move_it_back(office, sent) -> None:
    office.status("delivered", sent)
    office.courier.step()
    office.status("sent", sent)
    office.courier.step()
    assert office.state(sent) == "delivered"


def test_a_status_without_our_id_is_known_by_its_wamid(office, sent) -> None:
    office.status("read", None, "wamid.1")
    office.courier.step()
    assert office.state(sent) == "read"
    with office.database.reading() as session:
        row = session.scalars(select(InboxEvent)).one()
        assert row.citizen_id == session.get_one(OutboxMessage, sent).citizen_id


def test_a_failed_status_is_kept_with_its_reason_and_price(office, sent) -> None:
    errors = [{"code": 131026, "title": "Message undeliverable"}]
    office.status("failed", sent, errors=errors, pricing={"category": "service"})
    office.courier.step()
    assert office.facts(sent)[:2] == ("failed", 131026)
    with office.database.reading() as session:
        assert session.get_one(OutboxMessage, sent).pricing == {"category": "service"}


def test_a_status_that_overtakes_its_message_is_applied_later(office) -> None:
    office.status("delivered", None, "wamid.1")
    office.courier.step()
    assert inbox_state(office) == ["waiting"]
    (message,) = office.enqueue(office.citizen(), "Baik")
    office.courier.step()
    office.clock.turn(2)
    office.courier.step()
    assert (office.state(message), inbox_state(office)) == ("delivered", ["done"])


def test_a_status_of_no_message_of_ours_is_given_up(office) -> None:
    office.status("delivered", 999_999, "wamid.77")
    for _ in range(8):
        office.courier.step()
        office.clock.turn(100)
    assert inbox_state(office) == ["done"]


def test_an_unknown_status_is_done_without_a_change(office, sent) -> None:
    office.status("played", sent)
    office.courier.step()
    assert (office.state(sent), inbox_state(office)) == ("accepted", ["done"])


def test_an_odd_status_does_not_keep_the_others_waiting(office, sent) -> None:
    office.status("failed", sent, "wamid.1", errors=["x"])
    office.status("read", sent)
    office.courier.step()
    assert (office.state(sent), inbox_state(office)) == ("read", ["failed", "done"])


def test_an_account_trouble_told_by_a_status_rings_the_alarm(office, sent) -> None:
    office.status("failed", sent, errors=[{"code": 131042, "title": "Business eligibility payment issue"}])
    with capture_logs() as lines:
        office.courier.step()
    assert [line["event"] for line in lines if line["log_level"] == "error"] == [
        "account trouble told by a status"
    ]


def test_many_statuses_are_applied_in_one_go(office) -> None:
    citizen = office.citizen()
    messages = office.enqueue(citizen, *[f"Pesan {number}" for number in range(30)])
    office.courier.step()
    for number, message in enumerate(messages):
        for status in ("read", "delivered", "sent"):
            office.status(status, message, f"wamid.{number + 1}")
    office.courier.step()
    assert {office.state(message) for message in messages} == {"read"}


def test_a_status_says_that_he_wants_no_messages(office, sent) -> None:
    office.status("failed", sent, errors=[{"code": 131050, "title": "User has stopped messages"}])
    office.courier.step()
    with office.database.reading() as session:
        citizen = session.get_one(OutboxMessage, sent).citizen_id
        assert session.get_one(Citizen, citizen).updates_stopped_at is not None


def test_a_status_after_an_erasure_brings_no_number_back(office, sent) -> None:
    with office.database.writing() as session:
        message = session.get_one(OutboxMessage, sent)
        session.get_one(Citizen, message.citizen_id).erased_at = office.clock()
        message.wamid = None
    office.status("read", sent, "wamid.with-the-digits")
    office.courier.step()
    assert office.state(sent) == "read"
    with office.database.reading() as session:
        row = session.scalars(select(InboxEvent)).one()
        assert "digits" not in f"{row.wamid} {row.event_key} {session.get_one(OutboxMessage, sent).wamid}"
