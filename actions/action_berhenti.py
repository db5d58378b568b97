"""No more news of his reports, or his data erased: asked once, then done."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.leaving import ERASE, KEEP, NEWS_AGAIN, NO_NEWS, asks_erasure
from actions.message import Message
from actions.slots import emptied
from actions.turn import Turn
from actions.turn_action import Events, TurnAction
from bot.conversations.news import start_news, stop_news

LISTEN = "action_listen"
RESPONSES = {
    NO_NEWS: "utter_berhenti_kabar",
    NEWS_AGAIN: "utter_berhenti_mulai",
    KEEP: "utter_berhenti_batal",
    ERASE: "utter_berhenti_terhapus",
}


class ActionBerhenti(TurnAction):
    """While it asks, an open draft does not speak up: the buttons are those of this question."""

    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        answer = message.value("answer")
        if answer not in RESPONSES:
            asked = "utter_berhenti_hapus" if asks_erasure(message.text) else "utter_berhenti"
            dispatcher.utter_message(response=asked)
            return [FollowupAction(LISTEN)]
        dispatcher.utter_message(response=RESPONSES[answer])
        if answer == NO_NEWS:
            stop_news(turn.session, turn.citizen_id, turn.at)
        elif answer == NEWS_AGAIN:
            start_news(turn.session, turn.citizen_id)
        elif answer == ERASE:
            # At the end of the turn: until then everything of it is still to be written.
            turn.erases = turn.finished = True
            return [ActiveLoop(None), SlotSet("requested_slot", None), *emptied(), FollowupAction(LISTEN)]
        return []
