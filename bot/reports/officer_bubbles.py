"""A message to an officer as WhatsApp takes it: free text in his 24-hour window, else a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.conversations.bubbles import TEXT_BODY, Bubble, fit_text
from bot.conversations.citizens import Citizen
from bot.region.pack import Region
from bot.reports.template_bubbles import by_window, fill_template


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
    """The letter as it would be sent at this moment."""
    template = region.templates.get(letter.template)
    outside = fill_template(template, letter.values) if template else None
    return by_window(Bubble(fit_text(letter.text, TEXT_BODY)), outside, officer, at)
