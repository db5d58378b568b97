"""Reads boundary polygons (GeoJSON)."""

from __future__ import annotations

import json
from pathlib import Path

import shapely
from shapely.errors import GEOSException
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from bot.region.problems import Problems


def read_boundaries(file: Path, problems: Problems) -> dict[str, BaseGeometry] | None:
    """Polygons by code, in degrees. What is no polygon is reported; None when the file cannot be read."""
    try:
        features = json.loads(file.read_text(encoding="utf-8"))["features"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        problems.error(file, 0, f"batas wilayah tidak terbaca: {error}")
        return None
    found: dict[str, BaseGeometry] = {}
    for number, feature in enumerate(features, start=1):
        try:
            code, polygon = str(feature["properties"]["code"]), shape(feature["geometry"])
        except (KeyError, TypeError, ValueError, AttributeError, GEOSException):
            problems.error(file, 0, f"bagian ke-{number} tanpa kode atau tanpa poligon")
            continue
        if not polygon.is_valid:
            problems.warn(file, 0, f"poligon {code} tidak sah: {shapely.is_valid_reason(polygon)}")
        if code in found:
            problems.error(file, 0, f"poligon {code} ditulis dua kali")
        found[code] = polygon
    return found
