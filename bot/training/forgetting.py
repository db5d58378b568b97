"""What trainers were shown of a citizen's words goes when he is erased."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.conversations.forgetting import TOMBSTONE
from bot.conversations.messages import TranscriptEntry
from bot.reports.erasing import Erasure
from bot.training.records import Doubt, Example, Label

EXPORTED = "exported"


def forget_sentences(session: Session, erasure: Erasure) -> None:
    """Put tombstones in place of his sentences; the next training does without them.

    One that was exported before is in the files, where nothing tells whose it was.
    """
    lines = select(TranscriptEntry.id).where(TranscriptEntry.citizen_id.in_(erasure.family))
    spared = lines.where(TranscriptEntry.id.not_in(erasure.kept.lines))
    doubts = session.scalars(select(Doubt.id).where(Doubt.line_id.in_(spared))).all()
    if not doubts:
        return
    session.execute(update(Doubt).where(Doubt.id.in_(doubts)).values(sentence=TOMBSTONE, state="set_aside"))
    session.execute(update(Label).where(Label.doubt_id.in_(doubts)).values(parts=[]))
    session.execute(update(Example).where(Example.doubt_id.in_(doubts)).values(text=TOMBSTONE, plain=""))
    withdrawn = update(Example).where(Example.doubt_id.in_(doubts), Example.state != EXPORTED)
    session.execute(withdrawn.values(state="withdrawn"))
