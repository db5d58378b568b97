"""Where invented things happen: every sub-district, the towns more often."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bot.region.entries import Road, Village
from bot.region.pack import Region

# A ward of a town has more people than a village, and they write more.
WARD_WEIGHT = 5
# Degrees, about a kilometre: how far from the middle of its village a pin may lie.
PIN_SPREAD = 0.008
ON_A_ROAD = 0.35


@dataclass(frozen=True)
class Spot:
    """A place as a citizen names it, with what the bot makes of it."""

    words: str
    village: Village
    road: Road | None
    pin: tuple[float, float] | None


class Places:
    """Draws places of a region; `landmarks` are phrases with `{desa}` for the village's name."""

    def __init__(self, region: Region, landmarks: list[str], rng: Random) -> None:
        self._rng = rng
        self._landmarks = landmarks
        self._villages = list(region.villages.values())
        total, self._weights = 0, []
        for village in self._villages:
            total += 1 if village.kind == "desa" else WARD_WEIGHT
            self._weights.append(total)
        self._roads: dict[str, list[Road]] = {}
        for road in region.roads:
            for code in road.district_codes:
                self._roads.setdefault(code, []).append(road)

    def draw(self, category: str, pinned: float) -> Spot:
        """A place for a report; with the chance `pinned` its citizen sent a pin too."""
        rng = self._rng
        (village,) = rng.choices(self._villages, cum_weights=self._weights)
        words, road = rng.choice(self._landmarks).format(desa=village.name), None
        roads = self._roads.get(village.district_code, [])
        if category == "jalan_jembatan" and roads and rng.random() < ON_A_ROAD:
            road = rng.choice(roads)
            words = f"{road.name}, {words}"
        return Spot(words, village, road, self._pin(village) if rng.random() < pinned else None)

    def _pin(self, village: Village) -> tuple[float, float]:
        def near(degrees: float) -> float:
            return round(degrees + self._rng.uniform(-PIN_SPREAD, PIN_SPREAD), 6)

        return near(village.latitude), near(village.longitude)
