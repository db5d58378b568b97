"""The Graph API answers sends as Meta does."""

from __future__ import annotations

import re
import time

import pytest
import requests

from tests.simulator.bench import BOTH, PHONE_ONLY, USER_ID_ONLY, Bench
from tests.simulator.fake_program import wait_until


def text_to(bench: Bench, citizen: int) -> dict[str, object]:
    return {"to": bench.citizen(citizen)["phone"], "type": "text", "text": {"body": "Baik."}}


def test_an_accepted_message_is_answered_with_its_id_and_the_contact(bench: Bench) -> None:
    answer = bench.post(text_to(bench, BOTH)).json()
    citizen = bench.citizen(BOTH)
    expected = {"input": citizen["phone"], "wa_id": citizen["phone"], "user_id": citizen["user_id"]}
    assert answer["messaging_product"] == "whatsapp"
    assert answer["contacts"] == [expected]
    assert re.fullmatch(r"wamid\.\S+", answer["messages"][0]["id"])


def test_a_citizen_without_number_is_reached_by_user_id(bench: Bench) -> None:
    user_id = bench.citizen(USER_ID_ONLY)["user_id"]
    answer = bench.post({"recipient": user_id, "text": {"body": "Baik."}}).json()
    assert answer["contacts"] == [{"input": user_id, "user_id": user_id}]


def test_the_number_wins_over_the_user_id(bench: Bench) -> None:
    both = {**text_to(bench, PHONE_ONLY), "recipient": bench.citizen(USER_ID_ONLY)["user_id"]}
    bench.post(both)
    assert [message["type"] for message in bench.chat(PHONE_ONLY)] == ["text"]
    assert bench.chat(USER_ID_ONLY) == []


def test_an_unknown_number_becomes_a_phone_of_its_own(bench: Bench) -> None:
    bench.post({"to": "+62 812-0000-1111", "type": "text", "text": {"body": "Kartu baru."}})
    newest = bench.api("GET", "/citizens").json()[-1]
    assert (newest["phone"], newest["user_id"]) == ("6281200001111", None)


def test_an_unknown_user_id_is_refused(bench: Bench) -> None:
    answer = bench.post({"recipient": "ID.999", "text": {"body": "Baik."}})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer salah"}, {"Authorization": "kunci-akses"}])
def test_without_the_right_token_nothing_is_sent(bench: Bench, header: dict[str, str]) -> None:
    address = f"{bench.graph}/{bench.config.phone_number_id}/messages"
    answer = requests.post(address, json=text_to(bench, BOTH), headers=header, timeout=5)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["type"]) == (401, 190, "OAuthException")
    assert error["message"] and error["fbtrace_id"]
    assert bench.chat(BOTH) == []


def test_another_phone_number_id_does_not_exist(bench: Bench) -> None:
    answer = requests.post(f"{bench.graph}/999/messages", json={}, headers=bench.token, timeout=5)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["error_subcode"]) == (400, 100, 33)


@pytest.mark.parametrize("body", [b"bukan json", b"[1]"])
def test_a_body_that_is_no_object_is_refused(bench: Bench, body: bytes) -> None:
    address = f"{bench.graph}/{bench.config.phone_number_id}/messages"
    answer = requests.post(address, data=body, headers=bench.token, timeout=5)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)


def test_an_image_with_an_unknown_media_id_is_refused(bench: Bench) -> None:
    image = {"to": bench.citizen(BOTH)["phone"], "type": "image", "image": {"id": "1"}}
    assert bench.post(image).json()["error"]["code"] == 100


def test_a_read_receipt_marks_that_message_and_all_before_it(bench: Bench) -> None:
    first, second, third = (bench.write(BOTH, body=text) for text in ("satu", "dua", "tiga"))
    wait_until(lambda: [message["status"] for message in bench.chat(BOTH)] == ["delivered"] * 3)
    assert bench.post({"status": "read", "message_id": second["id"]}).json() == {"success": True}
    assert [message["status"] for message in bench.chat(BOTH)] == ["read", "read", "delivered"]


def test_reading_an_unknown_message_is_refused(bench: Bench) -> None:
    answer = bench.post({"status": "read", "message_id": "wamid.tidakada"})
    assert answer.json()["error"]["code"] == 100


def test_the_typing_sign_ends_with_the_reply(bench: Bench) -> None:
    message = bench.write(BOTH, body="halo")
    typing = {"status": "read", "message_id": message["id"], "typing_indicator": {"type": "text"}}
    bench.post(typing)
    assert 20 < bench.api("GET", "/state").json()["typing"][str(BOTH)] <= 25
    bench.reply(BOTH)
    assert bench.api("GET", "/state").json()["typing"][str(BOTH)] == 0


def test_a_business_reaction_stands_at_the_citizens_message(bench: Bench) -> None:
    message = bench.write(BOTH, body="terima kasih")
    reaction = {"message_id": message["id"], "emoji": "🙏"}
    bench.post({"to": bench.citizen(BOTH)["phone"], "type": "reaction", "reaction": reaction})
    assert bench.chat(BOTH)[0]["reactions"] == {"business": "🙏"}


def test_an_event_wakes_a_waiting_page_at_once(bench: Bench) -> None:
    state = bench.api("GET", "/state").json()
    bench.write(BOTH, body="halo")
    started = time.monotonic()
    query = {"after": state["newest"], "epoch": state["epoch"], "wait": 5}
    events = bench.api("GET", "/events", params=query).json()["events"]
    assert events[0]["body"]["content"]["text"]["body"] == "halo"
    assert time.monotonic() - started < 2


def test_a_page_of_an_earlier_run_is_told_to_start_anew(bench: Bench) -> None:
    answer = bench.api("GET", "/events", params={"after": 0, "epoch": "lama", "wait": 5})
    assert answer.json() == {"reset": True}
