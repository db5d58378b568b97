"""Resolves a pin on the map to its district, and proposes the village."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import shapely
from shapely import STRtree
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from bot.region.boundaries import read_boundaries
from bot.region.pack import Region
from bot.region.problems import Problems

METRES_PER_DEGREE = 111_320.0
PROPOSALS = 2


@dataclass(frozen=True)
class PinLocation:
    """Where a pin lies.

    `village_codes` are proposals, nearest first (sources disagree at village level): two when `near_border`,
    which holds near a border of villages or districts. `neighbour_code`: the other district, when near.
    """

    inside: bool
    district_code: str | None = None
    village_codes: tuple[str, ...] = ()
    near_border: bool = False
    neighbour_code: str | None = None


class Areas:
    """Polygons with codes in a flat metric plane around the region, searchable by distance."""

    def __init__(self, polygons: Mapping[str, BaseGeometry], latitude: float) -> None:
        self._scale = math.cos(math.radians(latitude))
        self.codes = list(polygons)
        self._polygons = [self._flat(polygon) for polygon in polygons.values()]
        self._tree = STRtree(self._polygons)

    def _flat(self, polygon: BaseGeometry) -> BaseGeometry:
        flat = shapely.transform(polygon, lambda points: points * [self._scale, 1] * METRES_PER_DEGREE)
        shapely.prepare(flat)
        return flat

    def nearest(self, latitude: float, longitude: float, within_m: float) -> list[tuple[float, str]]:
        """Distance in metres (0 inside) and code of each area not farther than `within_m`, nearest first."""
        point = Point(longitude * self._scale * METRES_PER_DEGREE, latitude * METRES_PER_DEGREE)
        hits = self._tree.query(point, predicate="dwithin", distance=within_m)
        found = [(self._polygons[hit].distance(point), self.codes[hit]) for hit in hits]
        return sorted(found)


def locate(region: Region, latitude: float, longitude: float) -> PinLocation:
    """Find the district of a pin by polygon and propose its village, two where a border is near.

    Outside every district by more than the pack's gap tolerance the answer is `inside=False`.
    """
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        return PinLocation(inside=False)
    districts, villages = _boundaries(region)
    around = districts.nearest(latitude, longitude, region.boundary_gap_km * 1000)
    if not around:
        return PinLocation(inside=False)
    district_code = around[0][1]
    beside = [code for distance, code in around[1:] if distance <= region.near_border_m]
    proposals = villages.nearest(latitude, longitude, region.near_border_m)
    if not proposals:
        proposals = villages.nearest(latitude, longitude, region.boundary_gap_km * 1000)[:1]
    allowed = tuple(f"{code}." for code in (district_code, *beside))
    codes = tuple(code for _, code in proposals if code.startswith(allowed))[:PROPOSALS]
    near_border = len(codes) > 1 or bool(beside)
    return PinLocation(True, district_code, codes, near_border, beside[0] if beside else None)


@lru_cache(maxsize=8)
def _boundaries(region: Region) -> tuple[Areas, Areas]:
    latitudes = [district.latitude for district in region.districts.values()]
    middle = sum(latitudes) / len(latitudes)
    districts = Areas(_read(region.path / "boundaries_districts.geojson"), middle)
    return districts, Areas(_read(region.path / "boundaries_villages.geojson"), middle)


def _read(file: Path) -> Mapping[str, BaseGeometry]:
    problems = Problems()
    polygons = read_boundaries(file, problems)
    problems.raise_first_error()
    return polygons or {}
