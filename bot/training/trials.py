"""How a sentence would be read just now: asked by a page as a row, answered by a worker between two turns."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from bot.training.records import Trial

IS_WAITING = text("trials.answered_at IS NULL")
FORGOTTEN_AFTER = timedelta(hours=1)


def try_sentence(session: Session, staff_id: int, sentence: str, at: datetime) -> Trial:
    """Ask how a sentence would be read; older ones are forgotten on the way."""
    session.execute(delete(Trial).where(Trial.at < at - FORGOTTEN_AFTER))
    trial = Trial(staff_id=staff_id, sentence=sentence, at=at)
    session.add(trial)
    session.flush()
    return trial


def waiting_trials(session: Session, at: datetime) -> list[tuple[int, str]]:
    """Ids and sentences that no worker has read yet; not those that nobody waits for any more."""
    query = (
        select(Trial.id, Trial.sentence).where(IS_WAITING, Trial.at > at - FORGOTTEN_AFTER).order_by(Trial.id)
    )
    return list(session.execute(query).tuples())


def answer_trial(session: Session, trial_id: int, answer: dict[str, Any], model: str, at: datetime) -> None:
    trial = session.get(Trial, trial_id)
    if trial is not None and trial.answered_at is None:
        trial.answer, trial.model, trial.answered_at = answer, model, at
