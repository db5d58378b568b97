"""One training from beginning to end, in a process of its own beside the turns: `lapor train --run`."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import select

from bot.storage.tables import now
from bot.training import runs
from bot.training.bank import active_model, bank_model
from bot.training.fingerprint import fingerprint, model_name
from bot.training.records import BankedModel, TrainingRun
from bot.training.rows import Rows, Sentence, training_rows
from bot.training.store import ModelLost, ModelStore
from bot.training.train import TrainingFailed, TrainingStopped, train

if TYPE_CHECKING:
    from bot.training.evaluation.run import Sets
    from bot.training.judging import Judgement
    from bot.wiring import Wiring

BEAT_SECONDS = 1.0
# Turns come first: this work takes what processor they leave.
NICENESS = 10
USUAL_SECONDS = 60.0
BROKEN = "Model gagal dilatih. Periksa contoh yang baru ditambahkan, atau jalankan `lapor check`."

log = structlog.get_logger()


@dataclass
class Progress:
    """Where a run is: its stage, and how far of what the whole takes. A thread of its own reports it."""

    stage: str = "Menyiapkan contoh"
    low: int = 0
    high: int = 5
    since: float = 0.0
    usual: float = 1.0
    is_wanted: bool = True

    def enter(self, stage: str, low: int, high: int, usual: float) -> None:
        """Begin a stage that goes from `low` to `high` per cent and usually takes `usual` seconds."""
        self.low, self.high, self.usual, self.since = low, high, usual, time.monotonic()
        self.stage = stage

    @property
    def percent(self) -> int:
        done = min(1.0, (time.monotonic() - self.since) / max(self.usual, 0.1)) if self.since else 0.0
        return round(self.low + (self.high - self.low) * done)


def carry_out(wiring: Wiring, run_id: int) -> BankedModel | None:
    """Train, measure beside the model in force, and bank the result; None when it failed or was cancelled."""
    os.nice(NICENESS)
    progress = Progress()
    with _reporting(wiring, run_id, progress):
        try:
            model = _train_and_compare(wiring, run_id, progress)
        except TrainingStopped:
            return None
        except Exception as error:
            log.error("training failed", run=run_id, error=type(error).__name__)
            log.debug("training failed", exc_info=True, output=getattr(error, "output", None))
            _end(wiring, run_id, runs.FAILED, BROKEN)
            if isinstance(error, TrainingFailed):
                return None
            raise
    _end(wiring, run_id, runs.DONE, model=model)
    return model


def _train_and_compare(wiring: Wiring, run_id: int, progress: Progress) -> BankedModel:
    with wiring.database.reading() as session:
        rows, present, run = (
            training_rows(session),
            active_model(session),
            session.get_one(TrainingRun, run_id),
        )
        usual = _usual_seconds(
            session.scalars(select(TrainingRun).where(TrainingRun.state == runs.DONE)).all()
        )
    progress.enter("Melatih", 5, 60, usual)
    path = wiring.settings.models / model_name(fingerprint(wiring.root), rows.fingerprint)
    # The same data make the same model; a second archive would be another than the bank says.
    if not path.is_file():
        train(wiring.root, wiring.settings.models, rows, lambda: progress.is_wanted)
    new = _new_sentences(wiring, rows, present)
    before, after = _judge_both(wiring, path.name, present, new, progress)
    return _bank(wiring, run, rows, new, path.name, present, before, after)


def _judge_both(
    wiring: Wiring, name: str, present: BankedModel | None, new: list[Sentence], progress: Progress
) -> tuple[Judgement | None, Judgement]:
    # Rasa takes seconds to import; a run that is only asked for pays nothing.
    from bot.dialogue.engine import Engine
    from bot.training.judging import judge

    sets = _sets(wiring)
    before = None
    if present is not None and present.name != name and (old := _fetched(wiring, present)) is not None:
        progress.enter("Mengukur model yang dipakai", 60, 78, 20)
        before = judge(Engine.load(old), wiring.region, sets, new)
    progress.enter("Mengukur model baru", 78, 98, 20)
    engine = Engine.load(wiring.settings.models / name)
    return before, judge(engine, wiring.region, sets, new)


def _bank(
    wiring: Wiring, run: TrainingRun, rows: Rows, new: list[Sentence], name: str,
    present: BankedModel | None, before: Judgement | None, after: Judgement,
) -> BankedModel:  # fmt: skip
    from bot.training.comparing import compare, release_note

    comparison: dict[str, Any] = compare(before, after)
    comparison["note"] = release_note(comparison, rows, len(new))
    comparison["rows"] = [sentence.id for sentence in rows.sentences]
    comparison["beside"] = present.name if present and before else None
    sha256 = _store(wiring).put(wiring.settings.models / name)
    with wiring.database.writing() as session:
        if present is not None and before is not None:
            # Measured with the same sentences: only so are the two comparable.
            session.get_one(BankedModel, present.id).figures = before.figures
        return bank_model(
            session, name, sha256=sha256, base=fingerprint(wiring.root), examples=rows.fingerprint,
            example_count=len(rows.sentences), staff_id=run.staff_id, why=run.why,
            figures=after.figures, comparison=comparison, made_at=now(),
        )  # fmt: skip


def _sets(wiring: Wiring) -> Sets:
    from bot.training.evaluation.run import find_sets

    return find_sets(wiring.root, wiring.settings.evaluation, None, None, wiring.region)


def _store(wiring: Wiring) -> ModelStore:
    return ModelStore.at(wiring.settings.models, wiring.settings.models_url)


def _fetched(wiring: Wiring, model: BankedModel) -> Any:
    """The archive of a model that this program can load; None without."""
    try:
        return (
            _store(wiring).get(model.name, model.sha256) if model.base == fingerprint(wiring.root) else None
        )
    except ModelLost as error:
        log.warning("model in force not found", reason=str(error))
        return None


def _new_sentences(wiring: Wiring, rows: Rows, present: BankedModel | None) -> list[Sentence]:
    """The rows that the model in force was not trained on."""
    known = set((present.comparison or {}).get("rows") or ()) if present else set()
    return [sentence for sentence in rows.sentences if sentence.id not in known]


def _usual_seconds(done: Any) -> float:
    """How long the last training took; its figures are a fifth of that."""
    spans = [(run.ended_at - run.asked_at).total_seconds() for run in done if run.ended_at]
    return spans[-1] * 0.6 if spans else USUAL_SECONDS


def _end(
    wiring: Wiring, run_id: int, state: str, problem: str = "", model: BankedModel | None = None
) -> None:
    with wiring.database.writing() as session:
        run = session.get_one(TrainingRun, run_id)
        if run.state != runs.CANCELLED:
            run.model_id, run.percent = (model.id, 100) if model else (None, run.percent)
            runs.end_run(run, state, now(), problem)


@contextmanager
def _reporting(wiring: Wiring, run_id: int, progress: Progress) -> Iterator[None]:
    """Write stage and progress every second, and notice that nobody wants it any longer."""
    over = threading.Event()

    def report() -> None:
        while not over.wait(BEAT_SECONDS):
            with wiring.database.writing() as session:
                run = session.get_one(TrainingRun, run_id)
                if run.state != runs.RUNNING:
                    progress.is_wanted = False
                    return
                run.stage, run.percent, run.beat_at = progress.stage, progress.percent, now()

    thread = threading.Thread(target=report, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
