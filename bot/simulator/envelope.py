"""The frame of a webhook: entry, change, metadata, contacts."""

from __future__ import annotations

from typing import Any

from bot.simulator.citizens import Citizen
from bot.simulator.config import SimulatorConfig

Body = dict[str, Any]


def envelope(config: SimulatorConfig, value: Body) -> Body:
    """A whole webhook of one change on the field `messages`."""
    metadata = {
        "display_phone_number": config.display_phone_number,
        "phone_number_id": config.phone_number_id,
    }
    whole = {"messaging_product": "whatsapp", "metadata": metadata, **value}
    change = {"value": whole, "field": "messages"}
    entry = {"id": config.business_account_id, "changes": [change]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def contact(citizen: Citizen) -> Body:
    """Who wrote or received; number and user id are each left out when the citizen has none."""
    profile: Body = {"name": citizen.name}
    if citizen.username:
        profile["username"] = citizen.username
    return {"profile": profile, **_present(wa_id=citizen.phone, user_id=citizen.user_id)}


def sender(citizen: Citizen) -> Body:
    """The fields of a message that name its author."""
    return {**_present(**{"from": citizen.phone}), **_present(from_user_id=citizen.user_id)}


def recipient(citizen: Citizen) -> Body:
    """The fields of a status that name its recipient."""
    return _present(recipient_id=citizen.phone, recipient_user_id=citizen.user_id)


def _present(**fields: str | None) -> Body:
    return {name: value for name, value in fields.items() if value}
