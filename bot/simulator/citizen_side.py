"""What a citizen does on the phone: write, press, react, delete, change the number."""

from __future__ import annotations

import time
from typing import Any

from bot.simulator.chats import ChatMessage, new_wamid
from bot.simulator.choices import choose
from bot.simulator.citizens import Citizen
from bot.simulator.envelope import contact, envelope, sender
from bot.simulator.identity_change import changed_identity
from bot.simulator.inbound import build
from bot.simulator.media import CITIZEN_MEDIA_DAYS
from bot.simulator.simulator import Simulator

Body = dict[str, Any]
# Content, MIME type and name of a file.
File = tuple[bytes, str, str | None]
# These change another bubble instead of being one.
WITHOUT_BUBBLE = ("reaction", "revoke", "edit")


def send(simulator: Simulator, citizen_id: int, kind: str, fields: Body) -> ChatMessage:
    """Send one message of a citizen by webhook and show it in the chat.

    `kind` is one of `inbound.BUILDERS`, or `press`, which presses the newest button or list row whose
    label or id is `fields["label"]`. Raises CitizenError, KindError, ChoiceError.
    """
    citizen = simulator.citizens.get(citizen_id)
    if kind == "press":
        kind, fields = choose(simulator.chats.of(citizen_id), str(fields.get("label", "")))
    if kind == "system":
        return _change_identity(simulator, citizen, fields)
    fields = _with_media(simulator, fields)
    content = {**build(kind, fields), **_context(simulator, citizen, fields)}
    message = _record(simulator, citizen, content, fields)
    simulator.citizens.wrote(citizen)
    value = {"contacts": [contact(citizen)], "messages": [_webhook_message(citizen, message)]}
    simulator.delivery.post(envelope(simulator.config, value), citizen.id, about=message.wamid)
    return message


def send_files(
    simulator: Simulator, citizen_id: int, kind: str, files: list[File], fields: Body
) -> list[ChatMessage]:
    """Send each file as a message of its own, as an album does; the caption goes with the first."""
    sent: list[ChatMessage] = []
    for content, mime_type, name in files:
        media = simulator.media.keep(content, mime_type, name, CITIZEN_MEDIA_DAYS)
        caption = {"caption": fields.get("caption") if not sent else None}
        sent.append(send(simulator, citizen_id, kind, {**fields, **caption, "media_id": media.id}))
    return sent


def _record(simulator: Simulator, citizen: Citizen, content: Body, fields: Body) -> ChatMessage:
    wamid, quote = new_wamid(), fields.get("quote")
    message = simulator.chats.add(citizen.id, content, wamid=wamid, from_citizen=True, context=quote)
    simulator.show(message)
    changed = _change_earlier(simulator, content)
    if changed:
        simulator.show(changed)
    return message


def _change_earlier(simulator: Simulator, content: Body) -> ChatMessage | None:
    kind = content["type"]
    if kind not in WITHOUT_BUBBLE:
        return None
    part = content[kind]
    if kind == "reaction":
        return simulator.chats.react(part["message_id"], "citizen", part.get("emoji", ""))
    if kind == "revoke":
        return simulator.chats.rewrite(part["original_message_id"], {"type": "deleted"})
    return simulator.chats.rewrite(part["original_message_id"], {**part["message"], "edited": True})


def _webhook_message(citizen: Citizen, message: ChatMessage) -> Body:
    head = {**sender(citizen), "id": message.wamid, "timestamp": str(int(message.at))}
    return {**head, **message.content}


def _context(simulator: Simulator, citizen: Citizen, fields: Body) -> Body:
    """The context of an answer or of a forwarded message, empty for any other."""
    if fields.get("forwarded"):
        return {"context": {"forwarded": True}}
    if not fields.get("quote"):
        return {}
    quoted = simulator.chats.find(fields["quote"])
    business = "".join(filter(str.isdigit, simulator.config.display_phone_number))
    author = citizen.phone if quoted and quoted.from_citizen else business
    context = {"from": author, "id": fields["quote"]}
    return {"context": {name: value for name, value in context.items() if value}}


def _with_media(simulator: Simulator, fields: Body) -> Body:
    media = simulator.media.find(str(fields.get("media_id", "")))
    if media is None:
        return fields
    described = {"mime_type": media.mime_type, "sha256": media.sha256_base64, "id": media.id}
    return {"filename": media.filename, **fields, "media": described}


def _change_identity(simulator: Simulator, citizen: Citizen, fields: Body) -> ChatMessage:
    changed, system = changed_identity(citizen, fields)
    content = build("system", {"system": system})
    message = simulator.chats.add(citizen.id, content, wamid=new_wamid(), from_citizen=True)
    new = simulator.citizens.change_identity(citizen, changed.phone, changed.user_id)
    # Meta names the old number here and leaves contacts and user id of the author out.
    head = {"from": citizen.phone} if citizen.phone else {}
    body = {**head, "id": message.wamid, "timestamp": str(int(time.time())), **content}
    simulator.delivery.post(envelope(simulator.config, {"messages": [body]}), citizen.id, about=message.wamid)
    simulator.show(message)
    simulator.welcome(new)
    return message
