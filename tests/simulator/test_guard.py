"""The simulator is for this machine only, and its page runs nothing but its own scripts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.simulator.routes import STATIC, simulator_routes
from tests.simulator.bench import CONFIG

LOCAL = "http://127.0.0.1:8000"


def client(folder: Path, address: str, base_url: str = LOCAL, loopback_only: bool = True) -> TestClient:
    config = replace(CONFIG, state_path=folder, loopback_only=loopback_only)
    return TestClient(Starlette(routes=simulator_routes(config)), base_url=base_url, client=(address, 40000))


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_let_in(tmp_path: Path, address: str) -> None:
    assert client(tmp_path, address).get("/simulator").status_code == 200


@pytest.mark.parametrize("address", ["10.0.0.5", "203.0.113.9", "::ffff:10.0.0.5", "bukan-alamat"])
@pytest.mark.parametrize("path", ["/simulator", "/simulator/api/state", "/simulator/static/simulator.html"])
def test_another_machine_is_refused(tmp_path: Path, address: str, path: str) -> None:
    assert client(tmp_path, address).get(path).status_code == 403


def test_another_machine_cannot_send_through_the_graph(tmp_path: Path) -> None:
    path = f"/simulator/graph/v25.0/{CONFIG.phone_number_id}/messages"
    token = {"Authorization": f"Bearer {CONFIG.access_token}"}
    assert client(tmp_path, "10.0.0.5").post(path, json={}, headers=token).status_code == 403


def test_another_machine_is_let_in_when_that_is_allowed(tmp_path: Path) -> None:
    assert client(tmp_path, "10.0.0.5", loopback_only=False).get("/simulator").status_code == 200


def test_a_proxied_request_is_no_local_one(tmp_path: Path) -> None:
    headers = {"X-Forwarded-For": "203.0.113.9"}
    assert client(tmp_path, "127.0.0.1").get("/simulator", headers=headers).status_code == 403


def test_a_foreign_name_for_this_machine_is_refused(tmp_path: Path) -> None:
    rebound = client(tmp_path, "127.0.0.1", base_url="http://jahat.example:8000")
    assert rebound.get("/simulator/api/state").status_code == 403


@pytest.mark.parametrize("name", ["localhost", "[::1]", "127.0.0.1"])
def test_local_names_are_let_in(tmp_path: Path, name: str) -> None:
    assert client(tmp_path, "127.0.0.1", base_url=f"http://{name}:8000").get("/simulator").status_code == 200


def test_another_site_cannot_make_the_browser_write(tmp_path: Path) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    answer = client(tmp_path, "127.0.0.1").post("/simulator/api/citizens", json={}, headers=headers)
    assert answer.status_code == 403


def test_a_link_from_another_site_opens_the_page(tmp_path: Path) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client(tmp_path, "127.0.0.1").get("/simulator", headers=headers).status_code == 200


def test_the_page_forbids_inline_scripts_and_styles(tmp_path: Path) -> None:
    policy = client(tmp_path, "127.0.0.1").get("/simulator").headers["content-security-policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy


def test_the_pages_files_need_nothing_inline_and_nothing_from_outside() -> None:
    page = (STATIC / "simulator.html").read_text()
    assert " style=" not in page and "<style" not in page and "onclick" not in page
    for file in [*STATIC.rglob("*.css"), *STATIC.rglob("*.js"), STATIC / "simulator.html"]:
        outside = file.read_text().replace("http://www.w3.org/", "").replace("https?://", "")
        assert "http://" not in outside and "https://" not in outside, file.name
