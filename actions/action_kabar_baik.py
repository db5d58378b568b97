"""Good news: kept with the emergency it ends, else simply welcomed."""

from __future__ import annotations

from datetime import timedelta

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.message import Message
from actions.turn import Turn
from actions.turn_action import Events, TurnAction
from bot.reports.following import add_words, last_report_of
from bot.reports.records import BY_EMERGENCY

SAME_EMERGENCY = timedelta(days=2)


class ActionKabarBaik(TurnAction):
    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        report = last_report_of(turn.session, turn.citizen_id, SAME_EMERGENCY, turn.at)
        if report is None or report.filed_by != BY_EMERGENCY:
            dispatcher.utter_message(response="utter_kabar_baik")
            return []
        add_words(turn.session, report, message.text, turn.at)
        dispatcher.utter_message(response="utter_darurat_reda", tiket=report.ticket)
        return []
