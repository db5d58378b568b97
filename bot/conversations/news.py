"""Whether a citizen wants to hear of his reports without asking."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.conversations.citizens import Citizen
from bot.conversations.messages import OutboxMessage
from bot.conversations.outbox import UPDATE


def stop_news(session: Session, citizen_id: int, at: datetime) -> None:
    """Tell him only what he asks for; news that wait to be sent are dropped."""
    citizen = session.get_one(Citizen, citizen_id)
    citizen.updates_stopped_at = citizen.updates_stopped_at or at
    unsent = update(OutboxMessage).where(
        OutboxMessage.citizen_id == citizen_id,
        OutboxMessage.purpose == UPDATE,
        OutboxMessage.state == "queued",
    )
    session.execute(unsent.values(state="dropped"))


def start_news(session: Session, citizen_id: int) -> None:
    """Let him hear of his reports again."""
    session.get_one(Citizen, citizen_id).updates_stopped_at = None


def hears_news(citizen: Citizen) -> bool:
    return citizen.updates_stopped_at is None


def unheard_because(citizen: Citizen) -> str:
    """Why news do not reach him: `dihapus` (he was erased), `berhenti` (at his wish); empty when they do."""
    if citizen.erased_at is not None:
        return "dihapus"
    return "" if hears_news(citizen) else "berhenti"
