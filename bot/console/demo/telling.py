"""How a citizen tells what happened: the words, the place, and what the bot understood."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.console.demo.chat import reading
from bot.console.demo.places import Spot
from bot.console.demo.texts import BY_STAFF, PLACE, Sentence
from bot.console.demo.world import World
from bot.region.entries import Road, Village
from bot.region.signals import Signals
from bot.reports.routing import Problem

TWO_PROBLEMS = 0.07
PINNED = 0.35
SECOND = " Satu lagi, "


@dataclass(frozen=True)
class Told:
    """A report as its citizen tells it. `asked_where`: the place came only after a question.

    `reading` is what the bot read instead of the categories that were `meant`; None where it read rightly.
    """

    words: str
    problems: tuple[Problem, ...]
    signals: Signals
    scenes: tuple[str, ...]
    location: str | None = None
    village: Village | None = None
    road: Road | None = None
    pin: tuple[float, float] | None = None
    asked_where: bool = False
    reading: dict[str, Any] | None = None
    meant: str | None = None

    @property
    def category(self) -> str:
        return self.problems[0].category


def tell_ordinary(world: World) -> Told:
    """An ordinary report, now and then of two problems."""
    sentence = world.texts.draw(world.rng)
    told = tell(world, sentence)
    if sentence.says_where and world.chance(TWO_PROBLEMS):
        return _with_second(world, told)
    return told


def tell(world: World, sentence: Sentence) -> Told:
    """The sentence, somewhere in the region."""
    spot = world.places.draw(sentence.category, PINNED if sentence.category in _outdoor(world) else 0)
    asks = not sentence.says_where and world.region.categories[sentence.category].place_needed
    words = sentence.text.replace(PLACE, f"di {spot.words}")
    told = Told(words, (Problem(sentence.category, words),), sentence.signals, (sentence.scene,))
    return _at(told, spot, asks) if sentence.says_where or asks else told


def tell_misread(world: World) -> Told | None:
    """A report that is filed under the wrong category; None where the region has no such sentence."""
    known = [misread for misread in world.texts.misread if misread.ending == BY_STAFF]
    if not known:
        return None
    misread = world.rng.choice(known)
    return replace(tell(world, misread.sentence), reading=misread.reading, meant=misread.meant)


def tell_again(world: World, told: Told) -> Told:
    """The same trouble at the same place, in the words of somebody else."""
    alike = [
        sentence
        for sentence in world.texts.ordinary["keluhan"]
        if sentence.category == told.category and sentence.says_where
    ]
    if not alike or told.village is None or told.location is None:
        return told
    sentence = world.rng.choice(alike)
    spot = Spot(told.location, told.village, told.road, told.pin)
    words = sentence.text.replace(PLACE, f"di {spot.words}")
    again = Told(words, (Problem(sentence.category, words),), sentence.signals, (sentence.scene,))
    return _at(again, spot, asked=False)


def tell_case(world: World, case: dict[str, Any], signals: Signals) -> Told | None:
    """A case told word for word; None where the region has no such road, village or category."""
    region = world.region
    road = next((road for road in region.roads if road.id == case["ruas"]), None)
    village = next((village for village in region.villages.values() if _is_place(world, village, case)), None)
    problems = tuple(Problem(part["kategori"], part["kata"]) for part in case["bagian"])
    if road is None or village is None or any(part.category not in region.categories for part in problems):
        return None
    return Told(
        case["kata"], problems, signals, tuple(case["gambar"]), case["tempat"], village, road,
        (village.latitude, village.longitude),
    )  # fmt: skip


def understanding(world: World, told: Told) -> dict[str, Any]:
    """What the bot read in the first message."""
    if told.reading is not None:
        return told.reading
    entities = []
    if told.village and told.village.name in told.words:
        start = told.words.index(told.village.name)
        entities.append(_place(told.village, start))
    for problem in told.problems[1:]:
        start = max(0, told.words.find(problem.words))
        entities.append(
            {"entity": "problem", "value": problem.category, "start": start, "end": len(told.words)}
        )
    confidence = round(world.rng.betavariate(14, 2), 3)
    others = tuple(world.rng.sample(list(world.region.categories), 3))
    others = tuple(name for name in others if name != told.category)
    return reading(told.category, confidence, *entities, others=others)


def understood_place(village: Village, words: str) -> dict[str, Any]:
    """What the bot read in the answer to "where?"."""
    return reading("sebut_tempat", 0.97, _place(village, max(0, words.find(village.name))))


def _place(village: Village, start: int) -> dict[str, Any]:
    name = village.name
    return {
        "entity": "village",
        "value": name,
        "start": start,
        "end": start + len(name),
        "codes": [village.code],
        "titled": False,
        "negated": False,
        "confidence_entity": 1.0,
        "extractor": "PlaceExtractor",
    }


def _with_second(world: World, told: Told) -> Told:
    """Another problem at the same place."""
    other = world.rng.choice(world.texts.ordinary["keluhan"])
    if other.category == told.category or not other.says_where:
        return told
    words = other.text.replace(f" {PLACE}", " di situ")
    words = words[:1].lower() + words[1:]
    return replace(
        told,
        words=told.words + SECOND + words,
        problems=(*told.problems, Problem(other.category, words)),
        scenes=(*told.scenes, other.scene),
    )


def _at(told: Told, spot: Spot, asked: bool) -> Told:
    return replace(
        told, location=spot.words, village=spot.village, road=spot.road, pin=spot.pin, asked_where=asked
    )


def _outdoor(world: World) -> set[str]:
    return {id for id, category in world.region.categories.items() if category.place_needed}


def _is_place(world: World, village: Village, case: dict[str, Any]) -> bool:
    district = world.region.districts[village.district_code]
    return (village.name, district.name) == (case["desa"], case["kecamatan"])
