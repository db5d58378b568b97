"""Says plainly that a message was not understood, and what can be done here."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.message import Message
from actions.slots import FORM
from actions.turn import Turn
from actions.turn_action import Events, TurnAction


class ActionTidakPaham(TurnAction):
    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        is_drafting = tracker.active_loop.get("name") == FORM
        dispatcher.utter_message(response="utter_tidak_paham_singkat" if is_drafting else "utter_tidak_paham")
        return []
