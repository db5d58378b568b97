from __future__ import annotations

import socket
from pathlib import Path

import pytest

from bot.addresses import local_url, port_problem
from tests.operations.program import free_port
from tests.operations.town import wire

NO_TOKEN = {"WHATSAPP_ACCESS_TOKEN": ""}


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8001"),
        ("localhost", "http://localhost:8001"),
        ("0.0.0.0", "http://127.0.0.1:8001"),
        ("::", "http://[::1]:8001"),
        ("::1", "http://[::1]:8001"),
        ("192.0.2.7", "http://192.0.2.7:8001"),
    ],
)
def test_this_machine_reaches_a_server_wherever_it_listens(host: str, url: str) -> None:
    assert local_url(host, 8001) == url


def test_a_free_port_is_no_problem() -> None:
    assert port_problem("127.0.0.1", free_port()) is None


def test_a_port_is_free_again_at_once_after_its_server() -> None:
    with socket.socket() as server, socket.socket() as client:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        client.connect(("127.0.0.1", port))
        server.accept()[0].close()
        assert port_problem("127.0.0.1", port)
    assert port_problem("127.0.0.1", port) is None


def test_behind_a_proxy_the_simulator_is_still_reached_directly(migrated_sqlite: str, tmp_path: Path) -> None:
    wiring = wire(migrated_sqlite, tmp_path, PUBLIC_URL="https://lapor.example", **NO_TOKEN)
    reached = wiring.reached_whatsapp("http://127.0.0.1:8001")
    assert reached.graph_url == "http://127.0.0.1:8001/simulator/graph/v25.0"
    assert wiring.simulator("http://127.0.0.1:8001").webhook_url == "http://127.0.0.1:8001/whatsapp/webhook"
    assert wiring.settings.public_url == "https://lapor.example"


def test_a_real_number_is_reached_at_its_own_address_whatever_the_port(
    migrated_sqlite: str, tmp_path: Path
) -> None:
    wiring = wire(migrated_sqlite, tmp_path)
    reached = wiring.reached_whatsapp("http://127.0.0.1:8001")
    assert reached.graph_url == "https://graph.facebook.com/v25.0"
