"""One training from beginning to end, in a process of its own beside the turns: `lapor train --run`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.storage.tables import now
from bot.training import runs
from bot.training.bank import InForce, bank_model, model_in_force, told_when_new
from bot.training.files import plain_sentences
from bot.training.fingerprint import fingerprint, model_name
from bot.training.progress import Progress, reporting
from bot.training.records import BankedModel, TrainingRun
from bot.training.rows import Rows, Sentence, training_rows
from bot.training.store import ModelLost, ModelStore
from bot.training.train import TrainingFailed, TrainingStopped, train

if TYPE_CHECKING:
    from bot.training.judging import Judgement
    from bot.wiring import Wiring

# Turns come first: this work takes what processor they leave.
NICENESS = 10
USUAL_SECONDS = 40.0
# Of a whole run, training itself takes about so much.
TRAINING_SHARE = 0.6
BROKEN = "Model gagal dilatih. Periksa contoh yang baru ditambahkan, atau jalankan `lapor check`."

log = structlog.get_logger()


@dataclass(frozen=True)
class Trained:
    """What a run brought: the model's row and file, and one paragraph for people."""

    model_id: int
    name: str
    note: str


@dataclass(frozen=True)
class _Work:
    """What one run works on."""

    wiring: Wiring
    staff_id: int | None
    why: str | None
    rows: Rows
    present: InForce | None
    told_before: dict[str, Any]
    usual: float

    @property
    def base(self) -> str:
        return fingerprint(self.wiring.root)

    @property
    def store(self) -> ModelStore:
        return ModelStore.at(self.wiring.settings.models, self.wiring.settings.models_url)

    @property
    def path(self) -> Path:
        return self.wiring.settings.models / model_name(self.base, self.rows.fingerprint)

    @property
    def is_in_force(self) -> bool:
        """Whether files and rows are still those of the model in force."""
        return self.present is not None and self.present.name == self.path.name

    @property
    def new(self) -> list[Sentence]:
        """The rows that the model in force was not trained on."""
        known = self.present.rows if self.present else frozenset()
        return [sentence for sentence in self.rows.sentences if sentence.id not in known]


def carry_out(wiring: Wiring, run_id: int) -> Trained | None:
    """Train, measure beside the model in force, bank the result; None when that failed or was cancelled."""
    os.nice(NICENESS)
    progress = Progress()
    try:
        with reporting(wiring.database, run_id, progress):
            trained = _train_and_compare(_work_of(wiring, run_id), progress)
    except TrainingStopped:
        return None
    except Exception as error:
        log.error("training failed", run=run_id, error=type(error).__name__)
        log.debug("training failed", exc_info=True, output=getattr(error, "output", None))
        _end(wiring, run_id, runs.FAILED, BROKEN)
        if isinstance(error, TrainingFailed):
            return None
        raise
    _end(wiring, run_id, runs.DONE, model_id=trained.model_id)
    return trained


def _work_of(wiring: Wiring, run_id: int) -> _Work:
    known = plain_sentences(wiring.root)
    with wiring.database.reading() as session:
        run = session.get_one(TrainingRun, run_id)
        rows, present = training_rows(session, known), model_in_force(session)
        told = told_when_new(session, present.id) if present else {}
        return _Work(wiring, run.staff_id, run.why, rows, present, told, _usual_seconds(session))


def _train_and_compare(work: _Work, progress: Progress) -> Trained:
    progress.enter("Melatih", 5, 60, work.usual * TRAINING_SHARE)
    # The same data make the same model; a second archive would be another than the bank says.
    if not work.path.is_file():
        train(work.wiring.root, work.wiring.settings.models, work.rows, lambda: progress.is_wanted)
    before, after = _judge_both(work, progress)
    if not progress.is_wanted:
        raise TrainingStopped
    return _bank(work, before, after)


def _judge_both(work: _Work, progress: Progress) -> tuple[Judgement | None, Judgement]:
    # Rasa takes seconds to import; a run that is only asked for pays nothing.
    from bot.dialogue.engine import Engine
    from bot.training.evaluation.run import find_sets
    from bot.training.judging import judge

    region, half = work.wiring.region, work.usual * (1 - TRAINING_SHARE) / 2
    sets = find_sets(work.wiring.root, work.wiring.settings.evaluation, None, None, region)
    before = None
    if (old := _archive_before(work)) is not None:
        progress.enter("Mengukur model yang dipakai", 60, 79, half)
        before = judge(Engine.load(old), region, sets, work.new)
    progress.enter("Mengukur model baru", 79, 98, half)
    return before, judge(Engine.load(work.path), region, sets, work.new)


def _bank(work: _Work, before: Judgement | None, after: Judgement) -> Trained:
    from bot.training.comparing import compare, release_note

    comparison = compare(before, after)
    comparison["note"] = release_note(comparison, work.rows, len(work.new))
    comparison["rows"] = [sentence.id for sentence in work.rows.sentences]
    if work.is_in_force:
        # Only measured again: what it changed when it was new stays known.
        comparison |= work.told_before
    sha256 = work.store.put(work.path)
    with work.wiring.database.writing() as session:
        if work.present is not None and before is not None:
            # Measured with the same sentences: only so are the two comparable.
            session.get_one(BankedModel, work.present.id).figures = before.figures
        model = bank_model(
            session, work.path.name, sha256=sha256, base=work.base, examples=work.rows.fingerprint,
            example_count=len(work.rows.sentences), staff_id=work.staff_id, why=work.why,
            figures=after.figures, comparison=comparison, made_at=now(),
        )  # fmt: skip
        return Trained(model.id, model.name, comparison["note"])


def _archive_before(work: _Work) -> Path | None:
    """The archive of the model in force; None where that is this one, or cannot be loaded here."""
    present = work.present
    if present is None or work.is_in_force or present.base != work.base:
        return None
    try:
        return work.store.get(present.name, present.sha256)
    except ModelLost as error:
        log.warning("model in force not found", reason=str(error))
        return None


def _usual_seconds(session: Session) -> float:
    """How long the last runs took."""
    query = select(TrainingRun).where(TrainingRun.state == runs.DONE).order_by(TrainingRun.id.desc()).limit(3)
    done: Sequence[TrainingRun] = session.scalars(query).all()
    spans = [(run.ended_at - run.asked_at).total_seconds() for run in done if run.ended_at]
    return sum(spans) / len(spans) if spans else USUAL_SECONDS


def _end(wiring: Wiring, run_id: int, state: str, problem: str = "", model_id: int | None = None) -> None:
    with wiring.database.writing() as session:
        run = session.get_one(TrainingRun, run_id)
        if run.state == runs.RUNNING:
            run.model_id, run.percent = model_id, 100 if model_id else run.percent
            runs.end_run(run, state, now(), problem)
