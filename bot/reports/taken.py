"""Where and when a photo was taken by its EXIF, or by a pin beside it.

WhatsApp strips the EXIF from most photos: none means nothing.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta, tzinfo
from typing import Any

from bot.region.pins import METRES_PER_DEGREE
from bot.reports.records import Report

# A phone's position is good to some tens of metres, a citizen's pin often to less.
AT_PLACE_METRES = 250
# The clock of a phone may be off.
CLOCK_SLIP = timedelta(days=1)
EXIF_TIME = "%Y:%m:%d %H:%M:%S"

Exif = dict[str, Any] | None


def is_taken_at(report: Report, exif: Exif) -> bool:
    """Whether the photo has a position, and it lies by the report's pin."""
    latitude, longitude = (exif or {}).get("latitude"), (exif or {}).get("longitude")
    return latitude is not None and longitude is not None and is_at_place(report, (latitude, longitude))


def is_at_place(report: Report, pin: tuple[float, float] | None) -> bool:
    """Whether a pin (latitude, longitude) lies by the report's own."""
    if pin is None or report.latitude is None or report.longitude is None:
        return False
    north = pin[0] - report.latitude
    east = (pin[1] - report.longitude) * math.cos(math.radians(report.latitude))
    return math.hypot(north, east) * METRES_PER_DEGREE <= AT_PLACE_METRES


def is_taken_before(report: Report, exif: Exif, zone: tzinfo) -> bool:
    """Whether the photo has a time, and it is well before the report came in."""
    try:
        taken = datetime.strptime(str((exif or {}).get("DateTimeOriginal")), EXIF_TIME)
    except ValueError:
        return False
    return taken.replace(tzinfo=zone) < report.created_at - CLOCK_SLIP
