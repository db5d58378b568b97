"""Webhook bodies become inbox events: every entry, change, message and status of a batch.

Nothing is lost: what has an unknown kind is kept as `unknown`, what is not as its kind requires is kept as
`broken`, and the rest of the batch is read all the same. Events of other numbers are ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from bot.conversations.inbox import NewEvent
from bot.storage.tables import now
from bot.whatsapp.contents import read_content
from bot.whatsapp.json_values import (
    Broken,
    digest,
    identifier,
    load,
    moment,
    needed_text,
    objects,
    part,
    present,
    storable,
    text,
)
from bot.whatsapp.senders import sender_of

ItemReader = Callable[[dict[str, Any], dict[str, Any], datetime], NewEvent]
# An item that is no object where one is needed fails in one of these ways.
UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)
# Meta's codes and titles only: `error_data.details` may repeat what the citizen wrote.
ERROR_PARTS = ("code", "title", "message")


def parse(body: bytes | dict[str, Any], phone_number_id: str, at: datetime | None = None) -> list[NewEvent]:
    """Read one webhook body. `at` stands in for times that cannot be read; by default the present."""
    at = at or now()
    try:
        content = storable(body) if isinstance(body, dict) else load(body)
    except Broken as problem:
        raw = body.decode(errors="replace") if isinstance(body, bytes) else None
        return [broken_event(raw, str(problem), at)]
    entries = objects(content, "entry")
    if not entries:
        return [_unknown_event(content, present(field=text(content, "object")), at)]
    return [event for entry in entries for event in _read_entry(entry, phone_number_id, at)]


def broken_event(raw: Any, problem: str, at: datetime) -> NewEvent:
    """Keep what cannot be read; the same item always has the same key."""
    return NewEvent(
        event_key=f"broken:{digest(raw)}",
        kind="broken",
        sent_at=at,
        wamid=None,
        reply_to=None,
        payload={"problem": problem},
        raw=raw,
        sender=None,
    )


def _read_entry(entry: Any, phone_number_id: str, at: datetime) -> Iterator[NewEvent]:
    changes = objects(entry, "changes")
    if not changes:
        yield broken_event(entry, "an entry without changes", at)
    for change in changes:
        try:
            yield from _read_change(change, phone_number_id, at)
        except Broken as problem:
            yield broken_event(change, str(problem), at)


def _read_change(change: Any, phone_number_id: str, at: datetime) -> list[NewEvent]:
    if not isinstance(change, dict):
        raise Broken("a change that is no object")
    value = part(change, "value")
    if "metadata" in value and text(value["metadata"], "phone_number_id") != phone_number_id:
        return []
    if change.get("field") != "messages":
        return [_unknown_event(change, present(field=text(change, "field")), at)]
    part(value, "metadata")
    messages = [_read_item(_read_message, value, item, at) for item in objects(value, "messages")]
    statuses = [_read_item(_read_status, value, item, at) for item in objects(value, "statuses")]
    return messages + statuses or [_unknown_event(change, {"field": "messages"}, at)]


def _read_item(read: ItemReader, value: dict[str, Any], item: Any, at: datetime) -> NewEvent:
    try:
        if not isinstance(item, dict):
            raise Broken("an item that is no object")
        return read(value, item, at)
    except Broken as problem:
        return broken_event(item, str(problem), at)
    except UNREADABLE as problem:
        return broken_event(item, type(problem).__name__, at)


def _read_message(value: dict[str, Any], message: dict[str, Any], at: datetime) -> NewEvent:
    wamid = identifier(message, "id")
    content = read_content(message)
    context = message.get("context") or {}
    around = present(
        forwarded=_is_forwarded(context) or None,
        referral=message.get("referral"),
        group_id=text(message, "group_id"),
    )
    # A correction may come under the id of the message it corrects.
    corrects = content.kind in ("edit", "revoke")
    return NewEvent(
        event_key=f"{content.kind}:{wamid}:{digest(message)}" if corrects else f"message:{wamid}",
        kind=content.kind,
        sent_at=moment(message, "timestamp", at),
        wamid=wamid,
        reply_to=content.payload.get("target") or text(context, "id"),
        payload={**content.payload, **around},
        raw=message,
        # A group is nobody's chat with us: its members become no citizens.
        sender=None if "group_id" in around else sender_of(value, message),
    )


def _read_status(_value: dict[str, Any], status: dict[str, Any], at: datetime) -> NewEvent:
    wamid = identifier(status, "id")
    state = needed_text(status, "status")
    errors = [
        present(**{name: error.get(name) for name in ERROR_PARTS})
        for error in objects(status, "errors")
        if isinstance(error, dict)
    ]
    pricing = status.get("pricing") or (status.get("conversation") or {}).get("pricing")
    return NewEvent(
        event_key=f"status:{wamid}:{state}",
        kind="status",
        sent_at=moment(status, "timestamp", at),
        wamid=wamid,
        reply_to=None,
        payload=present(
            status=state,
            errors=errors or None,
            pricing=pricing if isinstance(pricing, dict) else None,
            opaque=text(status, "biz_opaque_callback_data"),
        ),
        raw=status,
        sender=None,
    )


def _unknown_event(raw: Any, payload: dict[str, Any], at: datetime) -> NewEvent:
    return NewEvent(
        event_key=f"unknown:{digest(raw)}",
        kind="unknown",
        sent_at=at,
        wamid=None,
        reply_to=None,
        payload=payload,
        raw=raw,
        sender=None,
    )


def _is_forwarded(context: dict[str, Any]) -> bool:
    return bool(context.get("forwarded") or context.get("frequently_forwarded"))
