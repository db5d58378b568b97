"""The citizen's last message as the actions read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk import Tracker

from actions import cues
from bot.region.live_names import place_finder
from bot.region.locations import Location, resolve
from bot.region.pack import Region
from bot.region.place import Place
from bot.reports.drafts import DraftProblem

VILLAGE = "desa"
PLACE_KINDS = ("village", "district", "road", "landmark")


@dataclass(frozen=True)
class Message:
    """One step of a citizen: words with their reading, and what came along without words.

    Offsets of entities are those of the whole message; `text` leaves out fragments that only greet.
    """

    key: str
    text: str
    whole: str
    intent: str
    confidence: float
    ranked_categories: tuple[tuple[str, float], ...]
    entities: tuple[dict[str, Any], ...]
    attachments: tuple[dict[str, Any], ...]
    pin: dict[str, Any] | None
    reply_to: str | None
    silence: dict[str, Any] | None

    @property
    def is_structured(self) -> bool:
        """A pressed button, a timer: nothing to read in its words."""
        return not self.text

    def value(self, entity: str) -> Any:
        return next((item["value"] for item in self.entities if item["entity"] == entity), None)

    def places(self) -> list[Place]:
        return [
            Place(
                kind=item["entity"],
                start=item["start"],
                end=item["end"],
                text=item["value"],
                codes=tuple(item.get("codes", ())),
                score=item.get("confidence_entity", 1.0),
                titled=item.get("titled", False),
                negated=item.get("negated", False),
                learnt=item.get("learnt", False),
            )
            for item in self.entities
            if item["entity"] in PLACE_KINDS
        ]

    def location(self, region: Region, within: str | None = None) -> Location:
        """Where the message says it is; `within` is a sub-district known before."""
        return resolve(region, self.places(), within)

    def words_beside_places(self) -> int:
        """How many words of the message are no part of a place's name."""
        rest = list(self.whole)
        for place in self.places():
            rest[place.start : place.end] = " " * (place.end - place.start)
        return len([word for word in cues.without_fillers("".join(rest)).split() if word.isalpha()])

    def as_place_answer(self, region: Region) -> Message:
        """The message read as the answer to "di desa mana?", where a name alone is a village."""
        if self.places():
            return self
        found = place_finder(region).find(f"{VILLAGE} {self.text}")
        places = [
            {
                "entity": place.kind,
                "value": place.text.removeprefix(f"{VILLAGE} "),
                "start": 0,
                "end": 0,
                "codes": list(place.codes),
                "confidence_entity": place.score,
                "negated": place.negated,
            }
            for place in found
            if place.kind in ("village", "district")
        ]
        return replace(self, entities=(*self.entities, *places))

    def categories(self, region: Region) -> list[tuple[str, float]]:
        """The report categories by falling probability."""
        return [(name, score) for name, score in self.ranked_categories if name in region.categories]

    def problems(self, region: Region) -> list[DraftProblem]:
        """The problems named, in reading order, with the citizen's words for each."""
        found = [
            item
            for item in self.entities
            if item["entity"] == "problem" and item["value"] in region.categories
        ]
        return [
            DraftProblem(
                item["value"], self.whole[item["start"] : item["end"]].strip(), item["confidence_entity"]
            )
            for item in sorted(found, key=lambda item: item["start"])
        ]


def message_of(tracker: Tracker) -> Message:
    """Read the tracker's latest message; rasa shell's messages carry no metadata of ours."""
    return message_from(tracker.latest_message)


def message_from(latest: Mapping[str, Any]) -> Message:
    """View one of Rasa's readings, its parse data, as a message."""
    metadata = latest.get("metadata") or {}
    intent = latest.get("intent") or {}
    return Message(
        key=str(metadata.get("key") or latest.get("message_id") or ""),
        text=cues.without_openings((latest.get("text") or "").strip()),
        whole=(latest.get("text") or "").strip(),
        intent=intent.get("name") or "nlu_fallback",
        confidence=float(intent.get("confidence") or 0.0),
        ranked_categories=tuple(
            (entry["name"], float(entry["confidence"])) for entry in latest.get("category_ranking") or ()
        ),
        entities=tuple(latest.get("entities") or ()),
        attachments=tuple(metadata.get("attachments") or ()),
        pin=metadata.get("pin"),
        reply_to=metadata.get("reply_to"),
        silence=metadata.get("silence"),
    )
