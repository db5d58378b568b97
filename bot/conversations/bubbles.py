"""What the bot says in one message, held to WhatsApp's limits in this one place.

The numbers are those of Meta's reference for messages of the Cloud API ("Interactive reply buttons
messages", "Interactive list messages", "Location request messages", "Text messages"; pages updated
November and December 2025). Lengths are counted in characters (code points).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

TEXT_BODY = 4096
BUTTONS_BODY = 1024
LOCATION_REQUEST_BODY = 1024
LIST_BODY = 4096
BUTTON_COUNT = 3
BUTTON_TITLE = 20
BUTTON_ID = 256
LIST_LABEL = 20
# In all sections together; we use a single section, which therefore needs no title.
ROW_COUNT = 10
ROW_TITLE = 24
ROW_DESCRIPTION = 72
ROW_ID = 200

ELLIPSIS = "…"


class BubbleMalformed(ValueError):
    """WhatsApp has no message of this shape: an empty part, a double id, or parts that exclude each other."""


class BubbleTooLarge(BubbleMalformed):
    """A part is larger than WhatsApp takes; `part` names it, `size` and `limit` are counts."""

    def __init__(self, part: str, size: int, limit: int) -> None:
        super().__init__(f"{part}: {size}, WhatsApp takes {limit}")
        self.part = part
        self.size = size
        self.limit = limit


@dataclass(frozen=True)
class Button:
    """A reply button; pressing it sends `id` back."""

    id: str
    title: str


@dataclass(frozen=True)
class Row:
    """A row of a list; choosing it sends `id` back."""

    id: str
    title: str
    description: str | None = None


@dataclass(frozen=True)
class Bubble:
    """One message of the bot: a text with buttons, or a list, or a request for a pin, or nothing more.

    `list_label` is the word on the button that opens the list.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    list_label: str | None = None
    rows: tuple[Row, ...] = ()
    asks_location: bool = False

    @property
    def kind(self) -> str:
        """`text`, `buttons`, `list` or `location_request`."""
        if self.buttons:
            return "buttons"
        if self.rows:
            return "list"
        return "location_request" if self.asks_location else "text"

    @property
    def text_limit(self) -> int:
        """How many characters `text` may have in a message of this kind."""
        limits = {
            "buttons": BUTTONS_BODY,
            "list": LIST_BODY,
            "location_request": LOCATION_REQUEST_BODY,
            "text": TEXT_BODY,
        }
        return limits[self.kind]

    def check(self) -> None:
        """Raise BubbleTooLarge or BubbleMalformed when WhatsApp would refuse this message."""
        if sum((bool(self.buttons), bool(self.rows), self.asks_location)) > 1:
            raise BubbleMalformed("buttons, a list and a location request exclude each other")
        _within(f"text of a message of kind {self.kind}", self.text, self.text_limit)
        self._check_buttons()
        self._check_list()

    def _check_buttons(self) -> None:
        _at_most("buttons", len(self.buttons), BUTTON_COUNT)
        for button in self.buttons:
            _within("button title", button.title, BUTTON_TITLE)
            _within("button id", button.id, BUTTON_ID)
        _unique("button title", [button.title for button in self.buttons])
        _unique("button id", [button.id for button in self.buttons])

    def _check_list(self) -> None:
        if not self.rows:
            return
        _within("list label", self.list_label or "", LIST_LABEL)
        _at_most("list rows", len(self.rows), ROW_COUNT)
        for row in self.rows:
            _within("row title", row.title, ROW_TITLE)
            _within("row id", row.id, ROW_ID)
            _at_most("row description", len(row.description or ""), ROW_DESCRIPTION)
        _unique("row id", [row.id for row in self.rows])

    def to_json(self) -> dict[str, Any]:
        """The bubble as the outbox and the transcript keep it; parts that are not there are left out."""
        content: dict[str, Any] = {"text": self.text}
        if self.buttons:
            content["buttons"] = [{"id": button.id, "title": button.title} for button in self.buttons]
        if self.rows:
            content["list_label"] = self.list_label
            content["rows"] = [_row_json(row) for row in self.rows]
        if self.asks_location:
            content["asks_location"] = True
        return content

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Bubble:
        """The bubble that `to_json` described; raises KeyError when it is no bubble."""
        return cls(
            text=content["text"],
            buttons=tuple(Button(item["id"], item["title"]) for item in content.get("buttons", ())),
            list_label=content.get("list_label"),
            rows=tuple(
                Row(item["id"], item["title"], item.get("description")) for item in content.get("rows", ())
            ),
            asks_location=content.get("asks_location", False),
        )


def fit_text(text: str, limit: int) -> str:
    """Shorten to at most `limit` characters, ending on a whole word and an ellipsis."""
    if len(text) <= limit:
        return text
    if limit <= len(ELLIPSIS):
        return ELLIPSIS[:limit]
    room = limit - len(ELLIPSIS)
    head = text[:room]
    if not text[room].isspace():
        gap = max(head.rfind(" "), head.rfind("\n"))
        # A single long word is cut inside rather than lost altogether.
        head = head[:gap] if gap > room / 2 else head
    return head.rstrip(" \t\n,;:-") + ELLIPSIS


def _row_json(row: Row) -> dict[str, str]:
    content = {"id": row.id, "title": row.title}
    if row.description:
        content["description"] = row.description
    return content


def _within(part: str, text: str, limit: int) -> None:
    if not text.strip():
        raise BubbleMalformed(f"{part}: empty")
    _at_most(part, len(text), limit)


def _at_most(part: str, size: int, limit: int) -> None:
    if size > limit:
        raise BubbleTooLarge(part, size, limit)


def _unique(part: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise BubbleMalformed(f"{part}: {value!r} twice")
        seen.add(value)
