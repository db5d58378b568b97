"""Plain Rasa, for comparison with the engine: its own Agent, tracker store and action server over HTTP.

Shares with the engine only the model archive and the package `actions`, whose actions here open sessions
of their own on the database that the environment names.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import SQLTrackerStore
from rasa.utils.endpoints import EndpointConfig

from bot.dialogue.replies import Reply, TurnChannel

START_SECONDS = 60.0


class PlainRasa:
    """A loaded agent and its action server; a context manager that ends the server.

    `environment` is what the actions take their settings from: at least DATABASE_URL, of a migrated
    database, and SECRET_KEY.
    """

    def __init__(self, root: Path, model: Path, trackers: Path, environment: Mapping[str, str]) -> None:
        port = _free_port()
        self._server = _run_action_server(root, port, environment)
        self._loop = asyncio.new_event_loop()
        self._store = SQLTrackerStore(host=f"sqlite:///{trackers}")
        self._agent = Agent.load(
            str(model),
            tracker_store=self._store,
            action_endpoint=EndpointConfig(f"http://127.0.0.1:{port}/webhook"),
        )
        _wait_until_ready(self._server, port)

    def __enter__(self) -> PlainRasa:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.wait()
        self._loop.close()

    @property
    def agent(self) -> Agent:
        return self._agent

    def respond(
        self, sender_id: str, text: str, metadata: dict[str, Any], parse_data: dict[str, Any] | None = None
    ) -> list[Reply]:
        """Handle one message as a channel would; without parse data Rasa reads the text itself."""
        channel = TurnChannel()
        message = UserMessage(
            text=text,
            output_channel=channel,
            sender_id=sender_id,
            parse_data=parse_data,
            input_channel=channel.name(),
            message_id=metadata["key"],
            metadata=metadata,
        )
        self._loop.run_until_complete(self._agent.handle_message(message))
        return channel.replies

    def events(self, sender_id: str) -> list[dict[str, Any]]:
        """Every event of a conversation, over all its sessions."""
        tracker = self._loop.run_until_complete(self._store.retrieve_full_tracker(sender_id))
        return [event.as_dict() for event in tracker.events] if tracker else []


def _run_action_server(root: Path, port: int, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)],
        cwd=root,
        env={**os.environ, "SANIC_HOST": "127.0.0.1", **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _wait_until_ready(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            requests.get(f"http://127.0.0.1:{port}/health", timeout=1).raise_for_status()
            return
        except requests.RequestException:
            time.sleep(0.1)
    server.kill()
    raise RuntimeError("the action server did not start; run `rasa run actions` to see why")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
