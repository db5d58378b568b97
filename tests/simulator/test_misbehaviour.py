"""Each fault does what its switch says, and ends."""

from __future__ import annotations

import time

import pytest

from tests.simulator.bench import BOTH, PHONE_ONLY, Bench
from tests.simulator.fake_program import wait_until


def texts(bench: Bench) -> list[str]:
    return [message["text"]["body"] for message in bench.program.messages]


def test_without_faults_messages_of_one_citizen_keep_their_order(bench: Bench) -> None:
    written = [f"pesan {number}" for number in range(12)]
    for body in written:
        bench.write(BOTH, body=body)
    wait_until(lambda: len(texts(bench)) == 12)
    assert texts(bench) == written


def test_a_duplicate_posts_the_same_bytes_twice(bench: Bench) -> None:
    bench.faults(duplicate=True)
    bench.write(BOTH, body="sekali saja")
    wait_until(lambda: len(bench.program.bodies) == 2)
    assert bench.program.bodies[0] == bench.program.bodies[1]
    assert bench.program.signatures[0] == bench.program.signatures[1]


def test_out_of_order_lets_the_second_overtake_the_first(bench: Bench) -> None:
    bench.faults(out_of_order=True)
    bench.write(BOTH, body="pertama")
    bench.write(BOTH, body="kedua")
    wait_until(lambda: len(texts(bench)) == 2)
    assert texts(bench) == ["kedua", "pertama"]


def test_a_held_message_arrives_although_none_follows(bench: Bench) -> None:
    bench.faults(out_of_order=True)
    bench.write(BOTH, body="sendirian")
    wait_until(lambda: texts(bench) == ["sendirian"])


def test_a_delay_holds_webhooks_back(bench: Bench) -> None:
    bench.faults(delay_seconds=0.5)
    started = time.monotonic()
    bench.write(BOTH, body="nanti")
    wait_until(lambda: texts(bench))
    assert time.monotonic() - started >= 0.5


@pytest.mark.parametrize(
    ("fault", "status", "code"), [("throttle_sends", 429, 131056), ("break_sends", 500, 131000)]
)
def test_the_next_sends_are_refused_then_accepted(bench: Bench, fault: str, status: int, code: int) -> None:
    bench.faults(**{fault: 2})
    payload = {"to": bench.citizen(BOTH)["phone"], "type": "text", "text": {"body": "Baik."}}
    refusals = [bench.post(payload) for _ in range(2)]
    assert [answer.status_code for answer in refusals] == [status, status]
    assert refusals[0].json()["error"]["code"] == code
    assert bench.post(payload).status_code == 200
    assert len(bench.chat(BOTH)) == 1


def test_lost_webhooks_are_tried_again(bench: Bench) -> None:
    bench.faults(webhook_down=2)
    bench.write(BOTH, body="hilang dua kali")
    wait_until(lambda: texts(bench) == ["hilang dua kali"])
    assert bench.api("GET", "/faults").json()["webhook_down"] == 0


def test_a_refused_webhook_is_tried_again_and_ticks_only_then(bench: Bench) -> None:
    bench.program.refusals = 2
    bench.write(BOTH, body="ditolak dulu")
    wait_until(lambda: bench.program.refusals == 0)
    wait_until(lambda: bench.chat(BOTH)[0]["status"] == "delivered")
    assert texts(bench) == ["ditolak dulu"]


def test_a_refused_webhook_does_not_hold_up_other_citizens(bench: Bench) -> None:
    bench.faults(webhook_down=1)
    bench.write(BOTH, body="terlambat")
    bench.write(PHONE_ONLY, body="tepat waktu")
    wait_until(lambda: set(texts(bench)) == {"terlambat", "tepat waktu"})


@pytest.mark.parametrize(
    "changes", [{"hujan": True}, {"duplicate": 1}, {"webhook_down": -1}, {"delay_seconds": "x"}]
)
def test_a_wrong_fault_is_refused_and_changes_nothing(bench: Bench, changes: dict[str, object]) -> None:
    before = bench.api("GET", "/faults").json()
    answer = bench.api("POST", "/faults", json={"auto_read": True, **changes})
    assert answer.status_code == 400
    assert bench.api("GET", "/faults").json() == before
