"""Trains the model of the present data, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.training.fingerprint import fingerprint, model_name
from bot.training.rows import Rows

LOOK_SECONDS = 0.2


class TrainingFailed(Exception):
    """Rasa could not train; `output` is what it said."""

    def __init__(self, output: str) -> None:
        super().__init__("training failed")
        self.output = output


class TrainingStopped(Exception):
    """Somebody wanted it no longer."""


def train(
    root: Path, models: Path, rows: Rows | None = None, is_wanted: Callable[[], bool] = lambda: True
) -> Path:
    """Run `rasa train` on the project at `root`, and on `rows`; returns the model.

    The model appears under its name only when it is whole, so that no worker loads half of one. `is_wanted`
    is asked a few times a second. Raises TrainingFailed or TrainingStopped.
    """
    rows = rows or Rows()
    target = models / model_name(fingerprint(root), rows.fingerprint)
    models.mkdir(parents=True, exist_ok=True)
    trained = models / f"training-{os.getpid()}.tar.gz"
    with TemporaryDirectory(prefix="lapor-training-") as folder:
        data = ["data", str(rows.write(Path(folder)))] if rows.sentences else ["data"]
        options = [
            "--quiet",
            "--fixed-model-name",
            trained.name.removesuffix(".tar.gz"),
            "--out",
            str(models),
        ]
        try:
            _run(
                [sys.executable, "-m", "rasa", "train", *options, "--data", *data],
                root,
                Path(folder),
                is_wanted,
            )
            if not trained.exists():
                raise TrainingFailed("rasa train ended without a model")
            trained.rename(target)
        finally:
            trained.unlink(missing_ok=True)
    return target


def _run(command: list[str], root: Path, folder: Path, is_wanted: Callable[[], bool]) -> None:
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
    said = folder / "output"
    with said.open("w") as output:
        process = subprocess.Popen(
            command, cwd=root, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        try:
            while process.poll() is None:
                if not is_wanted():
                    raise TrainingStopped
                time.sleep(LOOK_SECONDS)
        finally:
            process.kill()
            process.wait()
    if process.returncode:
        raise TrainingFailed(said.read_text(encoding="utf-8", errors="replace"))
