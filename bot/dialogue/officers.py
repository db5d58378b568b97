"""Which messages of a chat are an officer's work, and about which cards; all others are a citizen's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.citizens import Citizen
from bot.conversations.messages import InboxEvent, Media, TranscriptEntry
from bot.conversations.quotes import quoted_text
from bot.dialogue.engine import Understood
from bot.dialogue.hearing import is_emergency
from bot.region.pack import Region
from bot.reports.cards import (
    DIGEST,
    card_quoted,
    cards_about,
    contacts_in_chat,
    open_cards,
    open_copies,
)
from bot.reports.dates import local_date
from bot.reports.instructions import FIELD_MEANING, MEANING, NO_ACCOUNT, UNCONFIRMED, waiting_of
from bot.reports.office_records import Card, Contact, Instruction
from bot.reports.office_words import FIELD_CHECK, Deed, read_deed
from bot.reports.photos import PICTURE, WAITING
from bot.reports.records import Draft
from bot.reports.tickets import find_ticket

# What the buttons of an officer's questions mean.
INTENT = "petugas"
# By this word an officer reports as a citizen.
AS_CITIZEN = re.compile(r"^\W*(?:(?:mau|ingin|izin|numpang)\s+)?(?:me)?lapor\b", re.IGNORECASE)
COURTESY = frozenset("sapa terima_kasih pamit".split())
# What nobody says to a card without quoting it.
CITIZENS = COURTESY | frozenset("cek_status berhenti minta_petugas privasi cara_lapor".split())
# What waits for somebody else, and the questions that no other words answer.
OTHERS_TURN = frozenset({UNCONFIRMED, NO_ACCOUNT})
BUTTONS_TURN = OTHERS_TURN | {MEANING, FIELD_MEANING}
# A photo is judged when it is here; after this long the officer is told that it did not come.
PHOTO_COMES_WITHIN = timedelta(minutes=2)
LOOK_EVERY = timedelta(seconds=2)


@dataclass
class OfficerChat:
    """The chat of somebody to whom cards were sent, at one moment."""

    session: Session
    region: Region
    citizen: Citizen
    draft: Draft | None
    at: datetime

    @cached_property
    def contacts(self) -> Sequence[Contact]:
        return contacts_in_chat(self.session, self.citizen.id)

    @property
    def waiting(self) -> Sequence[Instruction]:
        return waiting_of(self.session, self.citizen.id, self.at)

    @property
    def today(self) -> date:
        return local_date(self.at, self.region.timezone)

    def cards_meant(self, item: Understood) -> Sequence[Card] | None:
        """The cards that a message may be about; None when it is a citizen's, none below an idle digest.

        A quote says which. Without one: the report that is named, what he was asked about, his open tasks.
        """
        step, deed = item.step, read_deed(item.step.text, self.today)
        if step.choice is not None or step.silence or not (step.texts or step.attachments or step.pin):
            return None
        if quoted := self._quoted(step.reply_to):
            return None if deed is None and _intent(item) in COURTESY else quoted
        if self._is_citizens(item, deed):
            return None
        meant = self._named(step.text) or self._asked_about(item, deed) or self._open(deed)
        return meant or ([] if self._is_digest(step.reply_to) else None)

    @property
    def _present(self) -> list[Contact]:
        return [contact for contact in self.contacts if contact.ended_at is None]

    def _quoted(self, wamid: str | None) -> Sequence[Card]:
        card = card_quoted(self.session, self.citizen, wamid)
        if card is not None and card.kind != DIGEST:
            return [card]
        return self._named(quoted_text(self.session, wamid)) if card is None else []

    def _is_citizens(self, item: Understood, deed: Deed | None) -> bool:
        text, step = item.step.text, item.step
        if self._speaks_of_else(step.reply_to) or AS_CITIZEN.match(text) or is_emergency(item):
            return True
        if deed is None and (_intent(item) in CITIZENS or self._tells_draft()):
            return True
        return not (text or step.pin or any(one["kind"] == PICTURE for one in step.attachments))

    def _speaks_of_else(self, wamid: str | None) -> bool:
        """Whether he quotes what is about no card of his: what he is told as a citizen, or a foreign line."""
        if wamid is None:
            return False
        own = select(TranscriptEntry.id).where(
            TranscriptEntry.wamid == wamid, TranscriptEntry.citizen_id == self.citizen.id
        )
        if self.session.scalar(own) is None:
            return True
        return not self.waiting and not self._is_digest(wamid)

    def _tells_draft(self) -> bool:
        """Whether he is in the middle of a report of his own."""
        if self.draft is None:
            return False
        waiting = self.waiting
        return not waiting or self.draft.updated_at > waiting[0].asked_at

    def _named(self, text: str) -> Sequence[Card]:
        ticket = find_ticket(self.region.ticket_prefix, text).ticket
        return cards_about(self.session, self.contacts, ticket) if ticket else []

    def _asked_about(self, item: Understood, deed: Deed | None) -> Sequence[Card]:
        """What he was asked about last. Other words do not say whether they are a note: the button does."""
        is_news = deed is None and bool(item.step.texts)
        ids = {
            one.card_id for one in self.waiting if one.asks not in (BUTTONS_TURN if is_news else OTHERS_TURN)
        }
        query = select(Card).where(Card.id.in_(ids - {None})).order_by(Card.id.desc())
        return self.session.scalars(query).all()

    def _open(self, deed: Deed | None) -> Sequence[Card]:
        if deed is not None and deed.kind == FIELD_CHECK:
            return [card for contact in self._present for card in open_copies(self.session, contact)]
        return [card for contact in self._present for card in open_cards(self.session, contact)]

    def _is_digest(self, wamid: str | None) -> bool:
        card = card_quoted(self.session, self.citizen, wamid)
        return card is not None and card.kind == DIGEST


def photos_on_their_way(session: Session, events: Sequence[InboxEvent], at: datetime) -> datetime | None:
    """When to look again, while photos of an officer are still being fetched: they are to be judged."""
    recent = [
        event.id for event in events if event.kind == PICTURE and event.received_at > at - PHOTO_COMES_WITHIN
    ]
    citizen_id = events[-1].citizen_id
    if not recent or citizen_id is None or not contacts_in_chat(session, citizen_id):
        return None
    waiting = select(Media.id).where(Media.inbox_id.in_(recent), Media.state == WAITING)
    return at + LOOK_EVERY if session.scalars(waiting.limit(1)).first() is not None else None


def _intent(item: Understood) -> str:
    return str(item.reading["intent"]["name"])
