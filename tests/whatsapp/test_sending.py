from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.conversations.bubbles import Bubble, TemplateUse
from bot.conversations.citizens import Citizen
from bot.conversations.messages import OutboxMessage
from bot.conversations.news import stop_news
from bot.conversations.outbox import UPDATE, enqueue
from tests.conversations.events import NOON, later
from tests.whatsapp.graph_api import Fault
from tests.whatsapp.outgoing import PHONE, Office

USER = "ID.1000000000000001"


def test_a_bubble_is_sent_once_and_accepted(office, graph) -> None:
    (message,) = office.enqueue(office.citizen(), "Laporan diterima")
    office.courier.step()
    office.courier.step()
    assert graph.texts() == ["Laporan diterima"]
    assert graph.messages[0]["to"] == PHONE.format(1)
    assert graph.messages[0]["biz_opaque_callback_data"] == f"outbox:{message}"
    assert office.state(message) == "accepted"


def test_an_image_is_uploaded_before_its_message_names_it(office, graph) -> None:
    message = office.enqueue_photo(office.citizen(), "Sudah ditambal.", b"foto")
    office.courier.step()
    (uploaded,) = graph.uploads
    facts = uploaded["content"], uploaded["mime"], uploaded["name"]
    assert facts == (b"foto", "image/jpeg", "served.jpg")
    assert graph.messages[0]["image"] == {"id": "901", "caption": "Sudah ditambal."}
    assert office.state(message) == "accepted"


def test_a_photo_without_a_copy_is_sent_as_it_was_stored(office, graph) -> None:
    office.files.write("2026/11/original.png", b"asli")
    columns = {"served_path": None, "original_path": "2026/11/original.png"}
    office.enqueue_photo(office.citizen(), "Baik", None, **columns)
    office.courier.step()
    assert (graph.uploads[0]["content"], graph.uploads[0]["mime"]) == (b"asli", "image/png")


@pytest.mark.parametrize(("code", "status", "pause"), [(131053, 400, 2), (None, 503, 2), (131056, 400, 4)])
def test_an_upload_that_fails_is_tried_again_like_a_message(office, graph, code, status, pause) -> None:
    message = office.enqueue_photo(office.citizen(), "Baik", b"foto")
    graph.upload_faults.append(Fault(code, status, None if code else b""))
    office.courier.step()
    assert office.facts(message) == ("queued", code, pause)
    assert graph.calls == []
    office.clock.turn(pause)
    office.courier.step()
    assert (office.state(message), graph.texts()) == ("accepted", ["Baik"])


def test_an_upload_that_is_refused_fails_and_the_next_row_goes_on(office, graph) -> None:
    citizen = office.citizen()
    message = office.enqueue_photo(citizen, "Satu", b"foto")
    office.enqueue(citizen, "Dua")
    graph.upload_faults.append(Fault(100, 400))
    office.courier.step()
    assert office.facts(message)[:2] == ("failed", 100)
    assert graph.texts() == ["Dua"]


def test_an_upload_without_the_right_token_stops_everything(office, graph) -> None:
    message = office.enqueue_photo(office.citizen(), "Baik", b"foto")
    graph.upload_faults.append(Fault(190, 401))
    office.courier.step()
    assert (office.state(message), office.stop().code) == ("queued", 190)


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        (None, {}),
        (b"foto", {"state": "failed"}),
        (b"foto", {"redacted_at": NOON}),
        (b"foto", {"served_path": None}),
    ],
)
def test_an_image_that_is_gone_or_hidden_is_not_sent(office, graph, content, columns) -> None:
    message = office.enqueue_photo(office.citizen(), "Baik", content, **columns)
    office.courier.step()
    assert (office.state(message), graph.calls, graph.uploads) == ("failed", [], [])


def test_a_file_store_that_is_away_delays_a_photo(office, graph, monkeypatch) -> None:
    message = office.enqueue_photo(office.citizen(), "Baik", b"foto")

    def away(name: str) -> bytes:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(office.files, "read", away)
        office.courier.step()
    assert office.facts(message) == ("queued", None, 2)
    office.clock.turn(2)
    office.courier.step()
    assert office.state(message) == "accepted"


def test_a_citizen_with_a_user_id_is_named_by_it(office, graph) -> None:
    office.enqueue(office.citizen(1, USER), "Baik")
    office.courier.step()
    assert (graph.messages[0]["to"], graph.messages[0]["recipient"]) == (PHONE.format(1), USER)


