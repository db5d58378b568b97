"""The files of citizens and staff: pictures, voice notes, videos, documents."""

from __future__ import annotations

import re

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.console.navigation import READS_CHATS
from bot.console.reveal import has_opened
from bot.console.visits import Console, NotFound, Page, Visit
from bot.conversations.messages import InboxEvent, Media, TranscriptEntry
from bot.reports.personal import masked
from bot.reports.records import Report, ReportPhoto
from bot.reports.sight import TRAINER, Viewer, may_see

# Trainers read words alone.
SEES_FILES = READS_CHATS - {TRAINER}
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
# Shown inside a page; anything else is for saving only, whatever it says it is.
INLINE = frozenset(
    ("image/jpeg", "image/png", "image/webp", "audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac")
) | frozenset(("audio/amr", "video/mp4", "video/3gpp"))
EXTENSIONS = {"application/pdf": "pdf", "application/zip": "zip", "text/plain": "txt", "audio/ogg": "ogg"}
OPAQUE = "application/octet-stream"
# A file of a stranger, opened by itself, may do nothing and load nothing.
SANDBOX = "default-src 'none'; img-src 'self'; media-src 'self'; sandbox"
UNSAFE = re.compile(r"[^A-Za-z0-9._ -]+")


def show_media(console: Console, visit: Visit) -> Response:
    with console.database.reading() as session:
        media = session.get(Media, visit.path_id("id"))
        if media is None or media.state != "stored":
            raise NotFound
        hidden = media.redacted_at is not None
        if not (has_opened(session, visit, media) if hidden else may_see_media(session, visit.staff, media)):
            raise NotFound
        path = media.served_path if media.kind == "image" else media.original_path
        mime = "image/jpeg" if media.kind == "image" else (media.mime or OPAQUE)
        name = _file_name(session, media, mime)
    try:
        content = console.files.read(path or "")
    except (FileNotFoundError, IsADirectoryError):
        raise NotFound from None
    return _answer(content, mime, name, visit.request.headers.get("range", ""))


def may_see_media(session: Session, viewer: Viewer, media: Media) -> bool:
    """Whether a report that he may see has it, or he reads chats whole and nothing secret has it."""
    lines = [TranscriptEntry.citizen_id == media.citizen_id, TranscriptEntry.media_id == media.id]
    attached = exists().where(ReportPhoto.report_id == Report.id, ReportPhoto.media_id == media.id)
    told = exists().where(
        *lines, or_(TranscriptEntry.report_id == Report.id, TranscriptEntry.draft_id == Report.draft_id)
    )
    # A file only ever belongs to reports of the citizen whose it is.
    own = select(Report.secret, may_see(viewer)).where(Report.citizen_id == media.citizen_id)
    reports = session.execute(own.where(or_(attached, told))).tuples().all()
    if any(visible for _, visible in reports):
        return True
    if viewer.role not in SEES_FILES or any(secret for secret, _ in reports):
        return False
    secret_line = select(TranscriptEntry.id).where(*lines, TranscriptEntry.secret.is_(True))
    return session.scalar(secret_line.limit(1)) is None


def _file_name(session: Session, media: Media, mime: str) -> str:
    """A name without anything that could mislead: the citizen's own, cleaned, else our number."""
    event = session.get(InboxEvent, media.inbox_id) if media.inbox_id is not None else None
    given = masked(str(event.payload.get("filename") or "")) if event else ""
    cleaned = UNSAFE.sub("_", given).strip(" ._")[-80:]
    return cleaned or f"berkas-{media.id}.{EXTENSIONS.get(mime, mime.rpartition('/')[2])}"


def _answer(content: bytes, mime: str, name: str, wanted: str) -> Response:
    inline = mime in INLINE
    headers = {
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f'{"inline" if inline else "attachment"}; filename="{name}"',
        "Accept-Ranges": "bytes",
        # Nothing of it stays in the browser of an office that several people use.
        "Cache-Control": "no-store",
    }
    media_type = mime if inline else OPAQUE
    part = _part(wanted, len(content))
    if part is None:
        return Response(content, media_type=media_type, headers=headers)
    first, last = part
    if first > last:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{len(content)}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return Response(content[first : last + 1], 206, media_type=media_type, headers=headers)


def _part(wanted: str, size: int) -> tuple[int, int] | None:
    """The first and last byte of a single range; None for the whole file."""
    match = RANGE.fullmatch(wanted.strip())
    if match is None or match.group() == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last or size - 1), size - 1)


PAGES = (Page("/media/{id}", show_media),)
