"""The offices of a simulated day: who gets their cards and digests, and what they do by WhatsApp."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.console.contacts import Person, add_contact, desks_of
from bot.conversations.messages import OutboxMessage
from bot.reports import answering
from bot.reports.cases import open_case
from bot.reports.office_records import Card
from bot.reports.records import Copy, Report
from bot.reports.sight import CAMAT, Viewer
from bot.storage.tables import now
from tests.dialogue.office import ACCOUNT
from tests.dialogue.phone import Phone, numbers
from tests.program.day.clockwork import Clockwork, Life

RECORDED, CHANGED = "Tercatat", "sudah diubah oleh"
# A photo that an officer sends is judged once a courier has fetched it.
FETCHED = timedelta(seconds=5)


@dataclass
class Colleague(Phone):
    """Somebody of a desk with a telephone, who answers below the cards that he gets."""

    clockwork: Clockwork = field(kw_only=True)
    desk: str = ""
    contact: int = 0

    def card_of(self, ticket: str, assignment_id: int | None) -> str | None:
        """The wamid of his newest card of a part, or of a copy; None while WhatsApp has none."""
        query = (
            select(OutboxMessage.wamid)
            .join(Card, Card.outbox_id == OutboxMessage.id)
            .join(Report, Report.id == Card.report_id)
            .where(Card.contact_id == self.contact, Report.ticket == ticket)
            .where(Card.assignment_id == assignment_id)
        )
        with self.town.database.reading() as session:
            return session.scalars(query.order_by(Card.id.desc())).first()

    def tell(self, ticket: str, words: str, card: str) -> None:
        """Write below a card; once more when somebody else has changed the part meanwhile."""
        message = {"type": "text", "text": {"body": words}, "context": {"id": card}}
        since = self._write(message)
        if self._got(CHANGED, ticket, since):
            since = self._write(message)
        if not self._got(RECORDED, ticket, since):
            # A photo that he sent just before is still being fetched, and both are read together.
            self.clockwork.begin(self._answered(ticket, words, card, since), now() + FETCHED)

    def show(self, ticket: str, words: str, card: str, picture: bytes) -> None:
        """Send a photo with its words, and look at the answer when it was fetched."""
        image = {"id": f"media-{next(numbers)}", "mime_type": "image/jpeg", "sha256": "x", "caption": words}
        self.clockwork.network.media[image["id"]] = picture
        since = self._write({"type": "image", "image": image, "context": {"id": card}})
        self.clockwork.begin(self._answered(ticket, words, card, since), now() + FETCHED)

    def _answered(self, ticket: str, words: str, card: str, since: int) -> Life:
        self.listen()
        if self._got(CHANGED, ticket, since):
            since = self._write({"type": "text", "text": {"body": words}, "context": {"id": card}})
        assert self._got(RECORDED, ticket, since), (ticket, [one.text for one in self.bubbles[since:]])
        return
        yield now()

    def _write(self, message: dict[str, Any]) -> int:
        """How many bubbles he had before."""
        self.listen()
        since = len(self.bubbles)
        self.clockwork.write(self.name, lambda: self.send(message))
        return since

    def _got(self, words: str, ticket: str, since: int) -> bool:
        return any(words in bubble.text and ticket in bubble.text for bubble in self.bubbles[since:])


class Offices:
    """Every desk of the region with one telephone, and those of the heads to whom overdue work climbs."""

    def __init__(self, clockwork: Clockwork) -> None:
        self._clockwork = clockwork
        region = clockwork.wiring.region
        self._at: dict[str, Colleague] = {}
        for desk, (_, answers) in desks_of(region).items():
            if answers:
                self._hire(desk, is_head=True)
            if answers and desk not in region.leaders:
                self._at[desk] = self._hire(desk)

    def colleague(self, desk: str) -> Colleague | None:
        """Who does the work of a desk; None for the offices of other governments."""
        return self._at.get(desk)

    def camat_of(self, ticket: str) -> str | None:
        """The desk of the camat who reads a copy of a report."""
        region = self._clockwork.wiring.region
        with self._clockwork.wiring.database.reading() as session:
            query = select(Copy.recipient).join(Report).where(Report.ticket == ticket)
            return next((one for one in session.scalars(query) if region.is_copy_code(one)), None)

    def check_in_console(self, desk: str, ticket: str, words: str) -> None:
        """Let a camat tell what he saw, by the console."""
        wiring, camat = self._clockwork.wiring, Viewer(3, "Camat", CAMAT, desk)
        with wiring.database.writing() as session:
            case = open_case(session, wiring.region, wiring.wording, camat, ticket, now())
            answering.verify(case, words)

    def _hire(self, desk: str, is_head: bool = False) -> Colleague:
        town = self._clockwork.town
        one = Colleague(town, clockwork=self._clockwork, desk=desk)
        with town.database.writing() as session:
            person = Person(f"Petugas {desk}", "", f"+{one.name}", "", is_head)
            contact = add_contact(session, town.vault, desk, person, now())
            contact.staff_id, one.contact = ACCOUNT, contact.id
        return one
