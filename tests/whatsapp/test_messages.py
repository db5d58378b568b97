from __future__ import annotations

import pytest

from bot.conversations.bubbles import Bubble, Button, Row, TemplateUse
from bot.conversations.identity import Address
from bot.whatsapp.messages import build_message, build_receipt, outbox_id_of
from tests.whatsapp.samples import PHONE, USER

TO = Address(PHONE, None)
FRAME = {
    "messaging_product": "whatsapp",
    "recipient_type": "individual",
    "to": PHONE,
    "biz_opaque_callback_data": "outbox:7",
}


def test_a_text_shows_no_preview_of_its_links() -> None:
    message = build_message(Bubble("Baik, lihat https://oki.example"), TO, 7)
    text = {"body": "Baik, lihat https://oki.example", "preview_url": False}
    assert message == {**FRAME, "type": "text", "text": text}


def test_buttons_are_an_interactive_message() -> None:
    bubble = Bubble("Kirim?", buttons=(Button("kirim", "Kirim"), Button("ubah", "Ubah")))
    assert build_message(bubble, TO, 7)["interactive"] == {
        "type": "button",
        "body": {"text": "Kirim?"},
        "action": {
            "buttons": [
                {"type": "reply", "reply": {"id": "kirim", "title": "Kirim"}},
                {"type": "reply", "reply": {"id": "ubah", "title": "Ubah"}},
            ]
        },
    }


def test_a_list_has_one_section() -> None:
    rows = (Row("1", "Jalan", "dan jembatan"), Row("2", "Lainnya"))
    bubble = Bubble("Yang mana?", list_label="Pilih", rows=rows)
    message = build_message(bubble, TO, 7)
    assert message["type"] == "interactive"
    assert message["interactive"] == {
        "type": "list",
        "body": {"text": "Yang mana?"},
        "action": {
            "button": "Pilih",
            "sections": [
                {
                    "rows": [
                        {"id": "1", "title": "Jalan", "description": "dan jembatan"},
                        {"id": "2", "title": "Lainnya"},
                    ]
                }
            ],
        },
    }


def test_a_pin_is_asked_for() -> None:
    assert build_message(Bubble("Di mana?", asks_location=True), TO, 7)["interactive"] == {
        "type": "location_request_message",
        "body": {"text": "Di mana?"},
        "action": {"name": "send_location"},
    }


def test_an_image_has_the_text_for_its_caption() -> None:
    message = build_message(Bubble("Sudah ditambal.", image=5), TO, 7, image="900")
    assert message == {**FRAME, "type": "image", "image": {"id": "900", "caption": "Sudah ditambal."}}


def test_an_image_stands_above_the_buttons() -> None:
    bubble = Bubble("Sudah beres?", image=5, buttons=(Button("beres", "Sudah beres"),))
    message = build_message(bubble, TO, 7, image="900")
    assert message["type"] == "interactive"
    assert message["interactive"] == {
        "type": "button",
        "header": {"type": "image", "image": {"id": "900"}},
        "body": {"text": "Sudah beres?"},
        "action": {"buttons": [{"type": "reply", "reply": {"id": "beres", "title": "Sudah beres"}}]},
    }


def test_a_template_is_filled_and_its_quick_replies_know_what_they_send_back() -> None:
    use = TemplateUse("lapor_jawaban", "id", ("OKI-4829-1372", "Dinas PUPR"), ("buka:OKI-4829-1372",))
    message = build_message(Bubble("Jawaban untuk laporan …", template=use), TO, 7)
    assert message["type"] == "template"
    assert message["template"] == {
        "name": "lapor_jawaban",
        "language": {"code": "id"},
        "components": [
            {
                "type": "body",
                "parameters": [
                    {"type": "text", "text": "OKI-4829-1372"},
                    {"type": "text", "text": "Dinas PUPR"},
                ],
            },
            {
                "type": "button",
                "sub_type": "quick_reply",
                "index": "0",
                "parameters": [{"type": "payload", "payload": "buka:OKI-4829-1372"}],
            },
        ],
    }


def test_a_template_with_an_image_has_a_header() -> None:
    bubble = Bubble("Selesai.", image=5, template=TemplateUse("lapor_selesai_foto", "id"))
    assert build_message(bubble, TO, 7, image="900")["template"]["components"] == [
        {"type": "header", "parameters": [{"type": "image", "image": {"id": "900"}}]}
    ]


@pytest.mark.parametrize(
    ("address", "names"),
    [
        (Address(PHONE, None), {"to": PHONE}),
        (Address(None, USER), {"recipient": USER}),
        (Address(PHONE, USER), {"to": PHONE, "recipient": USER}),
    ],
)
def test_a_citizen_is_named_as_far_as_he_is_known(address: Address, names: dict[str, str]) -> None:
    message = build_message(Bubble("Baik"), address, 7)
    assert {name: message[name] for name in ("to", "recipient") if name in message} == names


def test_nobody_is_sent_nothing() -> None:
    with pytest.raises(ValueError, match="no name"):
        build_message(Bubble("Baik"), Address(None, None), 7)


def test_a_bubble_may_answer_one_message() -> None:
    assert build_message(Bubble("Baik"), TO, 7, "wamid.1")["context"] == {"message_id": "wamid.1"}


def test_a_receipt_may_show_that_we_write() -> None:
    receipt = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.1"}
    assert build_receipt("wamid.1", typing=False) == receipt
    assert build_receipt("wamid.1", typing=True) == {**receipt, "typing_indicator": {"type": "text"}}


def test_our_id_comes_back_in_a_status() -> None:
    assert outbox_id_of(build_message(Bubble("Baik"), TO, 41)["biz_opaque_callback_data"]) == 41


@pytest.mark.parametrize("opaque", [None, "", "outbox:", "outbox:x", "41", "outbox:4x", "outbox:99999999999"])
def test_what_others_put_there_is_no_id_of_ours(opaque: str | None) -> None:
    assert outbox_id_of(opaque) is None
