"""What a citizen does with a report after filing it: more photos, words, a pin, or taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.region.pins import PinLocation, locate
from bot.region.signals import read_signals
from bot.reports import events
from bot.reports.events import Words, record
from bot.reports.laying import lay_copy_cards
from bot.reports.photos import add_photos
from bot.reports.records import Copy, Report
from bot.reports.search_index import index_report, index_words
from bot.reports.standing import settle_standing
from bot.reports.statuses import CANCELLED, RECEIVED
from bot.storage.tables import now


class WorkHasBegun(Exception):
    """The report can no longer be taken back by its owner: an agency has begun."""


def attach_photos(
    session: Session, report: Report, media_ids: Sequence[int], at: datetime
) -> tuple[int, ...]:
    """Attach the citizen's own new media; return those that were not attached before."""
    added = add_photos(session, report, media_ids)
    if added:
        record(session, report, events.PHOTOS_ADDED, events.CITIZEN, at, media_ids=list(added))
        _call_for_reading(report, at)
    return added


def add_words(session: Session, report: Report, words: str, at: datetime) -> bool:
    """Keep what the citizen adds, for those who work on the report; False when it was said already."""
    said = words.strip()
    if not said or any(event.citizen_words == said for event in report.events):
        return False
    record(session, report, events.WORDS_ADDED, events.CITIZEN, at, words=Words(citizen=said))
    index_words(session, report)
    _call_for_reading(report, at)
    return True


def set_pin(
    session: Session, region: Region, report: Report, latitude: float, longitude: float, at: datetime
) -> PinLocation:
    """Keep the coordinates, and learn the district and a likely village where the words gave none.

    What the citizen named stays as it is. A pin outside the region is kept as coordinates alone. A
    district that becomes known now gets its copy, unless the report is secret.
    """
    pin = locate(region, latitude, longitude)
    if (report.latitude, report.longitude) == (latitude, longitude):
        return pin
    report.latitude, report.longitude = latitude, longitude
    added = _learn_place(region, report, pin) if pin.inside else []
    record(
        session,
        report,
        events.PIN_SET,
        events.CITIZEN,
        at,
        district_code=pin.district_code,
        village_code=report.village_code,
        copies=added,
    )
    lay_copy_cards(session, region, report, added, at)
    index_report(session, region, report)
    _call_for_reading(report, at)
    return pin


def set_place(
    session: Session,
    region: Region,
    report: Report,
    village_code: str | None,
    district_code: str | None,
    words: str,
    at: datetime,
) -> bool:
    """Learn the place of a report from words that came after it; what was named before stays.

    False when the words were said already.
    """
    if not add_words(session, report, words, at):
        return False
    if not report.village_confirmed and village_code and report.district_code in (None, district_code):
        report.village_code, report.village_confirmed = village_code, True
    report.location_text = ", ".join(filter(None, (report.location_text, words.strip())))
    added = _learn_district(region, report, district_code)
    record(
        session,
        report,
        events.PLACE_SET,
        events.CITIZEN,
        at,
        district_code=report.district_code,
        village_code=report.village_code,
        copies=added,
    )
    lay_copy_cards(session, region, report, added, at)
    index_report(session, region, report)
    return True


def _call_for_reading(report: Report, at: datetime) -> None:
    """Staff find the report among those with an unread answer until one of them has opened it."""
    report.unread_at = report.unread_at or at


def _learn_place(region: Region, report: Report, pin: PinLocation) -> list[str]:
    """Fill in what is unknown; return the copies that follow from it."""
    district_code = report.district_code or pin.district_code
    proposals = [code for code in pin.village_codes if code.startswith(f"{district_code}.")]
    if not report.village_confirmed and proposals:
        report.village_code = proposals[0]
    return _learn_district(region, report, pin.district_code)


def _learn_district(region: Region, report: Report, district_code: str | None) -> list[str]:
    """Let the head of a district that becomes known read along, unless the report is secret."""
    if report.district_code is not None or district_code is None:
        return []
    report.district_code = district_code
    if report.secret or _is_accusation(region, report):
        return []
    recipient = region.copy_code(district_code)
    report.copies.append(Copy(recipient=recipient))
    return [recipient]


def _is_accusation(region: Region, report: Report) -> bool:
    """Whether the head of the district may be the accused: then he reads nothing of it."""
    return report.secret or read_signals(region, report.description).accused


def cancel_by_owner(session: Session, report: Report, at: datetime) -> None:
    """Take the report back. Raises WorkHasBegun; a report that is cancelled already stays so."""
    if report.status == CANCELLED:
        return
    if not may_cancel(report):
        raise WorkHasBegun(report.ticket)
    for assignment in report.assignments:
        assignment.status = CANCELLED
    report.status = CANCELLED
    settle_standing(report, at)
    record(session, report, events.CANCELLED_BY_OWNER, events.CITIZEN, at, status=CANCELLED)


def may_cancel(report: Report) -> bool:
    """Whether every part still lies where it arrived."""
    return bool(report.assignments) and all(part.status == RECEIVED for part in report.assignments)


def last_report_of(
    session: Session, citizen_id: int, within: timedelta, at: datetime | None = None
) -> Report | None:
    """The citizen's newest report that was filed in the last `within` and not taken back."""
    since = (at or now()) - within
    return session.scalar(
        select(Report)
        .where(Report.citizen_id == citizen_id, Report.created_at >= since, Report.status != CANCELLED)
        .order_by(Report.created_at.desc(), Report.id.desc())
        .limit(1)
    )
