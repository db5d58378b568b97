"""The tables of the trainers: what was not understood, its labels, examples, runs, the bank of models."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables import Table, now


class Doubt(Table):
    """A sentence of a citizen that the bot may have misread, without anything that tells who wrote it.

    `line_id` is the line of the transcript, None for a sentence that a trainer typed. `sentence` is masked.
    reason: `ragu` (low confidence), `tidak_paham` (fallback), `dikoreksi` (staff changed the category),
    `diubah` (the citizen pressed Ubah), `disangkal` ("bukan itu"), `batal` (cancelled draft), `pilihan` (a
    trainer took it up). `intent` and `confidence` are what was understood, `meant` what the correction
    says. `cluster` is the id of the doubt it is most like, its own where it is the first of its kind.
    state: `waiting labelled disputed set_aside`.
    """

    __tablename__ = "doubts"
    __table_args__ = (
        Index(
            "ix_doubts_waiting",
            "cluster",
            "id",
            sqlite_where=text("state IN ('waiting', 'disputed')"),
            postgresql_where=text("state IN ('waiting', 'disputed')"),
        ),
        Index("ix_doubts_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int | None] = mapped_column(ForeignKey("transcript.id"), unique=True)
    sentence: Mapped[str]
    reason: Mapped[str]
    intent: Mapped[str | None]
    confidence: Mapped[float | None]
    meant: Mapped[str | None]
    cluster: Mapped[int | None] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(default="waiting")
    at: Mapped[datetime] = mapped_column(default=now)
    settled_at: Mapped[datetime | None]


class Label(Table):
    """What one trainer says of a doubt: the last word of each trainer counts.

    `intent` is an intent or category, `bukan_laporan` or `tidak_jelas`; `parts` is a list of
    `{"text": …, "intent": …}` where the sentence names two problems, else empty.
    """

    __tablename__ = "labels"
    __table_args__ = (UniqueConstraint("doubt_id", "staff_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    doubt_id: Mapped[int] = mapped_column(ForeignKey("doubts.id"))
    staff_id: Mapped[int]
    intent: Mapped[str]
    parts: Mapped[list[Any]] = mapped_column(default=list)
    at: Mapped[datetime] = mapped_column(default=now)


class Example(Table):
    """A training sentence that is not in the files yet; every machine trains on the same rows.

    `plain` is the sentence as `sentences.plain` compares it: no two rows in force have the same. state:
    `active withdrawn exported`; an exported row stands in `data/nlu` and is trained on from there. source:
    `antrean` (a doubt), `percakapan` (a line), `coba` (the box to try sentences), `impor`.
    """

    __tablename__ = "examples"
    __table_args__ = (
        Index(
            "uq_examples_plain",
            "plain",
            unique=True,
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    intent: Mapped[str] = mapped_column(index=True)
    text: Mapped[str]
    plain: Mapped[str]
    source: Mapped[str]
    doubt_id: Mapped[int | None] = mapped_column(ForeignKey("doubts.id"), index=True)
    staff_id: Mapped[int]
    state: Mapped[str] = mapped_column(default="active")
    at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)


class TrainingRun(Table):
    """A wish to train and compare; one process takes it, in a child that works on it beside the turns.

    state: `asked running done failed cancelled`. `stage` is what it does just now, `percent` how far it is;
    `beat_at` tells that its process lives. `problem` is what a trainer reads when it failed.
    """

    __tablename__ = "training_runs"
    __table_args__ = (
        Index(
            "ix_training_runs_open",
            "id",
            sqlite_where=text("state IN ('asked', 'running')"),
            postgresql_where=text("state IN ('asked', 'running')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int | None]
    why: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="asked")
    stage: Mapped[str | None]
    percent: Mapped[int] = mapped_column(default=0)
    taken_by: Mapped[str | None]
    beat_at: Mapped[datetime | None]
    model_id: Mapped[int | None] = mapped_column(ForeignKey("models.id"))
    problem: Mapped[str | None]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]


class BankedModel(Table):
    """A trained model in the bank: who made it, when, why, of which data, and how well it reads.

    `name` is its file in MODELS_URL and `sha256` of that file. `base` is the fingerprint of the files it was
    made of, `examples` that of the rows; a model fits a program whose files have the same `base`.
    `figures` and `comparison` (with the model in force before) are as `comparing.py` makes them.
    """

    __tablename__ = "models"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    sha256: Mapped[str]
    base: Mapped[str] = mapped_column(index=True)
    examples: Mapped[str]
    example_count: Mapped[int] = mapped_column(default=0)
    staff_id: Mapped[int | None]
    why: Mapped[str | None]
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    comparison: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime] = mapped_column(default=now)


class Activation(Table):
    """Which model is in force since when: the last row says. Append-only.

    kind: `start` (the program's own first model), `activate`, `roll_back`. `override` is the reason why a
    person put it in force although a guarded figure fell.
    """

    __tablename__ = "activations"

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("models.id"), index=True)
    kind: Mapped[str]
    staff_id: Mapped[int | None]
    override: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(default=now)


class Trial(Table):
    """A sentence that a trainer tries: asked by a page, answered by a worker, forgotten within the hour.

    `answer` is as `trying.py` makes it; `model` the file that read it.
    """

    __tablename__ = "trials"
    __table_args__ = (
        Index(
            "ix_trials_waiting",
            "id",
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int]
    sentence: Mapped[str]
    answer: Mapped[dict[str, Any] | None]
    model: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]
