"""Registered templates are filled; the number of variables must agree."""

from __future__ import annotations

from typing import Any

import requests

from tests.simulator.bench import BOTH, Bench

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


def register(bench: Bench, template: Body) -> requests.Response:
    address = f"{bench.graph}/{bench.config.business_account_id}/message_templates"
    return requests.post(address, json=template, headers=bench.token, timeout=5)


def send(bench: Bench, *values: str) -> requests.Response:
    parameters = [{"type": "text", "text": value} for value in values]
    payload = [{"type": "payload", "payload": "BUKA"}]
    button = {"type": "button", "sub_type": "quick_reply", "index": "0", "parameters": payload}
    components = [{"type": "body", "parameters": parameters}, button]
    template = {"name": "lapor_status", "language": {"code": "id"}, "components": components}
    return bench.post({"to": bench.citizen(BOTH)["phone"], "type": "template", "template": template})


def test_a_registered_template_is_listed_as_approved(bench: Bench) -> None:
    assert register(bench, STATUS).json()["status"] == "APPROVED"
    address = f"{bench.graph}/{bench.config.business_account_id}/message_templates"
    (listed,) = requests.get(address, headers=bench.token, timeout=5).json()["data"]
    assert (listed["name"], listed["components"]) == ("lapor_status", STATUS["components"])


def test_a_template_is_filled_with_its_values(bench: Bench) -> None:
    register(bench, STATUS)
    answer = send(bench, "OKI-4829-1372", "diproses").json()
    (message,) = bench.chat(BOTH)
    assert answer["messages"][0]["message_status"] == "accepted"
    assert message["content"]["filled"]["body"] == "Laporan OKI-4829-1372 sekarang diproses. Terima kasih."


def test_a_wrong_number_of_values_is_refused(bench: Bench) -> None:
    register(bench, STATUS)
    assert send(bench, "OKI-4829-1372").json()["error"]["code"] == 132000


def test_a_template_nobody_registered_is_accepted_all_the_same(bench: Bench) -> None:
    assert send(bench, "OKI-4829-1372").status_code == 200


def test_a_quick_reply_answers_with_its_payload(bench: Bench) -> None:
    register(bench, STATUS)
    send(bench, "OKI-4829-1372", "diproses")
    pressed = bench.write(BOTH, "press", label="Buka jawaban")
    assert pressed["content"]["button"] == {"payload": "BUKA", "text": "Buka jawaban"}
