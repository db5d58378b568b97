"""Whether a digest says anything new: every bubble costs money, and one without news is soon read no more.

The console shows every digest; by WhatsApp goes only one with news.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.reports.digest_contents import COPIED, NEW, PROOF
from bot.reports.office_records import Card, Contact, Digest

# The row that says that a day was planned, on no desk.
PLANNED = "hari"
SENT = "sent"
EMPTY = "empty"
KNOWN = "known"
# What the readers of a digest have seen, or had seen before.
READ = (SENT, EMPTY, KNOWN)
# What a card tells of the moment it comes.
ON_CARDS = frozenset({NEW, COPIED})
# What the office did itself; the operator, whose work it is, has it in his list.
OWN_DEEDS = frozenset({PROOF})


def has_news(session: Session, digest: Digest) -> bool:
    """Whether the digest says anything that its readers were not told, by a card or by an earlier digest.

    The first one of a week says everything again: what stays undone is not forgotten.
    """
    known = _known(session, digest)
    for heading, ids in digest.content.items():
        if heading in ON_CARDS:
            if set(ids) - _on_cards(session, digest.desk, ids):
                return True
        elif heading not in OWN_DEEDS and set(ids) - set(known.get(heading, ())):
            return True
    return False


def planned_before(session: Session, day: date) -> date | None:
    """The last day before this one whose digests were planned."""
    query = select(Digest.day).where(Digest.audience == PLANNED, Digest.day < day)
    return session.scalars(query.order_by(Digest.day.desc()).limit(1)).first()


def _known(session: Session, digest: Digest) -> dict[str, list[int]]:
    """What stood in the digest of the day before, if that was this week and was read."""
    day = planned_before(session, digest.day)
    if day is None or day.isocalendar()[:2] != digest.day.isocalendar()[:2]:
        return {}
    before = select(Digest).where(Digest.desk == digest.desk, Digest.audience == digest.audience)
    last = session.scalars(before.where(Digest.day == day, Digest.state.in_(READ))).first()
    return last.content if last else {}


def _on_cards(session: Session, desk: str, report_ids: Collection[int]) -> set[int | None]:
    """Those of the reports of which somebody at the desk was sent a card, or will be within this hour."""
    query = select(Card.report_id).join(Contact, Contact.id == Card.contact_id)
    told = query.where(Contact.desk == desk, Card.report_id.in_(report_ids), Card.dropped_because.is_(None))
    return set(session.scalars(told))
