"""Tells the verdict on what was declared done from a new matter, before the rules see it.

A press of a button says all by itself; so does a clear answer in words, and whatever quotes the question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from actions.verdict_words import read_verdict, says_still
from bot.conversations.quotes import quoted_message
from bot.dialogue.awaited import ANSWER as TO_OFFICER
from bot.dialogue.awaited import is_elsewhere
from bot.dialogue.engine import Understood
from bot.dialogue.steps import Step
from bot.region.pack import Region
from bot.reports.life_records import Verdict
from bot.reports.records import Assignment, Draft, Report
from bot.reports.verdicts import INTENT, NO, NOT_DONE, PARTLY, YES, awaited_questions

# Words below a quoted question that are a yes in other words, and those that are no verdict at all.
WELCOMES = frozenset("kabar_baik setuju".split())
NO_VERDICT = frozenset(
    "terima_kasih pamit sapa cek_status darurat berhenti minta_petugas kirim_suara isi_tak_terbaca".split()
)


def as_verdicts(
    session: Session,
    region: Region,
    citizen_id: int,
    draft: Draft | None,
    understood: Sequence[Understood],
    at: datetime,
) -> list[Understood]:
    """The same steps, those that judge what was declared done marked as such.

    Words that follow a pressed no in the same turn say what is missing. While a draft is open only a quoted
    question is answered by words: the rest belongs to the draft.
    """
    joined = _with_words_after_no(understood)
    if not any(_is_told(item) for item in joined):
        return joined
    questions = awaited_questions(session, citizen_id, at)
    if not questions:
        return joined
    return [_marked(session, region, questions, draft, item) if _is_told(item) else item for item in joined]


def _is_told(item: Understood) -> bool:
    """Words or photos, which have no meaning of their own yet."""
    step = item.step
    fresh = item.reading["intent"]["name"] not in (INTENT, "darurat")
    return fresh and not step.choice and not step.silence and bool(step.texts or step.attachments)


def _with_words_after_no(understood: Sequence[Understood]) -> list[Understood]:
    joined: list[Understood] = []
    for item in understood:
        if joined and _is_pressed_no(joined[-1]) and _is_told(item):
            joined[-1] = _joined(joined[-1], item)
        else:
            joined.append(item)
    return joined


def _is_pressed_no(item: Understood) -> bool:
    choice = item.step.choice
    return choice is not None and choice.intent == INTENT and choice.entities.get("answer") in NOT_DONE


def _joined(press: Understood, words: Understood) -> Understood:
    step = words.step
    both = Step(
        texts=step.texts, attachments=step.attachments, reply_to=step.reply_to or press.step.reply_to,
        inbox_ids=[*press.step.inbox_ids, *step.inbox_ids],
    )  # fmt: skip
    reading = {**words.reading, "intent": press.reading["intent"]}
    return Understood(both, {**reading, "entities": press.reading["entities"]})


def _marked(
    session: Session, region: Region, questions: list[Verdict], draft: Draft | None, item: Understood
) -> Understood:
    quoted = quoted_message(session, item.step.reply_to)
    meant = next((one for one in questions if quoted is not None and one.outbox_id == quoted), None)
    if meant is not None:
        answer = _quoting_answer(item)
        return _as_verdict(item, meant, answer) if answer or meant.answer else item
    if draft is not None or item.reading["intent"]["name"] == TO_OFFICER:
        return item
    question = _question_meant(questions, session, item.reading)
    if is_elsewhere(region, session.get_one(Report, question.report_id), item.reading):
        return item
    answer = _plain_answer(session, question, item.reading)
    return _as_verdict(item, question, answer) if question.answer or answer else item


def _plain_answer(session: Session, question: Verdict, reading: dict[str, Any]) -> str | None:
    """What the words say without any quote: "masih mampet" counts below a question about drains alone."""
    about = session.get_one(Assignment, question.assignment_id).category
    still = reading["intent"]["name"] == about and says_still(reading["text"])
    return read_verdict(reading["text"]) or (NO if still else None)


def _quoting_answer(item: Understood) -> str | None:
    """Whoever quotes the question and tells something tells what is not done."""
    intent = item.reading["intent"]["name"]
    plain = read_verdict(item.reading["text"])
    if plain or intent in NO_VERDICT:
        return plain
    return YES if intent in WELCOMES else PARTLY


def _question_meant(questions: list[Verdict], session: Session, reading: dict[str, Any]) -> Verdict:
    """The one about what he speaks of, else the one he was asked last."""
    intent = reading["intent"]["name"]
    alike = [one for one in questions if session.get_one(Assignment, one.assignment_id).category == intent]
    return (alike or questions)[0]


def _as_verdict(item: Understood, question: Verdict, answer: str | None) -> Understood:
    """A question that was answered with no waits for words alone."""
    entities = {"verdict": question.id, **({"answer": answer} if answer and not question.answer else {})}
    found = [{"entity": name, "value": value, "start": 0, "end": 0} for name, value in entities.items()]
    reading = {**item.reading, "intent": {"name": INTENT, "confidence": 1.0}, "entities": found}
    return replace(item, reading=reading)
