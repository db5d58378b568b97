"""Takes a cancelled or sleeping draft back."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.message import Message
from actions.slots import FORM
from actions.turn import Turn
from actions.turn_action import Events, TurnAction
from bot.reports.drafts import DraftContent, resume_draft


class ActionLanjut(TurnAction):
    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        draft = resume_draft(turn.session, turn.citizen_id, turn.at)
        if draft is None:
            dispatcher.utter_message(response="utter_lanjut_kosong")
            return []
        content = DraftContent.from_json(draft.content)
        # The word LANJUT itself is not part of the report.
        content.read, content.changed, content.quiet = message.key, [], False
        content.summary_shown = content.doubted = False
        draft.content = content.to_json()
        turn.session.flush()
        return [FollowupAction(FORM)]
