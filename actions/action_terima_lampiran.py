"""Photos and pins without words: to the report just filed, or the beginning of a new one."""

from __future__ import annotations

from datetime import timedelta

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.message import Message
from actions.phrases import joined
from actions.slots import FORM
from actions.turn import Turn
from actions.turn_action import Events, TurnAction
from bot.reports.filing import BY_EMERGENCY
from bot.reports.following import attach_photos, last_report_of, set_pin
from bot.reports.records import Report

# A photo this soon after the receipt belongs to that report, quoted or not.
JUST_FILED = timedelta(hours=1)
QUOTED = timedelta(days=30)


class ActionTerimaLampiran(TurnAction):
    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        within = QUOTED if message.reply_to else JUST_FILED
        report = last_report_of(turn.session, turn.citizen_id, within, turn.at)
        if report is None or not (message.attachments or message.pin):
            return [FollowupAction(FORM)]
        added = _attach(turn, report, message)
        # In danger nobody needs to read that his pin has come; the ticks say it.
        if added and report.filed_by != BY_EMERGENCY:
            dispatcher.utter_message(
                response="utter_lampiran_ditambahkan", lampiran=joined(turn, added), tiket=report.ticket
            )
        turn.finished = True
        return []


def _attach(turn: Turn, report: Report, message: Message) -> list[str]:
    added = []
    media = [item["media_id"] for item in message.attachments]
    if media and attach_photos(turn.session, report, media, turn.at):
        photos = sum(item["kind"] == "image" for item in message.attachments)
        others = len(media) - photos
        added += [turn.say("utter_bagian_foto", jumlah=photos)] if photos else []
        added += [turn.say("utter_bagian_berkas", jumlah=others)] if others else []
    if message.pin:
        set_pin(turn.session, turn.region, report, message.pin["latitude"], message.pin["longitude"], turn.at)
        pin = turn.say("utter_bagian_titik")
        added.append(pin.lower() if added else pin)
    return added
