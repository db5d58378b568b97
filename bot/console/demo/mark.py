"""The mark of a database whose reports are invented."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.storage.tables import Installation

NAME = "demo"


def is_demo(session: Session) -> bool:
    """Whether everything in this database was invented by `lapor demo`."""
    return session.get(Installation, NAME) is not None


def mark_as_demo(session: Session, at: datetime) -> None:
    session.add(Installation(name=NAME, value=at.date().isoformat()))
