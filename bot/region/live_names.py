"""Names of places that people add while the program runs, known to every finder of the process at once."""

from __future__ import annotations

from functools import lru_cache

from bot.region.pack import Region
from bot.region.places import PlaceFinder

# What people call a place, and the code of the village or district that it means.
Aliases = tuple[tuple[str, str], ...]

_learnt: dict[Region, Aliases] = {}


def learn_names(region: Region, aliases: Aliases) -> None:
    """Let these be all added names of a region from now on; codes unknown to the pack are left out."""
    known = tuple(alias for alias in aliases if alias[1] in region.villages or alias[1] in region.districts)
    if _learnt.get(region, ()) != known:
        # Built before it is shared: no message waits for it.
        _finder(region, known)
        _learnt[region] = known


def place_finder(region: Region) -> PlaceFinder:
    """The gazetteer of a region with the names added to it; safe to ask for at every message."""
    return _finder(region, _learnt.get(region, ()))


@lru_cache(maxsize=16)
def _finder(region: Region, aliases: Aliases) -> PlaceFinder:
    return PlaceFinder(region, aliases)
