"""Begins a session and goes on with the draft that is still open."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecuted, ActiveLoop, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.message import Message
from actions.slots import FORM, mirrored
from actions.turn import Turn
from actions.turn_action import Events, TurnAction
from bot.reports.drafts import DraftContent, open_draft


class ActionSessionStart(TurnAction):
    """Rasa forgets its form when a session ends; the draft in our own table remembers it."""

    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        events = [SessionStarted()]
        draft = open_draft(turn.session, turn.citizen_id)
        if draft is not None:
            content = DraftContent.from_json(draft.content)
            slots = mirrored(content, turn.region)
            missing = next(
                (event["name"] for event in slots if event["value"] is None and event["name"] != "photo"),
                None,
            )
            events += [ActiveLoop(FORM), *slots, SlotSet("requested_slot", missing)]
        return [*events, ActionExecuted("action_listen")]
