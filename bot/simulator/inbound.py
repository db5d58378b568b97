"""Message objects as Meta's webhooks carry them, one builder for each kind."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Body = dict[str, Any]
Builder = Callable[[Body], Body]


class KindError(ValueError):
    """A message that cannot be built: unknown kind or a missing field."""


def build(kind: str, fields: Body) -> Body:
    """The part of a message that depends on its kind: `type` and what belongs to it.

    `fields` are those of the simulator's API; media kinds find their file's description in
    `fields["media"]`. Raises KindError.
    """
    builder = BUILDERS.get(kind)
    if builder is None:
        raise KindError(f"Jenis pesan tidak dikenal: {kind}")
    try:
        return builder(fields)
    except KeyError as missing:
        raise KindError(f"Pesan {kind} memerlukan {missing.args[0]}") from None


def _text(fields: Body) -> Body:
    return {"type": "text", "text": {"body": fields["body"]}}


def _referral(fields: Body) -> Body:
    """A text written after a tap on an advertisement that leads to the chat."""
    referral = {
        "source_url": fields.get("source_url", "https://fb.me/contoh"),
        "source_id": fields.get("source_id", "120200000000000000"),
        "source_type": "ad",
        "headline": fields.get("headline", "Lapor lewat WhatsApp"),
    }
    return {**_text(fields), "referral": referral}


def _file(kind: str, *optional: str) -> Builder:
    def builder(fields: Body) -> Body:
        extra = {name: fields[name] for name in optional if fields.get(name) is not None}
        return {"type": kind, kind: {**extra, **fields["media"]}}

    return builder


def _audio(voice: bool) -> Builder:
    return lambda fields: {"type": "audio", "audio": {**fields["media"], "voice": voice}}


def _sticker(fields: Body) -> Body:
    return {"type": "sticker", "sticker": {**fields["media"], "animated": False}}


def _location(fields: Body) -> Body:
    """Name and address are there only when the citizen picked a known place on the map."""
    extra = {name: fields[name] for name in ("name", "address") if fields.get(name)}
    place = {"latitude": float(fields["latitude"]), "longitude": float(fields["longitude"]), **extra}
    return {"type": "location", "location": place}


def _contacts(fields: Body) -> Body:
    phones = [{"phone": "+" + fields["phone"], "wa_id": fields["phone"], "type": "CELL"}]
    name = {"formatted_name": fields["name"], "first_name": fields["name"]}
    return {"type": "contacts", "contacts": [{"name": name, "phones": phones}]}


def _interactive(kind: str, *names: str) -> Builder:
    def builder(fields: Body) -> Body:
        chosen = {name: fields[name] for name in ("id", "title")}
        chosen |= {name: fields[name] for name in names if fields.get(name)}
        return {"type": "interactive", "interactive": {"type": kind, kind: chosen}}

    return builder


def _template_button(fields: Body) -> Body:
    return {"type": "button", "button": {"payload": fields["id"], "text": fields["title"]}}


def _flow_answer(fields: Body) -> Body:
    """The answers travel as a string, which a broken client may fill with something that is no JSON."""
    response = fields["response"]
    written = response if isinstance(response, str) else json.dumps(response, ensure_ascii=False)
    reply = {"name": "flow", "body": "Sent", "response_json": written}
    return {"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": reply}}


def _reaction(fields: Body) -> Body:
    emoji = {"emoji": fields["emoji"]} if fields.get("emoji") else {}
    return {"type": "reaction", "reaction": {"message_id": fields["message_id"], **emoji}}


def _order(fields: Body) -> Body:
    items = fields.get("product_items") or [
        {"product_retailer_id": "1", "quantity": 1, "item_price": 1000, "currency": "IDR"}
    ]
    note = {"catalog_id": fields.get("catalog_id", "1"), "text": fields.get("body", "")}
    return {"type": "order", "order": {**note, "product_items": items}}


def _unsupported(fields: Body) -> Body:
    error = {
        "code": 131051,
        "title": "Message type unknown",
        "message": "Message type unknown",
        "error_data": {"details": "Message type is currently not supported."},
    }
    kind = {"type": fields.get("unsupported_type", "unknown")}
    return {"type": "unsupported", "errors": [error], "unsupported": kind}


def _revoke(fields: Body) -> Body:
    return {"type": "revoke", "revoke": {"original_message_id": fields["message_id"]}}


def _edit(fields: Body) -> Body:
    edited = {"original_message_id": fields["message_id"], "message": _text(fields)}
    return {"type": "edit", "edit": edited}


def _system(fields: Body) -> Body:
    return {"type": "system", "system": fields["system"]}


def _raw(fields: Body) -> Body:
    return {"type": "unknown", **fields["message"]}


BUILDERS: dict[str, Builder] = {
    "text": _text,
    "referral": _referral,
    "image": _file("image", "caption"),
    "video": _file("video", "caption"),
    "document": _file("document", "caption", "filename"),
    "audio": _audio(voice=False),
    "voice": _audio(voice=True),
    "sticker": _sticker,
    "location": _location,
    "contacts": _contacts,
    "button_reply": _interactive("button_reply"),
    "list_reply": _interactive("list_reply", "description"),
    "button": _template_button,
    "nfm_reply": _flow_answer,
    "reaction": _reaction,
    "order": _order,
    "unsupported": _unsupported,
    "revoke": _revoke,
    "edit": _edit,
    "system": _system,
    "raw": _raw,
}
