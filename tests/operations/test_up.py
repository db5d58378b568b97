"""The main job through real processes: a signed webhook from outside, a foreign Graph API, one port."""

from __future__ import annotations

import hashlib
import signal
import time

import pytest
import requests

from tests.conversations.pictures import phone_picture
from tests.operations.citizens import FIRST_MESSAGE, SECRET, TICKET, Citizen, Line, buttons, sign
from tests.operations.program import Program, Running, wait_until
from tests.whatsapp.graph_api import GraphApi

VILLAGE, DISTRICT = "16.02.05.2015", "16.02.05"


@pytest.fixture(scope="module")
def running(number: Program) -> Running:
    return number.up()


@pytest.fixture
def owner(running: Running, line: Line, graph: GraphApi) -> Citizen:
    return Citizen(line, graph)


@pytest.fixture
def stranger(running: Running, line: Line, graph: GraphApi) -> Citizen:
    return Citizen(line, graph)


def test_it_says_where_it_is_once_everybody_serves(number: Program, running: Running) -> None:
    assert f"Health        {number.url}/readyz" in running.output
    assert set(running.children()) == {"web", "worker-1", "courier"}
    assert f"Staff console {number.url}/staff" in running.output
    assert requests.get(f"{number.url}/readyz", timeout=10).json()["ready"] is True


def test_the_first_password_stands_once_below_the_addresses(running: Running) -> None:
    _, _, after = running.output.partition("Ready.")
    assert after.count("Username      admin") == running.output.count("Password ") == 1


def test_nothing_of_the_libraries_stands_in_the_log(running: Running) -> None:
    assert "Warning" not in running.output
    assert "site-packages" not in running.output


def test_a_report_with_a_photo_takes_two_bubbles(
    number: Program, owner: Citizen, stranger: Citizen, graph: GraphApi, running: Running
) -> None:
    photo = phone_picture()
    graph.media["photo-1"] = photo
    owner.write(FIRST_MESSAGE)
    assert "Celikah" in owner.read()
    assert "/setuju" in buttons(graph.messages[-1])
    owner.send_photo("photo-1")
    owner.press("/setuju", "Kirim")
    receipt = owner.read()
    found = TICKET.search(receipt)
    assert found, receipt
    ticket = found[0]
    assert len(owner.received()) == 2

    report = wait_until(lambda: _with_photo(number, ticket))
    assert report["category"] == "jalan_jembatan"
    assert (report["village_code"], report["district_code"]) == (VILLAGE, DISTRICT)
    assert [part["agency"] for part in report["assignments"]] == ["PUPR"]
    assert report["copies"] == [f"KEC-{DISTRICT}"]
    sha256, size = hashlib.sha256(photo).hexdigest(), len(photo)
    assert report["photos"] == [{"sha256": sha256, "mime": "image/jpeg", "bytes": size}]
    assert [report["ticket"] for report in _listed(number)] == [ticket]

    owner.write(f"cek {ticket}")
    told = owner.read()
    assert ticket in told and "depan SDN 1, Desa Celikah" in told
    stranger.write(f"cek {ticket.lower().replace('-', ' ')}")
    told = stranger.read()
    assert "Kayu Agung" in told and "Diterima" in told
    assert not [word for word in ("Celikah", "SDN", "lubang", owner.phone) if word in told]
    assert not [word for word in ("Celikah", "SDN", "lubang", "Warga", owner.phone) if word in running.output]


def test_a_webhook_of_somebody_else_is_refused(number: Program, running: Running) -> None:
    address, body = f"{number.url}/whatsapp/webhook", b'{"entry": []}'
    for signature in (sign(body, "another secret"), sign(body + b" "), "sha256=", ""):
        headers = {"X-Hub-Signature-256": signature}
        assert requests.post(address, data=body, headers=headers, timeout=10).status_code == 401
    assert requests.post(
        address, data=body, headers={"X-Hub-Signature-256": sign(body, SECRET)}, timeout=10
    ).ok


def test_the_handshake_is_answered(number: Program, running: Running) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": "the verify token", "hub.challenge": "1158201444"}
    answer = requests.get(f"{number.url}/whatsapp/webhook", params=asked, timeout=10)
    assert (answer.status_code, answer.text) == (200, "1158201444")


def test_there_is_no_simulator_beside_a_real_number(number: Program, running: Running) -> None:
    assert requests.get(f"{number.url}/simulator", timeout=10).status_code == 404


def test_metrics_tell_what_every_process_has_counted(
    number: Program, owner: Citizen, running: Running
) -> None:
    owner.write("halo")
    owner.read()

    def figures() -> str:
        return requests.get(f"{number.url}/metrics", timeout=10).text

    # One is counted by the courier, one by the web process, one is read from the tables.
    wait_until(lambda: 'lapor_whatsapp_sends_total{outcome="accepted"}' in figures())
    assert 'lapor_whatsapp_webhooks_total{outcome="stored"}' in figures()
    assert 'lapor_inbox_events{state="done"}' in figures()


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_may_ask_for_the_head_only(number: Program, running: Running, path: str) -> None:
    answer = requests.head(number.url + path, timeout=10)
    assert (answer.status_code, answer.text) == (200, "")


def test_a_taken_port_is_one_line(number: Program, running: Running) -> None:
    second = number.run("up", "--port", str(number.port))
    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr.startswith(f"lapor: port {number.port} on 127.0.0.1 cannot be used")
    assert second.stderr.count("\n") == 1


def test_it_stops_within_ten_seconds_and_loses_nothing(
    number: Program, owner: Citizen, running: Running
) -> None:
    owner.write("halo")
    begun = time.monotonic()
    roles = running.children()
    assert running.stop(signal.SIGINT) == 0
    assert time.monotonic() - begun < 10
    assert len(roles) == 3
    assert "Traceback" not in running.output
    number.up()
    assert owner.read()


def _with_photo(number: Program, ticket: str) -> dict[str, object] | None:
    report = number.read_json("reports", "show", ticket.replace("-", "").lower(), "--json")
    return report if report["photos"] else None


def _listed(number: Program) -> list[dict[str, object]]:
    return [number.read_json("reports", "list", "--json", "--limit", "1")]
