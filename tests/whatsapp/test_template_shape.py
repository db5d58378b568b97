from __future__ import annotations

from bot.region.templates import MessageTemplate
from bot.whatsapp.template_shape import build_template

BODY = "Laporan {{1}} selesai."


def template(buttons: tuple[str, ...] = (), has_image: bool = False, **examples: str) -> MessageTemplate:
    return MessageTemplate("lapor_selesai", "id", "utility", BODY, examples, buttons, has_image)


def test_a_template_is_registered_with_examples_for_its_reviewers() -> None:
    body = {"type": "BODY", "text": BODY, "example": {"body_text": [["OKI-4829-1372"]]}}
    assert build_template(template(tiket="OKI-4829-1372")) == {
        "name": "lapor_selesai",
        "language": "id",
        "category": "UTILITY",
        "components": [body],
    }


def test_a_photo_stands_above_and_quick_replies_below() -> None:
    components = build_template(template(("Buka jawaban",), has_image=True), "4::abc")["components"]
    assert components == [
        {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::abc"]}},
        {"type": "BODY", "text": BODY},
        {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Buka jawaban"}]},
    ]
