"""What operators watch: live, ready, and figures for Prometheus."""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.conversations.messages import InboxEvent, OutboxMessage
from bot.conversations.outbox import TYPING
from bot.reports.records import Report
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.tables import now
from bot.whatsapp.alarm import current_stop

# Older than this, waiting messages mean that no worker or courier is at work.
OLDEST_ALLOWED_SECONDS = 120.0
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


def operation_routes(database: Database, has_model: Callable[[], bool], settings: Settings) -> list[Route]:
    async def live(request: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(request: Request) -> Response:
        state = await run_in_threadpool(readiness, database, has_model)
        return JSONResponse(state, status_code=200 if state["ready"] else 503)

    async def metrics(request: Request) -> Response:
        if not _may_see_metrics(request, settings.metrics_token):
            return PlainTextResponse("metrics are for loopback, or with METRICS_TOKEN", status_code=403)
        try:
            figures = await run_in_threadpool(_figures, database)
        except SQLAlchemyError as error:
            return PlainTextResponse(f"no database: {type(error).__name__}", status_code=503)
        return Response(figures, media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", live), Route("/readyz", ready), Route("/metrics", metrics)]


def readiness(database: Database, has_model: Callable[[], bool]) -> dict[str, Any]:
    """Whether messages are answered: database, model, by how many seconds either queue is late, a stop."""
    try:
        with database.reading() as session:
            at = now()
            ages = {
                "inbox_age": oldest_waiting_age(session, at),
                "outbox_age": oldest_unsent_age(session, at),
            }
            stop = current_stop(session)
    except SQLAlchemyError as error:
        return {"ready": False, "database": type(error).__name__}
    state = {
        "database": "ok",
        "model": has_model(),
        **ages,
        "sending_stopped": stop.title if stop else None,
    }
    fresh = all(age < OLDEST_ALLOWED_SECONDS for age in ages.values())
    return {"ready": bool(state["model"]) and fresh and stop is None, **state}


def oldest_waiting_age(session: Session, at: datetime) -> float:
    """Seconds by which the oldest message or status is overdue, 0 when none is."""
    query = select(func.min(InboxEvent.ready_at)).where(
        InboxEvent.state == "waiting", InboxEvent.ready_at <= at
    )
    return _seconds_since(session.scalar(query), at)


def oldest_unsent_age(session: Session, at: datetime) -> float:
    """Seconds by which the oldest bubble that could go is overdue, 0 when none is.

    A bubble that waits for its next attempt, or behind such a one, could not go.
    """
    unsent = OutboxMessage.state.in_(("queued", "sending")) & (OutboxMessage.purpose != TYPING)
    first = select(func.min(OutboxMessage.id)).where(unsent).group_by(OutboxMessage.citizen_id)
    due = select(func.min(OutboxMessage.next_try_at)).where(
        OutboxMessage.id.in_(first), OutboxMessage.next_try_at <= at
    )
    return _seconds_since(session.scalar(due), at)


def _seconds_since(moment: datetime | None, at: datetime) -> float:
    return 0.0 if moment is None else (at - moment).total_seconds()


def _may_see_metrics(request: Request, token: str | None) -> bool:
    if token:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    # A proxy on this machine comes from loopback as well, for whomever.
    forwarded = any(name in request.headers for name in FORWARDED)
    return not forwarded and request.client is not None and request.client.host in ("127.0.0.1", "::1")


def _figures(database: Database) -> bytes:
    """What the tables say, and what every process of this machine has counted."""
    registry = CollectorRegistry()
    registry.register(Tables(database))
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(registry) + generate_latest(REGISTRY)
    MultiProcessCollector(registry)
    return generate_latest(registry)


@dataclass(frozen=True)
class Tables(Collector):
    """Rows by state, and how late the queues are."""

    database: Database

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing: naming the figures must not cost a look into the database."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with self.database.reading() as session:
            at = now()
            yield _by_state("lapor_inbox_events", "Inbox rows by state", session, InboxEvent.state)
            yield _by_state("lapor_outbox_messages", "Outbox rows by state", session, OutboxMessage.state)
            yield _by_state("lapor_reports", "Reports by status", session, Report.status)
            late = oldest_waiting_age(session, at), oldest_unsent_age(session, at)
            yield GaugeMetricFamily("lapor_inbox_oldest_seconds", "How late the inbox is", late[0])
            yield GaugeMetricFamily("lapor_outbox_oldest_seconds", "How late the outbox is", late[1])


def _by_state(name: str, meaning: str, session: Session, column: Any) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, meaning, labels=[column.key])
    for value, count in session.execute(select(column, func.count()).group_by(column)):
        family.add_metric([value], count)
    return family
