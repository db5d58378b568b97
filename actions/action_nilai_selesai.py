"""The owner's verdict on what was declared done: a yes costs no bubble, a no is answered with a date."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.message import Message
from actions.turn import Turn
from actions.turn_action import Events, TurnAction
from actions.verdict_words import words_beside
from bot.reports.dates import long_date
from bot.reports.judging import (
    NOTED,
    OPENED_AGAIN,
    OVER,
    SAID_BEFORE,
    TO_VALIDATOR,
    WORDS_KEPT,
    Judged,
    Said,
    add_missing_words,
    judge,
)
from bot.reports.verdicts import YES, question_of

LISTEN = "action_listen"
RESPONSES = {
    OPENED_AGAIN: "utter_nilai_dibuka",
    TO_VALIDATOR: "utter_nilai_diperiksa",
    WORDS_KEPT: "utter_nilai_ditambahkan",
    SAID_BEFORE: "utter_nilai_sudah_dicatat",
    OVER: "utter_nilai_lewat",
}
# Said instead while he has not told what is missing.
ASKING = {OPENED_AGAIN: "utter_nilai_dibuka_tanya", TO_VALIDATOR: "utter_nilai_diperiksa_tanya"}


class ActionNilaiSelesai(TurnAction):
    """Without an answer the message tells what was still missing after a no."""

    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        question = question_of(turn.session, turn.citizen_id, int(message.value("verdict") or 0))
        answer = message.value("answer")
        said = Said(_words(message, answer), [item["media_id"] for item in message.attachments])
        if question is None:
            dispatcher.utter_message(response="utter_nilai_bukan_milik")
        elif answer is None:
            _tell(turn, add_missing_words(turn.session, question, said, turn.at), said, dispatcher)
        else:
            judged = judge(turn.session, turn.region, question, answer, said, turn.at)
            if judged.outcome == NOTED:
                # Nor does an open draft speak up: its question stands where it stood.
                return [FollowupAction(LISTEN)]
            _tell(turn, judged, said, dispatcher)
        return []


def _words(message: Message, answer: str | None) -> str:
    return message.whole if answer in (None, YES) else words_beside(message.whole)


def _tell(turn: Turn, judged: Judged, said: Said, dispatcher: CollectingDispatcher) -> None:
    part, region = judged.part, turn.region
    dispatcher.utter_message(
        response=(ASKING if judged.words_missing else RESPONSES)[judged.outcome],
        tiket=judged.report.ticket,
        bagian=region.category_label(part.category),
        dinas=region.agency_label(part.agency),
        tanggal=long_date(part.answer_due_at, region.timezone),
        kata=_quoted(turn, said),
    )


def _quoted(turn: Turn, said: Said) -> str:
    if said.words:
        return turn.say("utter_bagian_kutipan", kata=said.words)
    return turn.say("utter_bagian_foto", jumlah=len(said.media_ids))
