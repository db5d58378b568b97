"""Asks what happened."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.drafted import drafted, remember
from actions.message import Message
from actions.phrases import attachments_phrase
from actions.turn import Turn
from actions.turn_action import Events, TurnAction


class ActionAskDescription(TurnAction):
    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        draft, content = drafted(turn)
        content.asked = "description"
        remember(draft, content)
        came = attachments_phrase(turn, content)
        response = "utter_ask_description_lampiran" if came else "utter_ask_description"
        if content.outside:
            dispatcher.utter_message(response="utter_ask_place_outside", wilayah=turn.region.name)
        example = turn.say("utter_bagian_contoh_laporan")
        dispatcher.utter_message(
            response=response, lampiran=came, contoh=example, json_message={"prompt": True}
        )
        return []
