"""Webhooks written by the caller: batches, unknown kinds, broken items."""

from __future__ import annotations

from typing import Any

from bot.simulator.citizens import Citizen
from bot.simulator.envelope import envelope
from bot.simulator.simulator import Simulator

Body = dict[str, Any]


def post_foreign(simulator: Simulator, body: Body) -> None:
    """Sign and post a whole webhook (`entry`) or the `value` of one change.

    Whoever wrote in it is known from then on and may be answered for 24 hours.
    """
    payload = body if "entry" in body else envelope(simulator.config, body)
    for author in _authors(payload):
        _remember(simulator, author)
    simulator.delivery.post(payload, 0)


def _authors(payload: Body) -> list[Body]:
    """Contacts of all changes that carry messages; broken parts are skipped."""
    found: list[Body] = []
    for entry in _objects(payload.get("entry")):
        for change in _objects(entry.get("changes")):
            value = change.get("value")
            if isinstance(value, dict) and value.get("messages"):
                found += _objects(value.get("contacts"))
    return found


def _objects(value: Any) -> list[Body]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _remember(simulator: Simulator, author: Body) -> None:
    phone, user_id = str(author.get("wa_id") or ""), str(author.get("user_id") or "")
    if not (phone or user_id):
        return
    citizen = _known(simulator, phone, user_id)
    if citizen is None:
        identity = "both" if phone and user_id else "phone" if phone else "user_id"
        name = str((author.get("profile") or {}).get("name") or phone or user_id)
        citizen = simulator.citizens.add(name, identity, phone, user_id)
        simulator.welcome(citizen)
    simulator.citizens.wrote(citizen)


def _known(simulator: Simulator, phone: str, user_id: str) -> Citizen | None:
    by_id = simulator.citizens.by_user_id(user_id) if user_id else None
    return by_id or (simulator.citizens.by_phone(phone) if phone else None)
