"""The roles one by one, as on several machines, and how each of them ends."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Iterator

import pytest
import requests

from tests.operations.citizens import FIRST_MESSAGE, Citizen, Line, number_settings
from tests.operations.conftest import MakeProgram
from tests.operations.program import Program
from tests.postgres import new_database
from tests.whatsapp.graph_api import GraphApi

pytestmark = pytest.mark.usefixtures("trained_model")


@pytest.fixture
def distributed(postgres_url: str, make_program: MakeProgram, graph: GraphApi) -> Iterator[Program]:
    """The program of a real number on an empty PostgreSQL."""
    with new_database(postgres_url) as url:
        program = make_program(DATABASE_URL=url, **number_settings(graph))
        yield program
        program.end()


@pytest.mark.postgres
def test_the_roles_serve_together_without_a_supervisor(distributed: Program, graph: GraphApi) -> None:
    # All at once, so that each of them finds the database empty.
    web = distributed.start("web", "--port", str(distributed.port))
    workers = [distributed.start("worker") for _ in range(2)]
    courier = distributed.start("courier")
    for running, line in (
        (web, "web ready"),
        (courier, "courier ready"),
        *((one, "worker ready") for one in workers),
    ):
        running.wait_for(line)
    citizens = [Citizen(Line(distributed.url), graph) for _ in range(6)]
    for citizen in citizens:
        citizen.write(FIRST_MESSAGE)
    for citizen in citizens:
        assert "Celikah" in citizen.read()
        citizen.press("/setuju", "Kirim")
    for citizen in citizens:
        citizen.read()
    assert len(distributed.run("reports", "list", "--json").stdout.splitlines()) == len(citizens)
    for running in (web, *workers, courier):
        assert running.stop() == 0
        assert "Traceback" not in running.output


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_page_that_waits_for_news_does_not_keep_the_web_process(
    make_program: MakeProgram, number: int
) -> None:
    program = make_program()
    web = program.start("web", "--port", str(program.port))
    web.wait_for("web ready")
    with LongPoll(program):
        begun = time.monotonic()
        assert web.stop(number) == 0
        assert time.monotonic() - begun < 8
    assert "Traceback" not in web.output


@pytest.mark.parametrize("role", ["worker", "web", "courier"])
def test_a_role_that_still_loads_ends_at_once(make_program: MakeProgram, role: str) -> None:
    program = make_program()
    running = program.start(role)
    # Long enough to have begun, too short to be ready.
    time.sleep(1.5)
    begun = time.monotonic()
    assert running.stop() in (0, -signal.SIGTERM)
    assert time.monotonic() - begun < 5
    assert "Traceback" not in running.output


def test_stopping_while_the_model_is_trained_is_clean(make_program: MakeProgram) -> None:
    program = make_program(MODELS="models")
    running = program.start("up", "--port", str(program.port))
    running.wait_for("Training the model")
    time.sleep(1)
    assert running.stop(signal.SIGINT) == 0
    assert "Traceback" not in running.output
    assert not list((program.root / "models").glob("*.tar.gz"))


class LongPoll:
    """A page of the simulator that waits for something to happen."""

    def __init__(self, program: Program) -> None:
        self._url = f"{program.url}/simulator/api"
        self._newest = requests.get(f"{self._url}/state", timeout=10).json()["newest"]

    def __enter__(self) -> None:
        self._thread = threading.Thread(target=self._wait, daemon=True)
        self._thread.start()
        time.sleep(0.3)

    def __exit__(self, *error: object) -> None:
        self._thread.join(10)

    def _wait(self) -> None:
        with contextlib.suppress(requests.ConnectionError):
            requests.get(f"{self._url}/events", params={"after": self._newest, "wait": 25}, timeout=30)
