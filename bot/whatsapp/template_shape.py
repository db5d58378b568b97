"""Message templates as Meta's template management takes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Template(Protocol):
    """What a pack says about a template."""

    @property
    def name(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def examples(self) -> Mapping[str, str]: ...
    @property
    def buttons(self) -> tuple[str, ...]: ...
    @property
    def has_image(self) -> bool: ...


def build_template(template: Template, picture: str | None = None) -> dict[str, Any]:
    """The body of a call that registers a template; Meta wants one with an image to come with the handle of
    an example `picture`, as `GraphClient.upload_example` returns it."""
    text: dict[str, Any] = {"type": "BODY", "text": template.body}
    if template.examples:
        text["example"] = {"body_text": [list(template.examples.values())]}
    components = [text]
    if template.has_image:
        header: dict[str, Any] = {"type": "HEADER", "format": "IMAGE"}
        components.insert(0, {**header, "example": {"header_handle": [picture]}} if picture else header)
    if template.buttons:
        buttons = [{"type": "QUICK_REPLY", "text": title} for title in template.buttons]
        components.append({"type": "BUTTONS", "buttons": buttons})
    category = template.category.upper()
    named = {"name": template.name, "language": template.language, "category": category}
    return {**named, "components": components}
