"""A chat that staff have taken, whose citizen waits for a human, or whose citizen is blocked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select

import bot.dialogue.turn
from bot.conversations.bubbles import Bubble
from bot.conversations.citizens import Citizen
from bot.conversations.messages import InboxEvent, OutboxMessage, TranscriptEntry
from bot.conversations.taking import IDLE, give_back, lock_citizen, send_as_staff, take
from bot.dialogue.timers import PUT_OFF, ring_timers
from bot.reports.records import Report
from bot.storage.tables import now
from tests.dialogue.clock import let_time_pass, open_draft_of
from tests.dialogue.phone import Phone

ROAD = "jalan rusak depan SDN 1 Celikah Kayu Agung, banyak lubang"
FIRE = "tolong rumah kebakaran di celikah kayu agung dekat pasar!!"
BRIBE = "lapor pungli di kantor camat kayu agung, petugasnya minta uang 50 ribu untuk urus ktp"
HUMAN = "saya mau bicara dengan petugas"
STAFF = 7


@contextmanager
def citizen_of(phone: Phone) -> Iterator[tuple[object, Citizen]]:
    with phone.town.database.writing() as session:
        yield session, lock_citizen(session, phone.citizen_id(session) or 0)


def staff_takes(phone: Phone) -> None:
    with citizen_of(phone) as (session, citizen):
        take(session, citizen, STAFF, now())


def staff_gives_back(phone: Phone) -> None:
    with citizen_of(phone) as (session, citizen):
        give_back(session, citizen, now())


def staff_says(phone: Phone, words: str) -> None:
    with citizen_of(phone) as (session, citizen):
        send_as_staff(session, citizen, Bubble(words), STAFF, now())


def hours_pass(phone: Phone, span: timedelta) -> None:
    with citizen_of(phone) as (_, citizen):
        for moment in ("staff_active_at", "human_asked_at"):
            if getattr(citizen, moment):
                setattr(citizen, moment, getattr(citizen, moment) - span)


def reports_of(phone: Phone) -> int:
    with phone.town.database.reading() as session:
        own = select(func.count(Report.id)).where(Report.citizen_id == phone.citizen_id(session))
        return session.scalar(own) or 0


def test_the_bot_is_silent_in_a_taken_chat_and_keeps_every_word(phone: Phone) -> None:
    phone.say("selamat pagi")
    staff_takes(phone)
    assert phone.say(ROAD) == ""
    with phone.town.database.reading() as session:
        newest = session.scalars(select(TranscriptEntry).order_by(TranscriptEntry.id.desc())).first()
        assert newest is not None and newest.text == ROAD and newest.understanding
        assert session.scalars(select(InboxEvent.state).distinct()).all() == ["done"]


def test_no_typing_sign_is_shown_while_staff_have_the_chat(phone: Phone) -> None:
    phone.say("selamat pagi")
    staff_takes(phone)
    phone.say(ROAD)
    with phone.town.database.reading() as session:
        typing = select(func.count(OutboxMessage.id)).where(OutboxMessage.purpose == "typing")
        assert session.scalar(typing) == 1


def test_a_danger_to_life_is_answered_in_a_taken_chat(phone: Phone) -> None:
    phone.say("selamat pagi")
    staff_takes(phone)
    assert "112" in phone.say(FIRE)
    assert reports_of(phone) == 1


def lines_of(phone: Phone) -> dict[str, bool]:
    """What the citizen wrote, and whether it is secret."""
    with phone.town.database.reading() as session:
        query = select(TranscriptEntry.text, TranscriptEntry.secret)
        own = query.where(TranscriptEntry.speaker == "citizen").order_by(TranscriptEntry.id)
        return {str(text): secret for text, secret in session.execute(own).tuples()}


@pytest.mark.parametrize("waits", [False, True])
def test_an_accusation_gives_the_chat_back_and_goes_to_the_secret_lane(phone: Phone, waits: bool) -> None:
    """Who holds the chat may not read it, and a matter that nobody may read would be lost."""
    phone.say(HUMAN if waits else "selamat pagi")
    if not waits:
        staff_takes(phone)
    assert phone.say(BRIBE) != ""
    assert lines_of(phone)[BRIBE] is True
    with citizen_of(phone) as (_, citizen):
        assert (citizen.taken_by, citizen.human_asked_at) == (None, None)
    phone.press("Kirim")
    with phone.town.database.reading() as session:
        assert session.scalars(select(Report.secret)).all() == [True]


def test_what_follows_an_accusation_is_not_read_by_who_takes_the_chat(phone: Phone) -> None:
    phone.say(BRIBE)
    staff_takes(phone)
    assert phone.say("kejadiannya hari senin kemarin, Pak") != ""
    assert set(lines_of(phone).values()) == {True}


def test_an_ordinary_message_after_the_secret_report_is_the_holders_again(phone: Phone) -> None:
    phone.say(BRIBE)
    phone.press("Kirim")
    staff_takes(phone)
    assert phone.say(ROAD) == ""
    assert lines_of(phone)[ROAD] is False


def block(phone: Phone) -> None:
    with citizen_of(phone) as (_, citizen):
        citizen.blocked_until = now() + timedelta(days=1)


@pytest.mark.parametrize("taken", [False, True])
def test_an_accusation_of_a_blocked_citizen_goes_to_the_secret_lane(phone: Phone, taken: bool) -> None:
    """Nobody silences by a block whoever accuses him."""
    phone.say("selamat pagi")
    block(phone)
    if taken:
        staff_takes(phone)
    assert phone.say(BRIBE) != ""
    assert lines_of(phone)[BRIBE] is True
    assert "OKI-" in phone.press("Kirim")
    with phone.town.database.reading() as session:
        assert session.scalars(select(Report.secret)).all() == [True]


def test_what_a_blocked_citizen_says_of_his_accusation_is_secret(phone: Phone) -> None:
    phone.say(BRIBE)
    block(phone)
    assert phone.say("kejadiannya hari senin kemarin, Pak") != ""
    assert set(lines_of(phone).values()) == {True}


def test_after_his_accusation_a_blocked_citizen_is_not_answered(phone: Phone) -> None:
    phone.say(BRIBE)
    phone.press("Kirim")
    block(phone)
    assert phone.say(ROAD) == ""
    assert lines_of(phone)[ROAD] is False


def test_the_ordinary_draft_of_a_blocked_citizen_is_not_filed(phone: Phone) -> None:
    phone.say(ROAD)
    block(phone)
    assert phone.press("Kirim") == ""
    assert reports_of(phone) == 0


def test_a_pressed_button_files_nothing_in_a_taken_chat(phone: Phone) -> None:
    phone.say(ROAD)
    staff_takes(phone)
    assert phone.press("Kirim") == ""
    assert reports_of(phone) == 0


def test_the_draft_goes_on_when_the_chat_is_given_back(phone: Phone) -> None:
    phone.say(ROAD)
    staff_takes(phone)
    staff_says(phone, "Boleh kami tahu patokannya?")
    phone.listen()
    staff_gives_back(phone)
    assert phone.listen() == ""
    phone.bubbles.pop()
    assert "OKI-" in phone.press("Kirim")


def test_what_no_staff_answered_is_read_when_the_chat_is_given_back(phone: Phone) -> None:
    phone.say("selamat pagi")
    staff_takes(phone)
    phone.say(ROAD)
    staff_gives_back(phone)
    assert "PUPR" in phone.listen()
    with phone.town.database.reading() as session:
        assert session.scalar(select(func.count()).where(TranscriptEntry.text == ROAD)) == 1


def test_what_staff_answered_is_not_read_again(phone: Phone) -> None:
    phone.say("selamat pagi")
    staff_takes(phone)
    phone.say(ROAD)
    staff_says(phone, "Baik, kami catat.")
    staff_gives_back(phone)
    assert phone.listen() == "Baik, kami catat."


def test_twelve_idle_hours_give_the_chat_back(phone: Phone) -> None:
    phone.say("selamat pagi")
    staff_takes(phone)
    phone.say(ROAD)
    hours_pass(phone, IDLE)
    ring_timers(phone.town.database)
    assert "PUPR" in phone.listen()
    with citizen_of(phone) as (_, citizen):
        assert citizen.taken_by is None


def test_a_silent_draft_is_put_off_and_not_lost(phone: Phone) -> None:
    phone.say(ROAD)
    staff_takes(phone)
    let_time_pass(phone.town, timedelta(hours=2))
    assert phone.listen() == ""
    assert reports_of(phone) == 0
    staff_gives_back(phone)
    let_time_pass(phone.town, PUT_OFF)
    phone.listen()
    assert reports_of(phone) == 1


def test_a_timer_that_rang_before_the_chat_was_taken_is_put_off(phone: Phone) -> None:
    phone.say(ROAD)
    let_time_pass(phone.town, timedelta(hours=2))
    staff_takes(phone)
    assert phone.listen() == ""
    assert reports_of(phone) == 0
    draft = open_draft_of(phone)
    assert draft is not None and draft.file_at is not None
    staff_gives_back(phone)
    let_time_pass(phone.town, PUT_OFF)
    phone.listen()
    assert reports_of(phone) == 1


def test_who_asks_for_a_human_is_told_and_then_left_to_the_staff(phone: Phone) -> None:
    assert "etugas" in phone.say(HUMAN)
    assert phone.say("halo?") == ""
    with citizen_of(phone) as (_, citizen):
        assert citizen.human_asked_at is not None


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 30, 3, 0, tzinfo=timezone.utc), "sedang bertugas"),
        (datetime(2026, 11, 30, 0, 30, tzinfo=timezone.utc), "Senin, 30 November 2026 pukul 08.00 WIB"),
        (datetime(2026, 11, 28, 3, 0, tzinfo=timezone.utc), "Senin, 30 November 2026 pukul 08.00 WIB"),
        (datetime(2026, 12, 24, 12, 0, tzinfo=timezone.utc), "Senin, 28 Desember 2026 pukul 08.00 WIB"),
    ],
)
def test_he_is_told_when_somebody_will_be_there(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, moment: datetime, expected: str
) -> None:
    monkeypatch.setattr(bot.dialogue.turn, "now", lambda: moment)
    assert expected in phone.say(HUMAN)


def test_nothing_is_asked_of_him_who_waits_for_a_human(phone: Phone) -> None:
    phone.say("jalan rusak parah banyak lubang")
    answer = phone.say(HUMAN)
    assert "etugas" in answer and not phone.bubbles[-1].buttons
    assert open_draft_of(phone) is not None


def test_a_report_told_while_nobody_came_is_read_after_twelve_hours(phone: Phone) -> None:
    phone.say(HUMAN)
    assert phone.say(ROAD) == ""
    hours_pass(phone, IDLE)
    ring_timers(phone.town.database)
    assert "PUPR" in phone.listen()
    with citizen_of(phone) as (_, citizen):
        assert citizen.human_asked_at is not None


def test_a_blocked_citizen_is_kept_and_not_answered(phone: Phone) -> None:
    phone.say("selamat pagi")
    block(phone)
    assert phone.say(ROAD) == ""
    with phone.town.database.reading() as session:
        assert session.scalar(select(func.count()).where(TranscriptEntry.text == ROAD)) == 1


def test_a_blocked_citizen_in_danger_is_answered(phone: Phone) -> None:
    phone.say("selamat pagi")
    block(phone)
    assert "112" in phone.say(FIRE)


def test_a_block_that_is_over_is_forgotten(phone: Phone) -> None:
    phone.say("selamat pagi")
    with citizen_of(phone) as (_, citizen):
        citizen.blocked_until = now() - timedelta(seconds=1)
    assert "PUPR" in phone.say(ROAD)
