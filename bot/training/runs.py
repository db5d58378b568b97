"""Wishes to train: asked by a trainer, taken by one process, watched by whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.training.records import TrainingRun

ASKED, RUNNING, DONE, FAILED, CANCELLED = "asked", "running", "done", "failed", "cancelled"
# As the partial index says it: SQLite recognises it by these very words.
IS_OPEN = text("training_runs.state IN ('asked', 'running')")
# Without a sign of life for so long, its process is gone.
LOST_AFTER = timedelta(seconds=60)
LOST = "Prosesnya berhenti di tengah jalan. Silakan latih lagi."


def open_run(session: Session) -> TrainingRun | None:
    """The run that is asked for or running: there is one at a time."""
    return session.scalars(select(TrainingRun).where(IS_OPEN).order_by(TrainingRun.id).limit(1)).first()


def ask_for_run(session: Session, staff_id: int | None, why: str, at: datetime) -> TrainingRun:
    """Ask for a training; while one is open, that one is it."""
    run = open_run(session)
    if run is None:
        run = TrainingRun(staff_id=staff_id, why=why or None, asked_at=at)
        session.add(run)
        session.flush()
    return run


def take_run(session: Session, name: str, at: datetime) -> TrainingRun | None:
    """Take the run that waits, for the process `name`; ends one whose process is gone."""
    query = select(TrainingRun).where(IS_OPEN).order_by(TrainingRun.id).limit(1)
    run = session.scalars(query.with_for_update(skip_locked=True)).first()
    if run is None:
        return None
    if run.state == RUNNING:
        if run.beat_at is None or at - run.beat_at > LOST_AFTER:
            end_run(run, FAILED, at, LOST)
        return None
    run.state, run.taken_by, run.beat_at = RUNNING, name, at
    return run


def is_waiting(session: Session, at: datetime) -> bool:
    """Whether `take_run` would do anything: a look that holds no lock."""
    run = open_run(session)
    return run is not None and (run.state == ASKED or run.beat_at is None or at - run.beat_at > LOST_AFTER)


def end_run(run: TrainingRun, state: str, at: datetime, problem: str = "") -> None:
    run.state, run.ended_at, run.stage, run.problem = state, at, None, problem or None


def cancel_run(session: Session, run_id: int, at: datetime) -> bool:
    """Want a run no longer; False when it has ended already."""
    run = session.get(TrainingRun, run_id, with_for_update=True)
    if run is None or run.state not in (ASKED, RUNNING):
        return False
    end_run(run, CANCELLED, at)
    return True


def last_runs(session: Session, count: int) -> Sequence[TrainingRun]:
    """The newest runs first."""
    return session.scalars(select(TrainingRun).order_by(TrainingRun.id.desc()).limit(count)).all()
