"""The prints of all photos, kept with an index by which near-copies of a photo are found."""

from __future__ import annotations

import io
from collections.abc import Collection

import structlog
from PIL import Image, UnidentifiedImageError
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.conversations.messages import Media
from bot.conversations.photo_prints import NOTHING, Print, take_print
from bot.conversations.photo_views import NEAR, Views
from bot.storage.files import Files
from bot.storage.tables import Table

# An upright JPEG is unpacked no larger than a print needs.
ENOUGH = 256
# Candidates compared at a time: 1296 views of each take 5 kB.
AT_ONCE = 2000

log = structlog.get_logger()


class PhotoPrint(Table):
    """The print of a stored photo, as `photo_prints.Print`: empty for a photo that is too plain to tell."""

    __tablename__ = "photo_prints"

    media_id: Mapped[int] = mapped_column(ForeignKey("media.id"), primary_key=True)
    whole: Mapped[str]
    core: Mapped[str]


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


def add_missing_prints(session: Session, files: Files, media_ids: Collection[int]) -> None:
    """Take the prints of photos that were stored without one; of a file that is gone, an empty one."""
    lacking = select(Media).where(
        Media.id.in_(media_ids),
        Media.served_path.is_not(None),
        Media.id.not_in(select(PhotoPrint.media_id)),
        Media.state == "stored",
    )
    # Two closings at once take the same print once.
    for media in session.scalars(lacking.with_for_update(skip_locked=True)).all():
        try:
            keep_print(session, media.id, take_print(open_served(files, media)))
        except (FileNotFoundError, UnidentifiedImageError):
            keep_print(session, media.id, NOTHING)
        except OSError as error:
            # The file store is away: another time.
            log.warning("no print taken", media_id=media.id, error=type(error).__name__)


def find_near(session: Session, image: Image.Image) -> dict[int, int]:
    """The stored photos that this one is a near-copy of, by id, with the number of signs that differ."""
    views = Views(image)
    sharing = select(PhotoPiece.media_id).where(PhotoPiece.piece.in_(views.pieces))
    query = select(PhotoPrint.media_id, PhotoPrint.whole, PhotoPrint.core)
    found: dict[int, int] = {}
    candidates = session.execute(query.where(PhotoPrint.media_id.in_(sharing)))
    for rows in candidates.partitions(AT_ONCE):
        distances = views.distances([Print(whole, core) for _, whole, core in rows])
        found |= {rows[place].media_id: far for place, far in distances.items() if far <= NEAR}
    return found


def open_served(files: Files, media: Media) -> Image.Image:
    """The served copy, unpacked small. Raises OSError: FileNotFoundError, or UnidentifiedImageError."""
    image = Image.open(io.BytesIO(files.read(media.served_path or "")))
    image.draft("L", (ENOUGH, ENOUGH))
    image.load()
    return image
