"""Applies what WhatsApp tells about our messages: sent, delivered, read, failed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.conversations import outbox
from bot.conversations.citizens import Citizen
from bot.conversations.claims import waiting_statuses
from bot.conversations.forgetting import ERASED
from bot.conversations.messages import InboxEvent, OutboxMessage
from bot.conversations.news import stop_news
from bot.storage.database import Database
from bot.whatsapp import metrics
from bot.whatsapp.errors import OptedOut, WindowClosed, class_of
from bot.whatsapp.messages import outbox_id_of
from bot.whatsapp.patience import Patience

BATCH = 200

log = structlog.get_logger()


class Statuses:
    """Moves outbox rows forward by the status events in the inbox."""

    def __init__(self, database: Database, patience: Patience, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._patience = patience
        self._clock = clock

    def apply(self) -> int:
        """Apply some of the waiting status events; returns how many were looked at."""
        at = self._clock()
        with self._database.reading() as session:
            if not _is_any_waiting(session, at):
                return 0
        with self._database.writing() as session:
            events = waiting_statuses(session, BATCH, at)
            for event in events:
                self._apply_alone(session, event, at)
        return len(events)

    def _apply_alone(self, session: Session, event: InboxEvent, at: datetime) -> None:
        try:
            self._apply(session, event, at)
        except SQLAlchemyError:
            raise
        except Exception as error:
            # One odd status must not keep all the others waiting.
            log.error("status not applied", inbox_id=event.id, error=type(error).__name__, exc_info=True)
            event.state = "failed"
            event.error = type(error).__name__

    def _apply(self, session: Session, event: InboxEvent, at: datetime) -> None:
        message = outbox.find_message(session, outbox_id_of(event.payload.get("opaque")), event.wamid)
        if message is None:
            self._postpone(event, at)
            return
        error = _error_of(event)
        status = str(event.payload.get("status"))
        outbox.record_status(
            session, message.id, status, event.sent_at, event.wamid, event.payload.get("pricing"), error
        )
        event.citizen_id = message.citizen_id
        event.state = "done"
        code = error.get("code") if error else None
        if message.state == "failed" and class_of(code) is WindowClosed:
            outbox.retell(session, message, at)
        if message.state == "failed" and class_of(code) is OptedOut:
            stop_news(session, message.citizen_id, at)
        if session.get_one(Citizen, message.citizen_id).erased_at is not None:
            _forget_names(event, message)
        metrics.STATUSES.labels(status if status in outbox.STATUSES else "other", str(code or "")).inc()
        if code is not None and class_of(code).stops_everything:
            # The call itself was answered with success, so nothing stops; but somebody has to look.
            log.error("account trouble told by a status", outbox_id=message.id, code=code)

    def _postpone(self, event: InboxEvent, at: datetime) -> None:
        """A status may overtake the record of its message; later it is about one that is not ours."""
        event.attempts += 1
        if event.attempts >= self._patience.status_attempts:
            event.state = "done"
            event.error = "no such message"
        else:
            event.ready_at = at + timedelta(seconds=2.0**event.attempts)


def _forget_names(event: InboxEvent, message: OutboxMessage) -> None:
    """The id of a message contains the digits of a phone number, and this citizen was erased."""
    event.event_key, event.wamid, message.wamid = f"{ERASED}:{event.id}", None, None


def _error_of(event: InboxEvent) -> dict[str, Any] | None:
    errors = event.payload.get("errors") or [{}]
    code = errors[0].get("code")
    title = errors[0].get("title") or errors[0].get("message")
    if code is None and title is None:
        return None
    return {"code": code if isinstance(code, int) else None, "title": title}


def _is_any_waiting(session: Session, at: datetime) -> bool:
    query = select(InboxEvent.id).where(
        InboxEvent.state == "waiting", InboxEvent.kind == "status", InboxEvent.ready_at <= at
    )
    return session.scalars(query.limit(1)).first() is not None
