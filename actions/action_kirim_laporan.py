"""Files the confirmed draft and gives the receipt."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.message import Message
from actions.phrases import place_phrase
from actions.receipt import receipt_texts
from actions.slots import emptied
from actions.submission import new_report
from actions.turn import Turn
from actions.turn_action import Events, TurnAction
from bot.reports.drafts import DraftContent, open_draft
from bot.reports.filing import IncompleteReport, file_report


class ActionKirimLaporan(TurnAction):
    """Checks completeness itself: a form that went wrong must not file half a report."""

    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        draft = open_draft(turn.session, turn.citizen_id)
        if draft is None:  # the form ended because it was no report after all
            return emptied()
        content = DraftContent.from_json(draft.content)
        if not content.confirmed:
            dispatcher.utter_message(response="utter_belum_lengkap")
            return []
        try:
            report = file_report(turn.session, turn.region, new_report(turn, draft, content))
        except IncompleteReport:
            dispatcher.utter_message(response="utter_belum_lengkap")
            return emptied()
        changed = ""
        if "place" in content.changed:
            changed = turn.say("utter_bagian_lokasi_menjadi", tempat=place_phrase(turn, content))
        elif "category" in content.changed:
            changed = turn.say("utter_bagian_diganti_kategori")
        dispatcher.utter_message(
            response="utter_tanda_terima", **receipt_texts(turn, report, changed=changed)
        )
        turn.finished = True
        return emptied()
