"""Answers small talk and questions with the response named after the intent."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.cues import SALAM
from actions.message import Message
from actions.office import is_office_open, next_opening, office_hours
from actions.slots import FORM
from actions.turn import Turn
from actions.turn_action import Events, TurnAction
from bot.conversations.taking import ask_for_human
from bot.reports.dates import clock, long_date

HUMAN = "minta_petugas"


class ActionJawab(TurnAction):
    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        first_number = next(iter(turn.region.emergency_numbers.values()))
        if message.intent == HUMAN:
            ask_for_human(turn.session, turn.citizen_id, turn.at)
        opening = next_opening(turn.region, turn.at)
        dispatcher.utter_message(
            response=_response(turn, message, is_drafting=tracker.active_loop.get("name") == FORM),
            wilayah=turn.region.name,
            tautan=f"{turn.public_url}/privasi",
            jam=office_hours(turn.region),
            hari=long_date(opening, turn.region.timezone),
            pukul=clock(opening, turn.region.timezone, turn.region.timezone_label),
            darurat=first_number.number,
        )
        return []


def _response(turn: Turn, message: Message, is_drafting: bool) -> str:
    if message.intent == HUMAN and not is_office_open(turn.region, turn.at):
        return "utter_minta_petugas_tutup"
    if message.intent == "sapa" and SALAM.search(message.text):
        return "utter_sapa_salam_singkat" if is_drafting else "utter_sapa_salam"
    if message.intent == "sapa" and is_drafting:
        return "utter_sapa_singkat"
    return f"utter_{message.intent}"
