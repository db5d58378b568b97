"""The program behind a real web server in this process, whose clock stands still until a test moves it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import time_machine
from sqlalchemy import ColumnElement, func, select

from bot.conversations.messages import InboxEvent
from bot.dialogue.engine import Engine
from bot.dialogue.worker import Worker
from bot.reports.events import CHASE_DUE
from bot.reports.records import ReportEvent
from bot.settings import load_settings
from bot.web import create_app
from bot.wiring import Wiring
from tests.console.people import add_account
from tests.operations.program import Program, make_project, wait_until
from tests.simulator.serving import address, listen, serve
from tests.whatsapp.working_hours import at_work

SETTINGS = {
    "SECRET_KEY": "tests",
    "SETTLE_FRAGMENT_SECONDS": "0",
    "SETTLE_MEDIA_SECONDS": "0",
    "WHATSAPP_PAIR_SECONDS": "0",
}
# Who works on the founding case: username, role, desk, name.
PEOPLE = (
    ("operator", "operator", None, "Operator Pagi"),
    ("pupr", "officer", "PUPR", "Petugas Jalan"),
)
LOOK_SECONDS = 0.05


@dataclass
class MovedProgram:
    """What a test needs of it: where it serves, its parts, and the hands on its clock."""

    program: Program
    wiring: Wiring
    time: time_machine.Traveller
    reading: threading.Event

    @property
    def url(self) -> str:
        return self.program.url

    def move_to(self, written: str) -> datetime:
        """Let it be for example `2026-11-24 09:30` in the region."""
        at = datetime.fromisoformat(written).replace(tzinfo=self.wiring.region.timezone)
        self.time.move_to(at)
        return at

    def wait_for_chases(self, count: int) -> None:
        """Wait until the agency was so often asked what another government does."""
        wait_until(lambda: self._count(ReportEvent.kind == CHASE_DUE) == count)

    def wait_for_messages(self, count: int) -> None:
        """Wait until so many messages of citizens are stored, read or not."""
        wait_until(lambda: self._count(InboxEvent.kind.not_in(("status", "reaction"))) == count)

    def wait_until_read(self) -> None:
        wait_until(lambda: not self._count(InboxEvent.state == "waiting"))

    def _count(self, which: ColumnElement[bool]) -> int:
        with self.wiring.database.reading() as session:
            return session.scalar(select(func.count()).where(which)) or 0

    @contextmanager
    def unread(self) -> Iterator[None]:
        """What is written in the body arrives before the bot looks at any of it."""
        self.reading.clear()
        yield
        self.reading.set()


@contextmanager
def run_moved(folder: Path, engine: Engine, since: datetime) -> Iterator[MovedProgram]:
    """Web, simulator, worker and courier at that moment, with an operator and an officer.

    Database, photos and the simulator's memory lie in the folder.
    """
    root, listening = make_project(folder), listen()
    wiring = Wiring(load_settings(root, SETTINGS), root)
    port = int(address(listening).rpartition(":")[2])
    with ExitStack() as stack:
        time = stack.enter_context(time_machine.travel(since, tick=False))
        wiring.prepare_database()
        for username, role, desk, name in PEOPLE:
            add_account(wiring.database, username, role, agency=desk, name=name)
        url = stack.enter_context(serve(create_app(wiring, port), listening))
        stack.enter_context(at_work(wiring.courier(url)))
        reading = threading.Event()
        reading.set()
        stack.enter_context(_reader(wiring.worker("tests", engine), reading))
        yield MovedProgram(Program(root, {}, port), wiring, time, reading)
    wiring.database.dispose()


@contextmanager
def _reader(worker: Worker, reading: threading.Event) -> Iterator[None]:
    """A worker that takes turns while `reading` is set."""
    over = threading.Event()

    def work() -> None:
        while not over.is_set():
            if not reading.is_set() or not worker.step():
                over.wait(LOOK_SECONDS)

    thread = threading.Thread(target=work, name="worker")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(15)
