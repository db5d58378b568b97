"""What citizens do reaches the program as a webhook of Meta's shape."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest

from tests.simulator.bench import BOTH, PHONE_ONLY, USER_ID_ONLY, Bench
from tests.simulator.fake_bot import summary
from tests.simulator.fake_program import FakeProgram, wait_until

Body = dict[str, Any]
KINDS: list[tuple[str, Body, str]] = [
    ("text", {"body": "jalan rusak"}, "text"),
    ("location", {"latitude": -3.4, "longitude": 104.8, "name": "Pasar"}, "location"),
    ("contacts", {"name": "Ketua RT", "phone": "628001"}, "contacts"),
    ("button_reply", {"id": "kirim", "title": "Kirim", "quote": "wamid.a"}, "interactive"),
    ("list_reply", {"id": "got", "title": "Got", "description": "Got mampet"}, "interactive"),
    ("button", {"id": "BUKA", "title": "Buka jawaban"}, "button"),
    ("nfm_reply", {"response": {"kategori": "got"}}, "interactive"),
    ("reaction", {"message_id": "wamid.a", "emoji": "👍"}, "reaction"),
    ("order", {}, "order"),
    ("unsupported", {}, "unsupported"),
    ("revoke", {"message_id": "wamid.a"}, "revoke"),
    ("edit", {"message_id": "wamid.a", "body": "jalan rusak parah"}, "edit"),
    ("referral", {"body": "halo"}, "text"),
    ("raw", {"message": {"type": "masa_depan", "masa_depan": {}}}, "masa_depan"),
]


def arrived(program: FakeProgram, wamid: str) -> Body:
    return dict(wait_until(lambda: [one for one in program.messages if one["id"] == wamid])[0])


@pytest.mark.parametrize(("kind", "fields", "type_"), KINDS)
def test_every_kind_arrives_in_its_shape(bench: Bench, kind: str, fields: Body, type_: str) -> None:
    message = arrived(bench.program, bench.write(BOTH, kind, **fields)["id"])
    citizen = bench.citizen(BOTH)
    assert message["type"] == type_
    assert message["from"] == citizen["phone"] and message["from_user_id"] == citizen["user_id"]
    assert message["timestamp"].isdigit()
    assert type_ in message


def test_the_envelope_is_metas(bench: Bench) -> None:
    arrived(bench.program, bench.write(BOTH, body="halo")["id"])
    payload = bench.program.payloads[0]
    entry, change = payload["entry"][0], payload["entry"][0]["changes"][0]
    assert payload["object"] == "whatsapp_business_account"
    assert (entry["id"], change["field"]) == (bench.config.business_account_id, "messages")
    assert change["value"]["messaging_product"] == "whatsapp"
    assert change["value"]["metadata"] == {
        "display_phone_number": bench.config.display_phone_number,
        "phone_number_id": bench.config.phone_number_id,
    }


def test_a_citizen_with_only_a_number_has_no_user_id(bench: Bench) -> None:
    message = arrived(bench.program, bench.write(PHONE_ONLY, body="halo")["id"])
    contact = bench.program.values[0]["contacts"][0]
    assert "from" in message and "from_user_id" not in message
    assert "wa_id" in contact and "user_id" not in contact


def test_a_citizen_with_only_a_user_id_has_no_number(bench: Bench) -> None:
    message = arrived(bench.program, bench.write(USER_ID_ONLY, body="halo")["id"])
    contact = bench.program.values[0]["contacts"][0]
    assert "from" not in message and message["from_user_id"].startswith("ID.")
    assert "wa_id" not in contact and contact["profile"]["username"]


def test_the_bytes_are_escaped_as_meta_escapes_them(bench: Bench) -> None:
    bench.write(BOTH, body="Pak Lurah é / a@b <100%> 🙏")
    body = wait_until(lambda: bench.program.bodies)[0]
    for escaped in (rb"\u00e9", rb"\/", rb"\u0040", rb"\u003C", rb"\u0025", rb"\ud83d\ude4f"):
        assert escaped in body
    assert bench.program.messages[0]["text"]["body"] == "Pak Lurah é / a@b <100%> 🙏"


def test_a_photo_is_described_with_the_hash_of_its_bytes(bench: Bench) -> None:
    sent = bench.send_photo(BOTH, b"bukan foto sungguhan", caption="lubang besar")
    image = arrived(bench.program, sent["id"])["image"]
    digest = hashlib.sha256(b"bukan foto sungguhan").digest()
    assert image["sha256"] == base64.b64encode(digest).decode()
    assert (image["mime_type"], image["caption"]) == ("image/jpeg", "lubang besar")


def test_an_album_is_one_webhook_for_each_photo(bench: Bench) -> None:
    files = [("file", (f"{n}.jpg", bytes([n]), "image/jpeg")) for n in range(3)]
    sent = bench.api("POST", f"/citizens/{BOTH}/files", files=files, data={"caption": "tiga foto"}).json()
    wait_until(lambda: len(bench.program.bodies) == 3)
    captions = [message["image"].get("caption") for message in bench.program.messages]
    assert len(sent) == 3 and captions == ["tiga foto", None, None]


def test_a_voice_note_is_an_ogg_file(bench: Bench) -> None:
    (sent,) = bench.api("POST", f"/citizens/{BOTH}/voice", json={"seconds": 2}).json()
    audio = arrived(bench.program, sent["id"])["audio"]
    content = bench.api("GET", f"/media/{audio['id']}").content
    assert audio["voice"] is True and audio["mime_type"] == "audio/ogg; codecs=opus"
    assert content.startswith(b"OggS") and b"OpusHead" in content


def test_a_quote_names_the_message_and_its_author(bench: Bench) -> None:
    own = bench.write(BOTH, body="jalan rusak")["id"]
    theirs = bench.reply(BOTH)
    of_own = arrived(bench.program, bench.write(BOTH, body="itu", quote=own)["id"])
    of_theirs = arrived(bench.program, bench.write(BOTH, body="ini", quote=theirs)["id"])
    assert of_own["context"] == {"from": bench.citizen(BOTH)["phone"], "id": own}
    assert of_theirs["context"] == {"from": bench.config.display_phone_number, "id": theirs}


def test_a_forwarded_message_says_so(bench: Bench) -> None:
    message = arrived(bench.program, bench.write(BOTH, body="dari grup", forwarded=True)["id"])
    assert message["context"] == {"forwarded": True}


def test_pressing_a_label_answers_the_newest_message_that_offers_it(bench: Bench) -> None:
    bench.write(BOTH, body="halo")
    bench.reply(BOTH, **summary())
    newest = bench.reply(BOTH, **summary())
    message = arrived(bench.program, bench.write(BOTH, "press", label="Kirim")["id"])
    assert message["interactive"]["button_reply"] == {"id": "kirim", "title": "Kirim"}
    assert message["context"]["id"] == newest


def test_pressing_what_nobody_offers_is_refused(bench: Bench) -> None:
    answer = bench.api("POST", f"/citizens/{BOTH}/messages", json={"type": "press", "label": "Kirim"})
    assert answer.status_code == 400 and "Kirim" in answer.json()["error"]


@pytest.mark.parametrize(
    "body", [{"type": "telepati"}, {"type": "text"}, {"type": "location", "latitude": 1}]
)
def test_an_impossible_message_is_refused_and_not_posted(bench: Bench, body: Body) -> None:
    assert bench.api("POST", f"/citizens/{BOTH}/messages", json=body).status_code == 400
    assert bench.chat(BOTH) == [] and bench.program.bodies == []


def test_a_new_number_is_told_as_a_system_message(bench: Bench) -> None:
    before = bench.citizen(BOTH)
    message = arrived(bench.program, bench.write(BOTH, "system", phone="0812 9999 0000")["id"])
    after = bench.citizen(BOTH)
    system = message["system"]
    assert after["phone"] == "6281299990000" and after["user_id"] != before["user_id"]
    assert (message["from"], system["type"]) == (before["phone"], "user_changed_number")
    assert (system["wa_id"], system["user_id"]) == (after["phone"], after["user_id"])
    assert system["previous_user_id"] == before["user_id"]
    assert "contacts" not in bench.program.values[0]


def test_without_a_number_only_the_change_of_the_user_id_is_told(bench: Bench) -> None:
    before = bench.citizen(USER_ID_ONLY)
    message = arrived(bench.program, bench.write(USER_ID_ONLY, "system")["id"])
    assert message["system"]["type"] == "user_changed_user_id"
    assert message["system"]["previous_user_id"] == before["user_id"]
    assert "from" not in message and "wa_id" not in message["system"]


def test_a_deleted_message_is_gone_from_the_chat(bench: Bench) -> None:
    written = bench.write(BOTH, body="salah kirim")
    bench.write(BOTH, "revoke", message_id=written["id"])
    assert bench.chat(BOTH)[0]["content"] == {"type": "deleted"}


def test_a_reaction_can_be_taken_back(bench: Bench) -> None:
    written = bench.write(BOTH, body="halo")
    bench.write(BOTH, "reaction", message_id=written["id"], emoji="👍")
    assert bench.chat(BOTH)[0]["reactions"] == {"citizen": "👍"}
    bench.write(BOTH, "reaction", message_id=written["id"], emoji="")
    assert bench.chat(BOTH)[0]["reactions"] == {}
    wait_until(lambda: len(bench.program.messages) == 3)
    assert "emoji" not in bench.program.messages[-1]["reaction"]


def test_a_webhook_of_ones_own_is_posted_as_it_is_and_its_author_can_be_answered(bench: Bench) -> None:
    author = {"profile": {"name": "Warga Luar"}, "wa_id": "62800777"}
    head = {"from": "62800777", "id": "wamid.luar", "timestamp": "1"}
    message = {**head, "type": "text", "text": {"body": "x"}}
    value = {"contacts": [author], "messages": [message, {"rusak": True}]}
    assert bench.api("POST", "/webhook", json=value).status_code == 202
    wait_until(lambda: len(bench.program.messages) == 2)
    answer = bench.post({"to": "62800777", "type": "text", "text": {"body": "Baik."}})
    wamid = answer.json()["messages"][0]["id"]
    wait_until(lambda: "delivered" in bench.program.statuses_of(wamid))


@pytest.mark.parametrize("identity", ["phone", "user_id", "both"])
def test_a_citizen_of_any_identity_can_be_added(bench: Bench, identity: str) -> None:
    added = bench.api("POST", "/citizens", json={"name": "Warga Baru", "identity": identity}).json()
    assert bool(added["phone"]) == (identity != "user_id")
    assert bool(added["user_id"]) == (identity != "phone")


def test_one_number_belongs_to_one_citizen(bench: Bench) -> None:
    body = {"name": "Kembar", "identity": "phone", "phone": bench.citizen(BOTH)["phone"]}
    assert bench.api("POST", "/citizens", json=body).status_code == 400
