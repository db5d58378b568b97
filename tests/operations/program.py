"""The program as an operator runs it: real processes, in a folder of their own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
# A folder with these is a project of its own: another `.env`, another `var/`.
PROJECT = ("actions", "bot", "config.yml", "data", "domain.yml", "endpoints.yml")
OURS = (
    "DATABASE_URL",
    "MEDIA_URL",
    "MODELS",
    "PUBLIC_URL",
    "REGION",
    "SECRET_KEY",
    "SIMULATOR",
    "TRUSTED_PROXIES",
)
START_SECONDS = 60.0


def make_project(folder: Path) -> Path:
    for name in PROJECT:
        (folder / name).symlink_to(ROOT / name)
    return folder


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def wait_until(true: Callable[[], Any], seconds: float = 60.0, every: float = 0.05) -> Any:
    """The first true value; fails when there is none in time."""
    deadline = time.monotonic() + seconds
    while not (value := true()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(every)
    return value


@dataclass
class Program:
    """The command line in one folder. `settings` are what a `.env` would hold."""

    root: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    started: list[Running] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *arguments: str, typed: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; `typed` is its standard input."""
        return subprocess.run(
            self._command(arguments), cwd=self.root, env=self._environment(), text=True,
            capture_output=True, input=typed,
        )  # fmt: skip

    def read_json(self, *arguments: str) -> Any:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def start(self, *arguments: str) -> Running:
        """Start a command that goes on."""
        process = subprocess.Popen(
            self._command(arguments), cwd=self.root, env=self._environment(), text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        running = Running(process)
        self.started.append(running)
        return running

    def up(self, *options: str) -> Running:
        """Serve everything, and return when it is ready."""
        running = self.start("up", "--port", str(self.port), *options)
        running.wait_for("Ready.", START_SECONDS)
        return running

    def end(self) -> None:
        """Leave nothing behind, whatever a test has done."""
        for running in self.started:
            if running.process.poll() is None:
                running.stop(signal.SIGTERM)

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "bot.cli", *arguments]

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not is_ours(name)}
        # Without kept bytecode Rasa takes three times as long to import.
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        return {**kept, **self.settings}


class Running:
    """A started command, and what it has printed so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def output(self) -> str:
        return "".join(self.lines)

    def wait_for(self, text: str, seconds: float = START_SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while text not in self.output:
            assert self.process.poll() is None, f"ended with {self.process.returncode}:\n{self.output}"
            assert time.monotonic() < deadline, f"no {text!r} in:\n{self.output}"
            time.sleep(0.02)

    def children(self) -> dict[str, int]:
        """Process ids of the roles by their name: `web`, `worker-1`, `courier`."""
        found = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            arguments = _arguments_of_child(path, self.process.pid)
            if "bot.cli" in arguments:
                role = arguments[arguments.index("bot.cli") + 1 :]
                name = role[role.index("--name") + 1] if "--name" in role else role[0]
                found[name] = int(path.parent.name)
        return found

    def stop(self, number: int = signal.SIGTERM, seconds: float = 15.0) -> int:
        """Send the signal and return the exit code."""
        self.process.send_signal(number)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        finally:
            self._reader.join(5)

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout:
            for line in self.process.stdout:
                self.lines.append(line)


def is_running(pid: int) -> bool:
    """Whether there is such a process that is no corpse."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _arguments_of_child(stat: Path, parent: int) -> list[str]:
    try:
        if int(stat.read_text().rpartition(")")[2].split()[1]) != parent:
            return []
        return (stat.parent / "cmdline").read_text().split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []


def is_ours(name: str) -> bool:
    return name in OURS or name.startswith(("LAPOR_", "SETTLE_", "SILENT_", "TURN_", "WHATSAPP_", "METRICS_"))
