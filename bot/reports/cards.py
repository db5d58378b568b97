"""Finds the cards that contacts were sent: the one they quote, those they may still act by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from bot.conversations.citizens import Citizen
from bot.conversations.identity import current_citizen
from bot.conversations.messages import OutboxMessage
from bot.reports.office_records import Card, Contact
from bot.reports.records import Assignment, Report
from bot.reports.statuses import CLOSED

TASK = "tugas"
COPY = "tembusan"
DIGEST = "ringkasan"
# The condition on an outbox row that it says what a card says: as the first, or once more.
SAYS_CARD = or_(OutboxMessage.id == Card.outbox_id, OutboxMessage.repeats == Card.outbox_id)
# Made once: every turn asks, and building it costs more than running it.
CONTACTS_IN_CHAT = (
    select(Contact)
    .where(
        Contact.id.in_(
            select(Card.contact_id)
            .join(OutboxMessage, OutboxMessage.id == Card.outbox_id)
            .where(OutboxMessage.citizen_id == bindparam("citizen"))
        )
    )
    .order_by(Contact.id)
)


def card_quoted(session: Session, whose: Citizen | Contact, quoted_wamid: str | None) -> Card | None:
    """The card that was sent as the quoted message, or was said again by it; None for any other message.

    `whose` is who quotes: somebody else's card is nobody's. A card may be of a digest (`kind`), may be
    answered already, and its part may be closed or with another agency by now.
    """
    if quoted_wamid is None:
        return None
    query = (
        select(Card, OutboxMessage.citizen_id)
        .join(OutboxMessage, SAYS_CARD)
        .where(OutboxMessage.wamid == quoted_wamid)
    )
    found = session.execute(query.order_by(Card.id.desc())).first()
    if found is None:
        return None
    card, citizen_id = found
    if isinstance(whose, Contact):
        return card if card.contact_id == whose.id else None
    return card if current_citizen(session, citizen_id) == whose.id else None


def open_cards(session: Session, contact: Contact) -> Sequence[Card]:
    """The cards of tasks that a contact was sent and may still act by, the newest first.

    Only the newest card of each part, while the part is open and with the agency of the contact: what was
    promised is to be done later.
    """
    query = (
        select(Card)
        .join(Assignment, Assignment.id == Card.assignment_id)
        .where(Card.contact_id == contact.id, Card.kind == TASK, Card.outbox_id.is_not(None))
        .where(Assignment.closed_at.is_(None), Assignment.agency == contact.desk)
        .order_by(Card.id.desc())
    )
    newest: dict[int | None, Card] = {}
    for card in session.scalars(query):
        newest.setdefault(card.assignment_id, card)
    return list(newest.values())


def open_copies(session: Session, contact: Contact) -> Sequence[Card]:
    """The cards of copies that a camat was sent, the newest first, while the report is open."""
    query = (
        select(Card)
        .join(Report, Report.id == Card.report_id)
        .where(Card.contact_id == contact.id, Card.kind == COPY, Card.outbox_id.is_not(None))
        .where(Report.status.not_in(CLOSED))
    )
    return session.scalars(query.order_by(Card.id.desc())).all()


def cards_about(session: Session, contacts: Iterable[Contact], ticket: str) -> Sequence[Card]:
    """The cards that these contacts were sent about a report: of each part, or as a copy, the newest."""
    query = (
        select(Card)
        .join(Report, Report.id == Card.report_id)
        .where(Card.contact_id.in_([contact.id for contact in contacts]), Card.outbox_id.is_not(None))
        .where(Report.ticket == ticket)
    )
    newest: dict[int | None, Card] = {}
    for card in session.scalars(query.order_by(Card.id.desc())):
        newest.setdefault(card.assignment_id, card)
    return list(newest.values())


def contacts_in_chat(session: Session, citizen_id: int) -> Sequence[Contact]:
    """To whom cards were sent in this chat, also who is a contact no more."""
    return session.scalars(CONTACTS_IN_CHAT, {"citizen": citizen_id}).all()
