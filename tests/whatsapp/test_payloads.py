from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

import pytest

from bot.conversations.inbox import NewEvent, Sender
from bot.whatsapp.payloads import parse
from tests.whatsapp.samples import (
    EXPECTED,
    NAMES,
    NUMBER,
    OURS,
    PHONE,
    USER,
    VARIANTS,
    batch,
    webhook,
)

AT = datetime(2026, 11, 24, 5, 0, tzinfo=timezone.utc)
SENT = datetime(2026, 11, 24, 4, 10, tzinfo=timezone.utc)


def only(body: Any) -> NewEvent:
    (event,) = parse(body, NUMBER, AT)
    return event


def message_of(body: dict[str, Any]) -> dict[str, Any]:
    return body["entry"][0]["changes"][0]["value"]["messages"][0]


def changed(name: str, **parts: Any) -> dict[str, Any]:
    """A sample whose message has these parts instead; None removes one."""
    body = webhook(name)
    message = message_of(body)
    message.update(parts)
    for part in [part for part, value in message.items() if value is None]:
        del message[part]
    return body


def test_every_sample_is_expected_to_become_something() -> None:
    assert sorted(EXPECTED) == NAMES


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", NAMES)
def test_a_webhook_becomes_one_event(name: str, variant: str) -> None:
    event = only(webhook(name, variant))
    kind, _, payload = EXPECTED[name]
    assert (event.kind, event.payload) == (kind, payload)
    assert not any(secret in json.dumps(event.payload) for secret in (PHONE, USER, "6281273450099"))


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_batch_is_read_as_its_parts_are(variant: str) -> None:
    alone = [event for name in NAMES for event in parse(webhook(name, variant), NUMBER, AT)]
    together = parse(batch(variant), NUMBER, AT)
    assert sorted(event.event_key for event in together) == sorted(event.event_key for event in alone)
    assert len({event.event_key for event in together}) == len(NAMES)


@pytest.mark.parametrize(
    ("variant", "sender"),
    [
        ("both", Sender(USER, PHONE, "Yuni Kartika")),
        ("phone only", Sender(None, PHONE, "Yuni Kartika")),
        ("user id only", Sender(USER, None, "Yuni Kartika")),
    ],
)
def test_a_message_says_who_wrote_it_and_when(variant: str, sender: Sender) -> None:
    event = only(webhook("text", variant))
    assert (event.sender, event.sent_at) == (sender, SENT)
    assert event.event_key == f"message:{event.wamid}"


def test_the_same_body_gives_the_same_keys_as_bytes_and_as_an_object() -> None:
    for name in NAMES:
        body = webhook(name)
        written = json.dumps(body, indent=1).encode()
        assert only(written).event_key == only(body).event_key == only(written).event_key


def test_a_reply_names_the_message_it_answers() -> None:
    assert only(webhook("text_reply")).reply_to == OURS
    assert only(webhook("reaction")).reply_to == OURS
    assert only(webhook("edit")).reply_to == "wamid.ASAL"


def test_two_edits_under_one_id_are_two_events() -> None:
    first = changed("edit", id="wamid.ASAL")
    second = changed("edit", id="wamid.ASAL", timestamp="1795498300")
    original = changed("text", id="wamid.ASAL")
    assert len({only(body).event_key for body in (first, second, original)}) == 3


def test_events_of_other_numbers_are_ignored() -> None:
    assert parse(webhook("text"), "200000000000001", AT) == []
    body = batch()
    body["entry"][0]["changes"][0]["value"].update(metadata={"phone_number_id": "200000000000001"})
    assert len(parse(body, NUMBER, AT)) == len(NAMES) - 1


@pytest.mark.parametrize("written", ["1795493400", 1795493400, "1795493400000", 1795493400e3, "1795493400.0"])
def test_a_time_may_be_seconds_or_milliseconds(written: object) -> None:
    assert only(changed("text", timestamp=written)).sent_at == SENT


@pytest.mark.parametrize("written", [None, "", "besok", [], "nan", "1e400", -5, 10**30])
def test_a_message_without_a_readable_time_counts_from_now(written: object) -> None:
    event = only(changed("text", timestamp=written))
    assert (event.kind, event.sent_at) == ("text", AT)


