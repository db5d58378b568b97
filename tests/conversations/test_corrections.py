from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot.conversations.inbox import NewEvent
from bot.conversations.messages import InboxEvent, Media, TranscriptEntry
from bot.storage.database import Database
from tests.conversations.events import OTHER_PHONE, OTHER_USER, event, later, sender, store

PHOTO = {"graph_id": "900", "caption": "lobang"}
STRANGER = sender(OTHER_USER, OTHER_PHONE)


def edit(**parts: object) -> NewEvent:
    payload = {"target": "wamid.1", **parts.pop("payload", {"text": "jalan rusak parah"})}  # type: ignore[dict-item]
    return event("wamid.9", "edit", payload=payload, reply_to="wamid.1", sent_at=later(minutes=1), **parts)


def revoke(**parts: object) -> NewEvent:
    target = {"payload": {"target": "wamid.1"}, "reply_to": "wamid.1", "sent_at": later(minutes=1)}
    return event("wamid.9", "revoke", **target, **parts)


def first_message(database: Database) -> tuple[str, dict]:
    with database.reading() as session:
        row = session.scalars(select(InboxEvent).where(InboxEvent.wamid == "wamid.1")).one()
        return row.state, row.payload


def answer(database: Database) -> None:
    """Let a turn have answered the message."""
    with database.writing() as session:
        row = session.scalars(select(InboxEvent).where(InboxEvent.wamid == "wamid.1")).one()
        row.state = "done"
        line = TranscriptEntry(
            citizen_id=row.citizen_id,
            speaker="citizen",
            kind="text",
            text="jalan rusak",
            wamid="wamid.1",
            inbox_id=row.id,
        )
        session.add(line)


def test_an_edit_reaches_a_message_that_still_waits(database, vault) -> None:
    store(database, vault, event())
    store(database, vault, edit())
    assert first_message(database) == ("waiting", {"text": "jalan rusak parah", "edited": True})


def test_an_edited_caption_stays_a_caption(database, vault) -> None:
    store(database, vault, event(kind="image", payload=PHOTO))
    store(database, vault, edit(payload={"caption": "lubang"}))
    assert first_message(database)[1] == {"graph_id": "900", "caption": "lubang", "edited": True}


def test_a_message_taken_back_in_time_is_never_answered_nor_fetched(database, vault) -> None:
    store(database, vault, event(kind="image", payload=PHOTO))
    store(database, vault, revoke())
    assert first_message(database)[0] == "kept"
    with database.reading() as session:
        media = session.scalars(select(Media)).one()
        assert (media.state, media.refused_because) == ("failed", "revoked")


@pytest.mark.parametrize("correction", [edit(), revoke()])
def test_a_correction_that_overtakes_its_message_is_applied(database, vault, correction) -> None:
    store(database, vault, correction)
    store(database, vault, event())
    state, payload = first_message(database)
    expected = ("waiting", True) if correction.kind == "edit" else ("kept", None)
    assert (state, payload.get("edited")) == expected


def test_a_correction_in_the_same_batch_before_its_message_is_applied(database, vault) -> None:
    store(database, vault, edit(), event())
    assert first_message(database)[1]["text"] == "jalan rusak parah"


def test_an_answered_message_only_gets_its_mark(database, vault) -> None:
    store(database, vault, event())
    answer(database)
    store(database, vault, edit())
    store(database, vault, event("wamid.10", "revoke", payload={"target": "wamid.1"}, reply_to="wamid.1"))
    assert first_message(database)[1] == {"text": "jalan rusak"}
    with database.reading() as session:
        line = session.scalars(select(TranscriptEntry)).one()
        assert (line.text, line.content) == ("jalan rusak", {"edited_text": "jalan rusak parah"})
        assert line.edited_at == later(minutes=1)
        assert line.revoked_at is not None


@pytest.mark.parametrize("correction", [edit(sender=STRANGER), revoke(sender=STRANGER)])
def test_nobody_changes_the_message_of_another(database, vault, correction) -> None:
    store(database, vault, event())
    store(database, vault, correction)
    assert first_message(database) == ("waiting", {"text": "jalan rusak"})


def test_a_replayed_edit_does_not_undo_a_later_one(database, vault) -> None:
    store(database, vault, event())
    first = edit()
    store(database, vault, first)
    with database.writing() as session:
        row = update(InboxEvent).where(InboxEvent.wamid == "wamid.1")
        session.execute(row.values(payload={"text": "sudah baik", "edited": True}))
    store(database, vault, first)
    assert first_message(database)[1]["text"] == "sudah baik"
