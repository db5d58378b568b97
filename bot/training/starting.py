"""Which model a process starts with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.storage.tables import now
from bot.training.bank import START, bank_model, model_in_force, put_in_force
from bot.training.files import plain_sentences
from bot.training.fingerprint import fingerprint, model_name
from bot.training.rows import Rows, training_rows
from bot.training.store import ModelLost, ModelStore

if TYPE_CHECKING:
    from bot.wiring import Wiring

Train = Callable[[Rows], Path]


def archive_in_force(wiring: Wiring) -> Path | None:
    """The model that people put in force, where it fits this program's files and can be had."""
    with wiring.database.reading() as session:
        model = model_in_force(session)
    if model is None or model.base != fingerprint(wiring.root):
        return None
    try:
        return ModelStore.at(wiring.settings.models, wiring.settings.models_url).get(model.name, model.sha256)
    except ModelLost:
        return None


def has_model(wiring: Wiring) -> bool:
    """Whether workers find a model, told without reading one: operators ask every few seconds."""
    with wiring.database.reading() as session:
        model = model_in_force(session)
    if model is None:
        return wiring.model.is_file()
    return bool(wiring.settings.models_url) or (wiring.settings.models / model.name).is_file()


def present_model(wiring: Wiring) -> Path:
    """The model in force, else that of the present files and rows, which may not be there yet."""
    return archive_in_force(wiring) or wiring.settings.models / _name(wiring, _rows(wiring))


def ready_model(wiring: Wiring, train: Train) -> Path:
    """The model to start with; without one that fits, `train` makes it, and it is in force from now on.

    That happens on a new database, and after the files or components of the program have changed.
    """
    if (path := archive_in_force(wiring)) is not None:
        return path
    rows = _rows(wiring)
    path = wiring.settings.models / _name(wiring, rows)
    if not path.is_file():
        path = train(rows)
    sha256 = ModelStore.at(wiring.settings.models, wiring.settings.models_url).put(path)
    with wiring.database.writing() as session:
        model = bank_model(
            session, path.name, sha256=sha256, base=fingerprint(wiring.root), examples=rows.fingerprint,
            example_count=len(rows.sentences),
        )  # fmt: skip
        # What it was trained on, so that the next comparison knows which examples are new.
        model.comparison = {**(model.comparison or {}), "rows": [sentence.id for sentence in rows.sentences]}
        put_in_force(session, model, START, now(), None)
    return path


def _rows(wiring: Wiring) -> Rows:
    known = plain_sentences(wiring.root)
    with wiring.database.reading() as session:
        return training_rows(session, known)


def _name(wiring: Wiring, rows: Rows) -> str:
    return model_name(fingerprint(wiring.root), rows.fingerprint)
