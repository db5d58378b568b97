"""Looks up the photos that an officer may close with before his turn takes any lock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.messages import Media, OutboxMessage
from bot.dialogue.engine import Understood
from bot.dialogue.steps import Step
from bot.reports.cards import SAYS_CARD, contacts_in_chat
from bot.reports.instructions import photos_in, waiting_of
from bot.reports.looking import look_before
from bot.reports.office_records import Card
from bot.reports.office_words import DONE
from bot.reports.proof import NO_LOOKS, Looks
from bot.storage.database import Database
from bot.storage.files import Files

NO_REPORT = 0


def looks_of_turn(
    database: Database, files: Files, citizen_id: int, understood: Sequence[Understood], at: datetime
) -> Looks:
    """What is like the photos of a turn and those that wait for the word of it; nothing for a citizen's turn.

    Looking takes seconds where there are many photos, which no other turn should wait for: within the turn
    only what came meanwhile is read again. A photo that is not here yet is looked up then.
    """
    steps = [item.step for item in understood]
    if not any(_may_close(step) for step in steps):
        return NO_LOOKS
    with database.reading() as session:
        if not contacts_in_chat(session, citizen_id):
            return NO_LOOKS
        served = dict(_served(files, _photos(session, citizen_id, steps, at)))
        report_id = _quoted_report(session, steps)
    return look_before(database, files, report_id, served) if served else NO_LOOKS


def _may_close(step: Step) -> bool:
    """A photo, a button, or the word itself: other words close nothing."""
    return bool(step.attachments or step.choice) or DONE in step.text.lower()


def _photos(session: Session, citizen_id: int, steps: Sequence[Step], at: datetime) -> Sequence[Media]:
    new = [inbox_id for step in steps for inbox_id in step.inbox_ids]
    waiting = waiting_of(session, citizen_id, at)
    return photos_in(session, [*new, *(one for asked in waiting for one in asked.attached_ids)])


def _served(files: Files, photos: Sequence[Media]) -> Iterator[tuple[str, bytes]]:
    for photo in photos:
        try:
            yield photo.sha256 or "", files.read(photo.served_path or "")
        except OSError:
            # Gone, or the store is away: the turn itself says so.
            continue


def _quoted_report(session: Session, steps: Sequence[Step]) -> int:
    """The report of a card that is quoted: photos of it that lack a print get theirs first."""
    quoted = [step.reply_to for step in steps if step.reply_to]
    query = select(Card.report_id).join(OutboxMessage, SAYS_CARD).where(OutboxMessage.wamid.in_(quoted))
    return session.scalars(query.limit(1)).first() or NO_REPORT
