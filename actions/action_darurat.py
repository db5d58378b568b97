"""Danger to life: the number to call first, the report without Kirim."""

from __future__ import annotations

from datetime import timedelta

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.message import Message
from actions.phrases import joined, place_phrase
from actions.placing import take_named_place
from actions.slots import emptied
from actions.submission import new_report
from actions.turn import Turn
from actions.turn_action import Events, TurnAction
from bot.conversations.bubbles import fit_text
from bot.region.entries import DangerKind
from bot.reports.drafts import DraftContent, DraftProblem, open_draft, save_content, set_aside, start_draft
from bot.reports.filing import file_report
from bot.reports.following import add_words, last_report_of
from bot.reports.records import BY_EMERGENCY, Report

SAME_EMERGENCY = timedelta(hours=6)
LONGEST_QUOTE = 200


class ActionDarurat(TurnAction):
    """This chat calls nobody, and says so; what is told goes to the agency at once."""

    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        danger = _danger(turn, message)
        last = last_report_of(turn.session, turn.citizen_id, SAME_EMERGENCY, turn.at)
        if last is not None and last.filed_by == BY_EMERGENCY:
            add_words(turn.session, last, message.text, turn.at)
            number = next(iter(turn.region.emergency_numbers.values())).number
            dispatcher.utter_message(response="utter_darurat_lanjutan", tiket=last.ticket, nomor=number)
        else:
            report, content = _file(turn, message, danger)
            dispatcher.utter_message(response="utter_darurat", **_words(turn, danger, report, content))
        turn.finished = True
        return emptied()


def _danger(turn: Turn, message: Message) -> DangerKind:
    kinds = {danger.id: danger for danger in turn.region.signals.dangers}
    return kinds.get(str(message.value("danger"))) or turn.region.signals.dangers[0]


def _file(turn: Turn, message: Message, danger: DangerKind) -> tuple[Report, DraftContent]:
    """File the emergency from its own words; a report begun before it waits for LANJUT."""
    earlier = open_draft(turn.session, turn.citizen_id)
    if earlier is not None:
        set_aside(turn.session, earlier, turn.at)
    draft = start_draft(turn.session, turn.citizen_id, turn.at)
    content = DraftContent()
    content.words.append(message.text)
    content.attachments += [item["media_id"] for item in message.attachments]
    take_named_place(content, message, turn.region, replace=False)
    content.problems = [DraftProblem(danger.category, message.text)]
    content.category_sure, content.filed_by, content.confirmed = True, BY_EMERGENCY, True
    if message.pin:
        content.latitude, content.longitude = message.pin["latitude"], message.pin["longitude"]
    save_content(draft, content, turn.at, None)
    return file_report(turn.session, turn.region, new_report(turn, draft, content)), content


def _words(turn: Turn, danger: DangerKind, report: Report, content: DraftContent) -> dict[str, str]:
    first = next(iter(turn.region.emergency_numbers.values()))
    others = [turn.region.emergency_numbers[number] for number in danger.numbers if number != first.id]
    advice = [turn.say(f"utter_petunjuk_{danger.id}")]
    if others:
        listed = ", ".join(f"{number.name} {number.number}" for number in others)
        advice.insert(0, turn.say("utter_bagian_darurat_nomor_lain", daftar=listed))
    quote = turn.say("utter_bagian_kutipan", kata=fit_text(content.words[-1], LONGEST_QUOTE))
    place = place_phrase(turn, content)
    where = [turn.say("utter_bagian_darurat_tempat", tempat=place)] if place else []
    agencies = dict.fromkeys(turn.region.agency_label(assignment.agency) for assignment in report.assignments)
    return {
        "nomor": first.number,
        "nama": first.name,
        "petunjuk": "\n".join(advice),
        "dinas": joined(turn, list(agencies)),
        "isi": "\n".join([quote, *where]),
        "tiket": report.ticket,
    }
