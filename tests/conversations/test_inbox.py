from __future__ import annotations

import json
import threading
from collections.abc import Sequence

import pytest
from sqlalchemy import select

from bot.conversations.citizens import Citizen
from bot.conversations.inbox import MEDIA_KINDS, TURN_KINDS, NewEvent, store_events
from bot.conversations.messages import InboxEvent, Media
from bot.storage.database import Database
from bot.storage.vault import Vault
from tests.conversations.events import (
    NOON,
    OTHER_PHONE,
    OTHER_USER,
    PHONE,
    count,
    event,
    later,
    sender,
    store,
)

PHOTO = {"graph_id": "900", "mime": "image/jpeg", "forwarded": True}


def states(database: Database) -> Sequence[tuple[str, str]]:
    with database.reading() as session:
        rows = session.execute(select(InboxEvent.kind, InboxEvent.state).order_by(InboxEvent.id))
        return [tuple(row) for row in rows]


def test_an_event_is_stored_once_however_often_it_comes(database, vault) -> None:
    assert store(database, vault, event()) == 1
    assert store(database, vault, event(), event(), at=later(hours=1)) == 0
    with database.reading() as session:
        row = session.scalars(select(InboxEvent)).one()
        assert (row.kind, row.state, row.wamid) == ("text", "waiting", "wamid.1")
        assert (row.payload, row.received_at) == ({"text": "jalan rusak"}, NOON)


def test_the_same_event_twice_in_a_batch_is_one(database, vault) -> None:
    assert store(database, vault, event(), event("wamid.2"), event()) == 2


def test_two_processes_store_the_same_events_at_once(database: Database, vault: Vault) -> None:
    batch = [event(f"wamid.{number}", kind="image", payload=PHOTO) for number in range(20)]
    stored: list[int] = []
    together = threading.Barrier(2)

    def receive() -> None:
        together.wait(timeout=10)
        stored.append(store(database, vault, *batch))

    threads = [threading.Thread(target=receive) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(stored) == 20
    with database.reading() as session:
        assert (count(session, InboxEvent), count(session, Media), count(session, Citizen)) == (20, 20, 1)


def test_a_batch_of_many_citizens_is_stored_as_a_whole(database, vault) -> None:
    batch = [
        event(f"wamid.{number}", sender=sender(f"ID.{number}", f"62812{number:08}")) for number in range(600)
    ]
    assert store(database, vault, *batch) == 600
    assert store(database, vault, *batch) == 0
    with database.reading() as session:
        assert count(session, Citizen) == 600


@pytest.mark.parametrize(
    "kind",
    sorted(TURN_KINDS - MEDIA_KINDS),
)
def test_what_a_turn_must_see_waits_for_it(database, vault, kind: str) -> None:
    store(database, vault, event(kind=kind, payload={}))
    assert states(database) == [(kind, "waiting")]


@pytest.mark.parametrize("kind", ["reaction", "system", "unknown", "broken"])
def test_what_no_turn_needs_is_kept(database, vault, kind: str) -> None:
    store(database, vault, event(kind=kind, payload={}))
    assert states(database) == [(kind, "kept")]


def test_a_status_waits_for_the_courier_and_belongs_to_nobody_yet(database, vault) -> None:
    store(database, vault, event(kind="status", sender=None, payload={"status": "sent"}))
    assert states(database) == [("status", "waiting")]
    with database.reading() as session:
        assert count(session, Citizen) == 0


@pytest.mark.parametrize("kind", sorted(MEDIA_KINDS))
def test_media_are_to_be_fetched_at_once(database, vault, kind: str) -> None:
    store(database, vault, event(kind=kind, payload=PHOTO))
    store(database, vault, event(kind=kind, payload=PHOTO))
    with database.reading() as session:
        media = session.scalars(select(Media)).one()
        inbox = session.scalars(select(InboxEvent)).one()
        assert (media.kind, media.graph_id, media.claimed_mime) == (kind, "900", "image/jpeg")
        assert (media.inbox_id, media.citizen_id, media.forwarded) == (inbox.id, inbox.citizen_id, True)
        assert (media.state, media.next_try_at) == ("waiting", NOON)


def test_a_group_message_is_kept_and_neither_answered_nor_fetched(database, vault) -> None:
    photo = {**PHOTO, "group_id": "group.1"}
    store(database, vault, event(kind="image", payload=photo, sender=None))
    assert states(database) == [("image", "kept")]
    with database.reading() as session:
        assert (count(session, Media), count(session, Citizen)) == (0, 0)


def test_a_long_text_is_kept_whole(database, vault) -> None:
    words = "jalan rusak 🚧 " * 5000
    store(database, vault, event(payload={"text": words}))
    with database.reading() as session:
        assert session.scalars(select(InboxEvent)).one().payload["text"] == words


@pytest.mark.parametrize("kind", ["contacts", "system", "unknown", "broken"])
def test_what_may_hold_a_phone_number_is_sealed(database, vault, kind: str) -> None:
    store(database, vault, event(kind=kind, payload={}, raw={"phone": PHONE}))
    with database.reading() as session:
        row = session.scalars(select(InboxEvent)).one()
        assert PHONE not in (row.sealed or "")
        assert json.loads(vault.open(row.sealed or "")) == {"phone": PHONE}


def test_a_text_needs_no_sealed_copy(database, vault) -> None:
    store(database, vault, event())
    with database.reading() as session:
        assert session.scalars(select(InboxEvent)).one().sealed is None


def test_the_last_message_of_a_citizen_only_moves_forward(database, vault) -> None:
    store(database, vault, event("wamid.1", sent_at=later(hours=-1)))
    store(database, vault, event("wamid.2", sent_at=later(hours=-2)))
    store(database, vault, event("wamid.3", kind="system", payload={}, sent_at=later(hours=0)))
    with database.reading() as session:
        assert session.scalars(select(Citizen.last_inbound_at)).one() == later(hours=-1)


def test_a_clock_that_runs_ahead_does_not_put_a_message_behind_all_others(database, vault) -> None:
    store(database, vault, event(sent_at=later(days=3)))
    with database.reading() as session:
        assert session.scalars(select(InboxEvent.sent_at)).one() == later(minutes=5)
        assert session.scalars(select(Citizen.last_inbound_at)).one() == NOON


def test_events_of_two_citizens_go_to_each(database, vault) -> None:
    store(database, vault, event("wamid.1"), event("wamid.2", sender=sender(OTHER_USER, OTHER_PHONE)))
    with database.reading() as session:
        assert len(set(session.scalars(select(InboxEvent.citizen_id)))) == 2


def test_nothing_is_stored_when_the_transaction_fails(database: Database, vault: Vault) -> None:
    bad = NewEvent("message:2", "text", NOON, "wamid.2", None, {"text": object()}, None, sender())
    with pytest.raises(Exception, match="serializable"), database.writing() as session:
        store_events(session, vault, [event(), bad], NOON)
    assert states(database) == []
