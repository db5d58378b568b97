"""Every event of WhatsApp, stored once.

`payload` by kind. Messages may also carry `forwarded` (true), `referral` (the advertisement or post the
citizen came from) and `group_id` (written in a group: kept, never answered); absent parts are left out.

| kind | payload |
|---|---|
| text | `text` |
| image, video, sticker | `graph_id mime sha256 caption` (sticker: `animated` instead of a caption) |
| audio | `graph_id mime sha256 voice` |
| document | `graph_id mime sha256 caption filename` |
| location | `latitude longitude name address` (WGS 84 degrees) |
| contacts | `count origin`; the cards are sealed |
| button, template_button | `id title` |
| list_reply | `id title description` |
| nfm_reply | `name body`, and `response` (an object) or, when it is no JSON, `response_text` |
| reaction | `emoji` (empty: taken back), `target` (a wamid) |
| order | `catalog_id text items` |
| unsupported | `code title type` (131051: a type that WhatsApp does not pass on; 131052: its media failed) |
| edit | `target`, and `text` or `caption` |
| revoke | `target` |
| system | `change` (`user_changed_number`, `user_changed_user_id`, …); the rest is sealed |
| status | `status errors pricing opaque` |
| unknown | `field`, `type`; the rest is sealed |
| broken | `problem`; the rest is sealed |

A message that was edited before a turn saw it has the new words and `edited` (true). `errors` of a status
is a list of `{code title message}`. The wamid of a status is that of our message. A wamid contains the
digits of a phone number in base64: it belongs into no log.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.conversations.citizens import Citizen
from bot.conversations.corrections import apply_corrections, apply_earlier_corrections
from bot.conversations.forgetting import erased_key
from bot.conversations.identity import Sender, current_citizen, resolve
from bot.conversations.messages import InboxEvent, Media
from bot.storage.vault import Vault

__all__ = ["MEDIA_KINDS", "NewEvent", "Sender", "store_events"]

MEDIA_KINDS = frozenset({"image", "video", "audio", "document", "sticker"})
TURN_KINDS = MEDIA_KINDS | {
    "text",
    "location",
    "contacts",
    "button",
    "list_reply",
    "template_button",
    "nfm_reply",
    "order",
    "unsupported",
}
WAITING_KINDS = TURN_KINDS | {"status"}
CORRECTION_KINDS = frozenset({"edit", "revoke"})
SEALED_KINDS = frozenset({"contacts", "system", "unknown", "broken"})
# A message of these kinds opens WhatsApp's 24-hour window.
INBOUND_KINDS = TURN_KINDS | CORRECTION_KINDS | {"reaction"}

KEYS_PER_QUERY = 500
ROWS_PER_STATEMENT = 100
CLOCK_TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True)
class NewEvent:
    """One event as a webhook told it. `raw` is the item as received, kept sealed where it is needed."""

    event_key: str
    kind: str
    sent_at: datetime
    wamid: str | None
    reply_to: str | None
    payload: dict[str, Any]
    raw: Any
    sender: Sender | None


def store_events(session: Session, vault: Vault, events: Sequence[NewEvent], at: datetime) -> int:
    """Store the events that are not there yet and return their number; replays change nothing.

    Resolves or creates each citizen, begins the fetching of media, applies edits and revocations.
    Everything belongs to the caller's transaction. Safe when two processes store the same events at once.
    """
    fresh = _without_stored(session, vault, events)
    citizens = _resolve_senders(session, vault, fresh, at)
    ids = _insert(session, [_row(vault, event, citizens.get(event.sender), at) for event in fresh])
    new = [event for event in fresh if event.event_key in ids]
    for event in new:
        citizen = citizens.get(event.sender)
        if citizen is not None and "group_id" not in event.payload:
            _note_inbound(session, event, citizen, ids[event.event_key], at)
    apply_corrections(session, [ids[event.event_key] for event in new if event.kind in CORRECTION_KINDS])
    apply_earlier_corrections(session, [ids[event.event_key] for event in new if event.kind in TURN_KINDS])
    return len(new)


def _without_stored(session: Session, vault: Vault, events: Iterable[NewEvent]) -> list[NewEvent]:
    """A repetition is known by its key also after its first coming was erased."""
    by_key: dict[str, NewEvent] = {}
    for event in events:
        by_key.setdefault(event.event_key, event)
    known = {name: key for key in by_key for name in (key, erased_key(vault, key))}
    names = list(known)
    for start in range(0, len(names), KEYS_PER_QUERY):
        some = names[start : start + KEYS_PER_QUERY]
        for stored in session.scalars(select(InboxEvent.event_key).where(InboxEvent.event_key.in_(some))):
            by_key.pop(known[stored], None)
    return list(by_key.values())


def _resolve_senders(
    session: Session, vault: Vault, events: Iterable[NewEvent], at: datetime
) -> dict[Sender | None, Citizen]:
    # In one order everywhere: two batches about the same people must not wait for each other.
    senders = {event.sender: None for event in events if event.sender is not None and event.sender.is_named}
    ordered = sorted(senders, key=lambda sender: (sender.user_id or "", sender.phone or ""))
    found = {sender: resolve(session, vault, sender, at).id for sender in ordered}
    # A later sender may have been the event that made one citizen of two earlier ones.
    return {
        sender: session.get_one(Citizen, current_citizen(session, citizen_id))
        for sender, citizen_id in found.items()
    }


def _note_inbound(session: Session, event: NewEvent, citizen: Citizen, inbox_id: int, at: datetime) -> None:
    if event.kind in INBOUND_KINDS:
        moment = min(event.sent_at, at)
        citizen.last_inbound_at = max(citizen.last_inbound_at or moment, moment)
    if event.kind in MEDIA_KINDS:
        session.add(_media(event, citizen.id, inbox_id, at))


def _insert(session: Session, rows: list[dict[str, Any]]) -> dict[str, int]:
    """Insert the rows whose key is not there yet, in their order; the ids of the new ones by their key."""
    session.flush()
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    ids: dict[str, int] = {}
    for start in range(0, len(rows), ROWS_PER_STATEMENT):
        some = insert(InboxEvent).values(rows[start : start + ROWS_PER_STATEMENT])
        unless_there = some.on_conflict_do_nothing(index_elements=["event_key"])
        for key, inbox_id in session.execute(unless_there.returning(InboxEvent.event_key, InboxEvent.id)):
            ids[key] = inbox_id
    return ids


def _row(vault: Vault, event: NewEvent, citizen: Citizen | None, at: datetime) -> dict[str, Any]:
    waits = event.kind in WAITING_KINDS and "group_id" not in event.payload
    return {
        "event_key": event.event_key,
        "kind": event.kind,
        "citizen_id": citizen.id if citizen else None,
        "wamid": event.wamid,
        "reply_to": event.reply_to,
        "payload": event.payload,
        "sealed": vault.seal(json.dumps(event.raw)) if event.kind in SEALED_KINDS else None,
        # A clock that runs ahead must not put a message behind all later ones.
        "sent_at": min(event.sent_at, at + CLOCK_TOLERANCE),
        "received_at": at,
        "state": "waiting" if waits else "kept",
        "ready_at": at,
        "attempts": 0,
    }


def _media(event: NewEvent, citizen_id: int, inbox_id: int, at: datetime) -> Media:
    return Media(
        citizen_id=citizen_id,
        inbox_id=inbox_id,
        kind=event.kind,
        graph_id=event.payload["graph_id"],
        claimed_mime=event.payload.get("mime"),
        forwarded=bool(event.payload.get("forwarded")),
        next_try_at=at,
        received_at=at,
    )
