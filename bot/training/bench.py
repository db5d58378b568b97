"""Measures turns beside plain Rasa, which takes the same talk from the same model on the same machine."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from bot.conversations.identity import Sender, resolve
from bot.conversations.messages import InboxEvent
from bot.conversations.turns import claim_next
from bot.dialogue.engine import Engine
from bot.dialogue.plain import PlainRasa
from bot.dialogue.steps import assemble
from bot.dialogue.turn import TurnTaker

if TYPE_CHECKING:
    from bot.wiring import Wiring

# Greeting, report, place, button, status, thanks.
TALK: tuple[tuple[str, dict[str, str]], ...] = (
    ("text", {"text": "halo pak"}),
    ("text", {"text": "jalan rusak parah banyak lubang sudah berbulan-bulan"}),
    ("text", {"text": "di desa celikah kayu agung"}),
    ("button", {"id": "/setuju", "title": "Kirim"}),
    ("text", {"text": "status laporan saya"}),
    ("text", {"text": "terima kasih pak"}),
)
LONG_TEXT = (
    "Assalamualaikum Pak Bupati, mohon bantuannya jalan depan SDN 1 Celikah Kayu Agung rusak parah banyak "
    "lubang, gotnya juga mampet, tiap hujan banjir masuk rumah warga, sudah banyak motor yang jatuh di sini."
)
READINGS = 50
WARM_UP = 2
# Plain Rasa is slow enough to be measured with fewer talks.
PLAIN_SHARE = 4
LEASE = timedelta(minutes=1)


@dataclass(frozen=True)
class Figures:
    """Seconds that each message took."""

    name: str
    seconds: Sequence[float]

    @property
    def p50(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[-1]

    @property
    def rate(self) -> float:
        """Messages a second, one after another."""
        return len(self.seconds) / sum(self.seconds)

    def line(self) -> str:
        return (
            f"{self.name:<22}{self.p50 * 1000:>8.1f} ms{self.p95 * 1000:>8.1f} ms{self.rate:>8.1f} messages/s"
        )


def compare(wiring: Wiring, talks: int) -> Iterator[str]:
    """Take the talk with both on empty databases and yield lines to print.

    A turn of the engine is all of it: understood, answered, transcript and outbox written, one commit.
    Plain Rasa's actions open and commit a session each.
    """
    engine = Engine.load(wiring.model)
    with wiring.scratch("bench-engine") as side:
        ours = Figures("engine", measure_engine(side, engine, talks))
    with wiring.scratch("bench-plain") as side:
        plain = Figures("plain Rasa", measure_plain(side, engine, max(talks // PLAIN_SHARE, 2)))
    reading = statistics.median(_timed(lambda: engine.parse(LONG_TEXT[:200])) for _ in range(READINGS))
    yield f"A talk of {len(TALK)} messages, one process, SQLite on disk:"
    yield f"{'':<22}{'p50':>11}{'p95':>11}"
    yield from (ours.line(), plain.line())
    yield f"The engine is {plain.p50 / ours.p50:.1f} times as fast as plain Rasa with an action server."
    yield f"Turns, one commit each: {ours.rate:.0f} a second."
    yield f"Understanding 200 characters: {reading * 1000:.1f} ms (p50)."


def measure_engine(wiring: Wiring, engine: Engine, talks: int) -> list[float]:
    """Take the talk with as many new citizens as `talks`; returns seconds a message."""
    parts = (wiring.region, wiring.wording, wiring.settings, wiring.eraser, wiring.files)
    taker = TurnTaker(wiring.database, engine, *parts)
    seconds = []
    for number in range(talks + WARM_UP):
        citizen_id = _new_citizen(wiring, number)
        taken = [_take(taker, citizen_id, number, place) for place in range(len(TALK))]
        seconds += taken if number >= WARM_UP else []
    _check_all_done(wiring)
    return seconds


def measure_plain(wiring: Wiring, engine: Engine, talks: int) -> list[float]:
    """The same with plain Rasa; the engine only spells out the button, which is no text."""
    settings = wiring.settings
    environment = {"DATABASE_URL": settings.database_url, "SECRET_KEY": settings.secret_key}
    keys = itertools.count(1)
    seconds = []
    with PlainRasa(wiring.root, wiring.model, settings.var / "rasa.db", environment) as plain:
        for number in range(talks + WARM_UP):
            taken = [
                _respond(plain, engine, f"bench-{number}", place, next(keys)) for place in range(len(TALK))
            ]
            seconds += taken if number >= WARM_UP else []
    return seconds


def _take(taker: TurnTaker, citizen_id: int, number: int, place: int) -> float:
    at = datetime.now(timezone.utc)
    with taker.database.writing() as session:
        session.add(_event(f"bench:{number}:{place}", place, at, citizen_id))
    claim = claim_next(taker.database, "bench", LEASE, lambda _session, _events: None, at)
    if claim is None:
        raise RuntimeError("the message of the measurement is not there")
    return _timed(lambda: taker.take(claim))


def _respond(plain: PlainRasa, engine: Engine, sender: str, place: int, key: int) -> float:
    event = _event(str(key), place, datetime.now(timezone.utc), None)
    event.id = key
    (step,) = assemble([event], {})
    reading = None if step.texts else engine.understand([step])[0].reading
    return _timed(lambda: plain.respond(sender, step.text, step.metadata(), reading))


def _event(key: str, place: int, at: datetime, citizen_id: int | None) -> InboxEvent:
    kind, payload = TALK[place]
    return InboxEvent(
        event_key=key,
        kind=kind,
        citizen_id=citizen_id,
        payload=dict(payload),
        sent_at=at,
        received_at=at,
        ready_at=at,
    )


def _new_citizen(wiring: Wiring, number: int) -> int:
    with wiring.database.writing() as session:
        sender = Sender(user_id=f"bench.{number}", phone=None, profile_name=None)
        return resolve(session, wiring.vault, sender, datetime.now(timezone.utc)).id


def _check_all_done(wiring: Wiring) -> None:
    """A turn that failed is quick, and its time means nothing."""
    with wiring.database.reading() as session:
        undone = session.scalar(select(func.count()).where(InboxEvent.state != "done"))
    if undone:
        raise RuntimeError(f"{undone} turns of the measurement failed: `lapor worker` logs the kind of error")


def _timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
