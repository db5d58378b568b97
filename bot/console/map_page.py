"""The map: the same reports as the inbox, by place."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from starlette.responses import JSONResponse, Response

from bot.console.inbox import read_filters, write_filters
from bot.console.labels import STATUS_NAMES
from bot.console.navigation import READS_REPORTS
from bot.console.rendering import urgency
from bot.console.visits import Console, Page, Visit, page
from bot.region.pack import Region
from bot.reports.finding import find_reports
from bot.reports.records import Report

# More points than this hide each other, and take a phone too long to draw.
MOST_POINTS = 2000


def show_map(console: Console, visit: Visit) -> Response:
    return page(console, visit, "peta.html", query=write_filters(read_filters(visit)))


def borders(console: Console, visit: Visit) -> Response:
    """The sub-districts of the region pack with their names."""
    return JSONResponse(_borders(console.region), headers={"Cache-Control": "private, max-age=86400"})


def points(console: Console, visit: Visit) -> Response:
    filters = read_filters(visit)
    with console.database.reading() as session:
        found = find_reports(session, visit.staff, filters, visit.at, limit=MOST_POINTS)
        shown = [
            (report, place) for report, _ in found.reports if (place := place_of(console.region, report))
        ]
        reports = [_point(console, visit, report, place) for report, place in shown]
    return JSONResponse({"reports": reports, "note": _note(len(reports), found.total)})


def place_of(region: Region, report: Report) -> tuple[float, float] | None:
    """Where to draw it: its pin, else the middle of its village or sub-district."""
    if report.latitude is not None and report.longitude is not None:
        return report.latitude, report.longitude
    known = region.villages.get(report.village_code or "") or region.districts.get(report.district_code or "")
    return (known.latitude, known.longitude) if known else None


def _point(console: Console, visit: Visit, report: Report, place: tuple[float, float]) -> dict[str, object]:
    return {
        "lat": round(place[0], 5),
        "lon": round(place[1], 5),
        "ticket": report.ticket,
        "category": console.region.category_label(report.category),
        "status": STATUS_NAMES.get(report.status, report.status),
        "urgency": urgency(report.next_due_at, visit.at),
        "guessed": report.latitude is None,
    }


def _note(shown: int, total: int) -> str:
    if shown == total:
        return f"{total} laporan."
    return f"{shown} dari {total} laporan: yang paling mendesak dan tempatnya diketahui."


@lru_cache(maxsize=4)
def _borders(region: Region) -> dict[str, object]:
    text = Path(region.path / "boundaries_districts.geojson").read_text(encoding="utf-8")
    borders: dict[str, object] = json.loads(text)
    return borders


PAGES = (
    Page("/peta", show_map, READS_REPORTS),
    Page("/peta/batas", borders, READS_REPORTS),
    Page("/peta/titik", points, READS_REPORTS),
)
