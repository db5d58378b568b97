"""What an officer wrote that waits for a word of his own: kept, found again, ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from bot.conversations.messages import InboxEvent, Media
from bot.reports.office_records import Card, Contact, Instruction
from bot.reports.photos import PICTURE, STORED

# What he is asked beside what a deed lacks: which card, what his words are, the words to a photo.
WHICH = "kartu"
MEANING = "makna"
FIELD_MEANING = "makna_camat"
WORDS = "kata"
# Kept though nothing is asked: somebody else has to do something first, or he has to say it again.
UNCONFIRMED = "nomor"
NO_ACCOUNT = "akun"
CHANGED = "diubah"
AGAIN = "ulang"
# For so long his next words or photos belong to what he was asked; later staff look after it.
WITHIN = timedelta(hours=1)
MOST = 50
WAITS = and_(Instruction.ended_at.is_(None), Instruction.handled_at.is_(None))


@dataclass(frozen=True)
class Sent:
    """What he sent, by inbox rows: his words, and photos and pins. A photo with a caption is both."""

    word_ids: tuple[int, ...] = ()
    attached_ids: tuple[int, ...] = ()

    def after(self, earlier: Sent) -> Sent:
        """Both together; new words take the place of the earlier ones."""
        attached = dict.fromkeys((*earlier.attached_ids, *self.attached_ids))
        return Sent(self.word_ids or earlier.word_ids, tuple(attached))


def sent_of(instruction: Instruction) -> Sent:
    return Sent(tuple(instruction.word_ids), tuple(instruction.attached_ids))


def sent_in(session: Session, inbox_ids: Iterable[int]) -> Sent:
    rows = _rows(session, inbox_ids)
    attached = (row.id for row in rows if row.kind in ("image", "location"))
    return Sent(tuple(row.id for row in rows if _words(row)), tuple(attached))


def words_in(session: Session, inbox_ids: Iterable[int]) -> str:
    return "\n".join(filter(None, (_words(row) for row in _rows(session, inbox_ids))))


def photos_in(session: Session, inbox_ids: Iterable[int]) -> list[Media]:
    """The photos that have arrived here, in their order."""
    arrived = select(Media).where(Media.inbox_id.in_(list(inbox_ids)), Media.kind == PICTURE)
    return list(session.scalars(arrived.where(Media.state == STORED).order_by(Media.inbox_id)))


def has_photo(session: Session, inbox_ids: Iterable[int]) -> bool:
    """Whether he sent one, arrived or not."""
    return any(row.kind == PICTURE for row in _rows(session, inbox_ids))


def pin_in(session: Session, inbox_ids: Iterable[int]) -> tuple[float, float] | None:
    """Where he said last that he is (latitude, longitude)."""
    rows = _rows(session, inbox_ids)
    pins = [row.payload for row in rows if row.kind == "location" and "latitude" in row.payload]
    return (float(pins[-1]["latitude"]), float(pins[-1]["longitude"])) if pins else None


def ask(
    session: Session, citizen_id: int, card: Card | None, sent: Sent, asks: str, at: datetime
) -> Instruction:
    """Keep what he sent under the question that he is asked."""
    instruction = Instruction(
        citizen_id=citizen_id, card_id=card.id if card else None, asks=asks, asked_at=at,
        word_ids=list(sent.word_ids), attached_ids=list(sent.attached_ids),
    )  # fmt: skip
    session.add(instruction)
    session.flush()
    return instruction


def waiting_of(session: Session, citizen_id: int, at: datetime) -> Sequence[Instruction]:
    """What he was asked within the last hour, the newest first."""
    query = select(Instruction).where(Instruction.citizen_id == citizen_id, WAITS)
    recent = query.where(Instruction.asked_at > at - WITHIN)
    return session.scalars(recent.order_by(Instruction.id.desc())).all()


def instruction_of(session: Session, citizen_id: int, instruction_id: int) -> Instruction | None:
    """That one, if it is his and still waits."""
    his = select(Instruction).where(Instruction.id == instruction_id, Instruction.citizen_id == citizen_id)
    return session.scalars(his.where(WAITS)).one_or_none()


def left_instructions(
    session: Session, at: datetime
) -> tuple[Sequence[tuple[Instruction, Contact | None]], int]:
    """What officers wrote and never came back to, with who; the newest first, and how many there are."""
    left = and_(WAITS, Instruction.asked_at <= at - WITHIN)
    query = (
        select(Instruction, Contact)
        .outerjoin(Card, Card.id == Instruction.card_id)
        .outerjoin(Contact, Contact.id == Card.contact_id)
        .where(left)
    )
    total = session.scalar(select(func.count()).select_from(Instruction).where(left)) or 0
    return session.execute(query.order_by(Instruction.asked_at.desc()).limit(MOST)).tuples().all(), total


def _rows(session: Session, inbox_ids: Iterable[int]) -> Sequence[InboxEvent]:
    query = select(InboxEvent).where(InboxEvent.id.in_(list(inbox_ids)))
    return session.scalars(query.order_by(InboxEvent.sent_at, InboxEvent.id)).all()


def _words(row: InboxEvent) -> str:
    return str(row.payload.get("text") or row.payload.get("caption") or "").strip()
