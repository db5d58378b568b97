"""WhatsApp's limits on buttons, lists and the other interactive messages."""

from __future__ import annotations

from typing import Any

from bot.simulator.graph_errors import invalid_value, missing_parameter

Body = dict[str, Any]

BODY = 1024
LIST_BODY = 4096
HEADER = 60
FOOTER = 60
BUTTONS = 3
BUTTON_TITLE = 20
BUTTON_ID = 256
SECTIONS = 10
ROWS = 10
ROW_TITLE = 24
ROW_DESCRIPTION = 72
ROW_ID = 200
SECTION_TITLE = 24
HEADER_TYPES = ("text", "image", "video", "document")


def check_interactive(interactive: Body) -> None:
    """Raises GraphError when Meta would refuse this interactive object."""
    kind = interactive.get("type")
    check = ACTIONS.get(kind) if isinstance(kind, str) else None
    if check is None:
        raise invalid_value(f"Param interactive['type'] must be one of {{{', '.join(ACTIONS)}}}.")
    longest = LIST_BODY if kind == "list" else BODY
    _length("Body text", (interactive.get("body") or {}).get("text"), longest)
    if interactive.get("footer"):
        _length("Footer text", interactive["footer"].get("text"), FOOTER)
    if interactive.get("header"):
        _header(interactive["header"], only_text=kind == "list")
    action = interactive.get("action")
    if not isinstance(action, dict):
        raise missing_parameter("interactive['action']")
    check(action)


def _header(header: Body, only_text: bool) -> None:
    kind = header.get("type")
    if kind not in HEADER_TYPES or (only_text and kind != "text"):
        raise invalid_value("Header type is not valid for this kind of message.")
    if kind == "text":
        _length("Header text", header.get("text"), HEADER)


def _buttons(action: Body) -> None:
    buttons = action.get("buttons") or []
    if not 1 <= len(buttons) <= BUTTONS:
        raise invalid_value(f"Invalid buttons count. Min allowed: 1, Max allowed: {BUTTONS}.")
    replies = [button.get("reply") or {} for button in buttons]
    for reply in replies:
        _length("Button title", reply.get("title"), BUTTON_TITLE)
        _length("Button id", reply.get("id"), BUTTON_ID)
    _unique("Button title", [reply["title"] for reply in replies])
    _unique("Button id", [reply["id"] for reply in replies])


def _list(action: Body) -> None:
    _length("Button label", action.get("button"), BUTTON_TITLE)
    sections = action.get("sections") or []
    if not 1 <= len(sections) <= SECTIONS:
        raise invalid_value(f"Invalid sections count. Min allowed: 1, Max allowed: {SECTIONS}.")
    for section in sections:
        if len(sections) > 1 or section.get("title"):
            _length("Section title", section.get("title"), SECTION_TITLE)
    rows = [row for section in sections for row in section.get("rows") or []]
    if not 1 <= len(rows) <= ROWS:
        raise invalid_value(f"Total row count exceed max allowed count: {ROWS}.")
    for row in rows:
        _row(row)
    _unique("Row id", [row["id"] for row in rows])


def _row(row: Body) -> None:
    _length("Row title", row.get("title"), ROW_TITLE)
    _length("Row id", row.get("id"), ROW_ID)
    if row.get("description") is not None:
        _length("Row description", row["description"], ROW_DESCRIPTION)


def _link(action: Body) -> None:
    parameters = action.get("parameters") or {}
    if action.get("name") != "cta_url":
        raise invalid_value("Param action['name'] must be cta_url.")
    _length("Button label", parameters.get("display_text"), BUTTON_TITLE)
    if not str(parameters.get("url", "")).startswith(("http://", "https://")):
        raise invalid_value("Param parameters['url'] must be a valid URL.")


def _location_request(action: Body) -> None:
    if action.get("name") != "send_location":
        raise invalid_value("Param action['name'] must be send_location.")


def _length(what: str, text: Any, longest: int) -> None:
    if not isinstance(text, str) or not len(text.strip()) >= 1 or len(text) > longest:
        raise invalid_value(f"{what} length invalid. Min length: 1, Max length: {longest}.")


def _unique(what: str, values: list[str]) -> None:
    if len(set(values)) < len(values):
        raise invalid_value(f"Duplicated {what.lower()}.")


ACTIONS = {"button": _buttons, "list": _list, "cta_url": _link, "location_request_message": _location_request}
