from __future__ import annotations

from itertools import permutations

import pytest
from sqlalchemy import select

from bot.conversations import outbox
from bot.conversations.bubbles import Bubble, BubbleTooLarge, Button, TemplateUse
from bot.conversations.messages import OutboxMessage, TranscriptEntry
from bot.storage.database import Database
from tests.conversations.events import NOON, add_citizen, count, later

ASKED = Bubble("Kirim laporan ini?", buttons=(Button("kirim", "Kirim"), Button("batal", "Batal")))


@pytest.fixture
def message_id(database: Database) -> int:
    """A bubble that a courier has claimed."""
    citizen = add_citizen(database)
    with database.writing() as session:
        message = outbox.enqueue(session, citizen, ASKED, "reply", "turn-1", at=NOON)
        message.state = "sending"
        message.attempts = 1
        return message.id


def state(database: Database, message_id: int) -> str:
    with database.reading() as session:
        return session.get_one(OutboxMessage, message_id).state


def test_a_bubble_is_queued_and_stands_in_the_transcript(database, message_id) -> None:
    with database.reading() as session:
        message = session.get_one(OutboxMessage, message_id)
        line = session.scalars(select(TranscriptEntry)).one()
        assert Bubble.from_json(message.body) == ASKED
        assert (message.purpose, message.turn_id, message.created_at) == ("reply", "turn-1", NOON)
        assert (line.speaker, line.kind, line.text) == ("bot", "buttons", ASKED.text)
        assert (line.outbox_id, line.turn_id, line.content) == (message_id, "turn-1", ASKED.to_json())


def test_a_line_of_the_staff_says_who_spoke_and_of_which_report(database) -> None:
    citizen = add_citizen(database)
    with database.writing() as session:
        said = Bubble("Sudah kami periksa.")
        whose = {"speaker": "staff", "staff_id": 7, "report_id": 3, "draft_id": 2, "secret": True}
        outbox.enqueue(session, citizen, said, "staff", at=NOON, **whose)
    with database.reading() as session:
        line = session.scalars(select(TranscriptEntry)).one()
        assert {name: getattr(line, name) for name in whose} == whose


def test_a_bubble_that_whatsapp_would_refuse_is_never_queued(database) -> None:
    citizen = add_citizen(database)
    with pytest.raises(BubbleTooLarge), database.writing() as session:
        outbox.enqueue(session, citizen, Bubble("a" * 4097), "reply")
    with database.reading() as session:
        assert count(session, OutboxMessage) == 0


def test_what_is_held_ready_is_told_once_by_the_same_speaker(database) -> None:
    citizen = add_citizen(database)
    ready = Bubble("Ada kabar.", template=TemplateUse("lapor_status", "id"))
    whose = {"speaker": "staff", "staff_id": 7, "report_id": 3, "secret": True}
    with database.writing() as session:
        said = outbox.enqueue(session, citizen, Bubble("Baik", otherwise=ready), "update", at=NOON, **whose)
        again = outbox.retell(session, said, later(seconds=9))
        assert again is not None and said.handled_at == later(seconds=9)
        assert (Bubble.from_json(again.body), again.purpose) == (ready, "update")
        assert outbox.retell(session, said, later(seconds=10)) is None
    with database.reading() as session:
        first, second = session.scalars(select(TranscriptEntry).order_by(TranscriptEntry.id))
        assert first.content == {"text": "Baik"}
        assert (second.outbox_id, second.at) == (again.id, later(seconds=9))
        assert {name: getattr(second, name) for name in whose} == whose


def test_a_message_that_holds_nothing_ready_is_not_told_again(database, message_id) -> None:
    with database.writing() as session:
        message = session.get_one(OutboxMessage, message_id)
        assert outbox.retell(session, message, NOON) is None
        assert message.handled_at is None


def test_a_typing_sign_is_no_line_of_the_transcript(database) -> None:
    citizen = add_citizen(database)
    with database.writing() as session:
        outbox.enqueue_typing(session, citizen, "wamid.1", "turn-1", at=NOON)
    with database.reading() as session:
        assert session.scalars(select(OutboxMessage)).one().body == {"wamid": "wamid.1"}
        assert count(session, TranscriptEntry) == 0


def test_an_accepted_bubble_is_found_again_by_its_wamid(database, message_id) -> None:
    with database.writing() as session:
        outbox.record_accepted(session, message_id, "wamid.out", later(seconds=1))
    with database.reading() as session:
        found = outbox.find_message(session, None, "wamid.out")
        assert found is not None
        assert (found.id, found.state, found.accepted_at) == (message_id, "accepted", later(seconds=1))
        assert session.scalars(select(TranscriptEntry.wamid)).one() == "wamid.out"


