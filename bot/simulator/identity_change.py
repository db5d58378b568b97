"""A citizen changes the phone number; the business-scoped user id then changes as well."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.simulator.citizens import Citizen, new_phone, new_user_id, phone_digits


def changed_identity(citizen: Citizen, fields: dict[str, Any]) -> tuple[Citizen, dict[str, Any]]:
    """The citizen afterwards, and the `system` object that reports the change.

    Who has a phone gets `fields["phone"]` (made up when absent), who has a user id gets
    `fields["user_id"]` likewise.
    """
    phone = (phone_digits(fields.get("phone", "")) or new_phone()) if citizen.phone else None
    user_id = (fields.get("user_id") or new_user_id()) if citizen.user_id else None
    system: dict[str, Any] = {"type": "user_changed_number" if phone else "user_changed_user_id"}
    old, new = citizen.phone or citizen.user_id, phone or user_id
    system["body"] = f"User {citizen.name} changed from {old} to {new}"
    if phone:
        system["wa_id"] = phone
    if user_id:
        system |= {"user_id": user_id, "previous_user_id": citizen.user_id}
    return replace(citizen, phone=phone, user_id=user_id), system
