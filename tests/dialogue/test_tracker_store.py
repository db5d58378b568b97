"""The tracker store: what a turn loads, when a session ends, and that an error in it ends the turn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import MetaData, func, insert, select, update
from sqlalchemy import event as listener

from bot.conversations.citizens import Citizen
from bot.conversations.messages import InboxEvent, OutboxMessage, TrackerEvent
from bot.dialogue import tracker_store
from bot.reports.records import Report
from bot.wiring import Wiring
from tests.dialogue.phone import Phone, Town

POTHOLES = "jalan rusak parah di desa celikah kayu agung banyak lubang"


class Opened:
    """How many statements and tracker rows the turns in a block took."""

    def __init__(self) -> None:
        self.statements = 0
        self.rows = 0


@contextmanager
def watched(wiring: Wiring, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    opened, revive = Opened(), tracker_store.revive

    def count(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        opened.statements += "tracker_events" in statement

    def counted(stored: Any) -> Any:
        opened.rows += len(stored)
        return revive(stored)

    monkeypatch.setattr(tracker_store, "revive", counted)
    listener.listen(wiring.database.engine, "before_cursor_execute", count)
    yield opened
    listener.remove(wiring.database.engine, "before_cursor_execute", count)
    monkeypatch.setattr(tracker_store, "revive", revive)


def test_opening_costs_the_running_session_however_long_the_history(
    phone: Phone, wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.say("lampu jalan mati")
    with watched(wiring, monkeypatch) as before:
        phone.say("ini bayar dak?")
    add_history(wiring, sessions=40, events=50)
    with watched(wiring, monkeypatch) as after:
        phone.say("cakmano caro nak melapor")
    assert after.statements == before.statements
    assert before.rows < after.rows < 50


def test_the_query_for_a_session_uses_its_index(phone: Phone, wiring: Wiring) -> None:
    phone.say("halo")
    add_history(wiring, sessions=40, events=50)
    statement = tracker_store.SESSION_EVENTS.params(citizen=1, session=40)
    with wiring.database.reading() as session:
        sql = str(statement.compile(session.connection(), compile_kwargs={"literal_binds": True}))
        explain = "EXPLAIN QUERY PLAN" if wiring.database.is_sqlite else "EXPLAIN"
        plan = str(session.connection().exec_driver_sql(f"{explain} {sql}").all())
    assert "uq_tracker_events_place" in plan


def test_after_a_filed_report_the_next_message_opens_an_empty_session(phone: Phone, wiring: Wiring) -> None:
    phone.say(POTHOLES)
    phone.press("Kirim")
    assert running_session(wiring) == []
    phone.say("terima kasih pak")
    assert running_session(wiring)[:3] == ["slot", "action", "session_started"]
    with wiring.database.reading() as session:
        said = select(func.count()).where(TrackerEvent.event["event"].as_string() == "user")
        assert session.scalar(said) == 3


def test_a_session_stays_one_as_long_as_nothing_is_finished(phone: Phone, wiring: Wiring) -> None:
    for words in ("halo", "lampu jalan mati", "ini bayar dak?"):
        phone.say(words)
    assert running_session(wiring).count("user") == 3
    assert running_session(wiring).count("session_started") == 1


def test_a_very_long_session_starts_afresh_without_losing_the_draft(
    phone: Phone, wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracker_store, "LONGEST_SESSION", 10)
    phone.say("lampu jalan mati sudah seminggu")
    assert running_session(wiring) == []
    assert "Desa Celikah" in phone.say("di desa celikah")
    phone.press("Kirim")
    with wiring.database.reading() as session:
        assert len(session.scalars(select(Report)).all()) == 1


def test_positions_in_a_session_have_no_gap_and_no_double(phone: Phone, wiring: Wiring) -> None:
    for words in (POTHOLES, "terima kasih pak", "kirim", "halo"):
        phone.say(words)
    with wiring.database.reading() as session:
        places = session.execute(
            select(TrackerEvent.session, TrackerEvent.position).order_by(
                TrackerEvent.session, TrackerEvent.position
            )
        ).all()
    for number in {place.session for place in places}:
        positions = [place.position for place in places if place.session == number]
        assert positions == list(range(len(positions)))


def test_a_tracker_that_cannot_be_saved_ends_the_turn_and_nothing_is_kept(
    phone: Phone, wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stock Rasa saves it in memory, in silence, and forgets it at the next start."""
    phone.say(POTHOLES)
    phone.town.pause()
    phone.press("Kirim")
    with monkeypatch.context() as broken:
        lost = TrackerEvent.__table__.to_metadata(MetaData(), name="lost_events")
        broken.setattr(tracker_store, "NEW_EVENTS", insert(lost))
        assert phone.town.worker.step()
    with wiring.database.reading() as session:
        assert session.scalars(select(Report)).all() == []
        assert len(replies(session)) == 1
        assert last_event(session).error in ("OperationalError", "ProgrammingError")

    phone.town.resume()
    receipt = phone.listen()
    with wiring.database.reading() as session:
        (ticket,) = session.scalars(select(Report.ticket))
        assert ticket in receipt and len(replies(session)) == 2


def test_a_tracker_that_cannot_be_read_ends_the_turn(
    phone: Phone, wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stock Rasa would begin a conversation anew and forget the report in hand."""
    phone.say("lampu jalan mati sudah seminggu")
    with wiring.database.writing() as session:
        session.execute(update(TrackerEvent).values(event={"event": "of another version"}))
    phone.town.pause()
    phone.say("di desa celikah")
    assert phone.town.worker.step()
    with wiring.database.reading() as session:
        assert last_event(session).error == "KeyError"
        assert len(replies(session)) == 1


def test_citizens_do_not_see_each_others_events(town: Town, wiring: Wiring) -> None:
    one, two = Phone(town), Phone(town)
    one.say("lampu jalan mati")
    two.say("sampah menumpuk dekat pasar")
    with wiring.database.reading() as session:
        for citizen_id in session.scalars(select(Citizen.id)).all():
            own = session.scalars(
                select(TrackerEvent.event).where(TrackerEvent.citizen_id == citizen_id)
            ).all()
            assert sum(kept["event"] == "user" for kept in own) == 1


def add_history(wiring: Wiring, sessions: int, events: int) -> None:
    """Put old sessions before the running one."""
    kept = {"event": "slot", "timestamp": 1.0, "name": "place", "value": "x" * 500}
    with wiring.database.writing() as session:
        session.execute(update(TrackerEvent).values(session=TrackerEvent.session + sessions))
        session.execute(update(Citizen).values(session=Citizen.session + sessions))
        citizen_id = session.scalars(select(Citizen.id)).one()
        session.execute(
            insert(TrackerEvent),
            [
                {"citizen_id": citizen_id, "session": number, "position": position, "event": kept}
                for number in range(sessions)
                for position in range(events)
            ],
        )


def running_session(wiring: Wiring) -> list[str]:
    """The kinds of the events in the session that the next message will load."""
    query = (
        select(TrackerEvent.event)
        .join(Citizen, (Citizen.id == TrackerEvent.citizen_id) & (Citizen.session == TrackerEvent.session))
        .order_by(TrackerEvent.position)
    )
    with wiring.database.reading() as session:
        return [kept["event"] for kept in session.scalars(query)]


def replies(session: Any) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).where(OutboxMessage.purpose != "typing")))


def last_event(session: Any) -> InboxEvent:
    return session.scalars(select(InboxEvent).order_by(InboxEvent.id.desc()).limit(1)).one()
