"""What one turn makes of the messages that waited for it."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from bot.conversations.messages import InboxEvent
from bot.dialogue.steps import Choice, Step, assemble, read_choice

AT = datetime(2026, 11, 24, tzinfo=timezone.utc)


def steps(*events: tuple[str, dict[str, Any]]) -> list[Step]:
    rows = [
        InboxEvent(id=number, event_key=str(number), kind=kind, payload=payload, sent_at=AT)
        for number, (kind, payload) in enumerate(events, start=1)
    ]
    return assemble(rows, {row.id: 100 + row.id for row in rows})


def test_words_photos_and_a_pin_become_one_step() -> None:
    (step,) = steps(
        ("text", {"text": "min"}),
        ("image", {"caption": "got mampet"}),
        ("image", {}),
        ("location", {"latitude": -3.4, "longitude": 104.8}),
    )
    assert step.text == "min\ngot mampet"
    assert [item["media_id"] for item in step.attachments] == [102, 103]
    assert step.pin is not None and step.pin["latitude"] == -3.4
    assert step.inbox_ids == [1, 2, 3, 4]


def test_two_quoted_messages_are_two_steps() -> None:
    rows = [
        InboxEvent(
            id=number, event_key=str(number), kind="text", payload={"text": text}, reply_to=quoted, sent_at=AT
        )
        for number, (text, quoted) in enumerate([("a", "w1"), ("b", None), ("c", "w2")], start=1)
    ]
    assert [(step.text, step.reply_to) for step in assemble(rows, {})] == [("a\nb", "w1"), ("c", "w2")]


def test_each_button_stands_alone_between_words() -> None:
    kinds = steps(
        ("text", {"text": "jalan rusak"}),
        ("button", {"id": "/ubah", "title": "Ubah"}),
        ("text", {"text": "x"}),
    )
    assert [(step.text, step.choice) for step in kinds] == [
        ("jalan rusak", None),
        ("", Choice("ubah", {})),
        ("x", None),
    ]


def test_a_typed_yes_answers_what_came_before_it_in_the_same_batch() -> None:
    assert [
        step.text for step in steps(("text", {"text": "jalan rusak di celikah"}), ("text", {"text": "Kirim"}))
    ] == [
        "jalan rusak di celikah",
        "Kirim",
    ]


def test_opening_an_answer_asks_for_the_report_by_its_number() -> None:
    pressed = {"id": "buka:OKI-4829-1372", "title": "Buka jawaban"}
    for kind in ("button", "template_button"):
        (step,) = steps((kind, pressed))
        assert step.choice == Choice("cek_status", {"ticket": "OKI-4829-1372"})


def test_a_button_that_is_not_ours_counts_as_its_title() -> None:
    (step,) = steps(("button", {"id": "kirim-1", "title": "Kirim"}))
    assert step.text == "Kirim" and step.choice is None


@pytest.mark.parametrize("button_id", ['/pilih_kategori{"category": ', '/x{"a"}', "pilih", ""])
def test_a_broken_button_id_is_no_choice(button_id: str) -> None:
    assert read_choice(button_id) is None


def test_a_button_carries_its_values() -> None:
    assert read_choice('/pilih_kategori{"category": "listrik"}') == Choice(
        "pilih_kategori", {"category": "listrik"}
    )


@pytest.mark.parametrize("kind", ["unsupported", "contacts", "order", "nfm_reply"])
def test_what_cannot_be_read_is_a_step_that_says_so(kind: str) -> None:
    (step,) = steps((kind, {}))
    assert step.unreadable
