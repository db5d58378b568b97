"""What a message does when a conversation begins with it: files, is asked about, or is no report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from actions.message import message_from
from actions.reading import EMERGENCY, read_message
from bot.region.locations import Location
from bot.region.pack import Region
from bot.reports.drafts import DraftContent


class Outcome(str, Enum):
    """`filed`: a report whose category is not asked; `asked`: the citizen is asked what it is; `ignored`."""

    FILED = "filed"
    ASKED = "asked"
    IGNORED = "ignored"


@dataclass(frozen=True)
class FirstReading:
    """How a first message is taken.

    `categories` by falling probability; `problems`: the categories of the draft, in reading order.
    """

    outcome: Outcome
    categories: tuple[tuple[str, float], ...]
    problems: tuple[str, ...]
    location: Location


def read_first(reading: dict[str, Any], region: Region) -> FirstReading:
    """Take Rasa's reading of a text as the dialogue takes it when no draft is open."""
    message = message_from(reading)
    content = DraftContent()
    is_taken = read_message(content, message, region)
    return FirstReading(
        _outcome(message.intent, is_taken, content),
        tuple(message.categories(region)),
        tuple(problem.category for problem in content.problems),
        message.location(region),
    )


def _outcome(intent: str, is_taken: bool, content: DraftContent) -> Outcome:
    if intent == EMERGENCY or (content.problems and content.category_sure):
        return Outcome.FILED
    return Outcome.ASKED if is_taken and content.problems else Outcome.IGNORED
