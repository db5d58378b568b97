from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select

from bot.conversations.citizens import Citizen, Identity
from bot.conversations.identity import Address, Sender, address_of, resolve
from bot.storage.database import Database
from bot.storage.vault import Vault
from tests.conversations.events import (
    NOON,
    OTHER_PHONE,
    OTHER_USER,
    PHONE,
    USER,
    add_citizen,
    count,
    later,
    sender,
)


@pytest.fixture
def who(database: Database, vault: Vault) -> Callable[..., int]:
    """The id of the citizen behind a sender."""

    def find(someone: Sender, at: datetime = NOON) -> int:
        with database.writing() as session:
            return resolve(session, vault, someone, at).id

    return find


def reach(database: Database, vault: Vault, citizen_id: int) -> Address:
    with database.reading() as session:
        return address_of(session, vault, citizen_id)


@pytest.mark.parametrize("someone", [sender(), sender(phone=None), sender(user_id=None)])
def test_the_same_sender_is_the_same_citizen(who, database, vault, someone: Sender) -> None:
    assert who(someone) == who(someone, later(days=400))
    assert reach(database, vault, who(someone)) == Address(someone.phone, someone.user_id)


def test_a_sender_without_any_name_is_refused(who) -> None:
    with pytest.raises(ValueError, match="without user id"):
        who(Sender(None, None, "Siti"))


def test_a_user_id_brings_its_phone_later(who, database, vault) -> None:
    citizen = who(sender(phone=None))
    assert who(sender()) == citizen
    assert reach(database, vault, citizen) == Address(PHONE, USER)
    assert who(sender(user_id=None)) == citizen


def test_the_user_id_counts_more_than_the_phone(who, database, vault) -> None:
    citizen = who(sender())
    assert who(sender(phone=OTHER_PHONE)) == citizen
    assert reach(database, vault, citizen) == Address(OTHER_PHONE, USER)


def test_a_phone_alone_meets_its_first_user_id_within_ninety_days(who) -> None:
    citizen = who(sender(user_id=None))
    assert who(sender(), later(days=90)) == citizen


def test_a_phone_alone_after_ninety_days_may_be_somebody_else(who, database, vault) -> None:
    former = who(sender(user_id=None))
    newcomer = who(sender(), later(days=90, seconds=1))
    assert newcomer != former
    assert reach(database, vault, former) == Address(None, None)


def test_the_same_phone_with_another_user_id_is_another_citizen(who, database, vault) -> None:
    former = who(sender())
    newcomer = who(sender(user_id=OTHER_USER), later(minutes=1))
    assert newcomer != former
    assert reach(database, vault, newcomer) == Address(PHONE, OTHER_USER)
    assert reach(database, vault, former) == Address(None, USER)
    assert who(sender(user_id=None), later(minutes=2)) == newcomer


def test_a_recycled_phone_keeps_its_history(who, database, vault) -> None:
    who(sender())
    who(sender(user_id=OTHER_USER), later(days=200))
    with database.reading() as session:
        this_phone = select(Identity.ended_at).where(Identity.value_hash == vault.lookup("phone", PHONE))
        assert session.scalars(this_phone.order_by(Identity.id)).all() == [later(days=200), None]


def test_two_rows_are_joined_when_a_known_user_id_shows_the_phone_of_a_phone_alone(who, database) -> None:
    by_user_id = who(sender(phone=None))
    by_phone = who(sender(user_id=None))
    assert by_phone != by_user_id
    assert who(sender(), later(days=1)) == by_user_id
    with database.reading() as session:
        assert session.get_one(Citizen, by_phone).joined_into == by_user_id


def test_a_system_event_moves_the_names_to_the_same_citizen(who, database, vault) -> None:
    citizen = who(sender())
    changed = Sender(OTHER_USER, OTHER_PHONE, None, previous_user_id=USER, previous_phone=PHONE)
    assert who(changed, later(days=1)) == citizen
    assert reach(database, vault, citizen) == Address(OTHER_PHONE, OTHER_USER)
    assert who(sender(user_id="ID.3"), later(days=2)) != citizen


def test_a_changed_user_id_without_a_phone_ends_the_phone_as_well(who, database, vault) -> None:
    citizen = who(sender())
    assert who(Sender(OTHER_USER, None, None, previous_user_id=USER)) == citizen
    assert reach(database, vault, citizen) == Address(None, OTHER_USER)


def test_a_changed_number_without_user_ids_waits_for_the_new_one(who, database, vault) -> None:
    citizen = who(sender())
    assert who(Sender(None, OTHER_PHONE, None, previous_phone=PHONE)) == citizen
    assert reach(database, vault, citizen) == Address(OTHER_PHONE, None)
    assert who(sender(user_id=OTHER_USER, phone=OTHER_PHONE), later(days=3)) == citizen


def test_a_system_event_that_comes_after_the_first_message_joins_the_two(who, database, vault) -> None:
    former = who(sender())
    early = who(sender(user_id=OTHER_USER, phone=OTHER_PHONE))
    assert early != former
    changed = Sender(OTHER_USER, OTHER_PHONE, None, previous_user_id=USER, previous_phone=PHONE)
    assert who(changed) == former
    assert who(sender(user_id=OTHER_USER, phone=OTHER_PHONE)) == former
    assert reach(database, vault, early) == Address(OTHER_PHONE, OTHER_USER)


def test_a_system_event_never_takes_the_citizen_of_a_recycled_number(who, database, vault) -> None:
    citizen = who(sender())
    stranger = who(sender(user_id=OTHER_USER, phone=OTHER_PHONE))
    assert who(Sender(None, OTHER_PHONE, None, previous_phone=PHONE)) == citizen
    assert reach(database, vault, stranger) == Address(None, OTHER_USER)


def test_a_system_event_about_a_stranger_makes_him_known_by_his_new_names(who, database, vault) -> None:
    citizen = who(Sender(OTHER_USER, None, None, previous_user_id=USER))
    assert reach(database, vault, citizen) == Address(None, OTHER_USER)


def test_names_are_not_readable_in_the_database(who, database) -> None:
    who(sender(profile_name="Siti Rahma"))
    with database.reading() as session:
        identities = session.scalars(select(Identity)).all()
        citizen = session.scalars(select(Citizen)).one()
        stored = [row.value_sealed + row.value_hash for row in identities]
        stored.append(citizen.profile_name_sealed or "")
    assert not any(secret in text for text in stored for secret in (PHONE, USER, "Siti"))


def test_a_profile_name_follows_its_owner(who, database, vault) -> None:
    who(sender(profile_name="Siti"))
    who(sender(profile_name="Ibu Siti"))
    citizen = who(sender())
    with database.reading() as session:
        assert vault.open(session.get_one(Citizen, citizen).profile_name_sealed or "") == "Ibu Siti"


def test_an_unknown_citizen_has_no_address(database, vault) -> None:
    assert reach(database, vault, add_citizen(database)) == Address(None, None)


@pytest.mark.parametrize("someone", [sender(), sender(phone=None), sender(user_id=None)])
def test_two_webhooks_at_once_create_one_citizen(database, vault, someone: Sender) -> None:
    together = threading.Barrier(4)

    def receive() -> None:
        with database.writing() as session:
            if not database.is_sqlite:
                together.wait(timeout=10)
            resolve(session, vault, someone, NOON)

    threads = [threading.Thread(target=receive) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        holders = set(session.scalars(select(Identity.citizen_id).where(Identity.ended_at.is_(None))))
        assert len(holders) == 1
        assert count(session, Citizen) == 1
