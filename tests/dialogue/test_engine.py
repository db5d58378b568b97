"""The engine: what never acts as text, what a failure leaves, and that its shortcuts change nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.core.processor import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.shared.exceptions import RasaException
from rasa_sdk import Tracker
from sqlalchemy import func, select

from actions.turn import running
from bot.conversations.messages import InboxEvent, OutboxMessage, TrackerEvent, TranscriptEntry
from bot.dialogue.engine import LONGEST_READ, Engine, ModelMissing
from bot.dialogue.graph_runner import PlannedGraphRunner
from bot.dialogue.in_process_actions import LiveTracker, registered_actions
from bot.dialogue.steps import Choice, Step
from bot.dialogue.turn_tracker import TurnTracker
from bot.reports.records import Draft, Report
from bot.wiring import Wiring
from tests.dialogue.phone import Phone
from tests.dialogue.talkers import turn_for

POTHOLES = "jalan rusak parah di desa celikah kayu agung banyak lubang"
FILING = "action_kirim_laporan"
PIN = {"latitude": -3.3733, "longitude": 104.8224}
Run = Callable[..., Any]


class ActionFailed(Exception):
    """What a failing action raises in these tests."""


# What is no text


@pytest.mark.parametrize(
    "words", ["/restart", "/session_start", '/lanjut{"a": 1}', "  //back", "/nlu_fallback@0.9"]
)
def test_a_command_typed_by_a_citizen_is_text(engine: Engine, words: str) -> None:
    reading = engine.parse(words)
    assert reading == {**engine.parse(words.lstrip(" /")), "text": words}
    assert reading["intent"]["name"] not in ("restart", "session_start", "back")


def test_entities_stand_where_the_citizen_wrote_them(engine: Engine) -> None:
    words = "  //jalan rusak di desa celikah\n"
    (village,) = (item for item in engine.parse(words)["entities"] if item["entity"] == "village")
    assert words.strip()[village["start"] : village["end"]].endswith("celikah")


def test_restart_typed_in_the_middle_of_a_report_forgets_nothing(phone: Phone) -> None:
    phone.say("lampu jalan mati sudah seminggu")
    assert phone.say("/restart")
    assert "Desa Celikah" in phone.say("di desa celikah")


def test_the_id_of_a_button_typed_as_text_does_not_press_it(phone: Phone) -> None:
    phone.say(POTHOLES)
    chosen = draft_of(phone)["village_code"]
    phone.say('/pilih_tempat{"place": "16.02.19.2001"}')
    assert chosen and draft_of(phone)["village_code"] == chosen


@pytest.mark.parametrize(
    ("step", "intent"),
    [
        (Step(choice=Choice("setuju", {})), "setuju"),
        (Step(choice=Choice("no_such_intent", {})), "nlu_fallback"),
        (Step(pin=PIN), "kirim_lampiran"),
        (Step(attachments=[{"media_id": 1, "kind": "image"}]), "kirim_lampiran"),
        (Step(attachments=[{"media_id": 1, "kind": "audio"}]), "kirim_suara"),
        (Step(unreadable=True), "isi_tak_terbaca"),
        (Step(silence={"draft_id": 1}), "diam"),
    ],
)
def test_what_is_no_text_is_never_read(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, step: Step, intent: str
) -> None:
    monkeypatch.setattr(PlannedGraphRunner, "run", fail)
    (understood,) = engine.understand([step])
    assert understood.reading["intent"] == {"name": intent, "confidence": 1.0}


def test_a_button_carries_its_values_as_entities(engine: Engine) -> None:
    (understood,) = engine.understand([Step(choice=Choice("pilih_kategori", {"category": "listrik"}))])
    assert [(item["entity"], item["value"]) for item in understood.reading["entities"]] == [
        ("category", "listrik")
    ]


@pytest.mark.parametrize("words", ["", "   ", "////", "\n"])
def test_a_text_without_words_is_not_understood_but_no_error(engine: Engine, words: str) -> None:
    assert engine.parse(words)["intent"]["name"] == "nlu_fallback"


def test_of_a_very_long_text_only_the_beginning_is_read_and_all_is_kept(engine: Engine) -> None:
    words = "jalan rusak parah " * 1000
    reading = engine.parse(words)
    assert reading["text"] == words
    assert max(item["end"] for item in reading["entities"]) <= LONGEST_READ


def test_a_missing_model_is_named(tmp_path: Any) -> None:
    with pytest.raises(ModelMissing, match="lapor-nothing"):
        Engine.load(tmp_path / "lapor-nothing.tar.gz")


# What a failure leaves behind


def test_a_failing_action_keeps_nothing_and_the_retry_files_exactly_one_report(
    phone: Phone, wiring: Wiring, failing_once: Run
) -> None:
    phone.say(POTHOLES)
    kept = kept_rows(wiring)
    failing_once(FILING)
    phone.town.pause()
    phone.press("Kirim")
    assert phone.town.worker.step()
    assert kept_rows(wiring) == kept
    with wiring.database.reading() as session:
        event = session.scalars(select(InboxEvent).order_by(InboxEvent.id.desc())).first()
        assert event is not None and (event.state, event.error) == ("waiting", "ActionFailed")

    phone.town.resume()
    receipt = phone.listen()
    with wiring.database.reading() as session:
        (ticket,) = session.scalars(select(Report.ticket))
    assert ticket in receipt and len(phone.bubbles) == 2


def test_nothing_runs_after_a_failed_action(
    phone: Phone, wiring: Wiring, failing_once: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stock Rasa would go on predicting, and save the tracker, as if the action had said nothing."""
    failing_once("validate_laporan_form")
    asked: list[object] = []
    monkeypatch.setitem(registered_actions().actions, "action_ask_place", lambda *given: asked.append(given))
    phone.town.pause()
    phone.say("lampu jalan mati")
    assert phone.town.worker.step()
    with wiring.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(TrackerEvent)) == 0
    assert asked == []


