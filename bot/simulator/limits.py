"""WhatsApp's limits on what a business may send, as of Meta's reference of November 2025."""

from __future__ import annotations

import re
from typing import Any

from bot.simulator.graph_errors import GraphError, invalid_parameter, invalid_value, missing_parameter
from bot.simulator.interactive_limits import check_interactive

Body = dict[str, Any]

TEXT_BODY = 4096
CAPTION = 1024
OPAQUE = 512
MEDIA_KINDS = ("image", "video", "audio", "document", "sticker")
CAPTIONED = ("image", "video", "document")
OTHER_KINDS = ("text", "interactive", "template", "location", "reaction", "contacts")
# A template's variable may hold neither line breaks nor tabs nor more than four blanks in a row.
FLAT = re.compile(r"[\n\r\t]| {5,}")


def check_message(payload: Body) -> None:
    """Raises GraphError when Meta would refuse this request to `/messages`."""
    if payload.get("messaging_product") != "whatsapp":
        raise invalid_parameter("The parameter messaging_product is required.")
    if not (payload.get("to") or payload.get("recipient")):
        raise invalid_parameter("The parameter to is required.")
    if len(payload.get("biz_opaque_callback_data") or "") > OPAQUE:
        raise invalid_parameter(f"biz_opaque_callback_data must be at most {OPAQUE} characters long.")
    _check_kind(payload.get("type", "text"), payload)


def _check_kind(kind: str, payload: Body) -> None:
    if kind not in MEDIA_KINDS + OTHER_KINDS:
        raise invalid_parameter(f"Param type must be one of {{{', '.join(MEDIA_KINDS + OTHER_KINDS)}}}.")
    part = payload.get(kind)
    if kind == "contacts" and isinstance(part, list) and part:
        return
    if not isinstance(part, dict):
        raise missing_parameter(kind)
    if kind in MEDIA_KINDS:
        _check_media(kind, part)
    elif kind == "interactive":
        check_interactive(part)
    elif kind != "contacts":
        {"text": _text, "template": _template, "location": _location, "reaction": _reaction}[kind](part)


def _text(text: Body) -> None:
    body = text.get("body")
    if not isinstance(body, str) or not body.strip():
        raise missing_parameter("text['body']")
    if len(body) > TEXT_BODY:
        raise invalid_parameter(f"Param text['body'] must be at most {TEXT_BODY} characters long.")


def _check_media(kind: str, media: Body) -> None:
    if bool(media.get("id")) == bool(media.get("link")):
        raise invalid_parameter(f"Param {kind} must have exactly one of id and link.")
    caption = media.get("caption") or ""
    if caption and kind not in CAPTIONED:
        raise invalid_parameter(f"Unexpected key caption on param {kind}.")
    if len(caption) > CAPTION:
        raise invalid_parameter(f"Param {kind}['caption'] must be at most {CAPTION} characters long.")


def _location(location: Body) -> None:
    if not {"latitude", "longitude"} <= location.keys():
        raise missing_parameter("location['latitude']")


def _reaction(reaction: Body) -> None:
    if not reaction.get("message_id"):
        raise missing_parameter("reaction['message_id']")


def _template(template: Body) -> None:
    if not re.fullmatch(r"[a-z0-9_]{1,512}", template.get("name") or ""):
        raise invalid_value("Template name is not valid.")
    if not (template.get("language") or {}).get("code"):
        raise missing_parameter("template['language']['code']")
    for component in template.get("components") or []:
        for parameter in component.get("parameters") or []:
            _parameter(parameter)


def _parameter(parameter: Body) -> None:
    if parameter.get("type") != "text":
        return
    if not parameter.get("text"):
        raise invalid_parameter("Parameter 'text' is mandatory for component parameter type 'text'.")
    if FLAT.search(parameter["text"]):
        details = "Param text cannot have new-line/tab characters or more than 4 consecutive spaces."
        raise GraphError(132018, "(#132018) There is an issue with the parameters in your template", details)
