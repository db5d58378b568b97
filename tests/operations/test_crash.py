"""Processes that are killed at random moments: nothing is lost, and nothing is done twice."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
from collections import Counter
from typing import Any

import pytest

from tests.operations.citizens import Citizen, Line
from tests.operations.crowd import Crowd
from tests.operations.program import Program, Running, is_running, wait_until
from tests.whatsapp.graph_api import GraphApi

CONVERSATIONS = 50
KILLS = 3
# Of two turns a conversation some are left, so that there is one to die in.
LAST_TURN = CONVERSATIONS * 2 - 10
PATIENCE_SECONDS = 60.0


@pytest.fixture(scope="module")
def running(number: Program) -> Running:
    number.settings["TURN_LEASE_SECONDS"] = "2"
    return number.up()


def test_a_killed_worker_costs_no_report_and_no_answer(
    number: Program, running: Running, line: Line, graph: GraphApi
) -> None:
    with Crowd(line, graph, CONVERSATIONS) as crowd:
        for _ in range(KILLS):
            wait_for_a_turn(running, number, after=random.randint(0, 20))
            kill_role(running, "worker-1")
        wait_until(crowd.is_served, PATIENCE_SECONDS)
        expect_one_report_each(number, crowd)
    assert running.output.count("was killed by SIGKILL") == KILLS


def test_a_killed_courier_sends_nothing_twice(
    number: Program, running: Running, line: Line, graph: GraphApi
) -> None:
    with Crowd(line, graph, 30) as crowd:
        for bubbles in (5, 35):
            wait_until(lambda: crowd.bubbles >= bubbles, PATIENCE_SECONDS)  # noqa: B023
            kill_role(running, "courier")
            let_claims_run_out(number, crowd)
        wait_until(crowd.is_served, PATIENCE_SECONDS)
        expect_one_report_each(number, crowd)


def test_a_killed_web_process_loses_nothing_that_it_has_acknowledged(
    number: Program, running: Running, line: Line, graph: GraphApi
) -> None:
    owner = Citizen(line, graph)
    owner.write("halo")
    kill_role(running, "web")
    assert owner.read(PATIENCE_SECONDS)
    wait_until(lambda: "web      | serves again" in running.output, PATIENCE_SECONDS)
    owner.write("terima kasih")
    assert owner.read(PATIENCE_SECONDS)


def test_when_the_supervisor_is_killed_its_roles_end_too(
    number: Program, running: Running, line: Line, graph: GraphApi
) -> None:
    wait_until(lambda: len(running.children()) == 3, PATIENCE_SECONDS)
    roles = running.children()
    running.stop(signal.SIGKILL)
    wait_until(lambda: not any(is_running(pid) for pid in roles.values()), 10)
    number.up()
    owner = Citizen(line, graph)
    owner.write("halo")
    assert owner.read(PATIENCE_SECONDS)


def kill_role(running: Running, name: str) -> None:
    kill(wait_until(lambda: running.children().get(name), PATIENCE_SECONDS))


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not is_running(pid))


def wait_for_a_turn(running: Running, number: Program, after: int) -> None:
    """Return in the middle of a turn of the worker, when it has taken so many others before."""
    wait_until(lambda: "worker-1" in running.children(), PATIENCE_SECONDS)
    left_behind = leases(number)
    goal = min(turns(number) + after, LAST_TURN)
    wait_until(lambda: turns(number) >= goal, PATIENCE_SECONDS)
    wait_until(lambda: leases(number) - left_behind, PATIENCE_SECONDS, every=0.003)


def turns(number: Program) -> int:
    return int(rows(number, "SELECT count(*) FROM inbox WHERE kind != 'status' AND state = 'done'")[0][0])


def leases(number: Program) -> set[str]:
    """The turns that are being taken now, or were when their worker died."""
    held = rows(number, "SELECT lease_token FROM citizens WHERE lease_token IS NOT NULL")
    return {str(row[0]) for row in held}


def let_claims_run_out(number: Program, crowd: Crowd) -> None:
    """Spare the 75 seconds after which the bubbles of a dead courier may be sent again.

    As in those seconds, the statuses of what WhatsApp has taken are applied first.
    """
    held = rows(number, "SELECT id FROM outbox WHERE state = 'sending'")
    crowd.tell_all_deliveries()
    statuses = "SELECT id FROM inbox WHERE kind = 'status' AND state = 'waiting' AND attempts = 0"
    wait_until(lambda: not rows(number, statuses), PATIENCE_SECONDS)
    run_out = "UPDATE outbox SET claimed_until = '2020-01-01' WHERE state = 'sending' AND id = ?"
    with contextlib.closing(connect(number)) as connection, connection:
        connection.executemany(run_out, held)


def expect_one_report_each(number: Program, crowd: Crowd) -> None:
    assert crowd.receipts() == Counter(dict.fromkeys(crowd.citizens, 1))
    assert {len(citizen.received()) for citizen in crowd.citizens.values()} == {2}
    wait_until(lambda: not rows(number, "SELECT id FROM inbox WHERE state = 'waiting'"))
    wait_until(lambda: not rows(number, "SELECT id FROM outbox WHERE state IN ('queued', 'sending')"))
    reports = "SELECT count(*), count(DISTINCT citizen_id) FROM reports"
    citizens = "SELECT count(DISTINCT citizen_id) FROM inbox WHERE kind = 'button'"
    assert rows(number, reports) == [rows(number, citizens)[0] * 2]
    assert rows(number, "SELECT DISTINCT state FROM inbox WHERE kind != 'status'") == [("done",)]


def rows(number: Program, query: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(connect(number)) as connection:
        return connection.execute(query).fetchall()


def connect(number: Program) -> sqlite3.Connection:
    return sqlite3.connect(number.root / "var" / "lapor.db", timeout=15)
