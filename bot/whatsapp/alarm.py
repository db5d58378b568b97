"""The stop that the token or the account forces upon us, kept where every courier and `/readyz` see it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.storage.tables import Installation
from bot.whatsapp import metrics
from bot.whatsapp.errors import GraphError
from bot.whatsapp.patience import Patience

NAME = "whatsapp_sending_stopped"

log = structlog.get_logger()


@dataclass(frozen=True)
class Stop:
    """Why nothing is sent, since when, and when the next single attempt is made. Times are ISO 8601, UTC."""

    code: int | None
    title: str
    since: str
    times: int
    until: str

    def is_over(self, at: datetime) -> bool:
        """Whether another attempt is due."""
        return at >= datetime.fromisoformat(self.until)


def current_stop(session: Session) -> Stop | None:
    """The stop in force, for couriers and for whoever shows the state of the service."""
    row = session.get(Installation, NAME, populate_existing=True)
    return Stop(**json.loads(row.value)) if row is not None else None


def raise_stop(session: Session, error: GraphError, at: datetime, patience: Patience) -> None:
    """Stop all sending, or lengthen a stop whose attempt has failed again."""
    row = session.get(Installation, NAME, with_for_update=True, populate_existing=True)
    if row is None:
        until = at + patience.after_stop(1)
        stop = Stop(error.code, error.title, at.isoformat(), 1, until.isoformat())
        try:
            with session.begin_nested():
                session.add(Installation(name=NAME, value=json.dumps(asdict(stop))))
        except IntegrityError:
            return
    else:
        stop = Stop(**json.loads(row.value))
        if not stop.is_over(at):
            return
        until = at + patience.after_stop(stop.times + 1)
        stop = replace(
            stop, code=error.code, title=error.title, times=stop.times + 1, until=until.isoformat()
        )
        row.value = json.dumps(asdict(stop))
    metrics.STOPPED.set(1)
    log.error("sending stopped", code=stop.code, title=stop.title, since=stop.since, until=stop.until)


def clear_stop(session: Session) -> None:
    """Sending works again."""
    row = session.get(Installation, NAME, with_for_update=True, populate_existing=True)
    metrics.STOPPED.set(0)
    if row is not None:
        session.delete(row)
        log.info("sending resumed")
