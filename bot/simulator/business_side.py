"""What the business does through the Graph API: send, mark as read, show that it is typing."""

from __future__ import annotations

from typing import Any

from bot.simulator.chats import new_wamid
from bot.simulator.citizens import Citizen, phone_digits
from bot.simulator.graph_errors import GraphError, broken, invalid_parameter, invalid_value, throttled
from bot.simulator.limits import MEDIA_KINDS, check_message
from bot.simulator.simulator import Simulator
from bot.simulator.templates import header_image

Body = dict[str, Any]


def post_message(simulator: Simulator, payload: Body) -> Body:
    """Answer a request to `/messages` as Meta would. Raises GraphError."""
    if payload.get("status") == "read":
        return _mark_read(simulator, payload)
    if simulator.faults.spend("throttle_sends"):
        raise throttled()
    if simulator.faults.spend("break_sends"):
        raise broken()
    check_message(payload)
    _check_media(simulator, payload)
    return _accept(simulator, payload)


def _accept(simulator: Simulator, payload: Body) -> Body:
    content = _content(simulator, payload)
    citizen = _recipient(simulator, payload)
    if content["type"] == "reaction":
        return _react(simulator, citizen, payload)
    context = (payload.get("context") or {}).get("message_id")
    opaque = payload.get("biz_opaque_callback_data")
    wamid = new_wamid()
    message = simulator.chats.add(
        citizen.id, content, wamid=wamid, from_citizen=False, context=context, opaque=opaque
    )
    simulator.stop_typing(citizen.id)
    simulator.show(message)
    simulator.receipts.follow(message)
    return _answer(citizen, payload, wamid)


def _content(simulator: Simulator, payload: Body) -> Body:
    """What the chat keeps of a request; of a template also its filled text."""
    kind = payload.get("type", "text")
    content = {"type": kind, kind: payload[kind]}
    if kind == "template":
        content["filled"] = simulator.templates.fill(payload["template"])
    return content


def _answer(citizen: Citizen, payload: Body, wamid: str) -> Body:
    written = {"input": payload.get("to") or payload["recipient"]}
    known = {"wa_id": citizen.phone, "user_id": citizen.user_id}
    contact = {**written, **{name: value for name, value in known.items() if value}}
    message = {"id": wamid}
    if payload.get("type") == "template":
        message["message_status"] = "accepted"
    return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [message]}


def _recipient(simulator: Simulator, payload: Body) -> Citizen:
    """`to` wins over `recipient`, as at Meta; an unknown number becomes a phone of its own."""
    if payload.get("to"):
        phone = phone_digits(str(payload["to"]))
        if not 8 <= len(phone) <= 15:
            raise invalid_parameter("The recipient phone number is not valid.")
        return simulator.citizens.by_phone(phone) or _newcomer(simulator, phone)
    citizen = simulator.citizens.by_user_id(str(payload["recipient"]))
    if citizen is None:
        raise invalid_parameter("The recipient user id does not exist.")
    return citizen


def _newcomer(simulator: Simulator, phone: str) -> Citizen:
    citizen = simulator.citizens.add(f"+{phone}", "phone", phone)
    simulator.welcome(citizen)
    return citizen


def _react(simulator: Simulator, citizen: Citizen, payload: Body) -> Body:
    reaction = payload["reaction"]
    changed = simulator.chats.react(reaction["message_id"], "business", reaction.get("emoji", ""))
    if changed is None:
        raise invalid_value("Message to react to was not found.")
    simulator.show(changed)
    return _answer(citizen, payload, new_wamid())


def _mark_read(simulator: Simulator, payload: Body) -> Body:
    message = simulator.chats.find(str(payload.get("message_id", "")))
    if message is None or not message.from_citizen:
        raise invalid_parameter("Param message_id is not a message received by this number.")
    for read in simulator.chats.read_up_to(message):
        simulator.show(read)
    if (payload.get("typing_indicator") or {}).get("type") == "text":
        simulator.start_typing(message.citizen)
    return {"success": True}


def _check_media(simulator: Simulator, payload: Body) -> None:
    media_id = _media_of(payload).get("id")
    if media_id and simulator.media.find(str(media_id)) is None:
        raise GraphError(100, "(#100) Invalid parameter", f"Media ID '{media_id}' does not exist.")


def _media_of(payload: Body) -> Body:
    """The file that a message shows, by itself or above its text; empty when there is none."""
    kind = payload.get("type", "text")
    if kind in MEDIA_KINDS:
        return dict(payload[kind])
    if kind == "template":
        return header_image(payload["template"])
    header = payload["interactive"].get("header") or {} if kind == "interactive" else {}
    return dict(header.get(header.get("type")) or {}) if header.get("type") in MEDIA_KINDS else {}
