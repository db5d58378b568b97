"""Asks which kind of report it is: the likeliest three and "Lainnya", and in doubt whether it is one."""

from __future__ import annotations

import json
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.drafted import drafted, remember
from actions.message import Message
from actions.slots import emptied
from actions.turn import Turn
from actions.turn_action import Events, TurnAction
from bot.reports.drafts import DraftContent, drop_draft
from bot.reports.records import Draft

OTHER = "lainnya"


class ActionAskCategory(TurnAction):
    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        draft, content = drafted(turn)
        if content.doubted and content.asked == "category" and not content.changed:
            return _let_go(turn, draft)
        content.asked = "category"
        content.category_choices = [choice for choice in content.category_choices if choice != OTHER]
        remember(draft, content)
        dispatcher.utter_message(
            response=_question(content),
            json_message={
                "prompt": True,
                "list_label": turn.say("utter_bagian_label_pilih"),
                "rows": _rows(turn, content),
            },
        )
        return []


def _let_go(turn: Turn, draft: Draft) -> Events:
    """He spoke of something else instead: it was no report. LANJUT takes it back."""
    drop_draft(turn.session, draft, turn.at)
    return [*emptied(), ActiveLoop(None), SlotSet("requested_slot", None)]


def _question(content: DraftContent) -> str:
    if content.doubted:
        return "utter_ask_category_doubt"
    is_question = content.report_class == "permintaan_informasi"
    return "utter_ask_category_question" if is_question else "utter_ask_category"


def _rows(turn: Turn, content: DraftContent) -> list[dict[str, Any]]:
    chosen = [turn.region.categories[category] for category in content.category_choices]
    rows = [_row(category.id, category.list_title, category.description) for category in chosen]
    rows.append(_row(OTHER, turn.say("utter_bagian_lainnya"), turn.say("utter_bagian_lainnya_keterangan")))
    if content.doubted:
        rows.append({"id": "/tolak", "title": turn.say("utter_bagian_bukan_laporan"), "description": ""})
    return rows


def _row(category: str, title: str, description: str) -> dict[str, Any]:
    payload = "/pilih_kategori" + json.dumps({"category": category})
    return {"id": payload, "title": title, "description": description}
