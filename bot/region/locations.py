"""Decides which village, district and road the places of a message mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.region.entries import Road
from bot.region.pack import Region
from bot.region.place import Place
from bot.region.roads import choose_road


@dataclass(frozen=True)
class Location:
    """Where a report is. `candidates` are villages between which the words do not decide; then ask.

    `road_text` and `landmarks` keep the citizen's words; `text` is the whole for people to read.
    """

    village_code: str | None = None
    district_code: str | None = None
    candidates: tuple[str, ...] = ()
    road: Road | None = None
    road_text: str | None = None
    landmarks: tuple[str, ...] = ()
    text: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.text


def resolve(region: Region, places: Sequence[Place], within: str | None = None) -> Location:
    """Combine the places of one message; denied ones count for nothing.

    `within`: a district already known (from a pin or an earlier answer), which settles homonyms only.
    """
    meant = [place for place in places if not place.negated]
    areas = sorted(
        (place for place in meant if place.kind in ("village", "district")), key=lambda p: -p.score
    )
    village, candidates = _choose_village(region, areas, within)
    district = _choose_district(region, areas, village, candidates)
    road_place, road = _road(region, meant, district or within)
    if district is None and not candidates and road_place:
        district = _only_district(region, road_place)
    landmarks = tuple(place.text for place in meant if place.kind == "landmark" or place.learnt)
    road_text = road_place.text if road_place else None
    text = _describe(region, landmarks, road_text, village, district, [areas[0].text] if candidates else [])
    return Location(village, district, candidates, road, road_text, landmarks, text)


def _only_district(region: Region, road: Place) -> str | None:
    """The district of a road, unless the roads that bear its name run through several."""
    districts = {code for known in region.roads if known.id in road.codes for code in known.district_codes}
    return districts.pop() if len(districts) == 1 else None


def _choose_village(
    region: Region, areas: Sequence[Place], within: str | None
) -> tuple[str | None, tuple[str, ...]]:
    """The village meant, or the villages among which to ask."""
    open_question: tuple[str, ...] = ()
    for place in areas:
        codes = _fitting_villages(region, place, areas, within)
        if len(codes) == 1:
            return codes[0], ()
        open_question = open_question or codes
    return None, open_question


def _fitting_villages(
    region: Region, place: Place, areas: Sequence[Place], within: str | None
) -> tuple[str, ...]:
    """The villages a place may mean, narrowed by the districts named beside it."""
    codes = tuple(code for code in place.codes if code in region.villages)
    named = {other.codes[0] for other in areas if other is not place and other.codes[0] in region.districts}
    if place.codes[0] in region.districts:
        outside = [code for code in codes if region.villages[code].district_code != place.codes[0]]
        own_name_again = place.codes[0] in named
        if not named and not outside or place.titled:
            return ()
        if (
            named
            and not own_name_again
            and not named & {region.villages[code].district_code for code in codes}
        ):
            return ()
    for districts in (named, {within} if within else set()):
        narrowed = tuple(code for code in codes if region.villages[code].district_code in districts)
        if narrowed:
            return narrowed
    return codes


def _choose_district(
    region: Region, areas: Sequence[Place], village: str | None, candidates: Sequence[str]
) -> str | None:
    if village:
        return region.villages[village].district_code
    districts = {region.villages[code].district_code for code in candidates}
    if candidates:
        return districts.pop() if len(districts) == 1 else None
    return next((place.codes[0] for place in areas if place.codes[0] in region.districts), None)


def _road(region: Region, places: Sequence[Place], district: str | None) -> tuple[Place | None, Road | None]:
    """The first known road that fits the district, else the first road words."""
    roads = [place for place in places if place.kind == "road"]
    for place in roads:
        road = choose_road(region, place, district)
        if road:
            return place, road
    return (roads[0], None) if roads else (None, None)


def _describe(
    region: Region,
    landmarks: Sequence[str],
    road: str | None,
    village: str | None,
    district: str | None,
    unsure: Sequence[str],
) -> str:
    parts = [*landmarks, *([road] if road else []), *unsure]
    if village:
        parts.append(region.village_label(village))
    if district:
        parts.append(region.district_label(district))
    return ", ".join(parts)
