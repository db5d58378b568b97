"""Puts places into a draft: named ones, pins, typed answers."""

from __future__ import annotations

from actions.cues import NO_PLACE, UNKNOWN_PLACE
from actions.message import Message
from bot.region.locations import Location
from bot.region.pack import Region
from bot.region.pins import locate
from bot.region.words import plain
from bot.reports.drafts import DraftContent

PLACE = "place"


def has_place(content: DraftContent) -> bool:
    return bool(content.village_code or content.district_code)


def take_named_place(content: DraftContent, message: Message, region: Region, replace: bool) -> bool:
    """Take the place a message names; a known place stays unless `replace`. True when the draft changed.

    A negated place ("bukan Celikah") always goes.
    """
    replace = replace or _denies(content, message)
    location = message.location(region, None if replace else content.district_code)
    if location.is_empty:
        if not has_place(content) and names_outside(message, region):
            content.outside = True
            content.changed.append(PLACE)
        return False
    content.outside = False
    if replace and (location.village_code or location.district_code or location.candidates):
        content.forget_area()
        if location.landmarks or location.road_text:
            content.place_words, content.road = [], None
    changed = _merge(content, location, region)
    if changed:
        content.changed.append(PLACE)
    return changed


def names_outside(message: Message, region: Region) -> bool:
    """Whether the words name a well-known place that is none of ours."""
    outside = region.outside_places
    return outside is not None and outside.search(plain(message.text)) is not None


def take_pin(content: DraftContent, pin: dict[str, float], region: Region) -> None:
    """Take a pin: its coordinates always, its sub-district where none is known or where it contradicts.

    A typed village of the same sub-district wins; the village of a pin is only proposed.
    """
    latitude, longitude = float(pin["latitude"]), float(pin["longitude"])
    found = locate(region, latitude, longitude)
    if not found.inside:
        content.outside = True
        return
    content.outside = False
    content.latitude, content.longitude = latitude, longitude
    named = [str(pin[part]) for part in ("name", "address") if pin.get(part)]
    add_place_words(content, named[0] if named else "")
    if content.district_code == found.district_code and (content.village_code or content.candidates):
        return
    if content.district_code not in (None, found.district_code) or not content.district_code:
        content.changed.append(PLACE)
    content.district_code = found.district_code
    content.village_code = found.village_codes[0] if found.village_codes else None
    content.village_confirmed = False
    content.candidates = list(found.village_codes[1:])


def take_village(content: DraftContent, code: str, region: Region) -> None:
    """Take the village or sub-district chosen from a list."""
    if code in region.villages:
        content.village_code, content.village_confirmed = code, True
        content.district_code = region.villages[code].district_code
    elif code in region.districts:
        content.village_code, content.district_code = None, code
    content.candidates = []
    content.changed.append(PLACE)


def take_place_answer(content: DraftContent, message: Message, region: Region) -> bool:
    """Take the answer to "di desa mana?": a known place, or the words as they are."""
    if take_named_place(content, message, region, replace=False) and (
        has_place(content) or content.candidates
    ):
        return True
    if UNKNOWN_PLACE.search(message.text):
        content.place_asked = max(content.place_asked, 1)
    elif not message.places() and not NO_PLACE.search(message.text) and not content.outside:
        add_place_words(content, message.text)
    content.changed.append(PLACE)
    return True


def add_place_words(content: DraftContent, words: str) -> None:
    """Add the citizen's words for a place; of two that say the same the longer stays."""
    if not words.strip() or any(words.lower() in known.lower() for known in content.place_words):
        return
    content.place_words = [known for known in content.place_words if known.lower() not in words.lower()]
    content.place_words.append(words.strip())


def narrowed(content: DraftContent, message: Message, region: Region) -> bool:
    """Decide between villages of one name by the sub-district an answer names."""
    codes = {code for place in message.places() if not place.negated for code in place.codes}
    districts = {code for code in codes if code in region.districts}
    districts |= {region.villages[code].district_code for code in codes if code in region.villages}
    fitting = [
        code
        for code in content.candidates
        if code in codes or region.villages[code].district_code in districts
    ]
    exact = [
        code
        for code in fitting
        if region.villages[code].district_code in {c for c in codes if c in region.districts}
    ]
    fitting = exact or fitting
    if len(fitting) != 1:
        return False
    take_village(content, fitting[0], region)
    return True


def _denies(content: DraftContent, message: Message) -> bool:
    known = {content.village_code, content.district_code, *content.candidates} - {None}
    return any(place.negated and known & set(place.codes) for place in message.places())


def _merge(content: DraftContent, location: Location, region: Region) -> bool:
    before = content.to_json()
    elsewhere = location.district_code and all(
        region.villages[code].district_code != location.district_code for code in content.candidates
    )
    if content.candidates and not content.village_code and elsewhere:
        content.candidates, content.district_code = [], None
    if location.candidates and not content.village_code:
        content.candidates = list(location.candidates)
        content.district_code = location.district_code or content.district_code
    elif location.village_code and (not content.village_code or not content.village_confirmed):
        content.village_code, content.village_confirmed = location.village_code, True
        content.district_code = location.district_code
        content.candidates = []
    elif location.district_code and not content.district_code:
        content.district_code = location.district_code
    if location.road is not None and content.road is None:
        content.road = location.road.id
    for words in (*location.landmarks, location.road_text):
        add_place_words(content, words or "")
    return content.to_json() != before