@pytest.mark.parametrize("order", permutations(("sent", "delivered", "read")))
def test_statuses_in_any_order_end_with_the_furthest(database, message_id, order) -> None:
    for status in order:
        with database.writing() as session:
            outbox.record_status(session, message_id, status, later(seconds=9), "wamid.out")
    with database.reading() as session:
        message = session.get_one(OutboxMessage, message_id)
        assert message.state == "read"
        assert all((message.accepted_at, message.sent_at, message.delivered_at, message.read_at))


def test_read_may_come_without_delivered(database, message_id) -> None:
    with database.writing() as session:
        outbox.record_status(session, message_id, "read", NOON, "wamid.out")
    assert state(database, message_id) == "read"


def test_a_status_proves_acceptance_that_was_never_recorded(database, message_id) -> None:
    with database.writing() as session:
        outbox.record_status(session, message_id, "sent", NOON, "wamid.out", {"category": "service"})
    with database.reading() as session:
        message = session.get_one(OutboxMessage, message_id)
        assert (message.state, message.wamid, message.accepted_at) == ("sent", "wamid.out", NOON)
        assert message.pricing == {"category": "service"}


def test_acceptance_recorded_after_a_status_does_not_go_back(database, message_id) -> None:
    with database.writing() as session:
        outbox.record_status(session, message_id, "delivered", NOON, "wamid.out")
        outbox.record_accepted(session, message_id, "wamid.out", later(seconds=5))
    assert state(database, message_id) == "delivered"


def test_a_failed_status_keeps_its_reason(database, message_id) -> None:
    error = {"code": 131026, "title": "Message undeliverable"}
    with database.writing() as session:
        outbox.record_accepted(session, message_id, "wamid.out", NOON)
        outbox.record_status(session, message_id, "failed", later(seconds=3), error=error)
    with database.reading() as session:
        message = session.get_one(OutboxMessage, message_id)
        assert (message.state, message.error_code) == ("failed", 131026)
        assert message.failed_at == later(seconds=3)


@pytest.mark.parametrize("status", ["delivered", "read"])
def test_what_reached_a_phone_has_not_failed(database, message_id, status: str) -> None:
    with database.writing() as session:
        outbox.record_status(session, message_id, status, NOON, "wamid.out")
        outbox.record_status(session, message_id, "failed", NOON, error={"code": 1, "title": "x"})
        assert session.get_one(OutboxMessage, message_id).error_code is None
    assert state(database, message_id) == status


@pytest.mark.parametrize("status", ["played", "deleted", "warning", ""])
def test_an_unknown_status_changes_nothing(database, message_id, status: str) -> None:
    with database.writing() as session:
        outbox.record_status(session, message_id, status, NOON, "wamid.out")
    assert state(database, message_id) == "sending"


def test_a_failed_attempt_waits_for_its_next(database, message_id) -> None:
    with database.writing() as session:
        outbox.record_failure(session, message_id, 131000, "trouble", NOON, retry_at=later(seconds=4))
    with database.reading() as session:
        message = session.get_one(OutboxMessage, message_id)
        assert (message.state, message.next_try_at) == ("queued", later(seconds=4))
        assert (message.error_code, message.attempts, message.claimed_until) == (131000, 1, None)


def test_a_failure_without_a_next_attempt_is_final(database, message_id) -> None:
    with database.writing() as session:
        outbox.record_failure(session, message_id, 100, "bad parameter", NOON)
    assert state(database, message_id) == "failed"


def test_a_failed_attempt_does_not_take_back_what_a_status_has_told(database, message_id) -> None:
    with database.writing() as session:
        outbox.record_status(session, message_id, "sent", NOON, "wamid.out")
        outbox.record_failure(session, message_id, None, "time-out", NOON, retry_at=later(seconds=4))
    assert state(database, message_id) == "sent"


def test_a_row_put_back_has_lost_no_attempt(database, message_id) -> None:
    with database.writing() as session:
        outbox.put_back(session, message_id, later(seconds=6))
    with database.reading() as session:
        message = session.get_one(OutboxMessage, message_id)
        assert (message.state, message.attempts, message.next_try_at) == ("queued", 0, later(seconds=6))


def test_the_age_of_the_queue_is_that_of_its_oldest_bubble(database, message_id) -> None:
    with database.writing() as session:
        citizen = session.get_one(OutboxMessage, message_id).citizen_id
        outbox.enqueue_typing(session, citizen, "wamid.1", at=later(hours=-1))
        outbox.enqueue(session, citizen, Bubble("Baik"), "reply", at=later(seconds=5))
    with database.writing() as session:
        assert outbox.oldest_queued_age(session, later(seconds=30)) == 30
        outbox.record_accepted(session, message_id, "wamid.out", NOON)
        session.flush()
        assert outbox.oldest_queued_age(session, later(seconds=30)) == 25


def test_an_empty_queue_has_no_age(database) -> None:
    with database.reading() as session:
        assert outbox.oldest_queued_age(session) is None
