"""A written stand-in for the program behind the webhook: it checks signatures and keeps what came."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

Body = dict[str, Any]
WAIT_SECONDS = 30.0


class FakeProgram:
    """Answers 401 to a wrong signature, `refusals` times 500, otherwise 200."""

    def __init__(self, app_secret: str) -> None:
        self._secret = app_secret.encode()
        self.bodies: list[bytes] = []
        self.signatures: list[str] = []
        self.refusals = 0
        self.on_message: Callable[[Body], None] = lambda message: None
        self.app = Starlette(routes=[Route("/whatsapp/webhook", self._receive, methods=["POST"])])

    async def _receive(self, request: Request) -> Response:
        body, given = await request.body(), request.headers.get("x-hub-signature-256", "")
        expected = "sha256=" + hmac.new(self._secret, body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(given, expected):
            return Response(status_code=401)
        if self.refusals > 0:
            self.refusals -= 1
            return Response(status_code=500)
        self.bodies.append(body)
        self.signatures.append(given)
        for message in messages_of(json.loads(body)):
            await run_in_threadpool(self.on_message, message)
        return Response("EVENT_RECEIVED")

    @property
    def payloads(self) -> list[Body]:
        return [json.loads(body) for body in self.bodies]

    @property
    def values(self) -> list[Body]:
        return [change["value"] for payload in self.payloads for change in changes_of(payload)]

    @property
    def messages(self) -> list[Body]:
        return [message for payload in self.payloads for message in messages_of(payload)]

    @property
    def statuses(self) -> list[Body]:
        return [status for value in self.values for status in value.get("statuses", [])]

    def statuses_of(self, wamid: str) -> list[str]:
        return [status["status"] for status in self.statuses if status["id"] == wamid]


def changes_of(payload: Body) -> Iterator[Body]:
    for entry in payload["entry"]:
        yield from entry["changes"]


def messages_of(payload: Body) -> Iterator[Body]:
    for change in changes_of(payload):
        yield from change["value"].get("messages", [])


def wait_until(fact: Callable[[], Any], seconds: float = WAIT_SECONDS) -> Any:
    """The first true value of `fact`; fails when there is none in time."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        if value := fact():
            return value
        time.sleep(0.02)
    raise AssertionError("did not happen in time")
