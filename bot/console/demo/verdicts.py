"""What owners say of parts that were declared done, and what follows from it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from bot.console.demo.moments import NotYet
from bot.console.demo.replies import day_label
from bot.console.demo.work import Work
from bot.conversations.bubbles import Bubble
from bot.reports import events
from bot.reports.checking import DENIED, check_proof
from bot.reports.judging import begin_again
from bot.reports.life_records import Verdict
from bot.reports.proof import COMPLETE, LACKING
from bot.reports.records import Assignment
from bot.reports.statuses import DONE
from bot.reports.verdicts import INTENT, NOT_DONE, SILENT, TITLES, YES, answer_buttons

# Of a hundred owners who are asked.
SAY_YES, SAY_NO = 0.42, 0.1
# After more than ten working days nobody is asked any more.
ASKED_FOR = timedelta(days=15)


def declare_done(
    work: Work, part: Assignment, at: datetime, words: str, photos: list[int], because: str | None
) -> Verdict:
    """Close a part and ask its owner."""
    part.answered_at = part.answered_at or at
    part.status, part.closed_at = DONE, at
    proof = COMPLETE if photos else LACKING
    work.by_staff(events.CLOSED, at, part, public=words, internal=because, media_ids=photos, proof=proof)
    check_proof(work.report, part, bool(photos))
    question = work.question(part, at)
    buttons = answer_buttons(work.world.wording, question)
    image = photos[0] if photos else None
    question.outbox_id = work.tell("selesai", at, words, part, image=image, buttons=buttons)
    return question


def let_owner_judge(work: Work, part: Assignment, question: Verdict) -> None:
    """He says yes or no, is still silent, or was silent for so long that he is asked no more."""
    drawn = work.world.rng.random()
    with suppress(NotYet):
        if drawn < SAY_YES:
            _say_yes(work, part, question)
            return
        if drawn < SAY_YES + SAY_NO:
            say_no(work, part, question, work.world.rng.choice(NOT_DONE))
            return
    ends = question.asked_at + ASKED_FOR
    if question.answer is None and ends < work.world.clock.now:
        question.ended_at = ends
        work.by_system(events.JUDGED, ends, part, answer=SILENT)


def _say_yes(work: Work, part: Assignment, question: Verdict) -> None:
    _press(work, question, YES, work.world.clock.after(question.asked_at, 20_000))
    part.to_check = None
    work.by_citizen(events.JUDGED, _moment(question), part=part, answer=YES)


def say_no(work: Work, part: Assignment, question: Verdict, answer: str, is_second: bool = False) -> datetime:
    """The first no opens the part again, the second waits for the operator; returns when it was said."""
    world = work.world
    at, words = world.clock.after(question.asked_at, 20_000), world.texts.say(world.rng, "belum_beres")
    _press(work, question, answer, at)
    work.chat.hears(at + timedelta(seconds=40), words)
    work.by_citizen(events.JUDGED, at, words, part=part, answer=answer)
    work.report.unread_at = question.words_at = at + timedelta(seconds=40)
    if is_second:
        part.to_check = None if work.report.secret else DENIED
        work.by_citizen(events.SECOND_NO, at, part=part)
    else:
        question.ended_at = at
        begin_again(world.region, work.report, part, at)
        part.closed_at = None
        work.by_citizen(events.REOPENED, at, status=part.status, part=part)
    _answer(work, part, words, at + timedelta(seconds=42), is_second)
    return at


def _press(work: Work, question: Verdict, answer: str, at: datetime) -> None:
    question.answer, question.answered_at = answer, at
    work.chat.is_pressed(at, f"/{INTENT}", work.world.wording.say(TITLES[answer]))


def _moment(question: Verdict) -> datetime:
    return question.answered_at or question.asked_at


def _answer(work: Work, part: Assignment, words: str, at: datetime, is_second: bool) -> None:
    region, say = work.world.region, work.world.wording.say
    told = say(
        "utter_nilai_diperiksa" if is_second else "utter_nilai_dibuka",
        tiket=work.report.ticket,
        bagian=region.categories[part.category].name,
        dinas=region.agency_label(part.agency),
        tanggal=day_label(part.answer_due_at, region.timezone),
        kata=say("utter_bagian_kutipan", kata=words),
    )
    work.chat.says(at, Bubble(told))
