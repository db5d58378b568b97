"""What a message says, by its type: Meta's shape in, the inbox's payload out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.conversations.inbox import MEDIA_KINDS
from bot.whatsapp.json_values import Broken, load, needed_text, number, objects, part, present, text


@dataclass(frozen=True)
class Content:
    """The kind of a message for the inbox, and its payload."""

    kind: str
    payload: dict[str, Any]


def read_content(message: dict[str, Any]) -> Content:
    """Read any message; an unknown type gives kind `unknown`.

    Raises Broken when the type is known but the message is not what that type requires.
    """
    kind = text(message, "type") or ""
    if kind in MEDIA_KINDS or kind == "voice":
        return _media("audio" if kind == "voice" else kind, kind, message)
    if kind in READERS:
        return READERS[kind](message)
    if kind in ("unsupported", "unknown") or objects(message, "errors"):
        return _unsupported(message)
    return Content("unknown", present(field="messages", type=kind or None))


def _text(message: dict[str, Any]) -> Content:
    body = part(message, "text").get("body")
    if not isinstance(body, str):
        raise Broken("text.body is missing")
    return Content("text", {"text": body})


def _media(kind: str, place: str, message: dict[str, Any]) -> Content:
    if not isinstance(message.get(place), dict) and objects(message, "errors"):
        return _unsupported(message)
    media = part(message, place)
    flags = present(
        voice=media.get("voice", place == "voice" or None) if kind == "audio" else None,
        animated=media.get("animated") if kind == "sticker" else None,
        filename=text(media, "filename") if kind == "document" else None,
        caption=text(media, "caption"),
    )
    known = {"graph_id": needed_text(media, "id")}
    facts = present(mime=text(media, "mime_type"), sha256=text(media, "sha256"))
    return Content(kind, {**known, **facts, **flags})


def _location(message: dict[str, Any]) -> Content:
    place = part(message, "location")
    position = {"latitude": number(place, "latitude", 90), "longitude": number(place, "longitude", 180)}
    names = present(name=text(place, "name"), address=text(place, "address"))
    return Content("location", {**position, **names})


def _contacts(message: dict[str, Any]) -> Content:
    cards = objects(message, "contacts")
    origin = next((text(card, "origin") for card in cards if text(card, "origin")), None)
    return Content("contacts", {"count": len(cards), **present(origin=origin)})


def _interactive(message: dict[str, Any]) -> Content:
    answer = part(message, "interactive")
    kind = text(answer, "type") or ""
    if kind == "button_reply":
        button = part(answer, kind)
        return Content("button", {"id": needed_text(button, "id"), "title": text(button, "title") or ""})
    if kind == "list_reply":
        row = part(answer, kind)
        known = {"id": needed_text(row, "id"), "title": text(row, "title") or ""}
        return Content(kind, {**known, **present(description=text(row, "description"))})
    if kind == "nfm_reply":
        return _nfm_reply(part(answer, kind))
    return Content("unknown", {"field": "messages", "type": f"interactive {kind}".strip()})


def _nfm_reply(reply: dict[str, Any]) -> Content:
    payload = present(name=text(reply, "name"), body=text(reply, "body"))
    written = reply.get("response_json")
    try:
        response = load(written.encode()) if isinstance(written, str) else written
    except Broken:
        response = None
    if isinstance(response, dict):
        return Content("nfm_reply", {**payload, "response": response})
    unread = written if isinstance(written, str) else json.dumps(written)
    return Content("nfm_reply", {**payload, "response_text": unread})


def _template_button(message: dict[str, Any]) -> Content:
    button = part(message, "button")
    title = text(button, "text") or ""
    return Content("template_button", {"id": text(button, "payload") or title, "title": title})


def _reaction(message: dict[str, Any]) -> Content:
    reaction = part(message, "reaction")
    target = needed_text(reaction, "message_id")
    return Content("reaction", {"emoji": text(reaction, "emoji") or "", "target": target})


def _order(message: dict[str, Any]) -> Content:
    order = part(message, "order")
    known = present(catalog_id=text(order, "catalog_id"), text=text(order, "text"))
    return Content("order", {**known, "items": objects(order, "product_items")})


def _edit(message: dict[str, Any]) -> Content:
    edit = part(message, "edit")
    changed = part(edit, "message")
    kind = text(changed, "type") or "text"
    target = {"target": needed_text(edit, "original_message_id")}
    if kind == "text":
        return Content("edit", {**target, "text": text(part(changed, "text"), "body") or ""})
    return Content("edit", {**target, "caption": text(part(changed, kind), "caption") or ""})


def _revoke(message: dict[str, Any]) -> Content:
    return Content("revoke", {"target": needed_text(part(message, "revoke"), "original_message_id")})


def _system(message: dict[str, Any]) -> Content:
    return Content("system", present(change=text(part(message, "system"), "type")))


def _unsupported(message: dict[str, Any]) -> Content:
    error = next((item for item in objects(message, "errors") if isinstance(item, dict)), {})
    code = error.get("code")
    known = present(code=code if isinstance(code, int) else None, title=text(error, "title"))
    return Content("unsupported", {**known, **present(type=text(message.get("unsupported"), "type"))})


READERS: dict[str, Callable[[dict[str, Any]], Content]] = {
    "text": _text,
    "location": _location,
    "contacts": _contacts,
    "interactive": _interactive,
    "button": _template_button,
    "reaction": _reaction,
    "order": _order,
    "edit": _edit,
    "revoke": _revoke,
    "system": _system,
}
