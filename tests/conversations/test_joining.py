from __future__ import annotations

from sqlalchemy import select

from bot.conversations.bubbles import Bubble
from bot.conversations.citizens import Citizen
from bot.conversations.inbox import Sender
from bot.conversations.messages import InboxEvent, OutboxMessage, TrackerEvent, TranscriptEntry
from bot.conversations.outbox import enqueue
from bot.reports.records import Draft
from bot.storage.database import Database
from bot.storage.vault import Vault
from tests.conversations.events import NOON, OTHER_PHONE, OTHER_USER, PHONE, USER, event, later, sender, store

CHANGED = Sender(OTHER_USER, OTHER_PHONE, None, previous_user_id=USER, previous_phone=PHONE)


def write_as_two(database: Database, vault: Vault) -> tuple[int, int]:
    """One person writes under his old names and then under his new ones; the ids of the two citizens."""
    store(database, vault, event("wamid.1"))
    store(database, vault, event("wamid.2", sender=sender(OTHER_USER, OTHER_PHONE)), at=later(hours=1))
    with database.reading() as session:
        first, second = session.scalars(select(Citizen.id).order_by(Citizen.id))
    return first, second


def learn_of_change(database: Database, vault: Vault) -> None:
    store(database, vault, event("wamid.3", "system", payload={}, sender=CHANGED), at=later(hours=2))


def add_draft(database: Database, citizen_id: int) -> None:
    with database.writing() as session:
        session.add(Draft(citizen_id=citizen_id, content={}))


def test_everything_of_the_joined_citizen_follows(database, vault) -> None:
    first, second = write_as_two(database, vault)
    add_draft(database, second)
    with database.writing() as session:
        enqueue(session, second, Bubble("Baik"), "reply", at=NOON)
    learn_of_change(database, vault)
    with database.reading() as session:
        for table in (InboxEvent, OutboxMessage, TranscriptEntry, Draft):
            assert set(session.scalars(select(table.citizen_id))) == {first}


def test_a_batch_that_makes_one_citizen_of_two_stores_everything_under_the_one(database, vault) -> None:
    store(database, vault, event("wamid.1"))
    new_names = sender(OTHER_USER, OTHER_PHONE)
    change = event("wamid.3", "system", payload={}, sender=CHANGED)
    store(database, vault, event("wamid.2", sender=new_names), change, event("wamid.4", sender=new_names))
    with database.reading() as session:
        survivor = session.scalars(select(Citizen.id).where(Citizen.joined_into.is_(None))).one()
        assert set(session.scalars(select(InboxEvent.citizen_id))) == {survivor}


def test_the_running_turn_of_the_joined_citizen_loses_its_lease(database, vault) -> None:
    first, second = write_as_two(database, vault)
    with database.writing() as session:
        citizen = session.get_one(Citizen, second)
        citizen.lease_token, citizen.lease_until = "worker:1", later(hours=9)
        session.add(TrackerEvent(citizen_id=second, session=0, position=0, event={}))
    learn_of_change(database, vault)
    with database.reading() as session:
        joined = session.get_one(Citizen, second)
        assert (joined.lease_token, joined.joined_into) == (None, first)
        assert session.scalars(select(TrackerEvent)).all() == []


def test_the_open_draft_that_cannot_follow_stays_behind(database, vault) -> None:
    first, second = write_as_two(database, vault)
    add_draft(database, first)
    add_draft(database, second)
    with database.writing() as session:
        session.add(Draft(citizen_id=second, content={}, state="filed"))
    learn_of_change(database, vault)
    with database.reading() as session:
        owners = session.execute(select(Draft.citizen_id, Draft.state).order_by(Draft.id)).all()
        assert [tuple(row) for row in owners] == [(first, "open"), (second, "open"), (first, "filed")]


def test_the_joined_citizen_has_the_later_of_the_two_last_messages(database, vault) -> None:
    write_as_two(database, vault)
    store(
        database,
        vault,
        event("wamid.4", sender=sender(OTHER_USER, OTHER_PHONE), sent_at=later(minutes=5)),
        at=later(hours=1),
    )
    learn_of_change(database, vault)
    with database.reading() as session:
        survivor = session.scalars(select(Citizen).where(Citizen.joined_into.is_(None))).one()
        assert survivor.last_inbound_at == later(minutes=5)


def test_what_staff_decided_about_either_holds_for_the_one_who_remains(database, vault) -> None:
    first, second = write_as_two(database, vault)
    with database.writing() as session:
        joined = session.get_one(Citizen, second)
        joined.taken_by, joined.staff_active_at, joined.human_asked_at = 7, NOON, NOON
        joined.blocked_until, joined.blocked_because, joined.blocked_by = later(days=3), "spam", 7
        session.get_one(Citizen, first).blocked_until = later(days=1)
    learn_of_change(database, vault)
    with database.reading() as session:
        citizen = session.get_one(Citizen, first)
        assert (citizen.taken_by, citizen.staff_active_at, citizen.human_asked_at) == (7, NOON, NOON)
        assert (citizen.blocked_until, citizen.blocked_because) == (later(days=3), "spam")
        left = session.get_one(Citizen, second)
        assert (left.taken_by, left.human_asked_at, left.blocked_until) == (None, None, None)
