"""Measures how long messages wait while a worker takes a newer model, beside the same without one."""

from __future__ import annotations

import shutil
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.conversations.identity import Sender, resolve
from bot.conversations.messages import InboxEvent, OutboxMessage
from bot.storage.tables import now
from bot.training.bank import ACTIVATE, bank_model, put_in_force
from bot.training.fingerprint import fingerprint
from bot.training.store import ModelStore

if TYPE_CHECKING:
    from bot.wiring import Wiring

A_SECOND, SECONDS = 20, 10
REPORT = "siring mampet di Celikah Kayu Agung, banyu naek ke rumah galo"
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Waits:
    """Seconds from the arrival of each message to its answer in the outbox."""

    name: str
    seconds: Sequence[float]

    def line(self) -> str:
        p95 = statistics.quantiles(self.seconds, n=20)[-1]
        figures = (statistics.median(self.seconds), p95, max(self.seconds))
        return f"{self.name:<26}" + "".join(f"{figure * 1000:>10.0f} ms" for figure in figures)


def bench_switch(wiring: Wiring) -> Iterator[str]:
    """Yield figures of one worker under load; the model is a copy, so that both runs do the same work."""
    waits = []
    for name, switches in (("the same model", False), ("a newer one in the middle", True)):
        with _own_models(wiring) as own:
            waits.append(Waits(name, _measure(own, switches)))
    yield f"{A_SECOND} messages a second for {SECONDS} s, one worker, SQLite on disk; each answered once:"
    yield f"{'':<26}{'median':>13}{'p95':>13}{'longest':>13}"
    yield from (one.line() for one in waits)
    alone, beside = (statistics.median(one.seconds) for one in waits)
    yield f"The median message waits {beside / alone:.1f} times as long while a model is loaded beside."


@contextmanager
def _own_models(wiring: Wiring) -> Iterator[Wiring]:
    """The program on an empty database, with a folder of models of its own."""
    dialogue = replace(wiring.settings.dialogue, fragment_settle=0.0, media_settle=0.0)
    wiring.settings.var.mkdir(exist_ok=True)
    with (
        TemporaryDirectory(prefix="bench-models-", dir=wiring.settings.var) as folder,
        wiring.scratch("bench-switch", models=Path(folder), models_url="", dialogue=dialogue) as own,
    ):
        shutil.copy(wiring.model, folder)
        yield own


def _measure(wiring: Wiring, switches: bool) -> list[float]:
    """Run a worker until everybody is answered; raises RuntimeError when somebody is not, or is twice."""
    citizens = _citizens(wiring, A_SECOND * SECONDS)
    worker, stop = wiring.worker("bench", model=wiring.model), threading.Event()
    working = threading.Thread(target=worker.run, args=(stop,), daemon=True)
    working.start()
    writing = threading.Thread(target=_write, args=(wiring, citizens), daemon=True)
    writing.start()
    if switches:
        time.sleep(SECONDS / 3)
        _put_a_copy_in_force(wiring)
    writing.join()
    give_up = time.monotonic() + PATIENCE_SECONDS
    while len(waits := _waits(wiring)) < len(citizens) and time.monotonic() < give_up:
        time.sleep(0.2)
    stop.set()
    working.join()
    if len(waits) != len(citizens):
        raise RuntimeError(f"{len(waits)} answers to {len(citizens)} messages")
    return waits


def _citizens(wiring: Wiring, count: int) -> list[int]:
    with wiring.database.writing() as session:
        senders = [Sender(user_id=f"bench.{n}", phone=None, profile_name=None) for n in range(count)]
        return [resolve(session, wiring.vault, sender, now()).id for sender in senders]


def _write(wiring: Wiring, citizens: Sequence[int]) -> None:
    started = time.monotonic()
    for number, citizen_id in enumerate(citizens):
        time.sleep(max(0.0, started + number / A_SECOND - time.monotonic()))
        at = now()
        with wiring.database.writing() as session:
            session.add(
                InboxEvent(
                    event_key=f"bench:{number}",
                    kind="text",
                    citizen_id=citizen_id,
                    payload={"text": REPORT},
                    sent_at=at,
                    received_at=at,
                    ready_at=at,
                )  # fmt: skip
            )


def _put_a_copy_in_force(wiring: Wiring) -> None:
    base = fingerprint(wiring.root)
    copy = wiring.settings.models / f"lapor-{base}-bench.tar.gz"
    shutil.copy(wiring.model, copy)
    sha256 = ModelStore(wiring.settings.models).put(copy)
    with wiring.database.writing() as session:
        model = bank_model(session, copy.name, sha256=sha256, base=base, examples="bench")
        put_in_force(session, model, ACTIVATE, now(), None)


def _waits(wiring: Wiring) -> list[float]:
    """One for each answer that is more than a typing sign."""
    answers = select(OutboxMessage.citizen_id, func.count(), func.min(OutboxMessage.created_at))
    answers = answers.where(OutboxMessage.purpose != "typing").group_by(OutboxMessage.citizen_id)
    with wiring.database.reading() as session:
        arrived = dict(session.execute(select(InboxEvent.citizen_id, InboxEvent.received_at)).tuples().all())
        found = session.execute(answers).tuples().all()
    if doubled := [citizen for citizen, count, _ in found if count != 1]:
        raise RuntimeError(f"{len(doubled)} citizens were answered twice")
    return [(at - arrived[citizen]).total_seconds() for citizen, _, at in found]
