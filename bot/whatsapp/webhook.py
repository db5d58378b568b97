"""The address that Meta calls: it checks, stores and answers, and does nothing else."""

from __future__ import annotations

import hmac
from collections import Counter

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError, StatementError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.conversations.inbox import NewEvent, store_events
from bot.settings import WhatsAppSettings
from bot.storage.database import Database
from bot.storage.tables import now
from bot.storage.vault import Vault
from bot.whatsapp import metrics
from bot.whatsapp.payloads import broken_event, parse
from bot.whatsapp.signature import HEADER, is_signed

PATH = "/whatsapp/webhook"
# Meta's batches reach 3 MB ("Webhooks", page of November 2025).
LARGEST_BODY = 4 * 1024 * 1024
# Two batches that meet in a deadlock: one of them is asked to try again.
STORING_ATTEMPTS = 3

log = structlog.get_logger()


def webhook_routes(database: Database, vault: Vault, settings: WhatsAppSettings) -> list[Route]:
    """The two routes of the webhook, for the web process."""
    webhook = Webhook(database, vault, settings)
    return [
        Route(PATH, webhook.shake_hands, methods=["GET"]),
        Route(PATH, webhook.receive, methods=["POST"]),
    ]


class BodyTooLarge(Exception):
    """A body is larger than any that Meta sends."""


class Webhook:
    """Receives Meta's calls for one number."""

    def __init__(self, database: Database, vault: Vault, settings: WhatsAppSettings) -> None:
        self._database = database
        self._vault = vault
        self._settings = settings

    async def shake_hands(self, request: Request) -> Response:
        """Answer Meta's challenge when it knows our token; without a configured token nobody is answered."""
        expected = self._settings.verify_token.encode()
        given = request.query_params.get("hub.verify_token", "").encode()
        subscribes = request.query_params.get("hub.mode") == "subscribe"
        if not (expected and subscribes and hmac.compare_digest(given, expected)):
            return PlainTextResponse("wrong verify token", status_code=403)
        return PlainTextResponse(request.query_params.get("hub.challenge", ""))

    async def receive(self, request: Request) -> Response:
        """Answer 200 only when every event of the body is committed; Meta repeats what is not answered so."""
        try:
            body = await _read_body(request)
        except BodyTooLarge:
            return _answer("too_large", 413)
        except ClientDisconnect:
            return _answer("disconnected", 400)
        if not is_signed(self._settings.app_secret, body, request.headers.get(HEADER)):
            return _answer("wrong_signature", 401)
        try:
            await run_in_threadpool(self._store, body)
        except SQLAlchemyError as error:
            log.error("webhook not stored", error=type(error).__name__)
            return _answer("not_stored", 503)
        return _answer("stored", 200)

    @metrics.STORING.time()
    def _store(self, body: bytes) -> None:
        events = parse(body, self._settings.phone_number_id)
        kinds = Counter(event.kind for event in events)
        stored = self._store_together(events)
        for kind, count in kinds.items():
            metrics.EVENTS.labels(kind).inc(count)
        metrics.STORED.inc(stored)
        log.info("webhook stored", new=stored, **kinds)

    def _store_together(self, events: list[NewEvent]) -> int:
        for attempt in range(1, STORING_ATTEMPTS + 1):
            try:
                return self._commit(events)
            except StatementError as error:
                if not _is_passing(error):
                    break
                if attempt == STORING_ATTEMPTS:
                    raise
        # The database refuses something inside: all the others must not be lost with it.
        return sum(self._store_alone(event) for event in events)

    def _store_alone(self, event: NewEvent) -> int:
        try:
            return self._commit([event])
        except StatementError as error:
            if _is_passing(error):
                raise
            log.error("event not storable", kind=event.kind, error=type(error).__name__)
            return self._commit([broken_event(event.raw, "the database refused it", event.sent_at)])

    def _commit(self, events: list[NewEvent]) -> int:
        with self._database.writing() as session:
            return store_events(session, self._vault, events, now())


def _is_passing(error: StatementError) -> bool:
    """Whether the same rows may be stored a moment later: the database was away, busy, or in a deadlock."""
    return isinstance(error, (OperationalError, InterfaceError))


async def _read_body(request: Request) -> bytes:
    announced = request.headers.get("content-length", "0")
    if announced.isdigit() and int(announced) > LARGEST_BODY:
        raise BodyTooLarge
    body = bytearray()
    # A chunked body announces no length.
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise BodyTooLarge
    return bytes(body)


def _answer(outcome: str, status: int) -> Response:
    metrics.WEBHOOKS.labels(outcome).inc()
    if status != 200:
        log.warning("webhook refused", outcome=outcome)
    return PlainTextResponse(outcome, status_code=status)