@pytest.mark.parametrize("name", ["location", "image", "text", "button_reply", "contacts", "order"])
def test_a_content_of_the_wrong_shape_breaks_only_its_own_message(name: str) -> None:
    body = webhook(name)
    message = message_of(body)
    for wrong in (None, [], "x", 5, {"a": 1}):
        bad = json.loads(json.dumps(body))
        message_of(bad)[message["type"]] = wrong
        message_of(bad)["id"] = "wamid.BAD"
        bad["entry"].append(webhook("voice")["entry"][0])
        kinds = [event.kind for event in parse(bad, NUMBER, AT)]
        assert kinds[1] == "audio"
        assert kinds[0] in ("broken", "unknown", "contacts", "order")


@pytest.mark.parametrize(
    "parts",
    [
        {"id": None},
        {"id": ""},
        {"id": ["x"]},
        {"id": "w" * 600},
        {"from": None, "from_user_id": None},
    ],
)
def test_a_message_without_id_or_sender_is_kept_as_broken(parts: dict[str, Any]) -> None:
    body = changed("text", **parts)
    if "from" in parts:
        del body["entry"][0]["changes"][0]["value"]["contacts"]
    event = only(body)
    assert (event.kind, event.raw) == ("broken", message_of(body))
    assert only(body).event_key == event.event_key


@pytest.mark.parametrize("wrong", [{"context": 5}, {"context": "x"}])
def test_an_odd_context_breaks_the_message_and_not_the_batch(wrong: dict[str, Any]) -> None:
    assert only(changed("text", **wrong)).kind == "broken"


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"entry": ' + b"9" * 5000 + b"}"])
def test_what_is_no_json_is_one_broken_event(body: bytes) -> None:
    event = only(body)
    assert event.kind == "broken"
    assert only(body).event_key == event.event_key


@pytest.mark.parametrize(
    "body", [b"null", b"5", b"[]", b"{}", b'{"entry": {}}', b'{"object": "page", "entry": []}']
)
def test_json_that_is_no_webhook_is_kept_as_unknown(body: bytes) -> None:
    assert only(body).kind == "unknown"


@pytest.mark.parametrize(
    "entry",
    [
        None,
        5,
        {},
        {"changes": [None]},
        {"changes": [{"field": "messages"}]},
        {"changes": [{"field": "messages", "value": {"messages": [{}]}}]},
    ],
)
def test_a_broken_entry_does_not_hide_its_neighbours(entry: Any) -> None:
    body = webhook("text")
    body["entry"].insert(0, entry)
    assert [event.kind for event in parse(body, NUMBER, AT)] == ["broken", "text"]


def test_messages_and_statuses_of_one_change_are_all_read() -> None:
    body = webhook("text")
    value = body["entry"][0]["changes"][0]["value"]
    value["messages"] += [{**value["messages"][0], "id": "wamid.2"}, 7]
    value["statuses"] = webhook("status_read")["entry"][0]["changes"][0]["value"]["statuses"]
    assert [event.kind for event in parse(body, NUMBER, AT)] == ["text", "text", "broken", "status"]


def test_texts_are_kept_whole_but_storable() -> None:
    words = "a\x00b \ud83d\ude00 \ud800 c" + "panjang " * 5000
    event = only(json.dumps(changed("text", text={"body": words})).encode())
    assert event.payload["text"].startswith("ab 😀 \ufffd c")
    assert len(event.payload["text"]) > 40_000
    event.payload["text"].encode()


def test_a_flow_answer_that_is_no_json_is_kept_as_text() -> None:
    answer = {"type": "nfm_reply", "nfm_reply": {"name": "flow", "response_json": "{rusak"}}
    event = only(changed("nfm_reply", interactive=answer))
    assert event.payload == {"name": "flow", "response_text": "{rusak"}


def test_an_unknown_interactive_answer_is_kept_as_unknown() -> None:
    event = only(changed("button_reply", interactive={"type": "call_permission_reply"}))
    assert (event.kind, event.payload["type"]) == ("unknown", "interactive call_permission_reply")


def test_a_reaction_taken_back_has_no_emoji() -> None:
    assert only(changed("reaction", reaction={"message_id": OURS})).payload["emoji"] == ""


def test_a_pin_out_of_this_world_is_broken() -> None:
    event = only(changed("location", location={"latitude": 91, "longitude": 0}))
    assert (event.kind, event.payload) == ("broken", {"problem": "latitude is out of range"})
