"""Fetches what citizens send: a fresh URL for each try, then the file, judged by its content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.conversations import outbox
from bot.conversations.bubbles import Bubble
from bot.conversations.citizens import Citizen
from bot.conversations.claims import claim_media
from bot.conversations.media import FILE_BYTES, PHOTO_BYTES, Photo, PhotoRefused, check_photo, sniff_mime
from bot.conversations.messages import Media
from bot.conversations.near_copies import keep_print
from bot.conversations.wording import Wording
from bot.storage.database import Database
from bot.storage.files import Files
from bot.whatsapp import metrics
from bot.whatsapp.alarm import raise_stop
from bot.whatsapp.client import GraphClient, MediaTooLarge
from bot.whatsapp.errors import GraphError, Refused
from bot.whatsapp.patience import Patience

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}

log = structlog.get_logger()


@dataclass(frozen=True)
class Stored:
    """A file that has been put away, with what is known of it."""

    content: bytes
    mime: str
    original_path: str
    served_path: str | None
    photo: Photo | None


class Fetching:
    """Claims media that are due and fetches them; `fetch` runs in several threads."""

    def __init__(
        self,
        database: Database,
        files: Files,
        client: GraphClient,
        wording: Wording,
        patience: Patience,
        clock: Callable[[], datetime],
        keep_going: Callable[[], bool],
    ) -> None:
        self._database = database
        self._files = files
        self._client = client
        self._wording = wording
        self._patience = patience
        self._clock = clock
        self._keep_going = keep_going

    def claim(self, limit: int) -> Sequence[Media]:
        """Take up to `limit` media that are due."""
        lease = timedelta(seconds=self._patience.fetching_lease)
        return claim_media(self._database, limit, self._clock(), lease)

    def fetch(self, media: Media) -> None:
        """Fetch one claimed file and record what became of it; never raises."""
        try:
            self._fetch(media)
        except SQLAlchemyError as error:
            # Left as it is, the row is taken up again when its claim has run out.
            log.error("media not recorded", media_id=media.id, error=type(error).__name__)

    def put_back(self, media: Media) -> None:
        """Give back a claimed file that will not be fetched now."""
        with self._database.writing() as session:
            row = session.get_one(Media, media.id, with_for_update=True)
            row.claimed_until = None
            row.attempts -= 1

    def _fetch(self, media: Media) -> None:
        try:
            self._record_stored(media, self._store(media, self._download(media)))
        except PhotoRefused as refusal:
            self._settle(media, "refused", refusal.reason)
        except MediaTooLarge:
            self._settle(media, "refused", "terlalu_besar")
        except GraphError as error:
            self._failed(media, error)
        except SQLAlchemyError:
            raise
        except Exception as error:
            # The file store is away or full: that passes, and the file waits seven days at Meta.
            log.error("media not stored", media_id=media.id, error=type(error).__name__, exc_info=True)
            self._try_later(media)

    def _download(self, media: Media) -> bytes:
        largest = PHOTO_BYTES if media.kind == "image" else FILE_BYTES
        info = self._client.find_media(media.graph_id)
        if info.size is not None and info.size > largest:
            raise MediaTooLarge
        return self._client.download(info.url, largest, self._keep_going)

    def _store(self, media: Media, content: bytes) -> Stored:
        photo = check_photo(content) if media.kind == "image" else None
        mime = photo.mime if photo else sniff_mime(content)
        folder = f"{media.received_at:%Y/%m}/{media.id}"
        original = f"{folder}/original.{EXTENSIONS.get(mime, 'bin')}"
        served = f"{folder}/served.jpg" if photo else None
        self._files.write(original, content)
        if photo and served:
            self._files.write(served, photo.served)
        return Stored(content, mime, original, served, photo)

    def _record_stored(self, media: Media, stored: Stored) -> None:
        with self._database.writing() as session:
            row = session.get_one(Media, media.id, with_for_update=True)
            if row.state == "waiting":
                row.state = "stored"
                row.stored_at = self._clock()
                row.sha256 = hashlib.sha256(stored.content).hexdigest()
                row.bytes = len(stored.content)
                row.mime = stored.mime
                row.original_path = stored.original_path
                row.served_path = stored.served_path
                if stored.photo:
                    row.width, row.height = stored.photo.width, stored.photo.height
                    row.exif = stored.photo.exif
                    keep_print(session, row.id, stored.photo.print)
            kept = row.state == "stored"
        if not kept:
            # The citizen took it back while it was on its way.
            for path in filter(None, (stored.original_path, stored.served_path)):
                self._files.delete(path)
        metrics.MEDIA.labels("stored" if kept else "revoked").inc()

    def _failed(self, media: Media, error: GraphError) -> None:
        log.warning("media not fetched", media_id=media.id, code=error.code, outcome=error.outcome)
        unknown = isinstance(error, Refused) and media.attempts >= self._patience.unknown_media_attempts
        too_old = self._next_try(media) > media.received_at + timedelta(days=self._patience.media_days)
        if unknown or too_old:
            self._settle(media, "failed", error.title)
            return
        if error.stops_everything:
            with self._database.writing() as session:
                raise_stop(session, error, self._clock(), self._patience)
        self._try_later(media)

    def _next_try(self, media: Media) -> datetime:
        pause = self._patience.after_attempts(media.attempts, self._patience.media_backoff_cap)
        return self._clock() + pause

    def _try_later(self, media: Media) -> None:
        with self._database.writing() as session:
            row = session.get_one(Media, media.id, with_for_update=True)
            row.claimed_until = None
            row.next_try_at = self._next_try(media)
        metrics.MEDIA.labels("retried").inc()

    def _settle(self, media: Media, state: str, reason: str) -> None:
        """Give a file up and tell the citizen once, also when a whole album is bad."""
        with self._database.writing() as session:
            # One album is fetched by several threads and perhaps several couriers.
            session.get_one(Citizen, media.citizen_id, with_for_update={"key_share": True})
            row = session.get_one(Media, media.id, with_for_update=True, populate_existing=True)
            if row.state != "waiting":
                return
            row.state = state
            row.refused_because = reason
            if not self._was_just_told(session, row.citizen_id):
                sentence = Bubble(self._sentence(row))
                outbox.enqueue(session, row.citizen_id, sentence, "notice", at=self._clock())
            row.told_at = self._clock()
        metrics.MEDIA.labels(state).inc()

    def _sentence(self, media: Media) -> str:
        if media.state == "failed":
            return self._wording.say("utter_media_gagal")
        reason = self._wording.say(f"utter_foto_alasan_{media.refused_because}")
        return self._wording.say("utter_foto_ditolak", alasan=reason)

    def _was_just_told(self, session: Session, citizen_id: int) -> bool:
        since = self._clock() - timedelta(seconds=self._patience.album)
        query = select(Media.id).where(Media.citizen_id == citizen_id, Media.told_at > since)
        return session.scalars(query.limit(1)).first() is not None
