"""Takes a citizen's names and words out of all that belongs to his chat; the rows stay, as tombstones."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.conversations.citizens import Citizen, Identity
from bot.conversations.claims import UNDELIVERED
from bot.conversations.messages import InboxEvent, Media, OutboxMessage, TrackerEvent, TranscriptEntry
from bot.conversations.near_copies import PhotoPiece, PhotoPrint
from bot.conversations.outbox import TYPING
from bot.storage.vault import Vault

TOMBSTONE = "[dihapus atas permintaan warga]"
# The state of a file (`Media`) whose bytes are gone, or about to be.
ERASED = "erased"
# What of a citizen's files says nothing of him: the picture of a trouble, without its metadata.
IMPERSONAL = frozenset({"image", "video"})


@dataclass(frozen=True)
class Kept:
    """What of a chat is spared. `lines` and `media` (ids) stay as they are, as long as `names` does: an open
    secret case needs them. `shown` are files of reports, which lose their metadata alone. `farewell` is the
    bubble that still has to be sent.
    """

    lines: frozenset[int] = frozenset()
    media: frozenset[int] = frozenset()
    shown: frozenset[int] = frozenset()
    names: bool = False
    farewell: int | None = None


def family_of(session: Session, citizen_id: int) -> list[int]:
    """A citizen and all who were joined into him: each row may still hold something of his."""
    family, joined = [], [citizen_id]
    while joined:
        family += joined
        joined = list(session.scalars(select(Citizen.id).where(Citizen.joined_into.in_(joined))))
    return family


def forget_chat(session: Session, vault: Vault, family: Collection[int], kept: Kept, at: datetime) -> None:
    """Put tombstones in place of everything that is not kept. A second time changes nothing more.

    An address is kept as long as a bubble is on its way; by its look-up hash it is not found any more.
    """
    lines = _forget_lines(session, family, kept)
    _forget_inbox(session, vault, family, lines, at)
    is_unsent = _forget_outbox(session, family, lines, kept, at)
    _forget_media(session, family, kept, at)
    session.execute(delete(TrackerEvent).where(TrackerEvent.citizen_id.in_(family)))
    _forget_names(session, family, kept.names, kept.names or is_unsent, at)
    session.flush()


def forget_event(vault: Vault, event: InboxEvent) -> None:
    """Leave nothing of an event but that it came; a repetition of it is still recognised.

    The id that WhatsApp gives a message contains the digits of the phone number.
    """
    if not event.event_key.startswith(f"{ERASED}:"):
        event.event_key = erased_key(vault, event.event_key)
    event.payload, event.sealed = {}, None
    event.wamid = event.reply_to = None


def erased_key(vault: Vault, event_key: str) -> str:
    """The key of an event that was erased."""
    return f"{ERASED}:{vault.lookup('event', event_key)}"


def _forget_lines(session: Session, family: Collection[int], kept: Kept) -> list[TranscriptEntry]:
    """Return the lines that stay as they are."""
    spared = []
    for line in session.scalars(select(TranscriptEntry).where(TranscriptEntry.citizen_id.in_(family))):
        if line.id in kept.lines:
            spared.append(line)
            continue
        line.text = TOMBSTONE if line.text else None
        line.content, line.understanding = {}, None
        line.wamid = line.reply_to = None
    return spared


def _forget_inbox(
    session: Session, vault: Vault, family: Collection[int], spared: list[TranscriptEntry], at: datetime
) -> None:
    needed = {line.inbox_id for line in spared}
    for event in session.scalars(select(InboxEvent).where(InboxEvent.citizen_id.in_(family))):
        if event.id not in needed:
            forget_event(vault, event)
            event.state = "kept" if event.state == "waiting" else event.state
            event.handled_at = event.handled_at or at


def _forget_outbox(
    session: Session, family: Collection[int], spared: list[TranscriptEntry], kept: Kept, at: datetime
) -> bool:
    """Whether anything is still on its way; of what no courier has begun with, that is the farewell alone."""
    needed, is_unsent = {line.outbox_id for line in spared}, False
    for message in session.scalars(select(OutboxMessage).where(OutboxMessage.citizen_id.in_(family))):
        if message.state == "queued" and message.id != kept.farewell:
            message.state = "dropped"
        if message.state in UNDELIVERED:
            is_unsent = True
        elif message.id not in needed:
            message.body = {"wamid": ""} if message.purpose == TYPING else {"text": TOMBSTONE}
            message.wamid = message.error_title = None
            message.handled_at = message.handled_at or at
    return is_unsent


def _forget_media(session: Session, family: Collection[int], kept: Kept, at: datetime) -> None:
    for media in session.scalars(select(Media).where(Media.citizen_id.in_(family))):
        if media.id in kept.media:
            continue
        is_shown = media.id in kept.shown and media.kind in IMPERSONAL
        if is_shown and (media.state == "waiting" or media.staff_id is not None):
            continue
        for name, value in _nothing(is_shown).items():
            setattr(media, name, value)
        if not is_shown:
            media.state, media.handled_at = ERASED, media.handled_at or at
            session.execute(delete(PhotoPiece).where(PhotoPiece.media_id == media.id))
            session.execute(delete(PhotoPrint).where(PhotoPrint.media_id == media.id))


def _nothing(is_shown: bool) -> dict[str, Any]:
    metadata: dict[str, Any] = {"exif": None, "graph_id": ""}
    return metadata if is_shown else {**metadata, "sha256": None, "refused_because": None}


def _forget_names(
    session: Session, family: Collection[int], names: bool, address: bool, at: datetime
) -> None:
    for identity in session.scalars(select(Identity).where(Identity.citizen_id.in_(family))):
        identity.value_hash = f"{ERASED}:{identity.id}"
        if identity.ended_at is not None or not address:
            identity.value_sealed, identity.ended_at = "", identity.ended_at or at
    for citizen in session.scalars(select(Citizen).where(Citizen.id.in_(family))):
        citizen.profile_name_sealed = citizen.profile_name_sealed if names else None
        citizen.updates_stopped_at = citizen.updates_stopped_at or at
        citizen.erased_at = citizen.erased_at or at
        citizen.human_asked_at = citizen.taken_by = citizen.staff_active_at = None
        citizen.blocked_until = citizen.blocked_because = citizen.blocked_by = None
        # Until the farewell is sent the 24 hours still count.
        citizen.last_inbound_at = citizen.last_inbound_at if address else None


def doomed_files(session: Session, family: Collection[int], kept: Kept) -> Iterator[tuple[int, str]]:
    """The files that nothing needs any more, each with the id of its media row.

    Of what is shown the file as it came goes as well where a copy without its metadata is there.
    """
    for media in session.scalars(select(Media).where(Media.citizen_id.in_(family))):
        if media.id in kept.media or media.staff_id is not None and media.id in kept.shown:
            continue
        paths = [media.original_path] if media.state == ERASED or media.served_path else []
        paths += [media.served_path] if media.state == ERASED else []
        yield from ((media.id, path) for path in paths if path)


def note_deleted(session: Session, paths: Collection[tuple[int, str]]) -> None:
    """The files are gone."""
    for media_id, path in paths:
        gone = update(Media).where(Media.id == media_id)
        session.execute(gone.where(Media.original_path == path).values(original_path=None))
        session.execute(gone.where(Media.served_path == path).values(served_path=None))


def has_anything_waiting(session: Session, family: Collection[int]) -> bool:
    """Whether a bubble is still on its way, or a file of a report on its way to us."""
    bubble = select(OutboxMessage.id).where(
        OutboxMessage.citizen_id.in_(family), OutboxMessage.state.in_(UNDELIVERED)
    )
    file = select(Media.id).where(Media.citizen_id.in_(family), Media.state == "waiting")
    return any(session.scalars(query.limit(1)).first() is not None for query in (bubble, file))
