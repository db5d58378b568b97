"""The guarantee of 90 days: a like trouble at the same spot is "rusak lagi" of the report that was closed."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.region.pins import METRES_PER_DEGREE
from bot.region.tokens import tokenize
from bot.reports import events
from bot.reports.deadlines import COMPLAINT
from bot.reports.records import Assignment, Report
from bot.reports.statuses import DONE

GUARANTEE = timedelta(days=90)
SAME_SPOT_METRES = 150
# One word alone ("masjid") stands for too many places.
FEWEST_WORDS = 2
# Words that say how a place lies to another, or of which kind it is.
SMALL_WORDS = frozenset(
    "di ke dari dekat deket dkt depan belakang samping sebelah seberang pinggir sekitar arah jalan jl jln "
    "gang gg desa ds kelurahan kel kecamatan kec kabupaten kab dusun dsn rt rw".split()
)


def link_again(session: Session, region: Region, report: Report, at: datetime) -> Report | None:
    """Link a new report to the closed one whose trouble has come back, with an event on both; else None."""
    if report.secret or report.report_class != COMPLAINT:
        return None
    former = next(
        (one for one in _closed_alike(session, report, at) if is_same_spot(region, one, report)), None
    )
    if former is None:
        return None
    report.again_of = former.id
    events.record(session, former, events.AGAIN, events.SYSTEM, at, by=report.ticket)
    events.record(session, report, events.AGAIN, events.SYSTEM, at, of=former.ticket)
    return former


def is_same_spot(region: Region, one: Report, other: Report) -> bool:
    """Whether both speak of one place: by their pins, else by village and the words for it."""
    if None not in (one.latitude, one.longitude, other.latitude, other.longitude):
        return _metres_between(one, other) <= SAME_SPOT_METRES
    if one.village_code is None or one.village_code != other.village_code:
        return False
    if one.road is not None and one.road == other.road:
        return True
    fewer, more = sorted((_words_of(region, one), _words_of(region, other)), key=len)
    return len(fewer) >= FEWEST_WORDS and fewer <= more


def _closed_alike(session: Session, report: Report, at: datetime) -> list[Report]:
    """Ordinary reports with a part of the same category that ended within the guarantee, the latest first."""
    query = (
        select(Report)
        .join(Assignment)
        .where(
            Assignment.category.in_({part.category for part in report.assignments}),
            Assignment.status == DONE,
            Assignment.closed_at >= at - GUARANTEE,
            Report.id != report.id,
            Report.report_class == COMPLAINT,
            ~Report.secret,
        )
        .order_by(Assignment.closed_at.desc(), Report.id.desc())
    )
    if report.district_code is not None:
        query = query.where(Report.district_code == report.district_code)
    return list(session.scalars(query).unique())


def _metres_between(one: Report, other: Report) -> float:
    """On a flat map, which is exact enough for neighbours."""
    north = (one.latitude or 0) - (other.latitude or 0)
    east = ((one.longitude or 0) - (other.longitude or 0)) * math.cos(math.radians(one.latitude or 0))
    return math.hypot(north, east) * METRES_PER_DEGREE


def _words_of(region: Region, report: Report) -> frozenset[str]:
    """The words for the place without the names that everybody in the village shares."""
    village = region.villages.get(report.village_code or "")
    district = region.districts.get(report.district_code or "")
    shared = f"{village.name if village else ''} {district.name if district else ''}"
    names = {token.word for token in tokenize(shared)}
    return frozenset(token.word for token in tokenize(report.location_text or "")) - SMALL_WORDS - names
