"""What the bot says in one message, held to WhatsApp's limits in this one place.

The numbers are those of Meta's reference for messages of the Cloud API ("Interactive reply buttons
messages", "Interactive list messages", "Location request messages", "Text messages", "Image messages",
"Template messages"; pages updated November and December 2025). Lengths are counted in characters (code
points).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

TEXT_BODY = 4096
BUTTONS_BODY = 1024
LOCATION_REQUEST_BODY = 1024
LIST_BODY = 4096
CAPTION = 1024
TEMPLATE_BODY = 1024
TEMPLATE_BUTTONS = 10
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
# What error 132018 refuses in a value of a template.
NOT_FLAT = re.compile(r"[\n\r\t]| {5,}")
NOTHING = "-"


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
class TemplateUse:
    """A registered template with what fills it, for the time outside the 24-hour window.

    `values` stand for {{1}}, {{2}} and so on and come from `flattened`; `buttons` are what its quick replies
    send back, in their order.
    """

    name: str
    language: str
    values: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bubble:
    """One message to a citizen: a text with buttons, or a list, or a request for a pin, or nothing more.

    `list_label` is the word on the button that opens the list. `image` is the id of a stored media row,
    shown above the text. With a `template`, `text` is its filled text, as the transcript shows it.
    `otherwise` is what is sent instead when WhatsApp finds the 24-hour window closed.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    list_label: str | None = None
    rows: tuple[Row, ...] = ()
    asks_location: bool = False
    image: int | None = None
    template: TemplateUse | None = None
    otherwise: Bubble | None = None

    @property
    def kind(self) -> str:
        """`text`, `buttons`, `list`, `location_request`, `image` (without buttons) or `template`."""
        kinds = {
            "template": self.template,
            "buttons": self.buttons,
            "list": self.rows,
            "location_request": self.asks_location,
            "image": self.image is not None,
        }
        return next((kind for kind, there in kinds.items() if there), "text")

    @property
    def text_limit(self) -> int:
        """How many characters `text` may have in a message of this kind."""
        limits = {
            "buttons": BUTTONS_BODY,
            "list": LIST_BODY,
            "location_request": LOCATION_REQUEST_BODY,
            "image": CAPTION,
            "template": TEMPLATE_BODY,
            "text": TEXT_BODY,
        }
        return limits[self.kind]

    def check(self) -> None:
        """Raise BubbleTooLarge or BubbleMalformed when WhatsApp would refuse this message."""
        if sum(map(bool, (self.buttons, self.rows, self.asks_location, self.template))) > 1:
            raise BubbleMalformed("buttons, a list, a location request and a template exclude each other")
        if self.image is not None and (self.rows or self.asks_location):
            raise BubbleMalformed("neither a list nor a location request has an image")
        _within(f"text of a message of kind {self.kind}", self.text, self.text_limit)
        self._check_buttons()
        self._check_list()
        self._check_template()
        if self.otherwise is not None:
            self.otherwise.check()

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

    def _check_template(self) -> None:
        if self.template is None:
            return
        _at_most("template buttons", len(self.template.buttons), TEMPLATE_BUTTONS)
        for payload in self.template.buttons:
            _within("template button", payload, BUTTON_ID)
        for value in self.template.values:
            _within("template value", value, TEMPLATE_BODY)
            if NOT_FLAT.search(value):
                raise BubbleMalformed("template value: not flat")

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
        if self.image is not None:
            content["image"] = self.image
        if self.template:
            content["template"] = _template_json(self.template)
        if self.otherwise is not None:
            content["otherwise"] = self.otherwise.to_json()
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
            image=content.get("image"),
            template=_template_from(content["template"]) if "template" in content else None,
            otherwise=cls.from_json(content["otherwise"]) if "otherwise" in content else None,
        )


def flattened(text: str) -> str:
    """The text as a template takes it for a value: on one line, and never empty."""
    return " ".join(text.split()) or NOTHING


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


def _template_json(use: TemplateUse) -> dict[str, Any]:
    lists = {"values": list(use.values), "buttons": list(use.buttons)}
    return {"name": use.name, "language": use.language, **lists}


def _template_from(content: dict[str, Any]) -> TemplateUse:
    values, buttons = tuple(content["values"]), tuple(content["buttons"])
    return TemplateUse(content["name"], content["language"], values, buttons)


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
