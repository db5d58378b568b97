"""How far a training is: written into its row every second, which also tells that its process lives."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.storage.database import Database
from bot.storage.tables import now
from bot.training.records import TrainingRun
from bot.training.runs import RUNNING

BEAT_SECONDS = 1.0


@dataclass
class Progress:
    """The stage a run is in, and from how many to how many per cent of the whole that stage goes."""

    stage: str = "Menyiapkan contoh"
    low: int = 0
    high: int = 5
    usual: float = 5.0
    since: float = 0.0
    is_wanted: bool = True

    def enter(self, stage: str, low: int, high: int, usual: float) -> None:
        """Begin a stage that usually takes `usual` seconds."""
        self.stage, self.low, self.high, self.usual = stage, low, high, usual
        self.since = time.monotonic()

    @property
    def percent(self) -> int:
        if not self.since:
            return self.low
        done = min(1.0, (time.monotonic() - self.since) / max(self.usual, 0.1))
        return round(self.low + (self.high - self.low) * done)


@contextmanager
def reporting(database: Database, run_id: int, progress: Progress) -> Iterator[None]:
    """Report from a thread of its own; `is_wanted` becomes false when somebody cancelled the run."""
    over = threading.Event()

    def report() -> None:
        while not over.wait(BEAT_SECONDS) and progress.is_wanted:
            with database.writing() as session:
                run = session.get_one(TrainingRun, run_id)
                progress.is_wanted = run.state == RUNNING
                if progress.is_wanted:
                    run.stage, run.percent, run.beat_at = progress.stage, progress.percent, now()

    thread = threading.Thread(target=report, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
