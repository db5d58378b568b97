"""An officer's phone: it gets cards, quotes them, and sends photos that the courier has fetched."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.conversations.bubbles import Bubble
from bot.conversations.citizens import Citizen
from bot.conversations.media import check_photo
from bot.conversations.messages import InboxEvent, Media, OutboxMessage, TranscriptEntry
from bot.conversations.near_copies import keep_print
from bot.conversations.outbox import enqueue, record_accepted
from bot.conversations.taking import take
from bot.reports.cards import DIGEST
from bot.reports.dates import local_date
from bot.reports.deadlines import working_calendar
from bot.reports.office_records import Card, Contact, Instruction
from bot.reports.posting import Poster
from bot.reports.records import Assignment, Report, ReportEvent
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.conversations.drawn_photos import as_jpeg, draw_texture
from tests.dialogue.phone import Phone, Town, numbers

ACCOUNT = 7
ROAD = "jalan rusak di depan SDN 1 Kedaton Kayu Agung, banyak lubang"
TWO_PARTS = "Jl Letnan Mukhtar Saleh Celikah banyak lubang, gotnya mampet, tiap hujan banjir"
# Lets a new citizen report something, of which the officers get their cards; returns him and the ticket.
File = Callable[..., tuple[Phone, str]]


@dataclass
class Officer(Phone):
    """A contact of an office; `contact` is the id of his row."""

    wiring: Wiring = field(kw_only=True)
    contact: int = 0
    profile: str = "Petugas"

    def hired(self, desk: str = "PUPR", staff_id: int | None = ACCOUNT) -> Officer:
        """Make him a confirmed contact."""
        with self.town.database.writing() as session:
            sealed = self.town.vault.seal(f"+{self.name}")
            contact = Contact(desk=desk, name=f"Petugas {desk}", phone_sealed=sealed, staff_id=staff_id)
            session.add(contact)
            session.flush()
            self.contact = contact.id
        return self

    def get_cards(self) -> None:
        """Let every card that was laid reach its phone: it is sent when the offices are open."""
        morning = working_calendar(self.wiring.region).office_moment(now())
        poster = Poster(self.town.database, self.town.vault, self.wiring.region, self.wiring.wording)
        poster.post_due(morning)
        with self.town.database.writing() as session:
            sent = session.scalars(select(OutboxMessage).where(OutboxMessage.purpose == "card"))
            for message in list(sent):
                record_accepted(session, message.id, f"wamid.card.{message.id}", now())
        self.listen()

    def get_digest(self, text: str) -> str:
        """Let a digest reach the phone; its wamid."""
        with self.town.database.writing() as session:
            citizen_id = self.citizen_id(session)
            assert citizen_id is not None
            message = enqueue(session, citizen_id, Bubble(text), "card")
            session.add(
                Card(occasion=text, kind=DIGEST, contact_id=self.contact, outbox_id=message.id, made_at=now())
            )
            record_accepted(session, message.id, f"wamid.digest.{message.id}", now())
            return f"wamid.digest.{message.id}"

    def card(self, ticket: str, part: int = 0) -> str:
        """The wamid of his newest card of a report."""
        with self.town.database.reading() as session:
            report = session.scalars(select(Report).where(Report.ticket == ticket)).one()
            own = select(Card).where(Card.contact_id == self.contact, Card.report_id == report.id)
            tasks = own.where(Card.assignment_id.in_([report.assignments[part].id, None]))
            found = session.scalars(tasks.order_by(Card.id.desc())).first() or session.scalars(own).first()
            assert found is not None and found.outbox_id is not None
            return str(session.get_one(OutboxMessage, found.outbox_id).wamid)

    def answer(self, words: str, card: str | None = None) -> str:
        return self.send({"type": "text", "text": {"body": words}, **_quote(card)})

    def shoot(
        self, card: str | None = None, caption: str = "", picture: bytes | None = None, **more: Any
    ) -> str:
        """Send a photo and let the courier fetch it before anybody looks."""
        content = picture or new_picture()
        image = {"id": f"media-{next(numbers)}", "mime_type": "image/jpeg", "sha256": "x"}
        if caption:
            image["caption"] = caption
        paused = self.town.paused
        self.town.pause()
        self.send({"type": "image", "image": image, **_quote(card), **more})
        self.fetch(image["id"], content)
        self.town.paused = paused
        return self.listen()

    def fetch(self, graph_id: str, content: bytes) -> None:
        """What the courier does with a photo that it can fetch."""
        photo = check_photo(content)
        with self.town.database.writing() as session:
            media = session.scalars(select(Media).where(Media.graph_id == graph_id)).one()
            original, served = f"test/{media.id}/original.jpeg", f"test/{media.id}/served.jpg"
            self.wiring.files.write(original, content)
            self.wiring.files.write(served, photo.served)
            media.state, media.stored_at, media.mime = "stored", now(), photo.mime
            media.original_path, media.served_path, media.exif = original, served, photo.exif
            media.sha256, media.bytes = hashlib.sha256(content).hexdigest(), len(content)
            keep_print(session, media.id, photo.print)

    def hurry(self, minutes: int = 0) -> None:
        """Let what was put off be due, and be as old as some minutes more."""
        with self.town.database.writing() as session:
            for event in session.scalars(select(InboxEvent).where(InboxEvent.state == "waiting")):
                event.ready_at = now()
                event.received_at -= timedelta(minutes=minutes)

    def press_again(self, title: str) -> str:
        """Press a button of an earlier bubble."""
        older = next(bubble for bubble in reversed(self.bubbles) if bubble.buttons)
        self.bubbles.append(older)
        return self.press(title)

    def lines(self, session: Session) -> list[TranscriptEntry]:
        own = TranscriptEntry.citizen_id == self.citizen_id(session)
        return list(session.scalars(select(TranscriptEntry).where(own).order_by(TranscriptEntry.id)))

    def taken_by_staff(self) -> None:
        with self.town.database.writing() as session:
            take(session, session.get_one(Citizen, self.citizen_id(session)), ACCOUNT, now())

    def changes(self, **values: datetime | int | None) -> None:
        """Change his row as an admin would."""
        with self.town.database.writing() as session:
            session.execute(update(Contact).where(Contact.id == self.contact).values(**values))


def new_picture() -> bytes:
    """A picture unlike all others."""
    return as_jpeg(draw_texture(1000 + next(numbers)))


def _quote(wamid: str | None) -> dict[str, Any]:
    return {"context": {"id": wamid}} if wamid else {}


def part_of(town: Town, ticket: str, place: int = 0) -> Assignment:
    with town.database.reading() as session:
        part = session.scalars(select(Report).where(Report.ticket == ticket)).one().assignments[place]
        session.expunge(part)
        return part


def events_of(town: Town, ticket: str) -> list[ReportEvent]:
    with town.database.reading() as session:
        events = list(session.scalars(select(Report).where(Report.ticket == ticket)).one().events)
        session.expunge_all()
        return events


def notes_of(town: Town, ticket: str) -> list[str]:
    return [event.internal_note for event in events_of(town, ticket) if event.internal_note]


def waiting(town: Town) -> list[str]:
    with town.database.reading() as session:
        open_ones = select(Instruction.asks).where(Instruction.ended_at.is_(None)).order_by(Instruction.id)
        return list(session.scalars(open_ones))


def ahead(wiring: Wiring, days: int) -> date:
    return local_date(now() + timedelta(days=days), wiring.region.timezone)


def titles(phone: Phone) -> list[str]:
    return [button.title for button in phone.bubbles[-1].buttons]


def titles_after(phone: Phone, words: str) -> list[str]:
    phone.say(words)
    return titles(phone)
