"""The answer to an officer's question: kept with the report, and the office is named that reads it."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.message import Message
from actions.slots import FORM
from actions.turn import Turn
from actions.turn_action import Events, TurnAction
from bot.conversations.quotes import quoted_text
from bot.reports.asking_back import awaited_report, take_info
from bot.reports.tickets import find_ticket


class ActionJawabPertanyaan(TurnAction):
    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        quoted = find_ticket(turn.region.ticket_prefix, quoted_text(turn.session, message.reply_to)).ticket
        report = awaited_report(turn.session, turn.citizen_id, quoted) or awaited_report(
            turn.session, turn.citizen_id
        )
        if report is None:
            return [FollowupAction(FORM)]
        media = [item["media_id"] for item in message.attachments]
        pin = (message.pin["latitude"], message.pin["longitude"]) if message.pin else None
        parts = take_info(turn.session, turn.region, report, message.whole, media, pin, turn.at)
        offices = dict.fromkeys(turn.region.agency_label(part.agency) for part in parts)
        dispatcher.utter_message(
            response="utter_jawab_pertanyaan", dinas=" dan ".join(offices), tiket=report.ticket
        )
        return []
