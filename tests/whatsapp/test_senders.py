from __future__ import annotations

from typing import Any

import pytest

from bot.conversations.inbox import Sender
from bot.whatsapp.json_values import Broken
from bot.whatsapp.senders import sender_of
from tests.whatsapp.samples import PHONE, USER

OTHER_PHONE = "6281273450002"
OTHER_USER = "ID.2468013579246801"
NEW_PHONE = "6281273450777"
NEW_USER = "ID.9988776655443322"


def contact(wa_id: str | None = None, user_id: str | None = None, name: str = "Yuni") -> dict[str, Any]:
    ids = {"wa_id": wa_id, "user_id": user_id}
    return {"profile": {"name": name}, **{key: value for key, value in ids.items() if value}}


def of(message: dict[str, Any], *contacts: Any) -> Sender:
    return sender_of({"contacts": list(contacts)} if contacts else {}, {"type": "text", **message})


@pytest.mark.parametrize(
    ("message", "contacts", "sender"),
    [
        ({"from": PHONE}, [], Sender(None, PHONE, None)),
        ({"from": f"+{PHONE}"}, [], Sender(None, PHONE, None)),
        ({"from": int(PHONE)}, [], Sender(None, PHONE, None)),
        ({"from_user_id": USER}, [], Sender(USER, None, None)),
        ({"from": USER}, [], Sender(USER, None, None)),
        ({"from": USER}, [contact(wa_id=USER)], Sender(USER, None, "Yuni")),
        ({"from": PHONE}, [contact(PHONE, USER)], Sender(USER, PHONE, "Yuni")),
        ({"from_user_id": USER}, [contact(PHONE, USER)], Sender(USER, PHONE, "Yuni")),
        ({"from": PHONE}, [contact(user_id=USER)], Sender(USER, PHONE, "Yuni")),
        ({}, [contact(PHONE, USER)], Sender(USER, PHONE, "Yuni")),
        ({"from": PHONE}, [contact(OTHER_PHONE, OTHER_USER)], Sender(None, PHONE, None)),
        ({"from_user_id": USER}, [contact(PHONE, OTHER_USER)], Sender(USER, None, None)),
        (
            {"from": PHONE},
            [contact(OTHER_PHONE, OTHER_USER, "Lain"), contact(PHONE, USER)],
            Sender(USER, PHONE, "Yuni"),
        ),
        ({"from": PHONE}, [contact(OTHER_PHONE), contact(user_id=USER)], Sender(None, PHONE, None)),
        ({"from": PHONE}, [None, 5, "x"], Sender(None, PHONE, None)),
        ({"from": PHONE}, [{"wa_id": PHONE, "profile": "x"}], Sender(None, PHONE, None)),
    ],
)
def test_a_sender_is_read_from_message_and_contacts(message, contacts, sender: Sender) -> None:
    assert of(message, *contacts) == sender


@pytest.mark.parametrize("message", [{}, {"from": "siapa"}, {"from": ""}, {"from_user_id": "x" * 200}])
def test_a_message_that_names_nobody_is_broken(message: dict[str, Any]) -> None:
    with pytest.raises(Broken):
        of(message)


def changed(**system: str | None) -> dict[str, Any]:
    return {"type": "system", "system": {key: value for key, value in system.items() if value}}


@pytest.mark.parametrize(
    ("message", "sender"),
    [
        (
            {"from": PHONE, **changed(type="user_changed_number", wa_id=NEW_PHONE)},
            Sender(None, NEW_PHONE, None, None, PHONE),
        ),
        (
            {"from": PHONE, **changed(type="customer_changed_number", new_wa_id=NEW_PHONE)},
            Sender(None, NEW_PHONE, None, None, PHONE),
        ),
        (
            {
                "from": PHONE,
                **changed(
                    type="user_changed_number", wa_id=NEW_PHONE, user_id=NEW_USER, previous_user_id=USER
                ),
            },
            Sender(NEW_USER, NEW_PHONE, None, USER, PHONE),
        ),
        (
            {"from_user_id": USER, **changed(type="user_changed_user_id", user_id=NEW_USER)},
            Sender(NEW_USER, None, None, USER, None),
        ),
        (
            {"from_user_id": NEW_USER, **changed(type="user_changed_user_id", previous_user_id=USER)},
            Sender(NEW_USER, None, None, USER, None),
        ),
        (
            {"from": PHONE, **changed(type="customer_identity_changed")},
            Sender(None, PHONE, None),
        ),
    ],
)
def test_a_system_event_names_a_citizen_before_and_after(message: dict[str, Any], sender: Sender) -> None:
    assert of(message) == sender