def test_a_citizen_without_any_name_cannot_be_sent_to(office, graph) -> None:
    with office.database.writing() as session:
        session.add(Citizen())
    (message,) = office.enqueue(office.everybody()[0], "Baik")
    office.courier.step()
    assert (office.state(message), graph.calls) == ("failed", [])


def test_a_row_that_cannot_be_sent_does_not_block_the_next(office, graph) -> None:
    broken, good = office.enqueue(office.citizen(), "Satu", "Dua")
    with office.database.writing() as session:
        session.execute(update(OutboxMessage).where(OutboxMessage.id == broken).values(body={"x": 1}))
    office.courier.step()
    assert (office.state(broken), office.state(good), graph.texts()) == ("failed", "accepted", ["Dua"])


TEMPORARY = [(1, 400), (2, 503), (131000, 500), (131016, 500), (131057, 500), (133004, 503), (None, 502)]


@pytest.mark.parametrize(("code", "status"), TEMPORARY)
def test_a_temporary_trouble_is_tried_again_with_growing_pauses(office, graph, code, status) -> None:
    message, following = office.enqueue(office.citizen(), "Satu", "Dua")
    graph.fail(code, status, times=3)
    for pause in (2, 4, 8):
        office.courier.step()
        assert office.facts(message) == ("queued", code, pause)
        office.clock.turn(pause - 0.1)
        office.courier.step()
        office.clock.turn(0.1)
    office.courier.step()
    assert graph.texts() == ["Satu", "Dua"]
    assert len(graph.calls) == 5
    assert (office.state(message), office.state(following)) == ("accepted", "accepted")


def test_a_pause_is_never_longer_than_ten_minutes(office, graph) -> None:
    (message,) = office.enqueue(office.citizen(), "Satu")
    with office.database.writing() as session:
        session.execute(update(OutboxMessage).values(attempts=40))
    graph.fail(131000, 500)
    office.courier.step()
    assert office.facts(message) == ("queued", 131000, 600)


def test_a_trouble_that_lasts_a_day_ends_as_failed(office, graph) -> None:
    (message,) = office.enqueue(office.citizen(), "Satu")
    office.clock.turn(24 * 3600 + 1)
    graph.fail(131000, 500)
    office.courier.step()
    assert office.state(message) == "failed"


HOPELESS = [131026, 131049, 131050, 130472, 130497, 100, 131008, 131009, 131021, 132001, 777]


@pytest.mark.parametrize("code", HOPELESS)
def test_what_will_never_succeed_fails_at_once_and_the_next_goes_on(office, graph, code: int) -> None:
    message, following = office.enqueue(office.citizen(), "Satu", "Dua")
    graph.fail(code)
    office.courier.step()
    assert office.facts(message)[:2] == ("failed", code)
    assert (office.state(following), graph.texts()) == ("accepted", ["Dua"])
    assert office.stop() is None


def test_a_closed_window_fails(office, graph) -> None:
    (message,) = office.enqueue(office.citizen(), "Satu")
    office.clock.turn(24 * 3600)
    graph.fail(131047)
    office.courier.step()
    assert office.facts(message)[:2] == ("failed", 131047)


def test_a_window_that_closed_meanwhile_takes_the_template(office, graph) -> None:
    ready = Bubble("Ada kabar.", template=TemplateUse("lapor_status", "id"))
    message = office.enqueue_bubble(office.citizen(), Bubble("Satu", otherwise=ready))
    office.clock.turn(24 * 3600)
    graph.fail(131047)
    office.courier.step()
    office.courier.step()
    assert office.facts(message)[:2] == ("failed", 131047)
    assert [sent["type"] for sent in graph.messages] == ["template"]


def test_a_window_that_is_open_whatever_meta_says_is_tried_three_times(office, graph) -> None:
    (message,) = office.enqueue(office.citizen(), "Satu")
    graph.fail(131047, times=3)
    for _ in range(3):
        office.courier.step()
        office.clock.turn(60)
    assert (office.state(message), len(graph.calls)) == ("failed", 3)


THROTTLED = [(4, 400), (613, 429), (80007, 400), (130429, 429), (131048, 400)]


@pytest.mark.parametrize(("code", "status"), THROTTLED)
def test_a_throttled_number_waits_as_a_whole_and_keeps_every_order(office, graph, code, status) -> None:
    first, second = office.citizen(1), office.citizen(2)
    office.enqueue(first, "Satu", "Dua")
    graph.fail(code, status)
    office.courier.step()
    office.enqueue(second, "Lain")
    office.courier.step()
    assert graph.texts() == []
    office.clock.turn(1)
    office.courier.step()
    assert graph.texts(PHONE.format(1)) == ["Satu", "Dua"]
    assert graph.texts(PHONE.format(2)) == ["Lain"]


