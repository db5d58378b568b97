"""Tells the answer to an officer's question from a new matter, before the rules see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from actions.reading import is_question
from bot.conversations.quotes import quoted_text
from bot.dialogue.engine import Understood
from bot.region.pack import Region
from bot.reports.asking_back import awaited_report
from bot.reports.records import Draft, Report
from bot.reports.tickets import find_ticket

ANSWER = "jawab_pertanyaan"
# Whoever has something else in mind says so; words that could be anything are the answer he was asked for.
SURELY_ELSEWHERE = frozenset(
    "cek_status darurat batal berhenti terlalu_cepat kirim_suara isi_tak_terbaca".split()
)
TALK = frozenset(
    "minta_petugas minta_informasi privasi cara_lapor lanjut mau_lapor sapa terima_kasih pamit".split()
)
PLACES = frozenset({"village", "district", "road"})
SURE = 0.8


def as_answers(
    session: Session, region: Region, citizen_id: int, draft: Draft | None, understood: Sequence[Understood]
) -> list[Understood]:
    """The same steps, those that answer a question of the staff marked as such.

    While a draft is open only a quoted question is answered: the rest belongs to the draft.
    """
    report = awaited_report(session, citizen_id)
    if report is None:
        return list(understood)
    return [_marked(session, region, report, draft, item) for item in understood]


def _marked(
    session: Session, region: Region, report: Report, draft: Draft | None, item: Understood
) -> Understood:
    step = item.step
    if step.choice or step.silence or not (step.texts or step.attachments or step.pin):
        return item
    quotes = _quotes(session, region, step.reply_to, report)
    if not quotes and (draft is not None or is_elsewhere(region, report, item.reading)):
        return item
    return replace(item, reading={**item.reading, "intent": {"name": ANSWER, "confidence": 1.0}})


def _quotes(session: Session, region: Region, reply_to: str | None, report: Report) -> bool:
    return find_ticket(region.ticket_prefix, quoted_text(session, reply_to)).ticket == report.ticket


def is_elsewhere(region: Region, report: Report, reading: dict[str, Any]) -> bool:
    """Another matter: a problem of another category at a place of its own, or talk that names no place."""
    intent, sure = reading["intent"]["name"], reading["intent"]["confidence"]
    found = {item["entity"] for item in reading["entities"]}
    if intent in region.categories:
        own = {part.category for part in report.assignments}
        return intent not in own and sure >= SURE and bool(found & PLACES)
    is_talk = intent in TALK or is_question(intent)
    return intent in SURELY_ELSEWHERE or (is_talk and not found & {*PLACES, "landmark"})
