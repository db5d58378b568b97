"""What a citizen attached to a report: photos above all, but also videos, voice notes and documents."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from bot.conversations.messages import Media
from bot.reports.records import Report, ReportPhoto

BEFORE = "before"
AFTER = "after"
PICTURE = "image"
WAITING = "waiting"
STORED = "stored"


def add_photos(session: Session, report: Report, media_ids: Sequence[int]) -> tuple[int, ...]:
    """Attach the media that are the citizen's own and not attached yet; return those, in order."""
    own_media = select(Media.id).where(Media.id.in_(media_ids), Media.citizen_id == report.citizen_id)
    own = set(session.scalars(own_media))
    attached = {photo.media_id for photo in report.photos}
    added = tuple(media_id for media_id in dict.fromkeys(media_ids) if media_id in own - attached)
    return _attach(session, report, added, BEFORE)


def find_staff_photos(session: Session, report: Report, media_ids: Sequence[int]) -> list[Media]:
    """Those of the media that are photos of the staff for this report's owner, in order."""
    theirs = select(Media).where(Media.id.in_(media_ids), Media.citizen_id == report.citizen_id)
    stored = theirs.where(Media.staff_id.is_not(None), Media.state == STORED)
    known = {media.id: media for media in session.scalars(stored)}
    return [known[media_id] for media_id in dict.fromkeys(media_ids) if media_id in known]


def add_after_photos(session: Session, report: Report, photos: Sequence[Media]) -> tuple[int, ...]:
    """Attach photos that staff took of what was done; return their ids, in order."""
    return _attach(session, report, [photo.id for photo in photos], AFTER)


def _attach(session: Session, report: Report, media_ids: Sequence[int], phase: str) -> tuple[int, ...]:
    for position, media_id in enumerate(media_ids, start=len(report.photos) + 1):
        report.photos.append(ReportPhoto(media_id=media_id, position=position, phase=phase))
    session.flush()
    return tuple(media_ids)


def count_photos(session: Session, report: Report) -> int:
    """How many pictures the report has; those still on their way count, refused ones do not."""
    pictures = _attached(report).where(Media.kind == PICTURE, Media.state.in_((WAITING, STORED)))
    return session.scalar(select(func.count()).select_from(pictures.subquery())) or 0


def stored_media(session: Session, report: Report) -> list[Media]:
    """The attached media whose bytes are here, in the order in which they came."""
    stored = _attached(report).where(Media.state == STORED)
    return list(session.scalars(stored.order_by(ReportPhoto.position)))


def _attached(report: Report) -> Select[tuple[Media]]:
    return (
        select(Media)
        .join(ReportPhoto, ReportPhoto.media_id == Media.id)
        .where(ReportPhoto.report_id == report.id)
    )
