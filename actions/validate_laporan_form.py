"""Reads each message of an open draft."""

from __future__ import annotations

from datetime import datetime, timedelta

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.message import Message
from actions.reading import is_complete, read_message
from actions.slots import mirrored
from actions.turn import Turn
from actions.turn_action import Events, TurnAction
from bot.region.signals import read_signals
from bot.reports.drafts import DraftContent, open_draft, save_content, set_aside, start_draft
from bot.reports.records import Draft

# A new report after this long a silence is not a second problem of the old one.
STALE = timedelta(hours=12)


class ValidateLaporanForm(TurnAction):
    """Applies the message to the draft. No slot event at all hands the message to the rules."""

    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        draft = _draft_for(turn, message)
        content = DraftContent.from_json(draft.content)
        again = content.read == message.key
        handled = read_message(content, message, turn.region)
        save_content(turn.session, draft, content, turn.at, _file_at(turn, content))
        return mirrored(content, turn.region) if handled or again else []


def _draft_for(turn: Turn, message: Message) -> Draft:
    draft = open_draft(turn.session, turn.citizen_id)
    if draft is not None and _begins_another(turn, draft, message):
        set_aside(turn.session, draft, turn.at)
        draft = None
    return draft or start_draft(turn.session, turn.citizen_id, turn.at)


def _begins_another(turn: Turn, draft: Draft, message: Message) -> bool:
    known = DraftContent.from_json(draft.content)
    is_report = message.intent in turn.region.categories and bool(known.problems)
    return is_report and turn.at - draft.updated_at > STALE and message.intent != known.problems[0].category


def _file_at(turn: Turn, content: DraftContent) -> datetime | None:
    if not is_complete(content, turn.region) or content.confirmed:
        return None
    if read_signals(turn.region, content.description).accused:
        return None
    return turn.at + turn.silent_filing
