"""Drops the open draft, or takes back the report just filed."""

from __future__ import annotations

from datetime import timedelta

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.cues import says_cancel
from actions.message import Message
from actions.slots import emptied
from actions.turn import Turn
from actions.turn_action import Events, TurnAction
from bot.reports.drafts import drop_draft, open_draft
from bot.reports.following import WorkHasBegun, cancel_by_owner, last_report_of
from bot.reports.records import Report

# A report sent by silence promises that BATAL takes it back; who sent one by mistake may do the same.
REVOCABLE = timedelta(days=1)


class ActionBatal(TurnAction):
    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        turn.finished = True
        draft = open_draft(turn.session, turn.citizen_id)
        if draft is not None:
            drop_draft(turn.session, draft, turn.at)
            dispatcher.utter_message(response="utter_batal")
            return emptied()
        report = last_report_of(turn.session, turn.citizen_id, REVOCABLE, turn.at)
        if report is None or not (message.is_structured or says_cancel(message.text)):
            dispatcher.utter_message(response="utter_batal_kosong")
        else:
            _take_back(turn, report, dispatcher)
        return []


def _take_back(turn: Turn, report: Report, dispatcher: CollectingDispatcher) -> None:
    try:
        cancel_by_owner(turn.session, report, turn.at)
    except WorkHasBegun:
        dispatcher.utter_message(response="utter_batal_terlambat", tiket=report.ticket)
    else:
        dispatcher.utter_message(response="utter_batal_terkirim", tiket=report.ticket)
