"""Carries outbox rows to WhatsApp.

Can a citizen get the same bubble twice? Meta knows no idempotency key, so between the moment WhatsApp takes
a message and the moment we have recorded that, a crash leaves us unsure. The row then stays `sending`, and
its claim runs out after 75 seconds (`Patience.sending_lease`). Meanwhile the status webhooks of a message
that was taken arrive with our own id in them, mark the row as accepted, and it is not sent again. The same
holds for a call that got no answer, which waits half a minute. What remains: a message that was taken, whose
statuses do not reach us within that time, is sent a second time. Losing it for certain would be worse.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.conversations import outbox
from bot.conversations.bubbles import Bubble
from bot.conversations.citizens import Citizen
from bot.conversations.claims import claim_due, drop_stale_typing
from bot.conversations.identity import address_of
from bot.conversations.messages import OutboxMessage
from bot.conversations.news import stop_news
from bot.settings import WhatsAppSettings
from bot.storage.database import Database
from bot.storage.files import Files
from bot.storage.vault import Vault
from bot.whatsapp import metrics
from bot.whatsapp.alarm import clear_stop, current_stop, raise_stop
from bot.whatsapp.client import GraphClient
from bot.whatsapp.errors import GraphError, OptedOut, PairThrottled, WindowClosed
from bot.whatsapp.messages import build_message, build_receipt
from bot.whatsapp.pacing import NumberPace, NumberPause, PairPace
from bot.whatsapp.patience import Patience
from bot.whatsapp.retries import next_attempt
from bot.whatsapp.uploading import ImageMissing, ImageUpload

RECORDING_ATTEMPTS = 4

log = structlog.get_logger()


class Sending:
    """Claims what may go now and sends it; `claim` belongs to one thread, `carry` to several."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        files: Files,
        client: GraphClient,
        settings: WhatsAppSettings,
        patience: Patience,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._vault = vault
        self._client = client
        self._upload = ImageUpload(database, files, client)
        self._patience = patience
        self._clock = clock
        self._number_pace = NumberPace(settings.messages_per_second)
        self._pair_pace = PairPace(settings.pair_seconds)
        self._pause = NumberPause(patience)
        self._stopped = False

    def claim(self, limit: int) -> Sequence[OutboxMessage]:
        """Take up to `limit` rows that every pace allows now."""
        at = self._clock()
        drop_stale_typing(self._database, at - timedelta(seconds=self._patience.typing))
        limit = min(limit, self._number_pace.available(at), self._allowance(at))
        if limit < 1:
            return []
        lease = timedelta(seconds=self._patience.sending_lease)
        rows = claim_due(self._database, limit, at, lease, typing=not self._stopped)
        ready = [row for row in rows if self._keeps_pace(row, at)]
        self._number_pace.take(len(ready))
        return ready

    def carry(self, message: OutboxMessage) -> None:
        """Send one claimed row and record what became of it; never raises."""
        try:
            if message.purpose == outbox.TYPING:
                self._show_typing(message)
            else:
                self._send(message)
        except SQLAlchemyError as error:
            # Left as it is, the row is taken up again when its claim has run out.
            log.error("sending not recorded", outbox_id=message.id, error=type(error).__name__)
        except Exception as error:
            # A row that can never be sent must not keep the later ones of its citizen waiting.
            log.error("row not sendable", outbox_id=message.id, error=type(error).__name__, exc_info=True)
            self._give_up(message, f"not sendable: {type(error).__name__}")

    def put_back(self, message: OutboxMessage) -> None:
        """Give back a claimed row that will not be carried."""
        with self._database.writing() as session:
            outbox.put_back(session, message.id, self._clock())

    def _allowance(self, at: datetime) -> int:
        """How many rows a pause or a stop lets through: none, a single attempt, or any number."""
        if self._pause.lasts(at):
            return 0
        with self._database.reading() as session:
            stop = current_stop(session)
        self._stopped = stop is not None
        metrics.STOPPED.set(1 if stop else 0)
        if stop is None:
            return 1_000_000
        return 1 if stop.is_over(at) else 0

    def _keeps_pace(self, message: OutboxMessage, at: datetime) -> bool:
        if message.purpose == outbox.TYPING:
            return True
        later = self._pair_pace.take(message.citizen_id, at)
        if later is None:
            return True
        with self._database.writing() as session:
            outbox.put_back(session, message.id, later)
        return False

    def _show_typing(self, message: OutboxMessage) -> None:
        with self._database.reading() as session:
            answered = _has_later_bubble(session, message)
        try:
            # Once the answer is there, a typing sign would only stand behind it.
            self._client.mark_read(build_receipt(message.body["wamid"], typing=not answered))
            shown = True
        except GraphError as error:
            shown = False
            log.info("typing not shown", outbox_id=message.id, code=error.code, outcome=error.outcome)
        metrics.SENT.labels("typing" if shown else "typing dropped").inc()
        self._record(lambda session: outbox.record_typing(session, message.id, shown))

    def _send(self, message: OutboxMessage) -> None:
        with self._database.reading() as session:
            address = address_of(session, self._vault, message.citizen_id)
        if not (address.phone or address.user_id):
            self._give_up(message, "no address")
            return
        bubble = Bubble.from_json(message.body)
        try:
            image = None if bubble.image is None else self._upload(bubble.image)
            wamid = self._client.send(build_message(bubble, address, message.id, image=image))
        except ImageMissing:
            self._give_up(message, "its image is gone")
        except GraphError as error:
            self._failed(message, error)
        else:
            self._accepted(message, wamid)

    def _accepted(self, message: OutboxMessage, wamid: str) -> None:
        self._pause.end()
        metrics.SENT.labels("accepted").inc()

        def record(session: Session) -> None:
            outbox.record_accepted(session, message.id, wamid, self._clock())
            if self._stopped:
                clear_stop(session)

        self._record(record)

    def _failed(self, message: OutboxMessage, error: GraphError) -> None:
        at = self._clock()
        metrics.SENT.labels(error.outcome).inc()
        log.warning("not sent", outbox_id=message.id, code=error.code, outcome=error.outcome)
        if error.throttled and not isinstance(error, PairThrottled):
            self._pause.begin(at)

        def record(session: Session) -> None:
            if error.stops_everything:
                raise_stop(session, error, at, self._patience)
            citizen = session.get_one(Citizen, message.citizen_id)
            retry_at = next_attempt(error, message, citizen.last_inbound_at, at, self._patience)
            outbox.record_failure(session, message.id, error.code, error.title, at, retry_at)
            if retry_at is None and isinstance(error, WindowClosed):
                outbox.retell(session, session.get_one(OutboxMessage, message.id), at)
            if isinstance(error, OptedOut):
                stop_news(session, message.citizen_id, at)

        self._record(record)

    def _give_up(self, message: OutboxMessage, title: str) -> None:
        at = self._clock()
        self._record(lambda session: outbox.record_failure(session, message.id, None, title, at))

    def _record(self, record: Callable[[Session], None]) -> None:
        """Write down what has happened; a database that is busy for a moment must not make us send twice."""
        for attempt in range(1, RECORDING_ATTEMPTS + 1):
            try:
                with self._database.writing() as session:
                    record(session)
                return
            except SQLAlchemyError:
                if attempt == RECORDING_ATTEMPTS:
                    raise
                time.sleep(0.2 * attempt)


def _has_later_bubble(session: Session, message: OutboxMessage) -> bool:
    query = select(OutboxMessage.id).where(
        OutboxMessage.citizen_id == message.citizen_id,
        OutboxMessage.id > message.id,
        OutboxMessage.purpose != outbox.TYPING,
    )
    return session.scalars(query.limit(1)).first() is not None
