"""Finds the places a message speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.region.areas import AreaFinder
from bot.region.landmarks import LandmarkFinder
from bot.region.names import NameIndex
from bot.region.negation import is_negated
from bot.region.pack import Region
from bot.region.place import Place, PlaceKind
from bot.region.streets import StreetFinder
from bot.region.tokens import Token, tokenize

__all__ = ["Place", "PlaceFinder", "PlaceKind"]


class PlaceFinder:
    """Reads villages, districts, roads and landmarks out of free text. Build once, use from any thread.

    `aliases` are spellings learnt in service ("simpang Shopping"), each with the village or district code it
    means; one spelling may mean several.
    """

    def __init__(self, region: Region, aliases: Sequence[tuple[str, str]] = ()) -> None:
        index = NameIndex(region, aliases)
        self._areas = AreaFinder(region, index)
        self._streets = StreetFinder(region, index)
        self._landmarks = LandmarkFinder(region.landmark_words)

    def find(self, text: str) -> list[Place]:
        """The places of a text in the order in which they stand."""
        tokens = tokenize(text)
        areas = self._areas.find(text, tokens)
        roads = self._streets.find(text, tokens, areas)
        on_road = {index for first, last, _ in roads for index in range(first, last)}
        spans = [(area.first, area.last, area.place) for area in areas if area.first not in on_road]
        spans += roads
        taken = frozenset(index for first, last, _ in spans for index in range(first, last))
        places = [_with_negation(tokens, first, last, place) for first, last, place in spans]
        places += self._landmarks.find(text, tokens, taken)
        return sorted(places, key=lambda place: place.start)


def _with_negation(tokens: list[Token], first: int, last: int, place: Place) -> Place:
    return replace(place, negated=True) if is_negated(tokens, first, last) else place
