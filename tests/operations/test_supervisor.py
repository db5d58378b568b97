from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from bot.supervisor import Role, Supervisor
from tests.operations.program import ROOT, Running, is_running, wait_until

SERVE = "role.tell_ready(); print('hello', flush=True); time.sleep(60)"
LATER = "time.sleep(0.7); role.tell_ready(); time.sleep(60)"
DIE = "print('poor', flush=True); sys.exit(3)"
STUBBORN = "signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SERVE

Supervise = Callable[..., Running]


@pytest.fixture
def supervise() -> Iterator[Supervise]:
    started: list[Running] = []

    def start(*roles: str, stop_seconds: float = 5.0) -> Running:
        command = [sys.executable, "-m", "tests.operations.tiny_program", str(stop_seconds), *roles]
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        started.append(Running(process))
        return started[-1]

    yield start
    for running in started:
        running.process.kill()


def pids_of(running: Running) -> list[int]:
    script = f"/proc/{running.process.pid}/task/{running.process.pid}/children"
    with open(script) as children:
        return [int(pid) for pid in children.read().split()]


def test_every_line_stands_under_the_name_of_its_role(supervise: Supervise) -> None:
    running = supervise(f"one={SERVE}", f"another={SERVE}")
    running.wait_for("one     | hello\n", 10)
    running.wait_for("another | hello\n", 10)


def test_bytes_that_are_no_text_end_nothing(supervise: Supervise) -> None:
    running = supervise(f"one=sys.stdout.buffer.write(b'\\xff\\n'); {SERVE}")
    running.wait_for("one | \ufffd\none | hello\n", 10)


def test_the_greeting_comes_when_the_last_role_serves(supervise: Supervise) -> None:
    running = supervise(f"one={SERVE}", f"another={LATER}")
    running.wait_for("All serve.", 10)
    assert running.output.count("All serve.") == 1
    assert running.output.index("hello") < running.output.index("All serve.")


def test_no_greeting_while_one_role_cannot_serve(supervise: Supervise) -> None:
    running = supervise(f"one={SERVE}", f"another={DIE}")
    running.wait_for("starting again in 2 s", 10)
    assert "All serve." not in running.output


def test_a_role_that_dies_is_started_again_after_longer_and_longer_pauses(supervise: Supervise) -> None:
    running = supervise(f"one={DIE}")
    running.wait_for("one | poor\none | ended with code 3; starting again in 1 s\n", 10)
    running.wait_for("one | poor\none | ended with code 3; starting again in 2 s\n", 10)


def test_a_role_that_cannot_be_started_is_tried_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    role = Role("one", [])
    supervisor = Supervisor([role], command=("/no/such/program",))
    supervisor._look_after(role)
    assert capsys.readouterr().out == (
        "one | cannot be started (No such file or directory); starting again in 1 s\n"
    )
    assert role.restart_at > time.monotonic()


def test_a_killed_role_is_named_and_serves_again(supervise: Supervise) -> None:
    running = supervise(f"one={SERVE}")
    running.wait_for("All serve.", 10)
    subprocess.run(["kill", "-9", str(pids_of(running)[0])], check=True)
    running.wait_for("one | was killed by SIGKILL; starting again in 1 s\n", 10)
    running.wait_for("one | serves again\n", 10)
    assert running.output.count("All serve.") == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_of_it_with_code_0(supervise: Supervise, number: int) -> None:
    running = supervise(f"one={SERVE}", f"another={SERVE}")
    running.wait_for("All serve.", 10)
    roles = pids_of(running)
    assert running.stop(number) == 0
    assert not any(is_running(pid) for pid in roles)


def test_a_role_that_will_not_stop_is_killed_in_time(supervise: Supervise) -> None:
    running = supervise(f"one={STUBBORN}", stop_seconds=0.5)
    running.wait_for("All serve.", 10)
    roles, begun = pids_of(running), time.monotonic()
    assert running.stop(signal.SIGTERM) == 0
    assert time.monotonic() - begun < 3
    assert "one | did not stop in time" in running.output
    wait_until(lambda: not any(is_running(pid) for pid in roles))


def test_a_killed_supervisor_leaves_no_role_behind(supervise: Supervise) -> None:
    running = supervise(f"one={SERVE}", f"another={SERVE}")
    running.wait_for("All serve.", 10)
    roles = pids_of(running)
    running.stop(signal.SIGKILL)
    wait_until(lambda: not any(is_running(pid) for pid in roles), 5)


def test_an_output_that_nobody_reads_any_more_stops_nothing() -> None:
    command = [sys.executable, "-m", "tests.operations.tiny_program", "5", f"one={SERVE}", f"another={DIE}"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    time.sleep(1.5)
    assert process.poll() is None
    process.terminate()
    assert process.wait(10) == 0
