"""A photo's metadata, as values that fit into JSON; staff see it, the served copy does not have it."""

from __future__ import annotations

import math
from typing import Any

from PIL import ExifTags, Image

PARTS = {"Exif": ExifTags.IFD.Exif, "GPS": ExifTags.IFD.GPSInfo}
# Longer values are maker's notes and thumbnails.
LONGEST_VALUE = 300


def read_exif(image: Image.Image) -> dict[str, Any]:
    """Tag names with their values; `GPS` as an object, also as `latitude` and `longitude` in degrees."""
    exif = image.getexif()
    values = _named(dict(exif), ExifTags.TAGS)
    values.update(_named(exif.get_ifd(PARTS["Exif"]), ExifTags.TAGS))
    gps = _named(exif.get_ifd(PARTS["GPS"]), ExifTags.GPSTAGS)
    if gps:
        values["GPS"] = gps
        values.update(_position(gps))
    return values


def _position(gps: dict[str, Any]) -> dict[str, float]:
    latitude = _degrees(gps.get("GPSLatitude"), gps.get("GPSLatitudeRef"), "S")
    longitude = _degrees(gps.get("GPSLongitude"), gps.get("GPSLongitudeRef"), "W")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return {}
    return {"latitude": latitude, "longitude": longitude}


def _degrees(parts: Any, reference: Any, negative: str) -> float | None:
    """Degrees, minutes and seconds as one number."""
    if not isinstance(parts, list) or len(parts) != 3 or None in parts:
        return None
    try:
        size = sum(float(part) / 60**place for place, part in enumerate(parts))
    except (TypeError, ValueError):
        return None
    return round(-size if reference == negative else size, 7)


def _named(values: dict[int, Any], names: dict[int, str]) -> dict[str, Any]:
    known = {names[tag]: _plain(value) for tag, value in values.items() if tag in names}
    return {name: value for name, value in known.items() if value not in (None, "", [])}


def _plain(value: Any) -> Any:
    """The value as JSON knows it; None for what has no place there."""
    if isinstance(value, bytes):
        value = value.decode("latin-1") if len(value) <= LONGEST_VALUE else ""
    if isinstance(value, str):
        return "".join(char for char in value if char.isprintable())[:LONGEST_VALUE].strip()
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value[:16]]
    if isinstance(value, bool) or value is None:
        return value
    return _number(value)


def _number(value: Any) -> int | float | None:
    """Fractions as floats; a fraction over zero is no number."""
    if isinstance(value, int):
        return value
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return number if math.isfinite(number) else None
