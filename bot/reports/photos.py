"""Photos of a report: which media of its citizen belong to it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.messages import Media
from bot.reports.records import Report, ReportPhoto

BEFORE = "before"
STORED = "stored"


def add_photos(session: Session, report: Report, media_ids: Sequence[int]) -> tuple[int, ...]:
    """Attach the media that are the citizen's own and not attached yet; return those, in order."""
    own = set(
        session.scalars(select(Media.id).where(Media.id.in_(media_ids), Media.citizen_id == report.citizen_id))
    )
    attached = {photo.media_id for photo in report.photos}
    added = tuple(media_id for media_id in dict.fromkeys(media_ids) if media_id in own - attached)
    for position, media_id in enumerate(added, start=len(report.photos) + 1):
        report.photos.append(ReportPhoto(media_id=media_id, position=position, phase=BEFORE))
    session.flush()
    return added


def stored_media(session: Session, report: Report) -> list[Media]:
    """The attached media whose bytes are here, in the order in which they came."""
    return list(
        session.scalars(
            select(Media)
            .join(ReportPhoto, ReportPhoto.media_id == Media.id)
            .where(ReportPhoto.report_id == report.id, Media.state == STORED)
            .order_by(ReportPhoto.position)
        )
    )
