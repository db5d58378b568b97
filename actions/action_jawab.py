"""Answers small talk and questions with the response named after the intent."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.cues import SALAM
from actions.message import Message
from actions.office import office_hours
from actions.slots import FORM
from actions.turn import Turn
from actions.turn_action import Events, TurnAction


class ActionJawab(TurnAction):
    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        first_number = next(iter(turn.region.emergency_numbers.values()))
        dispatcher.utter_message(
            response=_response(message, is_drafting=tracker.active_loop.get("name") == FORM),
            wilayah=turn.region.name,
            tautan=f"{turn.public_url}/privasi",
            jam=office_hours(turn.region),
            darurat=first_number.number,
        )
        return []


def _response(message: Message, is_drafting: bool) -> str:
    if message.intent == "sapa" and SALAM.search(message.text):
        return "utter_sapa_salam_singkat" if is_drafting else "utter_sapa_salam"
    if message.intent == "sapa" and is_drafting:
        return "utter_sapa_singkat"
    return f"utter_{message.intent}"
