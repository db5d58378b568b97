"""Photos that staff send to a citizen: judged and stored like his own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.conversations.media import Photo, check_photo
from bot.conversations.messages import Media
from bot.conversations.near_copies import keep_print
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

    Raises PhotoRefused, and FileNotFoundError when it is gone.
    """
    content = files.read(photo.original_path or "")
    kept = keep_staff_photo(session, files, citizen_id, staff_id, content, at)
    kept.forwarded = photo.forwarded
    return kept


def drop_files(files: Files, photos: Iterable[Media]) -> None:
    """Delete the files of photos whose rows are about to be rolled back."""
    for photo in photos:
        for path in filter(None, (photo.original_path, photo.served_path)):
            files.delete(path)
