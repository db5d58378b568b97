"""Reads each message of an open draft."""

from __future__ import annotations

from datetime import datetime, timedelta

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import cues
from actions.completeness import is_complete, is_place_needed
from actions.message import Message
from actions.placing import has_place
from actions.reading import read_message
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
        save_content(draft, content, turn.at, _file_at(turn, content))
        return mirrored(content, turn.region) if handled or again else []


def _draft_for(turn: Turn, message: Message) -> Draft:
    draft = open_draft(turn.session, turn.citizen_id)
    if draft is None:
        return start_draft(turn.session, turn.citizen_id, turn.at)
    if not _begins_another(turn, draft, message):
        return draft
    set_aside(turn.session, draft, turn.at)
    another = start_draft(turn.session, turn.citizen_id, turn.at)
    another.content = DraftContent(has_earlier=True).to_json()
    return another


def _begins_another(turn: Turn, draft: Draft, message: Message) -> bool:
    """After a long silence, or when only one of both is an accusation, which must not share a report."""
    known = DraftContent.from_json(draft.content)
    if message.intent not in turn.region.categories or not known.problems or known.read == message.key:
        return False
    accuses = read_signals(turn.region, message.text).accused
    if accuses != read_signals(turn.region, known.description).accused:
        return accuses or not cues.CORRECTION.search(message.text)
    return turn.at - draft.updated_at > STALE and message.intent != known.problems[0].category


def _file_at(turn: Turn, content: DraftContent) -> datetime | None:
    if not is_complete(content, turn.region) or content.confirmed:
        return None
    if content.asked == "change" or read_signals(turn.region, content.description).accused:
        return None
    if is_place_needed(content, turn.region) and not has_place(content):
        return None
    return turn.at + turn.silent_filing
