"""A message to an officer as WhatsApp takes it: free text in his 24-hour window, else a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversations.bubbles import (
    TEMPLATE_BODY,
    TEXT_BODY,
    Bubble,
    TemplateUse,
    fit_text,
    flattened,
)
from bot.conversations.citizens import Citizen
from bot.conversations.window import is_window_open
from bot.region.pack import Region
from bot.region.templates import MessageTemplate

# The value of a template that is cut to fit.
NEWS = "kabar"


@dataclass(frozen=True)
class Letter:
    """What an officer is told: the whole text, and the template with its values for a closed window.

    `secret`: only his own office may read the line in the console.
    """

    text: str
    template: str
    values: Mapping[str, str]
    secret: bool = False


def bubble_of(region: Region, letter: Letter, officer: Citizen, at: datetime) -> Bubble:
    """A pack without the template gets free text, which WhatsApp then refuses: staff see that it failed."""
    template = region.templates.get(letter.template)
    outside = _filled(template, letter.values) if template else None
    if outside is not None and not is_window_open(officer, at):
        return outside
    return replace(Bubble(fit_text(letter.text, TEXT_BODY)), otherwise=outside)


def _filled(template: MessageTemplate, values: Mapping[str, str]) -> Bubble:
    flat = {name: flattened(value) for name, value in values.items()}
    if NEWS in template.examples:
        room = TEMPLATE_BODY - len(template.fill({**flat, NEWS: ""}))
        flat[NEWS] = flattened(fit_text(flat[NEWS], room))
    use = TemplateUse(template.name, template.language, tuple(flat[name] for name in template.examples))
    return Bubble(template.fill(flat), template=use)
