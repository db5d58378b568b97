"""When has a citizen finished writing? A whole sentence at once, fragments and albums a little later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from actions.cues import without_opening_words
from bot.conversations.blocking import is_blocked
from bot.conversations.citizens import Citizen
from bot.conversations.messages import InboxEvent
from bot.conversations.outbox import enqueue_typing
from bot.conversations.taking import is_silent
from bot.dialogue.officers import photos_on_their_way
from bot.region.pack import Region
from bot.region.signals import read_signals
from bot.reports.drafts import open_draft
from bot.reports.tickets import find_ticket
from bot.settings import DialogueSettings
from bot.storage.tables import now

FEWEST_WORDS = 4
WRITTEN_KINDS = ("text",)
MEDIA_KINDS = ("image", "video", "audio", "document", "location", "sticker")
COMMAND = re.compile(
    r"^\W*(?:cek|status|batal|lanjut|kirim|menu|info|stop|berhenti|mulai\s+kabar|hapus|ubah)\b", re.IGNORECASE
)
FLOOD_MESSAGES = 30
FLOOD_SPAN = timedelta(minutes=5)
FLOOD_SETTLE = timedelta(seconds=20)
RECENT_MESSAGES = select(func.count()).where(
    InboxEvent.citizen_id == bindparam("citizen"),
    InboxEvent.kind.in_((*WRITTEN_KINDS, *MEDIA_KINDS)),
    InboxEvent.received_at > bindparam("since"),
)


class Settling:
    """Decides for `claim_next` whether a citizen's messages are ready, and shows that we are reading."""

    def __init__(self, region: Region, settings: DialogueSettings) -> None:
        self._region = region
        self._settings = settings

    def __call__(self, session: Session, events: Sequence[InboxEvent]) -> datetime | None:
        moments = (self._ready_at(session, events), photos_on_their_way(session, events, now()))
        later = max(filter(None, moments), default=None)
        last = events[-1]
        is_new = last.attempts == 0 and last.ready_at <= last.received_at
        if last.wamid and last.citizen_id and is_new and _is_bots(session, last.citizen_id):
            enqueue_typing(session, last.citizen_id, last.wamid)
        return later

    def _ready_at(self, session: Session, events: Sequence[InboxEvent]) -> datetime | None:
        last = max(event.received_at for event in events)
        if len(events) == 1 and events[0].attempts > 0:
            return None
        if any(self._is_dangerous(event) for event in events):
            return None
        if self._settings.fragment_settle and is_flooding(session, events[-1].citizen_id):
            return last + FLOOD_SETTLE
        kinds = {event.kind for event in events}
        if kinds - set(WRITTEN_KINDS) - set(MEDIA_KINDS) or self._is_complete(session, events):
            return None
        texts = any(event.kind in WRITTEN_KINDS for event in events)
        wait = self._settings.fragment_settle if texts else self._settings.media_settle
        return last + timedelta(seconds=wait)

    def _is_dangerous(self, event: InboxEvent) -> bool:
        words = written(event)
        return bool(words) and read_signals(self._region, words).danger is not None

    def _is_complete(self, session: Session, events: Sequence[InboxEvent]) -> bool:
        citizen_id = events[-1].citizen_id
        draft = open_draft(session, citizen_id) if citizen_id is not None else None
        fewest = 1 if draft is not None and draft.content.get("asked") else FEWEST_WORDS
        return any(_is_sentence(self._region, written(event), fewest) for event in events)


def _is_bots(session: Session, citizen_id: int) -> bool:
    """Whether the bot is about to answer, and not one of the staff."""
    citizen, at = session.get_one(Citizen, citizen_id), now()
    return not (is_silent(citizen, at) or is_blocked(citizen, at))


def written(event: InboxEvent) -> str:
    """The words of a message or the caption of its photo."""
    return str(event.payload.get("text") or event.payload.get("caption") or "")


def is_flooding(session: Session, citizen_id: int | None) -> bool:
    """More than thirty messages in five minutes."""
    recent = {"citizen": citizen_id, "since": now() - FLOOD_SPAN}
    return (session.scalar(RECENT_MESSAGES, recent) or 0) > FLOOD_MESSAGES


def _is_sentence(region: Region, text: str, fewest: int) -> bool:
    if COMMAND.match(text) or find_ticket(region.ticket_prefix, text).kind != "none":
        return True
    return len(without_opening_words(text).split()) >= fewest
