"""Contacts of offices, and what they were sent, as the tests of cards and digests tell them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.identity import Sender, resolve
from bot.conversations.messages import OutboxMessage
from bot.reports.office_records import Card, Contact
from bot.reports.posting import Poster
from bot.storage.database import Database
from bot.storage.vault import Vault
from tests.reports.cases import TUESDAY
from tests.reports.deeds import OKI, WORDING

VAULT = Vault("an office's own secret key, long enough")
PHONE = "+6281234567890"
CAMAT = "KEC-16.02.05"


def add_contact(
    database: Database,
    desk: str = "PUPR",
    phone: str = PHONE,
    confirmed_at: datetime = TUESDAY,
    is_head: bool = False,
) -> int:
    with database.writing() as session:
        contact = Contact(
            desk=desk, name="Petugas", phone_sealed=VAULT.seal(phone), is_head=is_head,
            confirmed_at=confirmed_at,
        )  # fmt: skip
        session.add(contact)
        session.flush()
        return contact.id


def poster(database: Database) -> Poster:
    return Poster(database, VAULT, OKI, WORDING)


def post(database: Database, at: datetime) -> list[str]:
    """Send what is due, and return every text that was ever sent to an officer."""
    poster(database).post_due(at)
    return sent(database)


def sent(database: Database) -> list[str]:
    with database.reading() as session:
        query = select(OutboxMessage).where(OutboxMessage.purpose == "card").order_by(OutboxMessage.id)
        return [row.body["text"] for row in session.scalars(query)]


def cards(database: Database) -> list[tuple[str, str | None]]:
    """Each card by its kind, with why it was dropped."""
    with database.reading() as session:
        return [(card.kind, card.dropped_because) for card in session.scalars(select(Card).order_by(Card.id))]


def writes(session: Session, at: datetime, phone: str = PHONE) -> int:
    """Let an officer write to the number, which opens his window."""
    officer = resolve(session, VAULT, Sender(None, phone.removeprefix("+"), None), at)
    officer.last_inbound_at = at
    return officer.id
