"""A template as a message, its values cut to fit; and which form goes out, by the reader's 24-hour window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.conversations.bubbles import TEMPLATE_BODY, Bubble, TemplateUse, fit_text, flattened
from bot.conversations.citizens import Citizen
from bot.conversations.window import is_window_open
from bot.region.templates import MessageTemplate

# The value that is cut to fit.
NEWS = "kabar"


def fill_template(
    template: MessageTemplate,
    values: Mapping[str, str],
    replies: tuple[str, ...] = (),
    image: int | None = None,
) -> Bubble:
    """The message of a template; `replies` are what its buttons send back, `image` the id of a media row.

    Raises KeyError for a value that is not given.
    """
    flat = {name: flattened(value) for name, value in values.items()}
    if NEWS in template.examples:
        room = TEMPLATE_BODY - len(template.fill({**flat, NEWS: ""}))
        flat[NEWS] = flattened(fit_text(flat[NEWS], room))
    filled = tuple(flat[name] for name in template.examples)
    use = TemplateUse(template.name, template.language, filled, replies)
    return Bubble(template.fill(flat), image=image if template.has_image else None, template=use)


def by_window(inside: Bubble, outside: Bubble | None, reader: Citizen, at: datetime) -> Bubble:
    """What goes out now: the template `outside` a closed window, else the free text.

    A pack without the template gets free text, which WhatsApp then refuses: staff see that it failed.
    """
    if outside is not None and not is_window_open(reader, at):
        return outside
    # The window may close while the message waits, and WhatsApp at times takes it for closed too early.
    return replace(inside, otherwise=outside)
