"""A whole sentence is read at once; fragments, albums and pins settle and are answered once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.conversations.identity import Sender
from bot.conversations.inbox import NewEvent, store_events
from bot.conversations.messages import InboxEvent, OutboxMessage
from bot.conversations.turns import Claim, claim_next
from bot.dialogue.settling import Settling
from bot.reports.drafts import DraftContent, save_content, start_draft
from bot.settings import load_settings
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.dialogue.conftest import ROOT

SENDER = Sender(user_id=None, phone="628110000001", profile_name=None)


class Desk:
    """One citizen's inbox with the real settling times, looked at at chosen moments."""

    def __init__(self, wiring: Wiring) -> None:
        self.wiring = wiring
        self.start = now()
        settings = load_settings(ROOT, {"SECRET_KEY": "tests"}).dialogue
        self.settle = Settling(wiring.region, settings)
        self.count = 0

    def receive(self, kind: str, after: float, **payload: Any) -> None:
        self.count += 1
        at = self.start + timedelta(seconds=after)
        event = NewEvent(
            f"message:{self.count}", kind, at, f"wamid.{self.count}", None, payload, None, SENDER
        )
        with self.wiring.database.writing() as session:
            store_events(session, self.wiring.vault, [event], at)

    def claim(self, after: float) -> Claim | None:
        at: datetime = self.start + timedelta(seconds=after)
        return claim_next(self.wiring.database, "desk", timedelta(seconds=60), self.settle, at)


@pytest.fixture
def desk(wiring: Wiring) -> Desk:
    wiring.prepare_database()
    return Desk(wiring)


@pytest.mark.parametrize(
    "words",
    [
        "jalan rusak parah di depan sd 1 celikah",
        "siring mampet nian, banyu naek ke rumah galo",
        "cek OKI-4829-1372",
        "batal",
        "tolong rumah kebakaran",
    ],
)
def test_a_complete_sentence_a_command_or_danger_never_waits(desk: Desk, words: str) -> None:
    desk.receive("text", 0, text=words)
    assert desk.claim(0) is not None


@pytest.mark.parametrize(
    "words", ["pak", "assalamualaikum pak bupati selamat pagi", "min nak lapor", "jalan rusak"]
)
def test_a_greeting_or_fragment_waits_some_seconds(desk: Desk, words: str) -> None:
    desk.receive("text", 0, text=words)
    assert desk.claim(0) is None
    assert desk.claim(4.9) is None
    assert desk.claim(5.1) is not None


def test_fragments_are_claimed_together_once_the_last_has_settled(desk: Desk) -> None:
    for number, words in enumerate(["pak", "mau lapor", "jalan rusak", "di celikah"]):
        desk.receive("text", number * 2, text=words)
        assert desk.claim(number * 2 + 1) is None
    claim = desk.claim(11.5)
    assert claim is not None and len(claim.inbox_ids) == 4


def test_a_sentence_takes_the_fragments_and_photos_before_it_along_at_once(desk: Desk) -> None:
    desk.receive("text", 0, text="min nak lapor")
    desk.receive("image", 1, graph_id="1", mime="image/jpeg")
    assert desk.claim(1) is None
    desk.receive("text", 2, text="siring mampet nian, banyu naek ke rumah galo")
    claim = desk.claim(2)
    assert claim is not None and len(claim.inbox_ids) == 3


def test_an_album_settles_three_seconds_after_its_last_photo(desk: Desk) -> None:
    for number in range(3):
        desk.receive("image", number, graph_id=str(number), mime="image/jpeg")
    assert desk.claim(4.9) is None
    claim = desk.claim(5.1)
    assert claim is not None and len(claim.inbox_ids) == 3


def test_a_short_answer_to_an_open_question_does_not_wait(desk: Desk) -> None:
    desk.receive("text", 0, text="mau lapor")
    assert desk.claim(6) is not None
    with desk.wiring.database.writing() as session:
        row = session.scalars(select(InboxEvent)).one()
        row.state = "done"
        draft = start_draft(session, row.citizen_id or 0, desk.start)
        save_content(draft, DraftContent(asked="place"), desk.start, None)
    desk.receive("text", 70, text="celikah")
    assert desk.claim(70) is not None


def test_the_typing_sign_appears_once_while_fragments_settle(desk: Desk) -> None:
    desk.receive("text", 0, text="pak")
    for moment in (0, 1, 2, 6):
        desk.claim(moment)
    with desk.wiring.database.reading() as session:
        assert len(session.scalars(select(OutboxMessage).where(OutboxMessage.purpose == "typing")).all()) == 1
