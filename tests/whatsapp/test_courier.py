from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy.exc import OperationalError

from bot.conversations import outbox
from bot.conversations.inbox import NewEvent, Sender
from bot.storage.tables import now
from bot.whatsapp import sending
from tests.conversations.pictures import picture
from tests.whatsapp.outgoing import PHONE, Office
from tests.whatsapp.working_hours import at_work, wait_until


@pytest.fixture
def working_hours(office: Office) -> Office:
    """An office whose clock is that of the wall."""
    office.clock = now  # type: ignore[assignment]
    return office


def photo_event(number: int) -> NewEvent:
    sender = Sender(None, PHONE.format(1), None)
    payload = {"graph_id": f"p{number}"}
    return NewEvent(f"message:{number}", "image", now(), f"wamid.in{number}", None, payload, None, sender)


def test_a_courier_at_work_sends_fetches_and_applies(working_hours: Office, graph) -> None:
    office = working_hours
    citizen = office.citizen()
    graph.media["p1"] = picture()
    with at_work(office.hire()):
        (message,) = office.enqueue(citizen, "Baik")
        office.receive(photo_event(1))
        wait_until(lambda: office.state(message) == "accepted")
        office.status("delivered", message)
        wait_until(lambda: office.state(message) == "delivered")
        wait_until(lambda: len(graph.download_tokens) == 1)


def test_two_couriers_send_everything_once_and_in_order(working_hours: Office, graph) -> None:
    office = working_hours
    citizens = {number: office.citizen(number) for number in range(1, 9)}
    texts = [f"Pesan {number}" for number in range(8)]
    rows = [row for citizen in citizens.values() for row in office.enqueue(citizen, *texts)]
    for fault in range(6):
        graph.fail(131000, 500, to=PHONE.format(fault + 1))
    with at_work(office.hire(backoff=0.1), office.hire(backoff=0.1)):
        wait_until(lambda: len(graph.messages) >= len(rows))
        wait_until(lambda: {office.state(row) for row in rows} == {"accepted"})
    for number in citizens:
        assert graph.texts(PHONE.format(number)) == texts
    assert len(graph.messages) == len(rows)


def test_two_couriers_fetch_every_photo_once(working_hours: Office, graph) -> None:
    office = working_hours
    for number in range(12):
        graph.media[f"p{number}"] = picture()
        office.receive(photo_event(number))
    with at_work(office.hire(), office.hire()):
        wait_until(lambda: len(graph.download_tokens) >= 12)
    assert sorted(graph.media_asked) == sorted(graph.media)


def test_a_slow_photo_does_not_keep_a_bubble_waiting(working_hours: Office, graph, monkeypatch) -> None:
    office = working_hours
    release = threading.Event()
    graph.media["p1"] = picture()
    monkeypatch.setattr("bot.whatsapp.fetching.check_photo", lambda content: release.wait(10))
    citizen = office.citizen()
    with at_work(office.hire()):
        office.receive(photo_event(1))
        wait_until(lambda: len(graph.download_tokens) == 1)
        (message,) = office.enqueue(citizen, "Baik")
        wait_until(lambda: office.state(message) == "accepted")
        release.set()


def test_a_courier_that_is_stopped_finishes_what_is_under_way(working_hours: Office, graph) -> None:
    office = working_hours
    graph.fail(131000, 500, times=1, delay=0.5)
    first, second = office.enqueue(office.citizen(), "Satu", "Dua")
    with at_work(office.hire()) as stop:
        wait_until(lambda: len(graph.calls) == 1)
        stop.set()
    assert (office.state(first), office.state(second)) == ("queued", "queued")
    with at_work(office.hire()):
        wait_until(lambda: office.state(second) == "accepted")
    assert graph.texts() == ["Satu", "Dua"]


def test_a_database_that_is_away_for_a_moment_does_not_send_twice(office, graph, monkeypatch) -> None:
    (message,) = office.enqueue(office.citizen(), "Satu")
    monkeypatch.setattr(sending.time, "sleep", lambda seconds: None)
    record, failures = outbox.record_accepted, [1, 2]

    def record_sometimes(*arguments: object) -> None:
        if failures:
            failures.pop()
            raise OperationalError("UPDATE", {}, Exception("database is locked"))
        record(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(outbox, "record_accepted", record_sometimes)
    office.courier.step()
    assert (office.state(message), graph.texts()) == ("accepted", ["Satu"])


def test_a_courier_that_dies_before_recording_is_put_right_by_the_status(office, graph, monkeypatch) -> None:
    first, second = office.enqueue(office.citizen(), "Satu", "Dua")

    def die(*arguments: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("gone"))

    with monkeypatch.context() as dying:
        dying.setattr(sending.time, "sleep", lambda seconds: None)
        dying.setattr(outbox, "record_accepted", die)
        office.courier.step()
    assert (office.state(first), graph.texts()) == ("sending", ["Satu"])
    office.status("sent", first)
    office.clock.turn(200)
    office.hire().step()
    assert (office.state(first), office.state(second)) == ("sent", "accepted")
    assert graph.texts() == ["Satu", "Dua"]


def test_a_courier_survives_a_database_that_is_away(working_hours: Office, graph, monkeypatch) -> None:
    office = working_hours
    monkeypatch.setattr("bot.whatsapp.lanes.PAUSE_AFTER_ERROR", 0.05)
    away = threading.Event()
    away.set()
    claim = sending.claim_due

    def claim_sometimes(*arguments: object, **options: object) -> object:
        if away.is_set():
            raise OperationalError("SELECT", {}, Exception("connection refused"))
        return claim(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(sending, "claim_due", claim_sometimes)
    (message,) = office.enqueue(office.citizen(), "Baik")
    with at_work(office.hire()):
        time.sleep(0.2)
        assert office.state(message) == "queued"
        away.clear()
        wait_until(lambda: office.state(message) == "accepted")
