"""Sends the cards that are due, each once, whichever process finds it; or drops it and says why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.conversations.citizens import PHONE, Citizen
from bot.conversations.identity import Sender, current_citizen, resolve
from bot.conversations.messages import OutboxMessage
from bot.conversations.names import Names
from bot.conversations.outbox import TO_OFFICERS, enqueue
from bot.conversations.wording import Wording
from bot.region.pack import Region
from bot.reports.card_words import copy_letter, task_letter
from bot.reports.cards import COPY, TASK
from bot.reports.dates import local_date
from bot.reports.deadlines import working_calendar
from bot.reports.digest_words import digest_letter
from bot.reports.office_records import Card, Contact, Digest
from bot.reports.officer_bubbles import Letter, bubble_of
from bot.reports.offices import is_confirmed
from bot.reports.records import BY_EMERGENCY, Assignment, Report
from bot.reports.saving import SAVED_CARD, is_saving
from bot.reports.statuses import is_open
from bot.storage.database import Database
from bot.storage.vault import Vault

# In one round, so that other work of the process gets its turn.
MOST = 100
NEEDLESS = "usang"
NOT_SENDABLE = "gagal"

log = structlog.get_logger()


@dataclass(frozen=True)
class Poster:
    """Everything that a card needs to become a message."""

    database: Database
    vault: Vault
    region: Region
    wording: Wording

    def post_due(self, at: datetime) -> int:
        """Settle every card that is due, each in a transaction of its own; returns how many."""
        if not self._is_any_due(at):
            return 0
        posted, saves = 0, self._saves(at)
        while posted < MOST and self._is_any_due(at):
            with self.database.writing() as session:
                card = _claimed(session, at)
                if card is None:
                    break
                self._settle(session, card, saves, at)
            posted += 1
        return posted

    def send(self, session: Session, card: Card, at: datetime) -> OutboxMessage:
        """Put a card into the outbox of its contact, also once more; raises ValueError without a number."""
        contact = session.get_one(Contact, card.contact_id)
        officer = _citizen_at(session, self.vault, contact, at)
        letter = self._letter(session, card, contact)
        bubble = bubble_of(self.region, letter, officer, at)
        message = enqueue(
            session, officer.id, bubble, TO_OFFICERS, at=at, report_id=card.report_id, secret=letter.secret
        )
        if card.outbox_id is None:
            card.outbox_id = message.id
        else:
            message.repeats = card.outbox_id
        return message

    def _is_any_due(self, at: datetime) -> bool:
        # Taking SQLite's only writing place for nothing would delay the turns.
        with self.database.reading() as session:
            return session.scalars(select(Card.id).where(Card.send_at <= at).limit(1)).first() is not None

    def _saves(self, at: datetime) -> bool:
        # Once a round, and before anything is locked: it adds up what the whole month has cost.
        with self.database.reading() as session:
            return is_saving(session, self.region, at)

    def _settle(self, session: Session, card: Card, saves: bool, at: datetime) -> None:
        calendar, wakes = working_calendar(self.region), _may_wake(session, card)
        if not wakes and not calendar.is_office_time(at):
            # It was due while no process ran: nobody is woken for that.
            card.send_at = calendar.next_opening(at)
            return
        try:
            with session.begin_nested():
                # A life is worth the price of a card.
                card.dropped_because = self._why_not(session, card, saves and not wakes, at)
                if card.dropped_because is None:
                    self.send(session, card, at)
        except SQLAlchemyError:
            raise
        except Exception as error:
            # One that can never be sent must not keep all others waiting.
            log.error("card failed", card=card.id, error=type(error).__name__)
            card.dropped_because = NOT_SENDABLE
        card.send_at = None

    def _why_not(self, session: Session, card: Card, saves: bool, at: datetime) -> str | None:
        contact = session.get_one(Contact, card.contact_id)
        if contact.ended_at or not is_confirmed(contact, at) or self._is_needless(session, card, contact, at):
            return NEEDLESS
        return SAVED_CARD if saves else None

    def _is_needless(self, session: Session, card: Card, contact: Contact, at: datetime) -> bool:
        if card.kind == TASK:
            part = session.get_one(Assignment, card.assignment_id)
            return part.agency != contact.desk or part.answered_at is not None or not is_open(part.status)
        if card.kind == COPY:
            report = session.get_one(Report, card.report_id)
            reads = contact.desk in {copy.recipient for copy in report.copies}
            return not reads or not is_open(report.status)
        return session.get_one(Digest, card.digest_id).day < local_date(at, self.region.timezone)

    def _letter(self, session: Session, card: Card, contact: Contact) -> Letter:
        if card.kind == TASK:
            report = session.get_one(Report, card.report_id)
            part = session.get_one(Assignment, card.assignment_id)
            return task_letter(self.region, self.wording, card, report, part)
        if card.kind == COPY:
            report = session.get_one(Report, card.report_id)
            return copy_letter(self.region, self.wording, report, contact.desk)
        return digest_letter(session, self.region, self.wording, session.get_one(Digest, card.digest_id))


def _claimed(session: Session, at: datetime) -> Card | None:
    """The card that is due longest, and that nobody else has locked."""
    query = select(Card).where(Card.send_at <= at).order_by(Card.send_at, Card.id).limit(1)
    locked = query.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    return session.scalars(locked).one_or_none()


def _may_wake(session: Session, card: Card) -> bool:
    report = session.get(Report, card.report_id) if card.report_id else None
    return report is not None and report.filed_by == BY_EMERGENCY


def _citizen_at(session: Session, vault: Vault, contact: Contact, at: datetime) -> Citizen:
    """Whoever has the number of a contact. Writing to him is no sign that the number is still his."""
    if not contact.phone_sealed:
        raise ValueError("a contact without a number")
    phone = vault.open(contact.phone_sealed).removeprefix("+")
    holder = Names(session, vault, at).holders({PHONE: phone}).get(PHONE)
    if holder is None:
        return resolve(session, vault, Sender(None, phone, None), at)
    return session.get_one(Citizen, current_citizen(session, holder.citizen_id))
