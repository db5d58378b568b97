"""Whose road it is."""

from __future__ import annotations

from bot.region.entries import Road
from bot.region.live_names import place_finder
from bot.region.pack import Region
from bot.region.place import Place


def choose_road(region: Region, place: Place, district_code: str | None) -> Road | None:
    """The road a place names. One that does not run through the district is another road of the same name.

    A name that several roads share (the parts of a highway) keeps its first when none is known to run there.
    """
    roads = [road for road in region.roads if road.id in place.codes]
    if not district_code:
        return roads[0] if roads else None
    fitting = [road for road in roads if district_code in road.district_codes or not road.district_codes]
    if fitting:
        return fitting[0]
    return roads[0] if len(roads) > 1 else None


def owner_of(region: Region, text: str, district_code: str | None = None) -> Road | None:
    """The known road that a text names, with its owner and agency; None when it names none."""
    found = place_finder(region).find(text)
    places = [place for place in found if place.kind == "road" and not place.negated]
    roads = (choose_road(region, place, district_code) for place in places)
    return next((road for road in roads if road), None)
