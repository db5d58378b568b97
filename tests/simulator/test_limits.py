"""WhatsApp's limits on messages: at the limit accepted, one beyond it refused with Meta's code."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulator.graph_errors import GraphError
from bot.simulator.limits import check_message

Body = dict[str, Any]


def checked(payload: Body) -> None:
    check_message({"messaging_product": "whatsapp", "to": "628001", **payload})


def text(length: int) -> Body:
    return {"type": "text", "text": {"body": "x" * length}}


def image(caption: int) -> Body:
    return {"type": "image", "image": {"id": "1", "caption": "x" * caption}}


def opaque(length: int) -> Body:
    return {**text(1), "biz_opaque_callback_data": "x" * length}


def interactive(kind: str, action: Body, body: int = 10, **parts: Body) -> Body:
    inside = {"type": kind, "body": {"text": "x" * body}, "action": action, **parts}
    return {"type": "interactive", "interactive": inside}


def buttons(count: int = 1, title: int = 5, key: int = 5, **parts: Any) -> Body:
    replies = [{"id": f"{n}".ljust(key, "x"), "title": f"{n}".ljust(title, "x")} for n in range(count)]
    return interactive("button", {"buttons": [{"type": "reply", "reply": one} for one in replies]}, **parts)


def rows_of(count: int, first: int = 0, title: int = 5, description: int = 5, key: int = 5) -> list[Body]:
    def row(number: int) -> Body:
        sizes = {"id": key, "title": title, "description": description}
        return {name: f"{number}".ljust(size, "x") for name, size in sizes.items()}

    return [row(number) for number in range(first, first + count)]


def listing(label: int = 5, sections: int = 1, rows: int = 1, section_title: int = 5, **sizes: int) -> Body:
    body = sizes.pop("body", 10)
    filled = [rows_of(rows, number * rows, **sizes) for number in range(sections)]
    made = [{"title": "x" * section_title, "rows": section} for section in filled]
    return interactive("list", {"button": "x" * label, "sections": made}, body=body)


def link(label: int = 5, url: str = "https://contoh.id") -> Body:
    parameters = {"display_text": "x" * label, "url": url}
    return interactive("cta_url", {"name": "cta_url", "parameters": parameters})


def location_request(body: int) -> Body:
    return interactive("location_request_message", {"name": "send_location"}, body=body)


def template(value: str) -> Body:
    parameters = [{"type": "text", "text": value}]
    components = [{"type": "body", "parameters": parameters}]
    named = {"name": "lapor_status", "language": {"code": "id"}, "components": components}
    return {"type": "template", "template": named}


@pytest.mark.parametrize(
    "payload",
    [
        text(4096),
        image(1024),
        opaque(512),
        buttons(3),
        buttons(title=20),
        buttons(key=256),
        buttons(body=1024),
        buttons(footer={"text": "x" * 60}),
        buttons(header={"type": "text", "text": "x" * 60}),
        listing(label=20),
        listing(sections=10),
        listing(rows=10),
        listing(title=24, description=72, key=200, section_title=24),
        listing(body=4096),
        link(label=20),
        location_request(1024),
        template("jalan rusak di Celikah"),
    ],
)
def test_a_message_at_the_limit_is_accepted(payload: Body) -> None:
    checked(payload)


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (text(4097), 100),
        (text(0), 131008),
        (image(1025), 100),
        (opaque(513), 100),
        (buttons(4), 131009),
        (buttons(0), 131009),
        (buttons(title=21), 131009),
        (interactive("button", {"buttons": [{"type": "reply", "reply": {"id": "a", "title": " "}}]}), 131009),
        (buttons(key=257), 131009),
        (buttons(body=1025), 131009),
        (buttons(body=0), 131009),
        (buttons(footer={"text": "x" * 61}), 131009),
        (buttons(header={"type": "text", "text": "x" * 61}), 131009),
        (buttons(header={"type": "TEXT", "text": "x"}), 131009),
        (listing(label=21), 131009),
        (listing(sections=11), 131009),
        (listing(rows=11), 131009),
        (listing(sections=2, rows=6), 131009),
        (listing(title=25), 131009),
        (listing(description=73), 131009),
        (listing(key=201), 131009),
        (listing(section_title=25), 131009),
        (listing(sections=2, section_title=0), 131009),
        (listing(body=4097), 131009),
        (link(label=21), 131009),
        (link(url="contoh.id"), 131009),
        (location_request(1025), 131009),
        (interactive("catalog", {}), 131009),
        (template("dua\nbaris"), 132018),
        (template("lima     blank"), 132018),
        (template(""), 100),
        ({"type": "poll", "poll": {}}, 100),
        ({"type": "image"}, 131008),
        ({"type": "image", "image": {"id": "1", "link": "https://contoh.id/a.jpg"}}, 100),
        ({"type": "audio", "audio": {"id": "1", "caption": "x"}}, 100),
    ],
)
def test_a_message_beyond_the_limit_is_refused_with_metas_code(payload: Body, code: int) -> None:
    with pytest.raises(GraphError) as refused:
        checked(payload)
    assert refused.value.code == code


def test_two_buttons_with_one_title_are_refused() -> None:
    payload = buttons(2)
    replies = [button["reply"] for button in payload["interactive"]["action"]["buttons"]]
    replies[1]["title"] = replies[0]["title"]
    with pytest.raises(GraphError):
        checked(payload)


@pytest.mark.parametrize("missing", ["messaging_product", "to"])
def test_a_message_for_nobody_or_for_no_product_is_refused(missing: str) -> None:
    payload = {"messaging_product": "whatsapp", "to": "628001", **text(1)}
    with pytest.raises(GraphError):
        check_message({name: value for name, value in payload.items() if name != missing})


def test_an_error_has_metas_shape() -> None:
    with pytest.raises(GraphError) as refused:
        checked(buttons(4))
    error = refused.value.body()["error"]
    assert set(error) == {"message", "type", "code", "error_data", "fbtrace_id"}
    assert set(error["error_data"]) == {"messaging_product", "details"}
