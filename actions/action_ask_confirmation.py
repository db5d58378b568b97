"""Shows the summary with Kirim, Ubah and Batal."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.drafted import drafted, remember
from actions.message import Message
from actions.submission import new_report
from actions.summary import reminder_text, summary_text
from actions.turn import Turn
from actions.turn_action import Events, TurnAction


class ActionAskConfirmation(TurnAction):
    """Says nothing when only photos or a fitting pin came while the summary was open."""

    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        draft, content = drafted(turn)
        if message.pin and content.outside:
            dispatcher.utter_message(response="utter_ask_place_outside", wilayah=turn.region.name)
        elif content.quiet:
            return []
        if content.asked == "change":
            dispatcher.utter_message(response="utter_cara_ubah", json_message={"prompt": True})
        else:
            known = content.summary_shown and not content.changed and not message.is_structured
            new = new_report(turn, draft, content)
            summary = reminder_text(turn, content) if known else summary_text(turn, content, new)
            dispatcher.utter_message(
                response="utter_ask_confirmation", ringkasan=summary, json_message={"prompt": True}
            )
            content.asked = "confirmation"
        content.summary_shown = True
        remember(draft, content)
        return []
