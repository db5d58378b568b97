"""Asks where it is: the village first, then the sub-district, or which of several namesakes."""

from __future__ import annotations

import json
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.drafted import drafted, remember
from actions.message import Message
from actions.phrases import known_phrase
from actions.turn import Turn
from actions.turn_action import Events, TurnAction
from bot.conversations.bubbles import ROW_COUNT, ROW_DESCRIPTION, ROW_TITLE, fit_text
from bot.reports.drafts import DraftContent


class ActionAskPlace(TurnAction):
    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        draft, content = drafted(turn)
        opening = known_phrase(turn, content) if content.place_asked == 0 else ""
        content.asked = "place"
        content.place_asked += 1
        remember(draft, content)
        text = "\n\n".join(filter(None, [opening, _question(turn, content), _hint(turn, content)]))
        dispatcher.utter_message(
            response="utter_ask_place_text", pertanyaan=text, json_message=_choices(turn, content)
        )
        return []


def _question(turn: Turn, content: DraftContent) -> str:
    if content.candidates:
        names = {turn.region.villages[code].name for code in content.candidates}
        if len(names) > 1:
            return turn.say("utter_ask_place_alike")
        return turn.say("utter_ask_place_candidates", nama=names.pop())
    if content.outside:
        return turn.say("utter_ask_place_outside", wilayah=turn.region.name)
    if content.place_asked > 1:
        return turn.say("utter_ask_place_district")
    return turn.say("utter_ask_place")


def _hint(turn: Turn, content: DraftContent) -> str:
    """The category's word on danger, at the first question only."""
    hints = [turn.region.categories[problem.category].emergency_hint for problem in content.problems]
    return next((hint for hint in hints if hint), "") if content.place_asked == 1 else ""


def _choices(turn: Turn, content: DraftContent) -> dict[str, Any]:
    if not content.candidates:
        return {"prompt": True}
    same_district = len({turn.region.villages[code].district_code for code in content.candidates}) == 1
    rows = [_row(turn, code, same_district) for code in content.candidates[:ROW_COUNT]]
    return {"prompt": True, "list_label": turn.say("utter_bagian_label_pilih"), "rows": rows}


def _row(turn: Turn, code: str, same_district: bool) -> dict[str, str]:
    """A row that shows first what tells the namesakes apart."""
    village = turn.region.villages[code]
    district = turn.region.districts[village.district_code]
    whole = f"{turn.region.village_label(code)}, {turn.region.district_label(district.code)}"
    return {
        "id": "/pilih_tempat" + json.dumps({"place": code}),
        "title": fit_text(village.name if same_district else district.name, ROW_TITLE),
        "description": fit_text(whole, ROW_DESCRIPTION),
    }
