"""Bubbles become Graph JSON; nothing here knows of HTTP or of the database."""

from __future__ import annotations

import re
from typing import Any

from bot.conversations.bubbles import Bubble, Row, TemplateUse
from bot.conversations.identity import Address

OPAQUE = re.compile(r"outbox:([0-9]{1,9})")


def build_message(
    bubble: Bubble, address: Address, outbox_id: int, reply_to: str | None = None, image: str | None = None
) -> dict[str, Any]:
    """The body of a call that sends `bubble`; `image` is the id that WhatsApp gave its uploaded image.

    Both names of the citizen are given where both are known (Meta then takes `to`). `outbox_id` comes back
    in every status of this message, so that we know it again even if the answer to the call was lost.
    Raises ValueError when there is no name to send to.
    """
    if not (address.phone or address.user_id):
        raise ValueError("no name to send to")
    message: dict[str, Any] = {"messaging_product": "whatsapp", "recipient_type": "individual"}
    if address.phone:
        message["to"] = address.phone
    if address.user_id:
        message["recipient"] = address.user_id
    if reply_to:
        message["context"] = {"message_id": reply_to}
    return {**message, **_content(bubble, image), "biz_opaque_callback_data": f"outbox:{outbox_id}"}


def build_receipt(wamid: str, typing: bool) -> dict[str, Any]:
    """The body of a call that marks a citizen's message as read and, if asked, shows that we are writing."""
    receipt: dict[str, Any] = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
    if typing:
        receipt["typing_indicator"] = {"type": "text"}
    return receipt


def outbox_id_of(opaque: str | None) -> int | None:
    """The id that `build_message` put into a message, read back from a status."""
    match = OPAQUE.fullmatch(opaque or "")
    return int(match[1]) if match else None


def _content(bubble: Bubble, image: str | None) -> dict[str, Any]:
    if bubble.template:
        return {"type": "template", "template": _template(bubble.template, image)}
    if bubble.kind == "text":
        return {"type": "text", "text": {"body": bubble.text, "preview_url": False}}
    if bubble.kind == "image":
        return {"type": "image", "image": {"id": image, "caption": bubble.text}}
    header = {"header": _image(image)} if image else {}
    return {"type": "interactive", "interactive": {**header, **_interactive(bubble)}}


def _image(graph_id: str) -> dict[str, Any]:
    return {"type": "image", "image": {"id": graph_id}}


def _template(use: TemplateUse, image: str | None) -> dict[str, Any]:
    components: list[dict[str, Any]] = []
    if image:
        components.append({"type": "header", "parameters": [_image(image)]})
    if use.values:
        values = [{"type": "text", "text": value} for value in use.values]
        components.append({"type": "body", "parameters": values})
    components += [_quick_reply(place, payload) for place, payload in enumerate(use.buttons)]
    return {"name": use.name, "language": {"code": use.language}, "components": components}


def _quick_reply(place: int, payload: str) -> dict[str, Any]:
    parameters = [{"type": "payload", "payload": payload}]
    return {"type": "button", "sub_type": "quick_reply", "index": str(place), "parameters": parameters}


def _interactive(bubble: Bubble) -> dict[str, Any]:
    body = {"text": bubble.text}
    if bubble.buttons:
        replies = [{"id": button.id, "title": button.title} for button in bubble.buttons]
        buttons = [{"type": "reply", "reply": reply} for reply in replies]
        return {"type": "button", "body": body, "action": {"buttons": buttons}}
    if bubble.rows:
        section = {"rows": [_row(row) for row in bubble.rows]}
        return {"type": "list", "body": body, "action": {"button": bubble.list_label, "sections": [section]}}
    return {"type": "location_request_message", "body": body, "action": {"name": "send_location"}}


def _row(row: Row) -> dict[str, str]:
    content = {"id": row.id, "title": row.title}
    return {**content, "description": row.description} if row.description else content
