"""Who answers in a chat: the bot, or somebody of the staff."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.conversations.bubbles import Bubble, TemplateUse
from bot.conversations.citizens import Citizen
from bot.conversations.messages import InboxEvent, OutboxMessage, TranscriptEntry
from bot.conversations.taking import (
    IDLE,
    SILENCED,
    TakenByOther,
    WindowIsClosed,
    ask_for_human,
    end_idle,
    give_back,
    holder_of,
    is_any_idle,
    is_silent,
    is_taken,
    lock_citizen,
    note_typing,
    send_as_staff,
    take,
    waits_for_human,
)
from bot.storage.database import Database
from bot.storage.tables import now

AT = now()
RINA, BUDI = 1, 2


def new_citizen(session: Session, **facts: object) -> Citizen:
    citizen = Citizen(last_inbound_at=AT - timedelta(minutes=5), **facts)
    session.add(citizen)
    session.flush()
    return lock_citizen(session, citizen.id)


def silenced_message(session: Session, citizen: Citizen) -> InboxEvent:
    event = InboxEvent(
        event_key=f"m{citizen.id}", kind="text", citizen_id=citizen.id, payload={"text": "halo"},
        sent_at=AT, state="done", error=SILENCED, turn_id="t", attempts=1,
    )  # fmt: skip
    session.add(event)
    session.flush()
    return event


def test_a_chat_is_the_bots_until_somebody_takes_it(database: Database) -> None:
    with database.writing() as session:
        citizen = new_citizen(session)
        assert not is_taken(citizen, AT)
        take(session, citizen, RINA, AT)
        assert holder_of(citizen, AT) == RINA and is_silent(citizen, AT)


def test_the_second_who_takes_a_chat_learns_who_has_it(database: Database) -> None:
    with database.writing() as session:
        citizen = new_citizen(session)
        take(session, citizen, RINA, AT)
        with pytest.raises(TakenByOther) as refusal:
            take(session, citizen, BUDI, AT)
        assert refusal.value.staff_id == RINA
        assert holder_of(citizen, AT) == RINA


def test_a_chat_is_the_bots_again_after_twelve_idle_hours(database: Database) -> None:
    with database.writing() as session:
        citizen = new_citizen(session)
        take(session, citizen, RINA, AT)
        assert is_taken(citizen, AT + IDLE - timedelta(seconds=1))
        assert not is_taken(citizen, AT + IDLE)
        take(session, citizen, BUDI, AT + IDLE)
        assert holder_of(citizen, AT + IDLE) == BUDI


def test_typing_takes_the_chat_and_renews_the_hours(database: Database) -> None:
    with database.writing() as session:
        citizen = new_citizen(session)
        note_typing(session, citizen, RINA, AT)
        note_typing(session, citizen, RINA, AT + timedelta(hours=11))
        assert is_taken(citizen, AT + timedelta(hours=20))


def test_who_types_in_the_chat_of_another_does_not_get_it(database: Database) -> None:
    with database.writing() as session:
        citizen = new_citizen(session)
        take(session, citizen, RINA, AT)
        with pytest.raises(TakenByOther):
            note_typing(session, citizen, BUDI, AT)
        assert holder_of(citizen, AT) == RINA


def test_words_of_the_staff_are_theirs_in_outbox_and_transcript(database: Database) -> None:
    with database.writing() as session:
        citizen = new_citizen(session, human_asked_at=AT)
        sent = send_as_staff(session, citizen, Bubble("Baik, Pak."), RINA, AT, report_id=9, secret=True)
        session.flush()
        line = session.query(TranscriptEntry).filter_by(outbox_id=sent.id).one()
        assert (sent.purpose, line.speaker, line.staff_id) == ("staff", "staff", RINA)
        assert (line.report_id, line.secret) == (9, True)
        assert is_taken(citizen, AT) and citizen.human_asked_at is None


def test_free_words_are_refused_outside_the_window_and_templates_are_not(database: Database) -> None:
    with database.writing() as session:
        citizen = new_citizen(session)
        late = AT + timedelta(hours=25)
        with pytest.raises(WindowIsClosed):
            send_as_staff(session, citizen, Bubble("Baik, Pak."), RINA, late)
        assert session.query(OutboxMessage).count() == 0
        template = Bubble("Laporan dijawab.", template=TemplateUse("lapor_jawaban", "id"))
        assert send_as_staff(session, citizen, template, RINA, late).id


def test_nobody_writes_in_the_chat_of_another(database: Database) -> None:
    with database.writing() as session:
        citizen = new_citizen(session)
        take(session, citizen, RINA, AT)
        with pytest.raises(TakenByOther):
            send_as_staff(session, citizen, Bubble("Halo."), BUDI, AT)


def test_what_nobody_answered_waits_for_the_bot_when_the_chat_is_given_back(database: Database) -> None:
    with database.writing() as session:
        citizen = new_citizen(session)
        event = silenced_message(session, citizen)
        give_back(session, citizen, AT)
        session.refresh(event)
        assert (event.state, event.attempts, event.error) == ("waiting", 0, None)
        assert not is_silent(citizen, AT)


def test_what_staff_answered_is_done_with(database: Database) -> None:
    with database.writing() as session:
        citizen = new_citizen(session)
        event = silenced_message(session, citizen)
        send_as_staff(session, citizen, Bubble("Baik, Pak."), RINA, AT)
        give_back(session, citizen, AT)
        session.refresh(event)
        assert event.state == "done"


def test_what_belongs_to_another_citizen_stays_as_it_is(database: Database) -> None:
    with database.writing() as session:
        citizen, other = new_citizen(session), new_citizen(session)
        event = silenced_message(session, other)
        give_back(session, citizen, AT)
        session.refresh(event)
        assert event.state == "done"


def test_asking_twice_for_a_human_keeps_the_first_moment(database: Database) -> None:
    with database.writing() as session:
        citizen = new_citizen(session)
        ask_for_human(session, citizen.id, AT)
        ask_for_human(session, citizen.id, AT + timedelta(hours=1))
        assert citizen.human_asked_at == AT
        assert waits_for_human(citizen, AT) and not waits_for_human(citizen, AT + IDLE)


def test_idle_chats_are_given_back_and_busy_ones_are_not(database: Database) -> None:
    with database.writing() as session:
        idle = new_citizen(session, taken_by=RINA, staff_active_at=AT - IDLE)
        busy = new_citizen(session, taken_by=RINA, staff_active_at=AT - timedelta(hours=1))
        waiting = new_citizen(session, human_asked_at=AT - timedelta(hours=1))
        events = [silenced_message(session, citizen) for citizen in (idle, busy, waiting)]
        assert is_any_idle(session, AT)
        assert end_idle(session, AT) == 1
        for event in events:
            session.refresh(event)
        assert [event.state for event in events] == ["waiting", "done", "done"]
        assert (idle.taken_by, busy.taken_by) == (None, RINA)
        assert not is_any_idle(session, AT)


def test_who_waited_in_vain_stays_on_the_list_of_those_who_wait(database: Database) -> None:
    with database.writing() as session:
        citizen = new_citizen(session, human_asked_at=AT - IDLE)
        silenced_message(session, citizen)
        assert end_idle(session, AT) == 1
        assert citizen.human_asked_at is not None
        assert end_idle(session, AT) == 0
