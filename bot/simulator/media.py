"""Photos, voice notes and documents: files, their ids, and addresses that soon expire."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from bot.simulator.database import Database

DAY = 86_400
# Meta keeps what a citizen sent for 7 days and what the business uploaded for 30.
CITIZEN_MEDIA_DAYS = 7
UPLOADED_MEDIA_DAYS = 30


@dataclass(frozen=True)
class Media:
    """A stored file. `sha256` is hexadecimal, `expires_at` seconds since the epoch."""

    id: str
    mime_type: str
    sha256: str
    size: int
    filename: str | None
    expires_at: float

    @property
    def sha256_base64(self) -> str:
        """The form of the hash that message webhooks carry."""
        return base64.b64encode(bytes.fromhex(self.sha256)).decode()


class MediaShelf:
    def __init__(self, database: Database, folder: Path, secret: str) -> None:
        self._database = database
        self._folder = folder
        self._key = secret.encode()
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, content: bytes, mime_type: str, filename: str | None, days: int) -> Media:
        """Store a file for so many days and give it a media id."""
        media_id = str(secrets.randbelow(9 * 10**15) + 10**15)
        (self._folder / media_id).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        values = (media_id, mime_type, digest, len(content), filename, time.time() + days * DAY)
        self._database.write("INSERT INTO media VALUES (?, ?, ?, ?, ?, ?)", values)
        return Media(*values)

    def find(self, media_id: str) -> Media | None:
        row = self._database.row("SELECT * FROM media WHERE id = ?", (media_id,))
        media = Media(**dict(row)) if row else None
        return media if media and media.expires_at > time.time() else None

    def file(self, media: Media) -> Path:
        return self._folder / media.id

    def address(self, media: Media, seconds: float) -> str:
        """Path and query of a download address that works for so many seconds."""
        expires = f"{time.time() + seconds:.3f}"
        return f"/simulator/media/{media.id}?ext={expires}&hash={self._seal(media.id, expires)}"

    def opens(self, media_id: str, expires: str, seal: str) -> bool:
        """Whether an address is genuine and still young enough."""
        genuine = hmac.compare_digest(self._seal(media_id, expires).encode(), seal.encode())
        return genuine and float(expires) > time.time()

    def _seal(self, media_id: str, expires: str) -> str:
        return hmac.new(self._key, f"{media_id}:{expires}".encode(), hashlib.sha256).hexdigest()[:32]
