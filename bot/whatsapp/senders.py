"""Who is behind a message, by the several ways in which Meta and its relays say so."""

from __future__ import annotations

import re
from typing import Any

from bot.conversations.inbox import Sender
from bot.whatsapp.json_values import Broken, objects, text

# Meta, "Business-scoped user IDs": country code, a dot, up to 128 alphanumerics; ENT marks a parent id.
USER_ID = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")
PHONE = re.compile(r"\+?[0-9]{5,20}")
NUMBER_CHANGES = frozenset({"user_changed_number", "user_changed_user_id", "customer_changed_number"})


def sender_of(value: dict[str, Any], message: dict[str, Any]) -> Sender:
    """The sender of a message inside its change's `value`; raises Broken when nothing names him."""
    if message.get("type") == "system":
        return _sender_after_change(message)
    user_id, phone = _own_names(message)
    contact = _contact_of(value, user_id, phone)
    contact_user_id, contact_phone = _contact_names(contact)
    sender = Sender(user_id or contact_user_id, phone or contact_phone, _profile_name(contact))
    if not sender.is_named:
        raise Broken("nothing names the sender")
    return sender


def _sender_after_change(message: dict[str, Any]) -> Sender:
    """The sender of a system event: his new names, and the ones he had when a change is announced."""
    user_id, phone = _own_names(message)
    system = message.get("system")
    if text(system, "type") not in NUMBER_CHANGES:
        return Sender(user_id, phone, None)
    new_user_id = _user_id(text(system, "user_id"))
    new_phone = _phone(text(system, "wa_id")) or _phone(text(system, "new_wa_id"))
    previous = _user_id(text(system, "previous_user_id")) or _user_id(text(message, "previous_user_id"))
    if new_user_id is None and user_id != previous:
        # `from_user_id` names the new id where the event has no other place for it.
        new_user_id = user_id if previous else None
    if previous is None and user_id != new_user_id:
        previous = user_id
    return Sender(new_user_id, new_phone, None, previous, phone if phone != new_phone else None)


def _own_names(message: dict[str, Any]) -> tuple[str | None, str | None]:
    # Some relays put the user id where the phone belongs.
    user_id = _user_id(text(message, "from_user_id")) or _user_id(text(message, "from"))
    return user_id, _phone(text(message, "from"))


def _contact_names(contact: dict[str, Any] | None) -> tuple[str | None, str | None]:
    user_id = _user_id(text(contact, "user_id")) or _user_id(text(contact, "wa_id"))
    return user_id, _phone(text(contact, "wa_id"))


def _contact_of(value: dict[str, Any], user_id: str | None, phone: str | None) -> dict[str, Any] | None:
    """The contact that speaks of this sender: one named alike, else the only one if nothing contradicts."""
    contacts = [contact for contact in objects(value, "contacts") if isinstance(contact, dict)]
    for contact in contacts:
        contact_user_id, contact_phone = _contact_names(contact)
        if (user_id and contact_user_id == user_id) or (not user_id and phone and contact_phone == phone):
            return contact
    if len(contacts) != 1:
        return None
    contact_user_id, contact_phone = _contact_names(contacts[0])
    contradicts = _differ(user_id, contact_user_id) or _differ(phone, contact_phone)
    return None if contradicts else contacts[0]


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _profile_name(contact: dict[str, Any] | None) -> str | None:
    profile = contact.get("profile") if contact else None
    return text(profile, "name")


def _user_id(value: str | None) -> str | None:
    return value if value and USER_ID.fullmatch(value) else None


def _phone(value: str | None) -> str | None:
    return value.lstrip("+") if value and PHONE.fullmatch(value) else None
