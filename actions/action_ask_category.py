"""Asks which kind of report it is: the likeliest three and "Lainnya"."""

from __future__ import annotations

import json
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.drafted import drafted, remember
from actions.message import Message
from actions.turn import Turn
from actions.turn_action import Events, TurnAction
from bot.reports.drafts import DraftContent

OTHER = "lainnya"


class ActionAskCategory(TurnAction):
    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        draft, content = drafted(turn)
        content.asked = "category"
        content.category_choices = [choice for choice in content.category_choices if choice != OTHER]
        remember(turn, draft, content)
        is_question = content.report_class == "permintaan_informasi"
        dispatcher.utter_message(
            response="utter_ask_category_question" if is_question else "utter_ask_category",
            json_message={
                "prompt": True,
                "list_label": turn.say("utter_bagian_label_pilih"),
                "rows": _rows(turn, content),
            },
        )
        return []


def _rows(turn: Turn, content: DraftContent) -> list[dict[str, Any]]:
    chosen = [turn.region.categories[category] for category in content.category_choices]
    rows = [_row(category.id, category.list_title, category.description) for category in chosen]
    return [*rows, _row(OTHER, turn.say("utter_bagian_lainnya"), turn.say("utter_bagian_lainnya_keterangan"))]


def _row(category: str, title: str, description: str) -> dict[str, Any]:
    payload = "/pilih_kategori" + json.dumps({"category": category})
    return {"id": payload, "title": title, "description": description}
