"""Photos that staff send to a citizen: judged and stored like his own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.conversations.media import Photo, check_photo
from bot.conversations.messages import Media
from bot.conversations.near_copies import PhotoPrint, keep_print
from bot.conversations.photo_prints import Print
from bot.storage.files import Files


def keep_staff_photo(
    session: Session, files: Files, citizen_id: int, staff_id: int, content: bytes, at: datetime
) -> Media:
    """Store a photo for this citizen's chat. Raises PhotoRefused when it is none, broken or too large."""
    return keep_checked_photo(session, files, citizen_id, staff_id, content, check_photo(content), at)


def keep_checked_photo(
    session: Session, files: Files, citizen_id: int, staff_id: int, content: bytes, photo: Photo, at: datetime
) -> Media:
    """The same of a photo that was judged before: checking takes a second or two for a large one."""
    media = Media(
        citizen_id=citizen_id, kind="image", graph_id="", staff_id=staff_id, claimed_mime=photo.mime,
        received_at=at,
    )  # fmt: skip
    session.add(media)
    session.flush()
    folder = f"{at:%Y/%m}/{media.id}"
    suffix = photo.mime.rpartition("/")[2]
    media.original_path, media.served_path = f"{folder}/original.{suffix}", f"{folder}/served.jpg"
    files.write(media.original_path, content)
    files.write(media.served_path, photo.served)
    media.state, media.stored_at, media.mime = "stored", at, photo.mime
    media.sha256, media.bytes = hashlib.sha256(content).hexdigest(), len(content)
    media.width, media.height, media.exif = photo.width, photo.height, photo.exif
    keep_print(session, media.id, photo.print)
    return media


def keep_officers_photo(
    session: Session, files: Files, photo: Media, citizen_id: int, staff_id: int, at: datetime
) -> Media:
    """Store a photo that an officer sent by WhatsApp for this citizen's chat as well.

    It was judged when it came, and is not unpacked again. Raises PhotoRefused, and FileNotFoundError when
    it is gone.
    """
    content = files.read(photo.original_path or "")
    judged = _as_judged(session, files, photo) or check_photo(content)
    kept = keep_checked_photo(session, files, citizen_id, staff_id, content, judged, at)
    kept.forwarded = photo.forwarded
    return kept


def _as_judged(session: Session, files: Files, photo: Media) -> Photo | None:
    """A stored photo with its print; None for one that was stored before prints were taken."""
    taken = session.get(PhotoPrint, photo.id)
    if taken is None or photo.mime is None or photo.served_path is None:
        return None
    served, size = files.read(photo.served_path), (photo.width or 0, photo.height or 0)
    return Photo(photo.mime, *size, photo.exif or {}, served, Print(taken.whole, taken.core))


def drop_files(files: Files, photos: Iterable[Media]) -> None:
    """Delete the files of photos whose rows are about to be rolled back."""
    for photo in photos:
        for path in filter(None, (photo.original_path, photo.served_path)):
            files.delete(path)
