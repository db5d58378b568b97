"""`lapor up`: web, workers and courier as children of one process."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

from bot.lifeline import SupervisorEnd
from bot.stopping import stop_on_signal

COMMAND = (sys.executable, "-m", "bot.cli")
STOP_SECONDS = 9.0
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
# A role that has run this long is healthy again; its next death begins with a short pause.
HEALTHY_SECONDS = 60.0
LOOK_SECONDS = 0.1
COLOURS = ("36", "35", "33", "34", "32")


@dataclass
class Run:
    """One life of a role: its process, the line to it, and the thread that copies what it prints."""

    process: subprocess.Popen[str]
    line: SupervisorEnd
    reader: threading.Thread
    started: float


@dataclass
class Role:
    """One child: its name, its command, and how often it has died."""

    name: str
    arguments: list[str]
    colour: str = "0"
    run: Run | None = None
    deaths: int = 0
    restart_at: float = 0.0


@dataclass
class Supervisor:
    """Starts every role, prefixes its output, restarts what dies, and stops all of it within ten seconds.

    `greeting` is printed once all roles serve. `environment` is added to that of the roles.
    """

    roles: Sequence[Role]
    greeting: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    command: Sequence[str] = COMMAND
    stop_seconds: float = STOP_SECONDS
    out: IO[str] = field(default_factory=lambda: sys.stdout)

    def __post_init__(self) -> None:
        self._printing = threading.Lock()
        self._width = max(len(role.name) for role in self.roles)
        self._awaited = {role.name for role in self.roles}
        for number, role in enumerate(self.roles):
            role.colour = COLOURS[number % len(COLOURS)]

    @property
    def greeted(self) -> bool:
        """Whether all roles have served at least once, so that the greeting was printed."""
        return not self._awaited

    def run(self) -> int:
        """Block until a signal; returns the exit code."""
        stop = stop_on_signal()
        for role in self.roles:
            self._start(role)
        while not stop.wait(LOOK_SECONDS):
            for role in self.roles:
                self._look_after(role)
        return self._stop_all()

    def say(self, role: Role, line: str) -> None:
        """Print one line under a role's name."""
        prefix = f"{role.name:<{self._width}} |"
        if self.out.isatty():
            prefix = f"\033[{role.colour}m{prefix}\033[0m"
        self._print(f"{prefix} {line.rstrip()}")

    def _print(self, *lines: str) -> None:
        # A terminal that was closed, or a pipe to `head`, must not keep the roles from being read.
        with self._printing, contextlib.suppress(OSError, ValueError):
            print(*lines, sep="\n", file=self.out, flush=True)

    def _start(self, role: Role) -> None:
        try:
            role.run = self._run(role)
        except OSError as error:
            # The machine is short of memory, processes or files, perhaps only now.
            self._pause(role, f"cannot be started ({error.strerror})")

    def _run(self, role: Role) -> Run:
        line = SupervisorEnd()
        # Its own session: Ctrl-C reaches only the supervisor, which then stops the children in order.
        process = subprocess.Popen(
            [*self.command, *role.arguments],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            encoding="utf-8", errors="replace", start_new_session=True,
            pass_fds=[line.role_end.fileno()], env={**os.environ, **self.environment, **line.environment()},
        )  # fmt: skip
        line.role_end.close()
        reader = threading.Thread(target=self._copy, args=(role, process), daemon=True)
        reader.start()
        return Run(process, line, reader, time.monotonic())

    def _copy(self, role: Role, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                self.say(role, line)

    def _look_after(self, role: Role) -> None:
        if role.run is None:
            if time.monotonic() >= role.restart_at:
                self._start(role)
        elif role.run.process.poll() is not None:
            self._bury(role, role.run)
        elif role.run.line.look():
            self._greet(role)

    def _greet(self, role: Role) -> None:
        if role.name not in self._awaited:
            self.say(role, "serves again")
            return
        self._awaited.discard(role.name)
        if not self._awaited:
            self._print(*self.greeting)

    def _bury(self, role: Role, run: Run) -> None:
        run.line.close()
        run.reader.join(1)
        if time.monotonic() - run.started > HEALTHY_SECONDS:
            role.deaths = 0
        role.run = None
        self._pause(role, _ending(run.process.returncode))

    def _pause(self, role: Role, why: str) -> None:
        role.deaths += 1
        pause = min(FIRST_PAUSE * 2 ** (role.deaths - 1), LONGEST_PAUSE)
        self.say(role, f"{why}; starting again in {pause:.0f} s")
        role.restart_at = time.monotonic() + pause

    def _stop_all(self) -> int:
        running = [(role, role.run) for role in self.roles if role.run is not None]
        for _, run in running:
            run.process.terminate()
        deadline = time.monotonic() + self.stop_seconds
        for role, run in running:
            try:
                run.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(role, "did not stop in time; its work is taken up at the next start")
                run.process.kill()
        for _, run in running:
            run.reader.join(0.2)
        self._print("Stopped.")
        return 0


def _ending(code: int) -> str:
    if code < 0:
        return f"was killed by {signal.Signals(-code).name}"
    return f"ended with code {code}"
