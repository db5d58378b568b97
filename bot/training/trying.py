"""Reads a sentence that a trainer tries, as the citizen's first message would be read."""

from __future__ import annotations

from typing import Any

from bot.dialogue.engine import Engine
from bot.dialogue.first_message import read_first
from bot.region.pack import Region

RANKED = 5


def read_sentence(engine: Engine, region: Region, sentence: str) -> dict[str, Any]:
    """The reading as a page shows it: intent, rankings, places, problems, and what the bot would do.

    `outcome` is `filed` (a report whose category is not asked), `asked` or `ignored`.
    """
    parsed = engine.parse(sentence)
    first = read_first(parsed, region)
    place = first.location
    return {
        "intent": parsed["intent"]["name"],
        "confidence": float(parsed["intent"]["confidence"]),
        "intents": _ranked((item["name"], item["confidence"]) for item in parsed.get("intent_ranking") or ()),
        "categories": _ranked(first.categories),
        "problems": list(first.problems),
        "outcome": first.outcome.value,
        "places": [
            {"kind": item["entity"], "text": item["value"], "negated": bool(item.get("negated"))}
            for item in parsed["entities"]
            if "codes" in item
        ],
        "village": place.village_code,
        "district": place.district_code,
        "candidates": list(place.candidates),
    }


def _ranked(pairs: Any) -> list[list[Any]]:
    return [[name, round(float(value), 4)] for name, value in list(pairs)[:RANKED]]
