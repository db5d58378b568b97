"""Runs a web application on a free port of this machine while a test needs it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

START_SECONDS = 10


class Stage:
    """Plays whichever application stands on it, so that one server does for many tests."""

    def __init__(self) -> None:
        self.app: ASGIApp = PlainTextResponse("nothing here", status_code=404)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


def listen() -> socket.socket:
    """A socket on a free port, so that the address is known before the application exists."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    return listening


def address(listening: socket.socket) -> str:
    return f"http://127.0.0.1:{listening.getsockname()[1]}"


@contextmanager
def serve(app: ASGIApp, listening: socket.socket | None = None) -> Iterator[str]:
    """Serve `app` and give its address."""
    listening = listening or listen()
    options = {"ws": "none", "lifespan": "off", "log_level": "critical", "timeout_graceful_shutdown": 1}
    server = uvicorn.Server(uvicorn.Config(app, **options))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    give_up = time.monotonic() + START_SECONDS
    while not server.started:
        assert time.monotonic() < give_up, "the server did not start"
        time.sleep(0.01)
    try:
        yield address(listening)
    finally:
        server.should_exit = True
        thread.join(START_SECONDS)
