from __future__ import annotations

from pathlib import Path

import pytest

from tests.stand_ins.tiny_bot import run_rasa, write_bot


@pytest.fixture(scope="session")
def trained_bot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a bot that the `rasa` command has trained."""
    folder = write_bot(tmp_path_factory.mktemp("tiny"))
    training = run_rasa(folder, "train")
    assert training.returncode == 0, training.stdout
    return folder