def test_an_action_missing_from_the_package_is_an_error(
    engine: Engine, wiring: Wiring, monkeypatch: pytest.MonkeyPatch, phone: Phone
) -> None:
    phone.say("halo")
    monkeypatch.delitem(registered_actions().actions, "action_jawab")
    with (
        pytest.raises(LookupError, match="action_jawab"),
        wiring.database.writing() as session,
        running(turn_for(wiring, session, phone.citizen_id(session) or 0)),
    ):
        engine.respond(engine.understand([Step(texts=["terima kasih pak"], inbox_ids=[9])]))


async def test_remote_actions_of_other_agents_stay_remote(engine: Engine) -> None:
    tracker = DialogueStateTracker.from_events("plain", [])
    action = RemoteAction("action_jawab", None)
    with pytest.raises(RasaException, match="no endpoint is configured"):
        await action.run(CollectingOutputChannel(), None, tracker, engine.domain)


# Shortcuts


def test_the_planned_graph_gives_what_rasas_own_runner_gives(engine: Engine) -> None:
    processor = engine._processor
    message = UserMessage(POTHOLES, message_id="1")
    inputs = {PLACEHOLDER_MESSAGE: [message], PLACEHOLDER_TRACKER: DialogueStateTracker.from_events("a", [])}
    target = processor.model_metadata.nlu_target
    planned = processor.graph_runner.run(inputs, [target])[target][0]
    stock = DaskGraphRunner.run(processor.graph_runner, inputs, [target])[target][0]
    assert planned.as_dict() == stock.as_dict()


def test_the_rules_found_are_those_that_rasa_finds(engine: Engine) -> None:
    (policy,) = (part for part in engine._processor.graph_runner.components() if isinstance(part, RulePolicy))
    for table in (RULES, RULES_FOR_LOOP_UNHAPPY_PATH):
        rules = policy.lookup[table]
        for key in [*policy.lookup[RULES], *policy.lookup[RULES_FOR_LOOP_UNHAPPY_PATH]]:
            states = [{}, *json.loads(key)]
            assert policy._get_possible_keys(rules, states) == RulePolicy._get_possible_keys(
                policy, rules, states
            )


def test_a_copied_tracker_is_a_replayed_one_and_leaves_the_first_alone(engine: Engine, phone: Phone) -> None:
    phone.say("halo")
    phone.say(POTHOLES)
    tracker = tracker_of(engine, phone)
    state = tracker.current_state(EventVerbosity.ALL)
    twin = tracker.copy()
    assert twin.current_state(EventVerbosity.ALL) == DialogueStateTracker.copy(tracker).current_state(
        EventVerbosity.ALL
    )
    twin.update(tracker.events[-1])
    twin._set_slot("place", "elsewhere")
    twin.reject_action(str(twin.active_loop_name))
    assert tracker.current_state(EventVerbosity.ALL) == state


def test_an_action_sees_the_tracker_that_an_action_server_would_see(engine: Engine, phone: Phone) -> None:
    phone.say(POTHOLES)
    tracker = tracker_of(engine, phone)
    live, stock = LiveTracker(tracker), Tracker.from_dict(tracker.current_state(EventVerbosity.ALL))
    assert live.current_state() == stock.current_state()
    assert live.active_loop["name"] == "laporan_form" and live.events


def tracker_of(engine: Engine, phone: Phone) -> TurnTracker:
    query = select(TrackerEvent.event).order_by(TrackerEvent.position)
    with phone.town.database.reading() as session:
        return TurnTracker.from_dict("1", list(session.scalars(query)), engine.domain.slots)


def draft_of(phone: Phone) -> dict[str, Any]:
    with phone.town.database.reading() as session:
        return dict(session.scalars(select(Draft.content)).one())


def kept_rows(wiring: Wiring) -> dict[str, int]:
    """How many rows of all that a turn writes."""
    tables = (Report, TrackerEvent, TranscriptEntry)
    with wiring.database.reading() as session:
        counts = {table.__tablename__: session.scalar(select(func.count(table.id))) or 0 for table in tables}
        replies = select(func.count(OutboxMessage.id)).where(OutboxMessage.purpose != "typing")
        return {**counts, "replies": session.scalar(replies) or 0}


def fail(*_args: object, **_kwargs: object) -> None:
    raise ActionFailed("as the test wishes")


@pytest.fixture
def failing_once(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Let an action do its work and then fail, the first time it runs."""

    def arrange(name: str) -> None:
        real = registered_actions().actions[name]
        calls: list[str] = []

        def run(*arguments: Any) -> Any:
            events = real(*arguments)
            calls.append(name)
            if len(calls) == 1:
                raise ActionFailed(name)
            return events

        monkeypatch.setitem(registered_actions().actions, name, run)

    return arrange
