"""What a worker does for trainers between turns: newer models, trainings, names of places, trials."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.region.live_names import learn_names
from bot.reports.place_aliases import aliases_in_force
from bot.storage.tables import now
from bot.training.bank import InForce, model_in_force
from bot.training.fingerprint import fingerprint
from bot.training.runs import is_waiting, take_run
from bot.training.store import ModelLost, ModelStore
from bot.training.trials import answer_trial, waiting_trials
from bot.training.trying import read_sentence

if TYPE_CHECKING:
    from bot.dialogue.engine import Engine
    from bot.wiring import Wiring

LOOK_SECONDS = 0.5

log = structlog.get_logger()


@dataclass
class Desk:
    """Looked at between two turns. A model is loaded in a thread, so that no message waits for it."""

    wiring: Wiring
    worker: str
    model: str
    _next_look: float = 0.0
    _loading: threading.Thread | None = None
    _loaded: tuple[str, Engine] | None = None
    _refused: set[str] = field(default_factory=set)
    _child: subprocess.Popen[bytes] | None = None

    def attend(self, engine: Engine) -> Engine | None:
        """Do what trainers wait for, with the worker's engine; another one to go on with, when there is."""
        if self._loaded is not None:
            (self.model, newer), self._loaded = self._loaded, None
            log.info("model in force", worker=self.worker, model=self.model)
            return newer
        if time.monotonic() >= self._next_look:
            self._next_look = time.monotonic() + LOOK_SECONDS
            self._look(engine)
        return None

    def _look(self, engine: Engine) -> None:
        with self.wiring.database.reading() as session:
            trials = waiting_trials(session, now())
            model, asked = model_in_force(session), is_waiting(session, now())
            learn_names(self.wiring.region, aliases_in_force(session))
        if asked and (self._child is None or self._child.poll() is not None):
            self._take_run()
        if model is not None and model.name not in (self.model, *self._refused) and self._loading is None:
            self._loading = threading.Thread(target=self._load, args=(model,), daemon=True)
            self._loading.start()

        for trial_id, sentence in trials:
            try:
                answer = read_sentence(engine, self.wiring.region, sentence)
            except Exception as error:
                # A trial that cannot be read must not stop the worker, again and again.
                log.error("trial failed", trial=trial_id, error=type(error).__name__)
                answer = {}
            with self.wiring.database.writing() as session:
                answer_trial(session, trial_id, answer, self.model, now())

    def _take_run(self) -> None:
        with self.wiring.database.writing() as session:
            run = take_run(session, self.worker, now())
            run_id = run.id if run else None
        if run_id is not None:
            command = [sys.executable, "-m", "bot.cli", "train", "--run", str(run_id)]
            self._child = subprocess.Popen(
                command, cwd=self.wiring.root, stdin=subprocess.DEVNULL, start_new_session=True
            )

    def _load(self, model: InForce) -> None:
        from bot.dialogue.engine import Engine

        try:
            if model.base != fingerprint(self.wiring.root):
                raise ModelLost(f"{model.name} is of another version of the program")
            self._loaded = model.name, Engine.load(self._path(model))
        except Exception as error:
            # The worker goes on with what it has; it does not try the same archive again and again.
            self._refused.add(model.name)
            log.error(
                "model cannot be loaded", model=model.name, error=type(error).__name__, reason=str(error)
            )
        finally:
            self._loading = None

    def _path(self, model: InForce) -> Path:
        settings = self.wiring.settings
        return ModelStore.at(settings.models, settings.models_url).get(model.name, model.sha256)
