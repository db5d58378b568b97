"""Photos, pins and places that follow: to the report just filed, or the beginning of a new one."""

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
from bot.conversations.quotes import quoted_text
from bot.reports.export import find_report
from bot.reports.following import attach_photos, last_report_of, set_pin, set_place
from bot.reports.records import BY_EMERGENCY, Report
from bot.reports.tickets import find_ticket

# A photo this soon after the receipt belongs to that report, quoted or not.
JUST_FILED = timedelta(hours=1)
SAME_EMERGENCY = timedelta(hours=6)


class ActionTerimaSusulan(TurnAction):
    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        report = _report_meant(turn, message)
        if report is None:
            return [FollowupAction(FORM)]
        added = _attach(turn, report, message)
        if report.filed_by == BY_EMERGENCY and message.places():
            location = message.location(turn.region)
            place = (location.village_code, location.district_code)
            set_place(turn.session, turn.region, report, *place, message.text, turn.at)
        # In danger nobody needs to read that his pin has come; the ticks say it.
        if added and report.filed_by != BY_EMERGENCY:
            dispatcher.utter_message(
                response="utter_lampiran_ditambahkan", lampiran=joined(turn, added), tiket=report.ticket
            )
        turn.finished = True
        return []


def _report_meant(turn: Turn, message: Message) -> Report | None:
    """The report he quotes, else the one just filed; a place alone belongs only to an emergency."""
    quoted = find_ticket(turn.region.ticket_prefix, quoted_text(turn.session, message.reply_to)).ticket
    report = find_report(turn.session, turn.region, quoted) if quoted else None
    if report is not None and report.citizen_id == turn.citizen_id:
        return report
    emergency = last_report_of(turn.session, turn.citizen_id, SAME_EMERGENCY, turn.at)
    if emergency is not None and emergency.filed_by == BY_EMERGENCY:
        return emergency
    if not (message.attachments or message.pin):
        return None
    return last_report_of(turn.session, turn.citizen_id, JUST_FILED, turn.at)


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