def test_a_throttled_pair_waits_longer_each_time_and_lets_others_pass(office, graph) -> None:
    first, second = office.citizen(1), office.citizen(2)
    message, _ = office.enqueue(first, "Satu", "Dua")
    office.enqueue(second, "Lain")
    graph.fail(131056, times=2, to=PHONE.format(1))
    for pause in (4, 16):
        office.courier.step()
        assert office.facts(message) == ("queued", 131056, pause)
        office.clock.turn(pause)
    assert graph.texts() == ["Lain"]
    office.courier.step()
    assert graph.texts(PHONE.format(1)) == ["Satu", "Dua"]


@pytest.mark.parametrize("code", [0, 3, 10, 190, 200, 131005, 131042, 131031, 368, 131045, 133010])
def test_a_trouble_with_token_or_account_stops_everything_and_keeps_it(office, graph, code: int) -> None:
    rows = [office.enqueue(office.citizen(number), "Baik")[0] for number in range(1, 10)]
    graph.fail(code, 401, times=99)
    office.courier.step()
    tried = len(graph.calls)
    assert tried <= office.patience.sending_threads
    stop = office.stop()
    assert stop is not None
    assert (stop.code, stop.since) == (code, NOON.isoformat())
    office.clock.turn(29)
    office.courier.step()
    assert len(graph.calls) == tried
    assert {office.state(row) for row in rows} == {"queued"}


def test_a_stop_is_tested_by_one_row_at_growing_intervals_until_it_is_repaired(office, graph) -> None:
    rows = [office.enqueue(office.citizen(number), "Baik")[0] for number in range(1, 10)]
    graph.fail(190, 401, times=99)
    office.courier.step()
    tried = len(graph.calls)
    for attempt, pause in enumerate((30, 60, 120, 240, 480, 900, 900), start=1):
        office.clock.turn(pause - 1)
        office.courier.step()
        assert len(graph.calls) == tried + attempt - 1
        office.clock.turn(1)
        office.courier.step()
        assert len(graph.calls) == tried + attempt
    graph.faults.clear()
    office.clock.turn(900)
    office.courier.step()
    assert office.stop() is None
    assert {office.state(row) for row in rows} == {"accepted"}


def test_a_stop_is_obeyed_by_every_courier(office, graph) -> None:
    office.enqueue(office.citizen(1), "Satu")
    graph.fail(190, 401)
    office.courier.step()
    office.enqueue(office.citizen(2), "Dua")
    office.hire().step()
    assert graph.texts() == []
    office.clock.turn(30)
    office.hire().step()
    assert sorted(graph.texts()) == ["Dua", "Satu"]
    assert office.stop() is None


def test_a_call_without_an_answer_waits_for_its_status_before_it_is_repeated(office, graph) -> None:
    (message,) = office.enqueue(office.citizen(), "Satu")
    graph.fail(status=200, body=b"", taken=True)
    office.courier.step()
    assert office.facts(message) == ("queued", None, 30)
    office.status("sent", message)
    office.clock.turn(31)
    office.courier.step()
    assert (office.state(message), graph.texts()) == ("sent", ["Satu"])


def test_a_call_without_an_answer_and_without_a_status_is_repeated(office, graph) -> None:
    (message,) = office.enqueue(office.citizen(), "Satu")
    graph.fail(status=200, body=b"")
    office.courier.step()
    office.clock.turn(31)
    office.courier.step()
    assert (office.state(message), graph.texts()) == ("accepted", ["Satu"])


def test_a_number_sends_no_faster_than_its_rate(database, vault, graph, tmp_path) -> None:
    office = Office(database, vault, graph, tmp_path, WHATSAPP_MESSAGES_PER_SECOND="4")
    for number in range(1, 13):
        office.enqueue(office.citizen(number), "Baik")
    office.courier.step()
    assert len(graph.messages) == 4
    office.clock.turn(0.5)
    office.courier.step()
    assert len(graph.messages) == 6
    office.clock.turn(10)
    office.courier.step()
    office.clock.turn(1)
    office.courier.step()
    assert len(graph.messages) == 12


