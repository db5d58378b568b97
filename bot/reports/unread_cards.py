"""Cards that did not do their work: not sent at all, failed, or lying unread for a working day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from bot.conversations.messages import OutboxMessage
from bot.region.pack import Region
from bot.reports.cards import SAYS_CARD
from bot.reports.office_records import Card, Contact
from bot.reports.posting import NOT_SENDABLE
from bot.reports.records import Assignment, Report
from bot.reports.statuses import CLOSED
from bot.reports.untold import MOST, a_working_day_before

AS_FAR_BACK = timedelta(days=30)
_UNHEARD = and_(
    Assignment.seen_at.is_(None), Assignment.answered_at.is_(None), Assignment.closed_at.is_(None)
)


@dataclass(frozen=True)
class UnreadCard:
    """A card with its contact, the last message it was sent as (None: it never was), and its report."""

    card: Card
    contact: Contact
    message: OutboxMessage | None
    report: Report | None


def unread_cards(session: Session, region: Region, at: datetime) -> tuple[list[UnreadCard], int]:
    """The newest first, with how many there are in all.

    A task that somebody of the agency has opened or answered was heard of, however that was.
    """
    query = _unread(a_working_day_before(region, at), at)
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    rows = session.execute(query.limit(MOST)).tuples().all()
    last = _last_messages(session, [card for card, _, _ in rows])
    return [UnreadCard(card, contact, last.get(card.id), report) for card, contact, report in rows], total


def messages_of(session: Session, card: Card) -> Sequence[OutboxMessage]:
    """Every message that a card was sent as, the first one first."""
    query = select(OutboxMessage).join(Card, SAYS_CARD).where(Card.id == card.id)
    return session.scalars(query.order_by(OutboxMessage.id)).all()


def is_unread(session: Session, region: Region, card: Card, at: datetime) -> bool:
    """Whether a card still stands among them."""
    query = _unread(a_working_day_before(region, at), at).where(Card.id == card.id)
    return session.execute(query).first() is not None


def _unread(before: datetime, at: datetime) -> Select[tuple[Card, Contact, Report]]:
    read = exists().where(SAYS_CARD, OutboxMessage.read_at.is_not(None))
    lately = exists().where(SAYS_CARD, OutboxMessage.created_at >= before)
    failed = exists().where(SAYS_CARD, OutboxMessage.state == "failed", OutboxMessage.handled_at.is_(None))
    lies = and_(Card.outbox_id.is_not(None), ~lately, Card.report_id.is_not(None))
    return (
        select(Card, Contact, Report)
        .join(Contact, Contact.id == Card.contact_id)
        .outerjoin(Report, Report.id == Card.report_id)
        .outerjoin(Assignment, Assignment.id == Card.assignment_id)
        .where(Card.made_at > at - AS_FAR_BACK, Card.handled_at.is_(None), Card.answered_at.is_(None))
        .where(or_(Card.dropped_because == NOT_SENDABLE, failed, lies), ~read)
        .where(or_(Report.id.is_(None), Report.status.not_in(CLOSED)))
        .where(or_(Assignment.id.is_(None), _UNHEARD))
        .order_by(Card.id.desc())
    )


def _last_messages(session: Session, cards: list[Card]) -> dict[int, OutboxMessage]:
    firsts = {card.outbox_id: card.id for card in cards if card.outbox_id}
    same = or_(OutboxMessage.id.in_(firsts), OutboxMessage.repeats.in_(firsts))
    found = session.scalars(select(OutboxMessage).where(same).order_by(OutboxMessage.id))
    return {firsts[message.repeats or message.id]: message for message in found}
