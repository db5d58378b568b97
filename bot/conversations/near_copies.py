"""The prints of all photos, kept with an index by which near-copies of a photo are found."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from PIL import Image, UnidentifiedImageError
from sqlalchemy import ColumnElement, ForeignKey, Select, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.conversations.messages import Media
from bot.conversations.photo_prints import NOTHING, Print, take_print
from bot.conversations.photo_views import NEAR, Views
from bot.storage.files import Files
from bot.storage.tables import Table, now

# An upright JPEG is unpacked no larger than a print needs.
ENOUGH = 256
# Candidates compared at a time: 1296 views of each take 5 kB.
AT_ONCE = 2000
# A print that was taken before a look and could not be seen yet was written by a transaction no longer than
# this; clocks of several machines differ by less.
ON_ITS_WAY = timedelta(minutes=10)

log = structlog.get_logger()


class PhotoPrint(Table):
    """The print of a stored photo, as `photo_prints.Print`: empty for a photo that is too plain to tell."""

    __tablename__ = "photo_prints"

    media_id: Mapped[int] = mapped_column(ForeignKey("media.id"), primary_key=True)
    whole: Mapped[str]
    core: Mapped[str]
    taken_at: Mapped[datetime | None] = mapped_column(default=now, index=True)


class PhotoPiece(Table):
    """A piece of a print, by which an index finds the photos that share it."""

    __tablename__ = "photo_pieces"
    __table_args__ = {"sqlite_with_rowid": False}

    piece: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    media_id: Mapped[int] = mapped_column(ForeignKey("media.id"), primary_key=True, autoincrement=False)


def keep_print(session: Session, media_id: int, taken: Print) -> None:
    """Remember the print of a photo that has none yet."""
    session.add(PhotoPrint(media_id=media_id, whole=taken.whole, core=taken.core))
    session.add_all(PhotoPiece(piece=piece, media_id=media_id) for piece in set(taken.pieces))
    session.flush()


def without_print() -> Select[tuple[Media]]:
    """The query of photos that were stored without a print."""
    return select(Media).where(
        Media.served_path.is_not(None),
        Media.id.not_in(select(PhotoPrint.media_id)),
        Media.state == "stored",
    )


def take_missing_prints(files: Files, photos: Iterable[Media]) -> dict[int, Print]:
    """The prints of stored photos by id; of a file that is gone, an empty one. It takes 20 ms for each."""
    taken = {}
    for media in photos:
        try:
            taken[media.id] = take_print(open_served(files, media))
        except (FileNotFoundError, UnidentifiedImageError):
            taken[media.id] = NOTHING
        except OSError as error:
            # The file store is away: another time.
            log.warning("no print taken", media_id=media.id, error=type(error).__name__)
    return taken


def keep_missing_prints(session: Session, taken: Mapping[int, Print]) -> None:
    """Remember prints of photos; of two closings that took the same at once, one does."""
    lacking = without_print().where(Media.id.in_(taken.keys()))
    for media in session.scalars(lacking.with_for_update(skip_locked=True)).all():
        keep_print(session, media.id, taken[media.id])


@dataclass(frozen=True)
class Look:
    """A photo that was looked up among all prints: the ids of what it is a near-copy of, and when."""

    views: Views
    near: frozenset[int]
    at: datetime


def look_up(session: Session, image: Image.Image) -> Look:
    """Look for stored photos that this one is a near-copy of: about 2 s among 200,000 prints."""
    at, views = now(), Views(image)
    sharing = select(PhotoPiece.media_id).where(PhotoPiece.piece.in_(views.pieces))
    return Look(views, frozenset(_near(session, views, PhotoPrint.media_id.in_(sharing))), at)


def look_again(session: Session, look: Look) -> frozenset[int]:
    """What was found, and what was stored since: this takes some milliseconds."""
    since = PhotoPrint.taken_at >= look.at - ON_ITS_WAY
    return look.near | _near(session, look.views, since & PhotoPrint.media_id.not_in(look.near))


def _near(session: Session, views: Views, among: ColumnElement[bool]) -> set[int]:
    query = select(PhotoPrint.media_id, PhotoPrint.whole, PhotoPrint.core).where(among)
    found: set[int] = set()
    for rows in session.execute(query.where(PhotoPrint.whole != "")).partitions(AT_ONCE):
        distances = views.distances([Print(whole, core) for _, whole, core in rows])
        found |= {rows[place].media_id for place, far in distances.items() if far <= NEAR}
    return found


def open_served(files: Files, media: Media) -> Image.Image:
    """The served copy, unpacked small. Raises OSError: FileNotFoundError, or UnidentifiedImageError."""
    return open_small(files.read(media.served_path or ""))


def open_small(served: bytes) -> Image.Image:
    """A served copy, unpacked no larger than a print needs. Raises UnidentifiedImageError."""
    image = Image.open(io.BytesIO(served))
    image.draft("L", (ENOUGH, ENOUGH))
    image.load()
    return image
