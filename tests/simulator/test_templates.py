"""Registered templates are filled; name, number of variables and image must agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests

from tests.simulator.bench import BOTH, Bench, run_bench
from tests.simulator.fake_program import FakeProgram

Body = dict[str, Any]
STATUS = {
    "name": "lapor_status",
    "language": "id",
    "category": "UTILITY",
    "components": [
        {"type": "BODY", "text": "Laporan {{1}} sekarang {{2}}. Terima kasih."},
        {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Buka jawaban"}]},
    ],
}


def with_image(*handles: str) -> Body:
    header: Body = {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": list(handles)}}
    return {**STATUS, "components": [header, *STATUS["components"]]}


def register_with_image(bench: Bench) -> None:
    place = bench.open_example(file_type="image/jpeg", file_length="4").json()["id"]
    handle = bench.fill_example(place, b"foto").json()["h"]
    assert bench.register(with_image(handle)).json()["status"] == "APPROVED"


def send(bench: Bench, *values: str, image: str | None = None) -> requests.Response:
    parameters = [{"type": "text", "text": value} for value in values]
    payload = [{"type": "payload", "payload": "BUKA"}]
    button = {"type": "button", "sub_type": "quick_reply", "index": "0", "parameters": payload}
    above = {"type": "header", "parameters": [{"type": "image", "image": {"id": image}}]}
    components = [*([above] if image else []), {"type": "body", "parameters": parameters}, button]
    template = {"name": "lapor_status", "language": {"code": "id"}, "components": components}
    return bench.post({"to": bench.citizen(BOTH)["phone"], "type": "template", "template": template})


def test_a_registered_template_is_listed_as_approved(bench: Bench) -> None:
    assert bench.register(STATUS).json()["status"] == "APPROVED"
    address = f"{bench.graph}/{bench.config.business_account_id}/message_templates"
    (listed,) = requests.get(address, headers=bench.token, timeout=5).json()["data"]
    assert (listed["name"], listed["components"]) == ("lapor_status", STATUS["components"])


def test_a_template_is_filled_with_its_values(bench: Bench) -> None:
    bench.register(STATUS)
    answer = send(bench, "OKI-4829-1372", "diproses").json()
    (message,) = bench.chat(BOTH)
    assert answer["messages"][0]["message_status"] == "accepted"
    assert message["content"]["filled"]["body"] == "Laporan OKI-4829-1372 sekarang diproses. Terima kasih."


def test_a_wrong_number_of_values_is_refused(bench: Bench) -> None:
    bench.register(STATUS)
    assert send(bench, "OKI-4829-1372").json()["error"]["code"] == 132000


def test_a_template_nobody_registered_is_refused(bench: Bench) -> None:
    answer = send(bench, "OKI-4829-1372", "diproses")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, 132001)
    assert bench.chat(BOTH) == []


def test_templates_may_be_known_from_the_beginning(tmp_path: Path, program: FakeProgram) -> None:
    for _ in ("first start", "second start"):
        with run_bench(tmp_path, program, "http://127.0.0.1:9", templates=(STATUS,)) as bench:
            assert send(bench, "OKI-4829-1372", "diproses").status_code == 200


def test_an_image_stands_above_a_template_that_has_one(bench: Bench) -> None:
    register_with_image(bench)
    assert send(bench, "OKI-4829-1372", "selesai", image=bench.upload(b"foto")).status_code == 200


def test_an_image_that_is_missing_or_superfluous_is_refused(bench: Bench) -> None:
    register_with_image(bench)
    assert send(bench, "OKI-4829-1372", "selesai").json()["error"]["code"] == 132012
    bench.register(STATUS)
    superfluous = send(bench, "OKI-4829-1372", "selesai", image=bench.upload(b"foto"))
    assert superfluous.json()["error"]["code"] == 132012


def test_an_image_nobody_uploaded_is_refused(bench: Bench) -> None:
    register_with_image(bench)
    assert send(bench, "OKI-4829-1372", "selesai", image="123").json()["error"]["code"] == 100
    header = {"type": "image", "image": {"id": "123"}}
    action = {"buttons": [{"type": "reply", "reply": {"id": "ya", "title": "Ya"}}]}
    interactive = {"type": "button", "header": header, "body": {"text": "Beres?"}, "action": action}
    refused = bench.post(
        {"to": bench.citizen(BOTH)["phone"], "type": "interactive", "interactive": interactive}
    )
    assert refused.json()["error"]["code"] == 100


@pytest.mark.parametrize("handles", [(), ("4::made-up",)])
def test_a_template_with_an_image_needs_an_uploaded_example(bench: Bench, handles: tuple[str, ...]) -> None:
    refused = bench.register(with_image(*handles))
    assert refused.status_code == 400
    assert "example" in refused.json()["error"]["error_data"]["details"]


def test_an_example_that_was_announced_otherwise_is_refused(bench: Bench) -> None:
    assert bench.open_example(file_type="image/gif", file_length="4").status_code == 400
    assert bench.open_example(file_type="image/jpeg", file_length="99999999").status_code == 400
    place = bench.open_example(file_type="image/jpeg", file_length="4").json()["id"]
    assert bench.fill_example(place, b"too long").status_code == 400
    assert bench.fill_example(place, b"foto", Authorization="OAuth wrong").status_code == 401
    assert bench.fill_example(place.partition("?")[0], b"foto").status_code == 400
    assert bench.fill_example(place, b"foto").status_code == 200


def test_a_quick_reply_answers_with_its_payload(bench: Bench) -> None:
    bench.register(STATUS)
    send(bench, "OKI-4829-1372", "diproses")
    pressed = bench.write(BOTH, "press", label="Buka jawaban")
    assert pressed["content"]["button"] == {"payload": "BUKA", "text": "Buka jawaban"}
