"""What the bot understood of a citizen's words, as staff read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.reports.personal import masked
from bot.training.suspicion import FALLBACK, MAYBE_REPORT

UNCLEAR_INTENTS = (FALLBACK, MAYBE_REPORT)
# Below this the reading is a guess (the threshold of the fallback is lower still).
SURE = 0.5


@dataclass(frozen=True)
class Reading:
    """An intent with its probability in per cent, the parts found in the words, and what it may have been."""

    intent: str
    percent: int
    entities: tuple[tuple[str, str], ...]
    alternatives: tuple[tuple[str, int], ...]
    is_unclear: bool


def reading_of(understanding: dict[str, Any] | None) -> Reading | None:
    """The reading of a line; None when there was nothing to read, as for a button."""
    if not understanding or not understanding.get("intent"):
        return None
    intent, confidence = understanding["intent"], float(understanding.get("confidence") or 0)
    others = [item for item in understanding.get("alternatives") or () if item.get("name") != intent]
    return Reading(
        _plain(intent),
        round(confidence * 100),
        tuple((_plain(item["entity"]), _shown(item)) for item in understanding.get("entities") or ()),
        tuple((_plain(item["name"]), round(float(item["confidence"]) * 100)) for item in others),
        intent in UNCLEAR_INTENTS or confidence < SURE,
    )


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _shown(entity: dict[str, Any]) -> str:
    return masked(str(entity.get("value", "")))
