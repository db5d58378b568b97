"""Hands the image of a bubble to WhatsApp before the bubble is sent."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversations.messages import Media
from bot.storage.database import Database
from bot.storage.files import Files
from bot.whatsapp.client import GraphClient
from bot.whatsapp.errors import Temporary

JPEG = "image/jpeg"


class ImageMissing(Exception):
    """The image of a bubble is no longer there, or was hidden since."""


@dataclass(frozen=True)
class ImageUpload:
    """Uploads stored images; each attempt to send uploads anew, because uploaded ones expire."""

    database: Database
    files: Files
    client: GraphClient

    def __call__(self, media_id: int) -> str:
        """Return WhatsApp's id of the image; raises ImageMissing or GraphError."""
        path, mime = self._find(media_id)
        return self.client.upload(self._read(path), mime, path.rpartition("/")[2])

    def _find(self, media_id: int) -> tuple[str, str]:
        with self.database.reading() as session:
            media = session.get(Media, media_id)
            if media is None or media.state != "stored" or media.redacted_at:
                raise ImageMissing
            if media.served_path:
                # Upright, without metadata, and of a size and type that WhatsApp takes.
                return media.served_path, JPEG
            if media.original_path:
                return media.original_path, media.mime or JPEG
        raise ImageMissing

    def _read(self, path: str) -> bytes:
        try:
            return self.files.read(path)
        except FileNotFoundError:
            raise ImageMissing from None
        except Exception as error:
            # The file store is away: each kind fails in ways of its own, and all of them pass.
            raise Temporary(None, f"image not readable: {type(error).__name__}") from None
