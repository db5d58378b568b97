"""A yes, or an old button, when no draft is open: the receipt again."""

from __future__ import annotations

from datetime import timedelta

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.cues import says_send
from actions.message import Message
from actions.receipt import receipt_texts
from actions.turn import Turn
from actions.turn_action import Events, TurnAction
from bot.reports.following import last_report_of

RECENT = timedelta(days=1)


class ActionSetuju(TurnAction):
    """A mere "ok" after the receipt, or a second press in the same turn, costs no bubble."""

    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        report = last_report_of(turn.session, turn.citizen_id, RECENT, turn.at)
        if report is not None and report.created_at == turn.at:
            return []
        if message.intent == "setuju" and report is not None:
            if not (message.is_structured or says_send(message.text)):
                return []
            dispatcher.utter_message(response="utter_tanda_terima", **receipt_texts(turn, report, again=True))
        else:
            dispatcher.utter_message(response="utter_setuju_kosong")
        return []