def test_a_pair_sends_no_faster_than_its_pace_and_in_order(database, vault, graph, tmp_path) -> None:
    office = Office(database, vault, graph, tmp_path, WHATSAPP_PAIR_SECONDS="6")
    citizen = office.citizen()
    texts = [f"Pesan {number}" for number in range(48)]
    office.enqueue(citizen, *texts)
    office.courier.step()
    assert len(graph.messages) == 45
    for sent in (46, 47, 48):
        office.clock.turn(5.9)
        office.courier.step()
        assert len(graph.messages) == sent - 1
        office.clock.turn(0.1)
        office.courier.step()
        assert len(graph.messages) == sent
    assert graph.texts() == texts


def test_a_typing_sign_is_shown(office, graph) -> None:
    typing = office.enqueue_typing(office.citizen())
    office.courier.step()
    assert graph.receipts == [
        {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": "wamid.in",
            "typing_indicator": {"type": "text"},
        }
    ]
    assert office.state(typing) == "accepted"


def test_a_message_already_answered_is_only_marked_as_read(office, graph) -> None:
    citizen = office.citizen()
    office.enqueue_typing(citizen)
    office.enqueue(citizen, "Baik")
    office.courier.step()
    assert "typing_indicator" not in graph.receipts[0]
    assert graph.texts() == ["Baik"]


@pytest.mark.parametrize(("code", "status"), [(131009, 400), (190, 401), (131000, 500), (131056, 400)])
def test_a_typing_sign_that_fails_is_dropped_and_stops_nothing(office, graph, code, status) -> None:
    typing = office.enqueue_typing(office.citizen())
    graph.fail(code, status)
    office.courier.step()
    office.courier.step()
    assert (office.state(typing), len(graph.calls), office.stop()) == ("dropped", 1, None)


def test_a_typing_sign_older_than_twenty_seconds_is_dropped_unseen(office, graph) -> None:
    typing = office.enqueue_typing(office.citizen())
    office.clock.turn(21)
    office.courier.step()
    assert (office.state(typing), graph.calls) == ("dropped", [])


def test_a_crash_between_sending_and_recording_repeats_nothing_when_a_status_tells(office, graph) -> None:
    citizen = office.citizen()
    message, following = office.enqueue(citizen, "Satu", "Dua")
    with office.database.writing() as session:
        # As a courier leaves it that was killed right after WhatsApp took the message.
        row = session.get_one(OutboxMessage, message)
        row.state, row.attempts, row.claimed_until = "sending", 1, later(seconds=75)
    office.clock.turn(5)
    office.status("sent", message)
    office.status("delivered", message)
    office.courier = office.hire()
    office.clock.turn(100)
    office.courier.step()
    assert office.state(message) == "delivered"
    assert (office.state(following), graph.texts()) == ("accepted", ["Dua"])


def test_a_crash_before_sending_loses_nothing(office, graph) -> None:
    message, following = office.enqueue(office.citizen(), "Satu", "Dua")
    with office.database.writing() as session:
        row = session.get_one(OutboxMessage, message)
        row.state, row.attempts, row.claimed_until = "sending", 1, later(seconds=75)
    office.courier = office.hire()
    office.clock.turn(74)
    office.courier.step()
    assert graph.texts() == []
    office.clock.turn(1)
    office.courier.step()
    assert (graph.texts(), office.state(following)) == (["Satu", "Dua"], "accepted")


def test_who_told_whatsapp_that_he_wants_no_messages_gets_no_news(office, graph) -> None:
    citizen = office.citizen()
    office.enqueue(citizen, "Satu")
    graph.fail(131050)
    office.courier.step()
    with office.database.reading() as session:
        assert session.get_one(Citizen, citizen).updates_stopped_at is not None


def test_any_other_refusal_leaves_him_his_news(office, graph) -> None:
    citizen = office.citizen()
    office.enqueue(citizen, "Satu")
    graph.fail(131026)
    office.courier.step()
    with office.database.reading() as session:
        assert session.get_one(Citizen, citizen).updates_stopped_at is None


def test_news_that_failed_are_not_told_in_another_way_to_who_wants_none(office, graph) -> None:
    ready = Bubble("Ada kabar.", template=TemplateUse("lapor_status", "id"))
    citizen = office.citizen()
    with office.database.writing() as session:
        message = enqueue(session, citizen, Bubble("Satu", otherwise=ready), UPDATE, at=office.clock()).id
        session.get_one(OutboxMessage, message).state = "sending"
        stop_news(session, citizen, office.clock())
        session.get_one(OutboxMessage, message).state = "queued"
    office.clock.turn(24 * 3600)
    graph.fail(131047)
    office.courier.step()
    office.courier.step()
    assert office.facts(message)[:2] == ("failed", 131047) and graph.texts() == []
