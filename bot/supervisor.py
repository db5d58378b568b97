"""`lapor up`: web, workers and courier as children of one process."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from types import FrameType
from typing import IO

STOP_SECONDS = 10.0
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
# A role that has run this long is healthy again; its next death begins with a short pause.
HEALTHY_SECONDS = 60.0
COLOURS = ("36", "35", "33", "34", "32")


@dataclass
class Role:
    """One child: its name, its command, and how often it has died."""

    name: str
    arguments: list[str]
    colour: str = "0"
    process: subprocess.Popen[str] | None = None
    started: float = 0.0
    deaths: int = 0
    restart_at: float = 0.0
    readers: list[threading.Thread] = field(default_factory=list)


class Supervisor:
    """Starts every role, prefixes its output, restarts what dies, and stops all of it within ten seconds."""

    def __init__(self, roles: list[Role], out: IO[str] = sys.stdout) -> None:
        self._roles = roles
        self._out = out
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._width = max(len(role.name) for role in roles)
        for number, role in enumerate(roles):
            role.colour = COLOURS[number % len(COLOURS)]

    def run(self) -> int:
        """Block until a signal; returns the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        for role in self._roles:
            self._start(role)
        while not self._stop.wait(0.2):
            for role in self._roles:
                self._watch(role)
        return self._stop_all()

    def say(self, name: str, line: str, colour: str = "0") -> None:
        """Print one line under a role's name."""
        prefix = f"{name:<{self._width}} |"
        if self._out.isatty():
            prefix = f"\033[{colour}m{prefix}\033[0m"
        with self._lock:
            print(prefix, line.rstrip(), file=self._out, flush=True)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stop.set()

    def _start(self, role: Role) -> None:
        # Its own session: Ctrl-C reaches only the supervisor, which then stops the children in order.
        role.process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", *role.arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        role.started = time.monotonic()
        reader = threading.Thread(target=self._copy, args=(role, role.process), daemon=True)
        reader.start()
        role.readers = [reader]

    def _copy(self, role: Role, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.say(role.name, line, role.colour)

    def _watch(self, role: Role) -> None:
        now = time.monotonic()
        if role.process is None:
            if now >= role.restart_at:
                self._start(role)
            return
        code = role.process.poll()
        if code is None:
            return
        role.deaths = 1 if now - role.started > HEALTHY_SECONDS else role.deaths + 1
        pause = min(FIRST_PAUSE * 2 ** (role.deaths - 1), LONGEST_PAUSE)
        self.say(role.name, f"stopped with code {code}; starting again in {pause:.0f} s", role.colour)
        role.process, role.restart_at = None, now + pause

    def _stop_all(self) -> int:
        running = [role for role in self._roles if role.process is not None]
        for role in running:
            assert role.process is not None
            role.process.terminate()
        deadline = time.monotonic() + STOP_SECONDS - 1
        for role in running:
            assert role.process is not None
            try:
                role.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(
                    role.name, "did not stop in time; its work is taken up at the next start", role.colour
                )
                role.process.kill()
        for role in running:
            for reader in role.readers:
                reader.join(1)
        return 0
