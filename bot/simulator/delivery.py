"""Posts webhooks to the program, in order for each citizen unless a fault says otherwise."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import requests

from bot.simulator.agenda import Agenda
from bot.simulator.config import SimulatorConfig
from bot.simulator.database import Database
from bot.simulator.faults import FaultPanel
from bot.simulator.signature import encode, sign

log = logging.getLogger(__name__)
LANES = 4
ANSWER_SECONDS = 20
LONGEST_PAUSE = 60


@dataclass(frozen=True)
class Webhook:
    """One POST that must still be acknowledged; `about` is the wamid of a citizen's message or empty."""

    id: int
    lane: int
    body: bytes
    about: str
    attempts: int
    queued_at: float


class Delivery:
    """A queue that outlives a restart: a webhook is forgotten only when it was answered 200."""

    def __init__(
        self,
        config: SimulatorConfig,
        database: Database,
        faults: FaultPanel,
        agenda: Agenda,
        acknowledged: Callable[[str], None],
    ) -> None:
        self._config = config
        self._database = database
        self._faults = faults
        self._agenda = agenda
        self._acknowledged = acknowledged
        self._lanes: list[queue.Queue[Webhook]] = [queue.Queue() for _ in range(LANES)]
        self._start = threading.Lock()
        self._started = False

    def post(self, payload: dict[str, Any], citizen: int, about: str = "") -> None:
        """Queue one webhook; webhooks of one citizen keep their order."""
        body, lane, now = encode(payload), citizen % LANES, time.time()
        statement = "INSERT INTO webhooks (lane, body, about, queued_at) VALUES (?, ?, ?, ?)"
        number = self._database.write(statement, (lane, body, about, now))
        self._put(Webhook(number, lane, body, about, 0, now))

    def resume(self) -> None:
        """Take up what an earlier run left unacknowledged."""
        for row in self._database.rows("SELECT * FROM webhooks ORDER BY id"):
            self._put(Webhook(**dict(row)))

    def waiting(self) -> int:
        row = self._database.row("SELECT count(*) AS number FROM webhooks")
        return int(row["number"]) if row else 0

    def _put(self, webhook: Webhook) -> None:
        with self._start:
            if not self._started:
                self._started = True
                for number, lane in enumerate(self._lanes):
                    name = f"simulator-webhooks-{number}"
                    threading.Thread(target=self._run, args=(lane,), name=name, daemon=True).start()
        self._lanes[webhook.lane].put(webhook)

    def _run(self, lane: queue.Queue[Webhook]) -> None:
        session = requests.Session()
        # A proxy meant for the internet must not get what stays on this machine.
        session.trust_env = False
        while True:
            webhook = lane.get()
            for each in self._in_posting_order(webhook, lane):
                try:
                    self._deliver(session, each)
                except Exception:
                    log.exception("webhook %s could not be handled", each.id)

    def _in_posting_order(self, webhook: Webhook, lane: queue.Queue[Webhook]) -> list[Webhook]:
        if not self._faults.now().out_of_order:
            return [webhook]
        try:
            return [lane.get(timeout=self._config.hold_seconds), webhook]
        except queue.Empty:
            return [webhook]

    def _deliver(self, session: requests.Session, webhook: Webhook) -> None:
        faults = self._faults.now()
        time.sleep(max(0.0, webhook.queued_at + faults.delay_seconds - time.time()))
        if not self._answered_200(session, webhook):
            self._try_later(webhook)
            return
        self._database.change("DELETE FROM webhooks WHERE id = ?", (webhook.id,))
        if webhook.about:
            self._acknowledged(webhook.about)
        if faults.duplicate:
            self._answered_200(session, webhook)

    def _answered_200(self, session: requests.Session, webhook: Webhook) -> bool:
        if self._faults.spend("webhook_down"):
            return False
        headers = {
            "Content-Type": "application/json",
            "X-Hub-Signature-256": sign(webhook.body, self._config.app_secret),
            "User-Agent": "facebookexternalua",
        }
        try:
            answer = session.post(
                self._config.webhook_url, data=webhook.body, headers=headers, timeout=ANSWER_SECONDS
            )
        except requests.RequestException as error:
            log.info("webhook not reached: %s", type(error).__name__)
            return False
        return answer.status_code == 200

    def _try_later(self, webhook: Webhook) -> None:
        self._database.change("UPDATE webhooks SET attempts = attempts + 1 WHERE id = ?", (webhook.id,))
        pause = min(self._config.retry_pause * 2**webhook.attempts, LONGEST_PAUSE)
        again = replace(webhook, attempts=webhook.attempts + 1)
        self._agenda.after(pause, lambda: self._put(again))
