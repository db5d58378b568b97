"""Trains the model of the present data, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bot.training.fingerprint import model_path


class TrainingFailed(Exception):
    """Rasa could not train; `output` is what it said."""

    def __init__(self, output: str) -> None:
        super().__init__("training failed")
        self.output = output


def train(root: Path, models: Path) -> Path:
    """Run `rasa train` on the project at `root` and return the model; raises TrainingFailed.

    The model appears under its name only when it is whole, so that no worker loads half of one.
    """
    target = model_path(models, root)
    models.mkdir(parents=True, exist_ok=True)
    draft = f"training-{os.getpid()}"
    command = [
        sys.executable,
        "-m",
        "rasa",
        "train",
        "--quiet",
        "--fixed-model-name",
        draft,
        "--out",
        str(models),
    ]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
    result = subprocess.run(
        command,
        cwd=root,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    trained = models / f"{draft}.tar.gz"
    if result.returncode or not trained.exists():
        trained.unlink(missing_ok=True)
        raise TrainingFailed(result.stdout)
    trained.rename(target)
    return target
