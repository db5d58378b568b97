from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.whatsapp.payloads import parse
from tests.whatsapp.samples import NAMES, NUMBER, webhook

LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
NAMES_OF_PARTS = st.text(max_size=8)
VALUES = st.recursive(
    LEAVES, lambda part: st.lists(part, max_size=3) | st.dictionaries(NAMES_OF_PARTS, part, max_size=3)
)
SAMPLES = [webhook(name) for name in NAMES]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every part of a JSON value."""
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list):
        parts = list(enumerate(value))
    else:
        return [path]
    return [path] + [place for key, part in parts for place in places(part, (*path, key))]


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_whatever_stands_in_a_webhook_is_read_and_storable(data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from(SAMPLES))
    body = replaced(sample, data.draw(st.sampled_from(places(sample))), data.draw(VALUES))
    written = json.dumps(body).encode()
    events = parse(written, NUMBER)
    for event in events:
        json.dumps([event.payload, event.raw], allow_nan=False, ensure_ascii=False).encode()
        assert "\x00" not in json.dumps(event.payload, ensure_ascii=False)
        assert event.sent_at.tzinfo is not None
    assert [event.event_key for event in parse(written, NUMBER)] == [event.event_key for event in events]
