"""What operators watch: live, ready, and figures for Prometheus."""

from __future__ import annotations

import hmac
from datetime import datetime
from pathlib import Path
from typing import Any

from prometheus_client import REGISTRY, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.conversations.messages import InboxEvent, OutboxMessage
from bot.conversations.outbox import oldest_queued_age
from bot.reports.records import Report
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.tables import now
from bot.whatsapp.alarm import current_stop

# Older than this, waiting messages mean that no worker or courier is at work.
OLDEST_ALLOWED_SECONDS = 120.0

INBOX = Gauge("lapor_inbox_events", "Inbox rows by state", ["state"])
OUTBOX = Gauge("lapor_outbox_messages", "Outbox rows by state", ["state"])
REPORTS = Gauge("lapor_reports", "Reports by status", ["status"])
INBOX_AGE = Gauge("lapor_inbox_oldest_seconds", "Age of the oldest waiting message")
OUTBOX_AGE = Gauge("lapor_outbox_oldest_seconds", "Age of the oldest unsent bubble")


def operation_routes(database: Database, model: Path, settings: Settings) -> list[Route]:
    async def live(request: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(request: Request) -> Response:
        state = await run_in_threadpool(readiness, database, model)
        return JSONResponse(state, status_code=200 if state["ready"] else 503)

    async def metrics(request: Request) -> Response:
        if not _may_see_metrics(request, settings.metrics_token):
            return PlainTextResponse("metrics are for loopback, or with METRICS_TOKEN", status_code=403)
        await run_in_threadpool(_measure, database)
        return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", live), Route("/readyz", ready), Route("/metrics", metrics)]


def readiness(database: Database, model: Path) -> dict[str, Any]:
    """Whether messages are answered: database, model, age of both queues in seconds, and a stop of sending."""
    try:
        with database.reading() as session:
            at = now()
            ages = {
                "inbox_age": oldest_waiting_age(session, at) or 0.0,
                "outbox_age": oldest_queued_age(session, at) or 0.0,
            }
            stop = current_stop(session)
    except SQLAlchemyError as error:
        return {"ready": False, "database": type(error).__name__}
    state = {
        "database": "ok",
        "model": model.is_file(),
        **ages,
        "sending_stopped": stop.title if stop else None,
    }
    fresh = all(age < OLDEST_ALLOWED_SECONDS for age in ages.values())
    return {"ready": bool(state["model"]) and fresh and stop is None, **state}


def oldest_waiting_age(session: Session, at: datetime) -> float | None:
    """Seconds by which the oldest message is overdue; None when none is."""
    query = select(func.min(InboxEvent.ready_at)).where(
        InboxEvent.state == "waiting", InboxEvent.ready_at <= at
    )
    oldest = session.scalar(query)
    return None if oldest is None else (at - oldest).total_seconds()


def _may_see_metrics(request: Request, token: str | None) -> bool:
    if token:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    return request.client is not None and request.client.host in ("127.0.0.1", "::1")


def _measure(database: Database) -> None:
    with database.reading() as session:
        _count(INBOX, session, InboxEvent.state)
        _count(OUTBOX, session, OutboxMessage.state)
        _count(REPORTS, session, Report.status)
        at = now()
        INBOX_AGE.set(oldest_waiting_age(session, at) or 0.0)
        OUTBOX_AGE.set(oldest_queued_age(session, at) or 0.0)


def _count(gauge: Gauge, session: Session, column: Any) -> None:
    gauge.clear()
    for value, count in session.execute(select(column, func.count()).group_by(column)):
        gauge.labels(value).set(count)
