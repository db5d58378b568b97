"""A message that cannot be answered is tried again, set aside, apologised for, and blocks nothing."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from actions.action_ask_confirmation import ActionAskConfirmation
from actions.action_jawab import ActionJawab
from actions.action_kirim_laporan import ActionKirimLaporan
from bot.conversations.messages import InboxEvent, OutboxMessage, TranscriptEntry
from bot.reports.records import Draft
from bot.wiring import Wiring
from tests.dialogue.phone import Phone
from tests.dialogue.test_reporting import POTHOLES
from tests.dialogue.test_talks import reports


class Broken(Exception):
    """Stands for any fault inside an action."""


class Fault:
    """Lets an action fail a number of times before it works again."""

    def __init__(self, patch: pytest.MonkeyPatch, action: type, times: int) -> None:
        self.left = times
        self.tries = 0
        sound = action.act

        def act(this: Any, *arguments: Any) -> Any:
            self.tries += 1
            if self.left:
                self.left -= 1
                raise Broken
            return sound(this, *arguments)

        patch.setattr(action, "act", act)


def states(wiring: Wiring) -> list[str]:
    with wiring.database.reading() as session:
        return list(session.scalars(select(InboxEvent.state).order_by(InboxEvent.id)))


def test_a_passing_fault_costs_the_citizen_nothing(
    phone: Phone, wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    Fault(monkeypatch, ActionJawab, times=2)
    assert "Selamat datang" in phone.say("halo min")
    assert len(phone.bubbles) == 1 and states(wiring) == ["done"]


def test_a_lasting_fault_is_set_aside_with_one_apology(
    phone: Phone, wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Fault(monkeypatch, ActionJawab, times=1000)
    apology = phone.say("halo min")
    assert "maaf" in apology.lower() and len(phone.bubbles) == 1
    assert fault.tries == wiring.settings.dialogue.retries + 1
    with wiring.database.reading() as session:
        row = session.scalars(select(InboxEvent)).one()
        assert (row.state, row.error) == ("failed", "Broken")
        assert (
            session.scalars(select(TranscriptEntry.text).where(TranscriptEntry.speaker == "citizen")).one()
            == "halo min"
        )


def test_an_accusation_that_cannot_be_read_is_kept_secret(
    phone: Phone, wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.say("halo min")
    Fault(monkeypatch, ActionAskConfirmation, times=1000)
    phone.say("oknum pegawai kecamatan minta uang 200 ribu untuk tanda tangan surat")
    with wiring.database.reading() as session:
        own = select(TranscriptEntry).where(TranscriptEntry.speaker == "citizen")
        lines = session.scalars(own.order_by(TranscriptEntry.id)).all()
        assert [line.secret for line in lines] == [False, True]
    assert states(wiring) == ["done", "failed"]


def test_the_next_message_is_answered_while_another_is_tried_again(
    phone: Phone, wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    Fault(monkeypatch, ActionJawab, times=1000)
    phone.say("halo min")
    assert "Kirim" in phone.say(POTHOLES)
    assert states(wiring) == ["failed", "done"]


def test_a_failed_turn_leaves_no_trace_of_itself(
    phone: Phone, wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.say(POTHOLES)
    Fault(monkeypatch, ActionKirimLaporan, times=1)
    receipt = phone.press("Kirim")
    (report,) = reports(wiring)
    assert report["ticket"] in receipt
    with wiring.database.reading() as session:
        assert [draft.state for draft in session.scalars(select(Draft))] == ["filed"]
        bubbles = session.scalars(select(OutboxMessage).where(OutboxMessage.purpose != "typing")).all()
        assert len(bubbles) == 2
