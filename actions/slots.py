"""The form's slots mirror the draft, so that Rasa asks for what the draft lacks."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import SlotSet

from actions.completeness import is_place_settled
from bot.region.pack import Region
from bot.reports.drafts import DraftContent

FORM = "laporan_form"
SLOTS = ("description", "category", "place", "photo", "confirmation")


def mirrored(content: DraftContent, region: Region) -> list[dict[str, Any]]:
    """Slot events for a draft; a slot is None as long as the form has to ask for it."""
    categories = [problem.category for problem in content.problems]
    values = {
        "description": content.description or None,
        "category": categories if categories and content.category_sure else None,
        "place": (content.village_code or content.district_code or True)
        if _settled(content, region)
        else None,
        "photo": content.photos or None,
        "confirmation": True if content.confirmed else None,
    }
    return [SlotSet(name, values[name]) for name in SLOTS]


def emptied() -> list[dict[str, Any]]:
    return [SlotSet(name, None) for name in SLOTS]


def _settled(content: DraftContent, region: Region) -> bool:
    return bool(content.problems) and is_place_settled(content, region)
