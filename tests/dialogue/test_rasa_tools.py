"""Rasa's own commands work on the files of this project, for trainers who know Rasa."""

from __future__ import annotations

import os
import pty
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from select import select as select_ready

import pytest
from sqlalchemy import select

from bot.dialogue.engine import Engine
from bot.reports.records import Draft
from bot.settings import load_settings
from bot.wiring import Wiring

ROOT = Path(__file__).parents[2]
RASA = Path(sys.executable).with_name("rasa")
KNOWN_WARNINGS = (
    # Answers are chosen by actions, buttons and the phone give intents: Rasa sees neither.
    r"The utterance '\w+' is not used in any story or rule",
    r"The intent '\w+' is listed in the domain file, but is not found in the NLU training data",
    # The hour of silence over an open draft: the form alone answers it.
    r"The intent 'diam' is not used in any story or rule",
)
# Questions and answers of a terminal.
ASKS_FOR_CURSOR, CURSOR = b"\x1b[6n", b"\x1b[1;1R"
KEPT = 6
TINY_NLU = """\
version: "3.1"
nlu:
- intent: jalan_jembatan
  examples: |
    - jalan rusak parah banyak lubang
- intent: terima_kasih
  examples: |
    - terima kasih banyak pak
"""


@pytest.fixture
def wiring(engine: Engine, migrated_sqlite: str) -> Wiring:
    """An empty database for the actions; asking for the engine makes sure that there is a model."""
    environment = {"DATABASE_URL": migrated_sqlite, "SECRET_KEY": "tests"}
    wiring = Wiring(load_settings(ROOT, environment), ROOT)
    wiring.prepare_database()
    return wiring


def test_rasa_data_validate_finds_no_fault() -> None:
    code, printed = run_rasa("data", "validate")
    assert code == 0, printed
    warned = re.findall(r"UserWarning: (.*)", printed)
    known = re.compile("|".join(KNOWN_WARNINGS))
    assert [warning for warning in warned if not known.match(warning)] == []
    assert "No story structure conflicts found" in printed


def test_rasa_test_nlu_reads_the_model(wiring: Wiring, tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text(TINY_NLU)
    arguments = ["--nlu", str(tmp_path / "nlu.yml"), "--out", str(tmp_path), "--no-plot", "--successes"]
    code, printed = run_rasa("test", "nlu", "--model", str(wiring.model), *arguments)
    assert code == 0, printed
    assert "terima_kasih" in (tmp_path / "intent_successes.json").read_text()


def test_rasa_test_nlu_validates_across_the_files(tmp_path: Path) -> None:
    """With few sentences of each intent: all of them take minutes."""
    for file in (ROOT / "data/nlu").rglob("*.yml"):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        first = next(place for place, line in enumerate(lines) if line.startswith("    - "))
        (tmp_path / file.name).write_text("".join(lines[: first + KEPT]), encoding="utf-8")
    arguments = ["--folds", "2", "--nlu", str(tmp_path), "--out", str(tmp_path / "results")]
    code, printed = run_rasa("test", "nlu", "--cross-validation", *arguments)
    assert code == 0 and "test Accuracy" in printed, printed
    assert (tmp_path / "results/intent_confusion_matrix.png").stat().st_size


def test_rasa_shell_with_rasa_run_actions_leads_to_a_summary(wiring: Wiring, tmp_path: Path) -> None:
    with run_actions(wiring, tmp_path) as endpoints:
        shell = start_rasa(
            ["shell", "--model", str(wiring.model), "--endpoints", endpoints, "--port", str(free_port())]
        )
        try:
            said, _ = shell.communicate(
                "jalan rusak parah di desa celikah kayu agung banyak lubang\n/stop\n", 120
            )
        finally:
            shell.kill()
    with wiring.database.reading() as session:
        state, content = session.execute(select(Draft.state, Draft.content)).one()
    assert state == "open" and content["summary_shown"], said


def test_rasa_interactive_asks_whether_a_sentence_was_read_rightly(wiring: Wiring, tmp_path: Path) -> None:
    terminal, own = pty.openpty()
    with run_actions(wiring, tmp_path) as endpoints:
        arguments = ["--model", str(wiring.model), "--endpoints", endpoints, "--port", str(free_port())]
        program = start_rasa(["interactive", "--skip-visualization", *arguments], {"TERM": "xterm"}, own)
        try:
            read_until(terminal, b"Your input")
            os.write(terminal, b"jalan rusak parah\r")
            read_until(terminal, b"'jalan_jembatan' correct")
        finally:
            program.kill()
            program.wait()
            os.close(own)
            os.close(terminal)


@contextmanager
def run_actions(wiring: Wiring, folder: Path) -> Iterator[str]:
    """`rasa run actions` on this database; gives the file of endpoints that names it."""
    port = free_port()
    endpoints = folder / "endpoints.yml"
    endpoints.write_text((ROOT / "endpoints.yml").read_text().replace("5055", str(port)))
    environment = {"DATABASE_URL": wiring.settings.database_url, "SANIC_HOST": "127.0.0.1"}
    actions = start_rasa(["run", "actions", "--port", str(port)], environment)
    try:
        wait_for(port, actions)
        yield str(endpoints)
    finally:
        actions.kill()
        actions.communicate()


def start_rasa(
    arguments: Sequence[str], environment: Mapping[str, str] | None = None, terminal: int | None = None
) -> subprocess.Popen[str]:
    """Start a command of Rasa, with pipes or at a terminal."""
    return subprocess.Popen(
        [RASA, *arguments],
        cwd=ROOT,
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SECRET_KEY": "tests", **(environment or {})},
        text=True,
        stdin=subprocess.PIPE if terminal is None else terminal,
        stdout=subprocess.PIPE if terminal is None else terminal,
        stderr=subprocess.STDOUT,
    )


def run_rasa(*arguments: str) -> tuple[int, str]:
    """Run a command to its end; returns its exit code and all that it printed."""
    command = start_rasa(arguments)
    printed, _ = command.communicate(timeout=120)
    return command.returncode, printed


def read_until(terminal: int, words: bytes) -> None:
    """Read what a program shows, and say where the cursor is when it asks."""
    shown, deadline = b"", time.monotonic() + 120
    while words not in shown:
        assert time.monotonic() < deadline, shown[-2000:].decode(errors="replace")
        if select_ready([terminal], [], [], 1)[0]:
            shown += os.read(terminal, 65536)
            if shown.endswith(ASKS_FOR_CURSOR):
                os.write(terminal, CURSOR)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, server: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("rasa run actions did not start")
